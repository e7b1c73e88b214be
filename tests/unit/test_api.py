"""The Python face: `sim.load`, `sim.run` and what a result can do."""

import json
from pathlib import Path

import pytest

import sim


@pytest.fixture(scope="module")
def result() -> sim.Result:
    return sim.run(sim.load("two-mines"), n=3)


def test_the_package_names_what_it_offers():
    assert set(sim.__all__) <= set(dir(sim))
    assert all(getattr(sim, name) is not None for name in sim.__all__)
    with pytest.raises(AttributeError, match="'sim' has no attribute 'simulate'"):
        sim.simulate  # noqa: B018


def test_settings_change_the_scenario():
    assert sim.load("two-mines", ["seed=7"]).seed == 7


def test_the_scenario_decides_where_the_caller_does_not():
    scenario = sim.load("two-mines", ["histories=5", "seed=7"])
    result = sim.run(scenario)
    assert (result.record.histories, result.seed) == (5, 7)
    assert sim.run(scenario, seed=8).digest != result.digest


def test_less_than_one_history_is_refused():
    with pytest.raises(ValueError, match=r"n\(=0\) must be at least 1"):
        sim.run(sim.load("two-mines"), n=0)


def test_progress_is_told_to_the_end():
    told = []
    sim.run(sim.load("two-mines"), n=3, progress=lambda *news: told.append(news))
    assert told[-1] == (3, 3)


def test_tables_are_computed_once(result):
    assert result.tables is result.tables


def test_the_summary_says_what_the_files_say(result, tmp_path):
    result.save(tmp_path, figures=False)
    stored = json.loads((tmp_path / "summary.json").read_text())["rows"]
    medians = {(row["kind"], row["group"], row["measure"]): row["q50"] for row in stored}
    rows = [row for row in result.summary() if row["unit"] != "date"]
    assert rows
    for row in rows:
        assert row["median"] == medians[row["kind"], row["group"], row["measure"]]


def test_saving_gives_the_files_written_and_figures_only_if_wanted(result, tmp_path):
    bare = result.save(str(tmp_path / "bare"), figures=False)
    drawn = result.save(tmp_path / "drawn")
    assert all(isinstance(path, Path) and path.is_file() for path in bare + drawn)
    assert {path.suffix for path in drawn} - {path.suffix for path in bare} == {".svg", ".png"}
