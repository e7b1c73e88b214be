"""The table of mechanisms in scenarios/README.md is of the scenarios and settings that are there."""

import re

import pytest

import sim
from tests.mechanisms import NAME, README, SCENARIOS, WHOSE, header, switches

TEXT = README.read_text(encoding="utf-8")
TABLE = TEXT.partition(f"<!-- {NAME}:begin -->\n")[2].partition(f"\n<!-- {NAME}:end -->")[0]


@pytest.mark.parametrize("setting", switches(TEXT).values(), ids=switches(TEXT))
def test_a_switch_changes_the_world(setting):
    assert sim.load(SCENARIOS[0], [setting]) != sim.load(SCENARIOS[0])


def test_the_table_has_a_column_for_each_switch_and_rows_for_each_scenario():
    assert TABLE.startswith(header(TEXT))
    rows = [line.split(" | ") for line in TABLE.splitlines()[2:]]
    assert len(rows) == len(SCENARIOS) * len(WHOSE)
    for row in rows:
        assert len(row) == 3 + len(switches(TEXT))
        assert all(re.fullmatch(r"\d+ ± \d+( \|)?", cell) for cell in row[2:])
