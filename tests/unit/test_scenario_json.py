"""A scenario may be written as JSON, whose dates are text and whose keys are all text."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from sim.scenario.digest import digest
from sim.scenario.dump import dump, resolved
from sim.scenario.load import load
from tests.chain import CHAIN, problems, spoilt, write


def as_json(value: Any) -> Any:
    """Make the keys and dates text."""
    if isinstance(value, dict):
        return {str(as_json(key)): as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value


@pytest.mark.parametrize("name", ["two-mines", "licences-2025", "floor-and-stock", "grey-channel"])
def test_a_shipped_scenario_is_the_same_as_json(name: str, tmp_path: Path) -> None:
    """All dates, keys and numbers come through, and the digest stays."""
    scenario = load(name).scenario
    file = write(tmp_path, json.dumps(as_json(resolved(scenario)), indent="\t"), "case.json")
    found = load(file)
    assert found.scenario == scenario
    assert dump(found.scenario) == dump(scenario)
    assert digest(found.scenario, 1) == digest(scenario, 1)
    assert found.warnings == load(name).warnings


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("start: 2026-03-01", 'start: "2026-03-01"'),
        ("first_product: 2027-01-01", "first_product: '2027-01-01'"),
        ("end: 2026-12-31", 'end: "2026-12-31"'),
    ],
)
def test_a_date_may_stand_in_quotes(old: str, new: str, tmp_path: Path) -> None:
    """And says the same."""
    assert load(write(tmp_path, spoilt(old, new))).scenario == load(write(tmp_path, CHAIN)).scenario


def test_dates_in_quotes_are_keys(tmp_path: Path) -> None:
    """They replace as a whole, as others do, and may be set one by one."""
    dated = 'consumers: {us_ev: {stock_days: {"2026-01-01": 5, "2026-06-01": 9}}}\n'
    write(tmp_path, CHAIN, "chain.yaml")
    write(tmp_path, f"extends: chain.yaml\n{dated}", "middle.yaml")
    file = write(tmp_path, f"extends: middle.yaml\n{dated.replace('01-01', '02-01')}")
    days = load(file, ["consumers.us_ev.stock_days.2026-06-01=7"]).scenario.consumers["us_ev"]
    assert days.stock_days == {dt.date(2026, 2, 1): 5, dt.date(2026, 6, 1): 7}
    setting = 'consumers.us_ev.stock_days={"2026-03-01": {choice: {"3": 0.5, "4.5": 0.5}}}'
    drawn = load(file, [setting]).scenario.consumers["us_ev"].stock_days
    assert drawn[dt.date(2026, 3, 1)].choice == {3: 0.5, 4.5: 0.5}  # type: ignore[index, union-attr]


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("2026-02-30", "'2026-02-30' is not a date"),
        ("2026-03-01T00:00:00", "A date has no time of day: write 2026-03-01."),
        ("2026-03-01 12:00", "A date has no time of day"),
        ("1 March 2026", "is not a date"),
        ("20260301", "Take the quotes away."),
    ],
)
def test_what_is_no_date_is_refused(word: str, says: str, tmp_path: Path) -> None:
    """With what to write instead, where that is known."""
    (problem,) = problems(write(tmp_path, spoilt("start: 2026-03-01", f'start: "{word}"')))
    assert problem.path == "disruptions.halt.start"
    assert says in f"{problem.message} {problem.remedy}"


def test_a_number_in_quotes_is_refused(tmp_path: Path) -> None:
    """As a value JSON has numbers."""
    (problem,) = problems(write(tmp_path, spoilt("fill_days: 60", 'fill_days: "60"')))
    assert "Take the quotes away." in problem.remedy


def test_text_that_looks_like_a_date_stays_text(tmp_path: Path) -> None:
    """Where the format wants text."""
    text = CHAIN.replace("name: chain", 'name: "2026-03-01"\nquestion: "2026-03-01"')
    scenario = load(write(tmp_path, text)).scenario
    assert (scenario.name, scenario.question) == ("2026-03-01", "2026-03-01")


def test_a_date_with_and_without_quotes_is_not_there_twice(tmp_path: Path) -> None:
    """Neither is lost in silence."""
    dated = 'metal_yield: {"2026-01-01": 0.9, 2026-01-01: 0.95}'
    (problem,) = problems(write(tmp_path, spoilt("metal_yield: 0.95", dated)))
    assert problem.path == "metal_makers.smelter.metal_yield.2026-01-01"


def test_characters_that_json_escapes_in_halves_are_joined(tmp_path: Path) -> None:
    """Half of one is refused with its place."""
    given = {"extends": "two-mines", "question": "Wie viele Tage? \U0001f9f2"}
    assert load(write(tmp_path, json.dumps(given))).scenario.question == given["question"]
    (problem,) = problems(write(tmp_path, 'extends: two-mines\nquestion: "\\ud83e"\n'))
    assert (problem.line, problem.path) == (2, "question")
    assert "half of a character" in problem.message
