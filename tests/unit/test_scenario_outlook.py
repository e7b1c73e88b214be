"""Who reads an outlook late is told what has passed since."""

import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from sim.scenario.load import load
from sim.scenario.outlook import overtaken
from sim.scenario.schema import Scenario
from tests.chain import write

TODAY = dt.date(2026, 11, 28)
HALT = "kind: export_control, exporter: CN, goods: [magnets], destinations: [US]"


def outlook(*disruptions: str, head: str = "outlook: true\nas_of: 2026-06-30\n") -> Scenario:
    """Load the two mines with other disruptions."""
    rows = "".join(f"  d{i}: {{{HALT}, {one}}}\n" for i, one in enumerate(disruptions))
    with TemporaryDirectory() as folder:
        text = f"extends: two-mines\n{head}disruptions:\n  halt: null\n{rows}"
        return load(write(Path(folder), text)).scenario


def told(scenario: Scenario, today: dt.date = TODAY) -> list[str]:
    """List what is told."""
    return list(overtaken(scenario, today))


def test_a_disruption_between_the_known_day_and_today_is_told_of() -> None:
    """With a date a month from now."""
    (says,) = told(outlook("start: 2026-11-10, duration_days: 90"))
    assert "d0 begins on 2026-11-10, before today, 2026-11-28" in says
    assert "this world of 2026-06-30" in says
    assert says.endswith("Move it: --set disruptions.d0.start=2026-12-28")


def test_end_and_announcement_move_along() -> None:
    """By as many days; an announcement not into the past."""
    (says,) = told(outlook("start: 2026-11-10, end: 2026-12-10, announced: 2026-10-09"))
    assert "begins on 2026-11-10 and is announced on 2026-10-09" in says
    assert "d0.start=2026-12-28 --set disruptions.d0.end=2027-01-27" in says
    assert "d0.announced=2026-11-28" in says


def test_an_announcement_after_the_start_moves_to_the_start() -> None:
    """As where only the start was set: what is proposed is not warned about again."""
    (says,) = told(outlook("start: 2026-11-10, announced: 2027-01-01"))
    assert says.endswith("d0.start=2026-12-28 --set disruptions.d0.announced=2026-12-28")


def test_an_announcement_alone_is_told_of() -> None:
    """It may never have been made; the start stays."""
    (says,) = told(outlook("start: 2026-12-20, announced: 2026-11-01"))
    assert "d0 is announced on 2026-11-01" in says
    assert ".start=" not in says


def test_days_before_the_start_are_told_of_as_a_date() -> None:
    """The start moves so far that they begin today."""
    (says,) = told(outlook("start: 2026-12-20, announced_days_before: 40"))
    assert "d0 is announced on 2026-11-10" in says
    assert says.endswith("Move it: --set disruptions.d0.start=2027-01-07")
    (says,) = told(outlook("start: 2026-11-10, announced_days_before: 10"))
    assert says.endswith("Move it: --set disruptions.d0.start=2026-12-28")
    assert told(outlook("start: 2026-12-20, announced_days_before: 20")) == []


def test_of_a_random_start_the_earliest_counts() -> None:
    """Days from the start of the scenario, here 1 January."""
    (says,) = told(outlook("start: {uniform: [300, 364]}"))
    assert "d0 may begin from 2026-10-28" in says


BRANCHES = (
    "outlook: true\nbranches: {autumn: {start: 2026-11-10, weights: {lapsed: 1, halted: 0}}}\n"
)


def test_the_start_of_a_branching_moves_all_its_branches() -> None:
    """A branch that is never taken is no news."""
    (says,) = told(outlook("branch: autumn.lapsed", "branch: autumn.halted", head=BRANCHES))
    assert "d0 begins on 2026-11-10" in says
    assert says.endswith("Move it: --set branches.autumn.start=2026-12-28")


def test_a_start_of_its_own_moves_by_itself() -> None:
    """Also in a branch."""
    (says,) = told(outlook("branch: autumn.lapsed, start: 2026-11-01", head=BRANCHES))
    assert says.endswith("Move it: --set disruptions.d0.start=2026-12-28")


@pytest.mark.parametrize(
    "history",
    [
        "duration_days: 9",  # in force from the first day
        "start: 2026-06-30",
        "start: {uniform: [10, 100]}",
        "start: 2026-11-28",  # today
        "start: 2026-12-01, announced: 2026-06-01",
        "start: 2026-11-10, probability: 0",
    ],
)
def test_what_is_known_or_still_to_come_is_not(history: str) -> None:
    """A regime that goes on is no news."""
    assert told(outlook(history)) == []


def test_without_a_known_day_all_before_today_is_told_of() -> None:
    """As nothing says what is history."""
    (says,) = told(outlook("start: 2026-03-01", head="outlook: true\n"))
    assert "not in this world. Move it" in says


def test_each_disruption_is_told_of() -> None:
    """In their order."""
    found = told(outlook("start: 2026-11-10", "start: 2026-10-10"))
    assert [says.split()[4] for says in found] == ["d0", "d1"]


def test_a_replay_tells_nothing() -> None:
    """Without the key, or where it is false."""
    assert told(outlook("start: 2026-11-10", head="")) == []
    assert told(outlook("start: 2026-11-10", head="outlook: false\n")) == []
