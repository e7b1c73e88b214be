"""Files of a chain that a scenario leaves out, while what they extend stays."""

from pathlib import Path

import pytest

from sim.scenario.digest import digest
from sim.scenario.load import Loaded, load
from sim.scenario.schema import Scenario
from tests.chain import CHAIN, problems, write


@pytest.fixture
def chain(tmp_path: Path) -> Path:
    """Base, what it looks like today, and a case that extends that; give the case."""
    write(tmp_path, CHAIN, "base.yaml")
    write(tmp_path, f"extends: base.yaml\n{TODAY}", "today.yaml")
    return write(tmp_path, f"extends: today.yaml\n{CASE}", "case.yaml")


TODAY = "consumers: {us_ev: {stock_days: 30}, de_wind: {stock_days: 9}}\n"
CASE = "consumers: {us_ev: {stock_days: 50}}\ndisruptions: {halt: {duration_days: 30}}\n"


def without_today(folder: Path) -> Scenario:
    """Give the case as if it had been written on the base."""
    return load(write(folder, f"extends: base.yaml\nname: case\n{CASE}", "plain.yaml")).scenario


def mine(folder: Path, said: str, more: str = "") -> Path:
    """Write a file that extends the case and leaves files out."""
    return write(folder, f"extends: case.yaml\nname: case\nwithout: {said}\n{more}", "mine.yaml")


@pytest.mark.parametrize("said", ["today", "today.yaml", "[today]", "[today.yaml]"])
def test_leaving_a_file_out_is_a_chain_written_without_it(
    said: str, chain: Path, tmp_path: Path
) -> None:
    """By a setting, by a file and by a further change of what is loaded; with the same digest."""
    expected = without_today(tmp_path)
    found = [
        load(chain, [f"without={said}"]),
        load(mine(tmp_path, said)),
        load(chain).changed([f"without={said}"]),
        load(chain, [f"without={said}"]).changed(["consumers.us_ev.stock_days=50"]),
    ]
    assert [one.scenario for one in found] == [expected] * 4
    assert {digest(one.scenario, 1) for one in found} == {digest(expected, 1)}
    assert load(chain).scenario != expected


def test_settings_add_up(chain: Path) -> None:
    """None of them takes another back; what is left may be too little to run."""
    assert load(chain, ["without=[]"]).scenario == load(chain).scenario
    found = problems(chain, ["without=base", "without=today", "without=[]"])
    assert [problem.line for problem in found if problem.path == "without"] == [1, 2]


def test_a_file_that_is_left_out_is_no_input(chain: Path) -> None:
    """Its hash says nothing about what is run."""

    def inputs(loaded: Loaded) -> set[str]:
        return set(loaded.inputs)

    assert inputs(load(chain)) == {"base.yaml", "today.yaml", "case.yaml"}
    assert inputs(load(chain, ["without=today"])) == {"base.yaml", "case.yaml"}


def test_what_a_file_left_out_builds_on_stays_as_it_was(chain: Path, tmp_path: Path) -> None:
    """Its own without is kept, as its extends is."""
    below = "disruptions: {halt: {start: 2026-04-01}}\n"
    write(tmp_path, f"extends: base.yaml\n{below}", "below.yaml")
    write(tmp_path, f"extends: below.yaml\nwithout: below\n{TODAY}", "today.yaml")
    assert load(chain, ["without=today"]).scenario == without_today(tmp_path)


def test_a_name_that_is_not_in_the_chain_shows_those_that_are(chain: Path, tmp_path: Path) -> None:
    """With the place where it stands, and what was meant."""
    (problem,) = problems(mine(tmp_path, "[todays.yaml]"))
    assert (problem.path, problem.line, problem.column) == ("without", 3, 11)
    assert "'todays.yaml' is none of the files" in problem.message
    assert problem.remedy == "Did you mean 'today.yaml'? Known: base.yaml, case.yaml, today.yaml."
    (problem,) = problems(chain, ["consumers.us_ev.stock_days=1", "without=case"])
    assert (problem.file, problem.line) == ("--set", 2)
    assert "'case' is none" in problem.message, "the file itself is what is asked for"


@pytest.mark.parametrize("said", ["3", "null", "{today: 1}", "[[today]]", "''"])
def test_only_names_leave_files_out(said: str, chain: Path, tmp_path: Path) -> None:
    """Anything else is refused, in a file and in a setting."""
    for found in (problems(mine(tmp_path, said)), problems(chain, [f"without={said}"])):
        (problem,) = found
        assert "takes a file name or a list of them" in problem.message


def test_two_files_of_one_name_are_told_apart_by_more_of_the_path(tmp_path: Path) -> None:
    """A name alone is of both."""
    write(tmp_path, CHAIN, "base.yaml")
    for folder, days in (("a", 30), ("b", 40)):
        (tmp_path / folder).mkdir()
        above = "../base.yaml" if folder == "a" else "../a/more.yaml"
        text = f"extends: {above}\nconsumers: {{us_ev: {{stock_days: {days}}}}}\n"
        write(tmp_path / folder, text, "more.yaml")
    case = write(tmp_path, "extends: b/more.yaml\n")
    (problem,) = problems(case, ["without=more"])
    assert "more than one" in problem.message
    assert load(case, ["without=b/more"]).scenario.consumers["us_ev"].stock_days == 30


def test_what_is_then_incomplete_says_that_a_file_was_left_out(chain: Path, tmp_path: Path) -> None:
    """Beside what is wrong."""
    write(tmp_path, "extends: base.yaml\nlanes: {air: {good: magnets, share: 1}}\n", "today.yaml")
    lane = "lanes: {air: {from: maker, to: [us_ev], stock_days: 1}}\n"
    write(tmp_path, f"extends: today.yaml\n{lane}")
    found = problems(chain, ["without=today"])
    assert {problem.level for problem in found if problem.path.startswith("lanes.air")} == {"error"}
    (said,) = [problem for problem in found if problem.path == "without"]
    assert "today.yaml is left out here" in said.message


def test_a_file_that_another_builds_on_is_not_left_out_behind_its_back(
    chain: Path, tmp_path: Path
) -> None:
    """Until the file that extends both says so, too."""
    mine(tmp_path, "today")
    write(tmp_path, "extends: today.yaml\nhistories: 7\n", "other.yaml")
    both = write(tmp_path, "extends: [mine.yaml, other.yaml]\nname: case\n", "both.yaml")
    (problem,) = problems(both)
    assert problem.file.endswith("mine.yaml")
    assert "other.yaml builds" in problem.message
    expected = without_today(tmp_path).model_copy(update={"histories": 7})
    assert load(both, ["without=today"]).scenario == expected
