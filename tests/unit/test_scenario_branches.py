"""Branches in a scenario file: names, starts, and what is refused or has no effect."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from sim.scenario.explain import explain
from sim.scenario.load import Loaded, load
from sim.scenario.origin import dotted
from tests.chain import CHAIN, problems, write

BRANCHES = """
branches:
  november:
    start: 2026-03-15
    weights: {halted: 0.15, extended: 0.55, lapsed: 0.3}
"""
HALTED = ("disruptions.halt.branch=november.halted", "disruptions.halt.start=null")
SLIP = "disruptions.slip={kind: project_slip, projects: [more], months: 6, branch: november.lapsed}"
CLOSED = "{{kind: lane_closure, lanes: [sea], duration_days: 9, branch: november.lapsed{}}}"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The chain with a branching."""
    return write(tmp_path, CHAIN + BRANCHES)


def told(file: Path, settings: Sequence[str]) -> list[tuple[str, str]]:
    """Load a file that is taken, and give path and message of what is warned about."""
    return [(one.path, one.message) for one in load(file, settings).warnings]


def start_in(loaded: Loaded, disruption: str) -> tuple[str, int] | None:
    """Give the start of a disruption with the line that says so; none if it has none."""
    (found,) = [
        row
        for row in explain(loaded, f"disruptions.{disruption}")
        if dotted(row.path).endswith(f"{disruption}.start")
    ] or [None]
    return None if found is None or found.origin is None else (str(found.value), found.origin.line)


def test_a_disruption_of_a_branch_begins_with_its_branching(file: Path) -> None:
    """And the start is told to stand there."""
    line = (CHAIN + BRANCHES).splitlines().index("    start: 2026-03-15") + 1
    loaded = load(file, HALTED)
    assert start_in(loaded, "halt") == ("2026-03-15", line)
    assert told(file, HALTED) == []
    moved = loaded.changed(["branches.november.start=2026-04-01"])
    assert start_in(moved, "halt") == ("2026-04-01", 3)


@pytest.mark.parametrize("says", [", start: 2026-05-01", ", trigger: {after: halt}",
                                  ", recurs: {after_days: 60}"])  # fmt: skip
def test_what_says_when_it_begins_does_so(says: str, file: Path) -> None:
    """A date, a trigger or the time to the first failure."""
    settings = ["disruptions.halt.branch=november.lapsed", f"disruptions.c={CLOSED.format(says)}"]
    loaded = load(file, [*settings, "disruptions.halt.start=null"])
    assert start_in(loaded, "c") in {("2026-05-01", 2), None}
    assert start_in(loaded, "halt") is not None


def test_what_counts_from_projects_has_no_start(file: Path) -> None:
    """It is in its branch all the same, and nothing is said against it."""
    loaded = load(file, [*HALTED, SLIP])
    assert loaded.scenario.disruptions["slip"].start is None
    assert "disruptions.slip.start" not in [one.path for one in loaded.warnings]


def test_a_branch_that_is_not_there_shows_what_was_meant(file: Path) -> None:
    """With its place."""
    (problem,) = problems(file, ["disruptions.halt.branch=november.lapst"])
    assert problem.path == "disruptions.halt.branch"
    assert "no branch 'november.lapst'. Did you mean 'november.lapsed'?" in problem.message
    (problem,) = problems(file, ["disruptions.halt.branch=november"])
    assert "a branch, as november.lapsed" in f"{problem.message} {problem.remedy}"


@pytest.mark.parametrize(
    ("settings", "path", "says"),
    [
        (
            [f"branches.november.weights.{name}=0" for name in ("halted", "extended", "lapsed")],
            "branches.november.weights",
            "All weights are 0",
        ),
        (["branches.november.weights.halted=-1"], "branches.november.weights.halted", "-1"),
        (
            ["branches.halt={weights: {a: 1}}"],
            "branches.halt",
            "also the name of a disruption",
        ),
        (
            [f"disruptions.c={CLOSED.format(', trigger: {after: halt}')}"],
            "disruptions.c.trigger.after",
            "halt happens in november.halted, where this does not",
        ),
        (["measures.reference=novembr"], "measures.reference", "no disruption or branching"),
    ],
)
def test_what_cannot_be_is_refused(settings: list[str], path: str, says: str, file: Path) -> None:
    """With the path and the rule."""
    found = [one for one in problems(file, [*HALTED, *settings]) if one.level == "error"]
    assert [one.path for one in found] == [path]
    assert says in found[0].message
    assert found[0].remedy


@pytest.mark.parametrize(
    ("settings", "path", "says"),
    [
        ([], "branches.november", "No disruption happens in a branch of it"),
        (
            ["disruptions.halt.branch=november.halted"],
            "branches.november.start",
            "each disruption of its branches says when it begins",
        ),
    ],
)
def test_what_has_no_effect_is_told(settings: list[str], path: str, says: str, file: Path) -> None:
    """A branching without disruptions, and a start that nothing takes."""
    ((where, message),) = told(file, settings)
    assert where == path
    assert says in message


def test_a_start_counts_for_the_measures_too(file: Path) -> None:
    """So it has an effect though no disruption takes it."""
    settings = ["disruptions.halt.branch=november.halted", "measures.reference=november"]
    assert told(file, settings) == []


def test_a_weight_of_zero_is_a_point_of_control(file: Path) -> None:
    """Nothing is said against it."""
    assert told(file, [*HALTED, "branches.november.weights.halted=0"]) == []


def test_branches_are_explained_with_their_places(file: Path) -> None:
    """Value by value."""
    rows = {dotted(row.path): row for row in explain(load(file, HALTED), "branches.november")}
    assert rows["branches.november.weights.lapsed"].value == 0.3
    assert rows["branches.november.weights.lapsed"].origin is not None
