"""The resolved scenario as YAML, and the digest that names a run."""

from pathlib import Path

import pytest

from sim.scenario.digest import digest
from sim.scenario.dump import dump
from sim.scenario.load import load
from sim.scenario.locate import shipped_folder, shipped_names
from tests.chain import CHAIN, spoilt, write

FILES = sorted(
    [
        *Path("tests/known_answers").glob("*.yaml"),
        *(shipped_folder() / f"{name}.yaml" for name in shipped_names()),
    ]
)

RICH = (
    CHAIN.replace("share: 1}\nprojects", "share: {standard: 1, high_dy: 1}}\nprojects")
    .replace("duration_days: 90", "duration_days: {choice: {30: 0.5, 90.5: 0.5}}\n    label: 'no'")
    .replace("sector: wind", "sector: \"wind: on- & offshore # é\"\n    note: '2026-01-01'")
    .replace("fill_days: 60", "fill_t: {standard: 1.5e-3, high_dy: 12345678}")
    .replace("blanks_per_year: 300", "blanks_per_year: {2024-01-01: 300, 2026-06-01: 350}")
    .replace("demand_t_per_year: 50", "demand_t_per_year: {triangular: [40, 50, 65]}")
)
"""The chain with all that is hard to write: quotes, dates, mappings by number."""


def test_a_dumped_scenario_loads_to_an_equal_one(tmp_path: Path) -> None:
    """And is dumped to the same bytes."""
    scenario = load(write(tmp_path, RICH)).scenario
    text = dump(scenario)
    again = load(write(tmp_path, text, "again.yaml")).scenario
    assert again == scenario
    assert dump(again) == text


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_scenario_of_ours_survives_being_dumped(file: Path, tmp_path: Path) -> None:
    """Shipped ones and those of the known answers."""
    scenario = load(file).scenario
    assert load(write(tmp_path, dump(scenario))).scenario == scenario


def test_a_dump_stands_alone_and_leaves_defaults_out(tmp_path: Path) -> None:
    """It needs no other file, and says nothing that the format says already."""
    write(tmp_path, CHAIN, "chain.yaml")
    child = write(tmp_path, "extends: chain.yaml\npolicy: {contracts_first: true}\n")
    text = dump(load(child).scenario)
    assert "extends" not in text
    assert "policy" not in text
    assert text.startswith("schema: 1\nname: case\n")
    assert max(map(len, text.splitlines())) <= 100


def test_the_digest_is_that_of_what_decides_the_results(tmp_path: Path) -> None:
    """Numbers and seed count; the number of histories, notes and the file's layout do not."""
    base = load(write(tmp_path, CHAIN)).scenario
    name = digest(base, 1)
    assert len(name) == 10
    for same in (CHAIN + "histories: 7\n", CHAIN + "seed: 9\n", "# remark\n" + CHAIN):
        assert digest(load(write(tmp_path, same)).scenario, 1) == name
    other = load(write(tmp_path, spoilt("demand_t_per_year: 50", "demand_t_per_year: 51"))).scenario
    assert len({name, digest(base, 2), digest(other, 1)}) == 3
