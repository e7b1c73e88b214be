"""The table of mechanisms in scenarios/README.md is of the scenarios and settings that are there."""

import re

import pytest

import sim
from tests.mechanisms import NAME, README, SCENARIOS, WHOSE, header, switches

TEXT = README.read_text(encoding="utf-8")
TABLE = TEXT.partition(f"<!-- {NAME}:begin -->\n")[2].partition(f"\n<!-- {NAME}:end -->")[0]


@pytest.mark.parametrize("settings", switches(TEXT).values(), ids=switches(TEXT))
def test_a_switch_changes_the_world(settings):
    assert sim.load(SCENARIOS[0], settings) != sim.load(SCENARIOS[0])


def test_users_of_samarium_cobalt_need_no_samarium_where_the_family_is_switched_off():
    world = sim.load("samarium-halt", switches(TEXT)["one family"])
    smco = {name for name in world.consumers if name.endswith("defence_smco")}
    assert smco == {"us_defence_smco", "eu_defence_smco"}
    makers = {s for lane in world.lanes.values() if smco & set(lane.buyers) for s in lane.sellers}
    assert makers
    assert not {maker for maker in makers if maker.endswith("smco")}


def test_the_table_has_a_column_for_each_switch_and_rows_for_each_scenario():
    assert TABLE.startswith(header(TEXT))
    rows = [line.split(" | ") for line in TABLE.splitlines()[2:]]
    assert len(rows) == len(SCENARIOS) * len(WHOSE)
    for row in rows:
        assert len(row) == 3 + len(switches(TEXT))
        assert all(re.fullmatch(r"\d+ ± \d+( \|)?", cell) for cell in row[2:])
