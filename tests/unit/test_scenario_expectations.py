"""What a scenario is expected to show: how it is written, refused and judged."""

from pathlib import Path

import numpy as np
import pytest

from sim.compare.select import groups_in
from sim.measures.measure import by_name
from sim.output.expected import Judged, judge, judged, values_of
from sim.output.groups import Group
from sim.output.outcomes import Outcome
from sim.scenario.errors import ScenarioError
from sim.scenario.expectation import read_expectation
from sim.scenario.limit import LimitError
from sim.scenario.load import load
from sim.scenario.measured import measured
from tests.chain import CHAIN, problems, write

US, EV = Group("region", "US", "US", (0, 1)), Group("consumer", "us_ev", "US EV", (0,))


def outcomes(us: list[float], ev: list[float], measure: str = "shortfall_days") -> list[Outcome]:
    """Make up a measure of two groups."""
    return [
        Outcome(group, measure, "d", np.array(values)) for group, values in ((US, us), (EV, ev))
    ]


def said(text: str, found: list[Outcome]) -> Judged:
    """Judge one expectation."""
    one = read_expectation(text)
    return judge(one, values_of(one, found))


@pytest.mark.parametrize(
    ("text", "holds", "value"),
    [
        ("shortfall_days[US] >= 15", True, 15.0),
        ("mean shortfall_days[US] > 15", False, 15.0),
        ("shortfall_days[US] < 20 with 50%", True, 0.5),
        ("shortfall_days[US] < 20 with 60%", False, 0.5),
        ("shortfall_days[US, us_ev] >= 12", False, 11.0),  # 10 and 12 are the least of both
        ("shortfall_days[US, us_ev] <= 25", True, 25.0),  # 30 and 20 the most
        ("shortfall_days[consumer.us_ev] <= 21", True, 21.0),
    ],
)
def test_the_mean_counts_or_the_share_of_histories(text: str, holds: bool, value: float) -> None:
    """Of several groups the one that keeps the limit least, in each history."""
    found = said(text, outcomes([10.0, 20.0], [30.0, 12.0]))
    assert (found.holds, found.value) == (holds, pytest.approx(value))


def test_what_never_happens_lies_beyond_every_day() -> None:
    """It is late enough, and not early enough."""
    found = outcomes([np.inf, 40.0], [1.0, 1.0], "time_to_survive")
    assert said("time_to_survive[US] >= 30 with 100%", found).holds
    assert said("time_to_survive[US] <= 50 with 50%", found).value == 0.5


def test_what_is_not_measured_keeps_no_limit() -> None:
    """Neither the one way nor the other."""
    for sign in ("<=", ">="):
        found = said(f"backlog_days[US] {sign} 0", outcomes([1.0], [1.0]))
        assert not found.holds
        assert str(found).endswith("(not measured)")


def test_the_words_say_what_came() -> None:
    """A line for readers, and the same from JSON."""
    for text, words in {
        "shortfall_days[US] >= 5": "holds  shortfall_days[US] >= 5  (mean 15 d)",
        "shortfall_days[US] <= 12 with 80%": (
            "FAILS  shortfall_days[US] <= 12 with 80%  (in 50 % of histories)"
        ),
    }.items():
        found = said(text, outcomes([10.0, 20.0], [1.0, 1.0]))
        assert str(found) == words
        assert str(Judged.read(found.as_dict())) == words


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("more shortfall", "is no expectation. Write MEASURE[GROUP]"),
        ("shortfal_days[US] >= 1", "Did you mean 'shortfall_days'?"),
        ("shortfall_days[USA] >= 1", "There is no group 'USA'. Did you mean 'US'?"),
        ("unmet_grade_t[US] >= 1", "of a grade each: write unmet_grade_t[GRADE][GROUP]"),
        ("time_to_survive[US] >= 1", "has no mean where it never happens"),
        ("shortfall_days[US] >= 1 with 0%", "not above 0"),
        ("payback_day[reserve] >= 1 with 50%", "There is no group 'reserve'"),
        ("shortfall_days[US] < case", "to differ from itself"),
        ("shortfall_days[US] >= nan", "is no expectation"),
        ("shortfall_days[US] <= inf", "is no expectation"),
        ("shortfal_days[US] < other", "of the difference: 'shortfal_days[US] < 0'"),
    ],
)
def test_what_cannot_be_expected_is_refused_at_its_line(
    tmp_path: Path, text: str, says: str
) -> None:
    """With the measure or group that is meant perhaps."""
    rows = f"name: case\nexpect:\n  - shortfall_days[US] >= 0\n  - {text}\n"
    file = write(tmp_path, CHAIN.replace("name: chain\n", rows))
    (problem,) = problems(file)
    assert (problem.path, problem.line) == ("expect.1", 5)
    assert says in problem.message


def test_an_expectation_that_stands_there_twice_is_told_of(tmp_path: Path) -> None:
    """Spaces do not make another."""
    file = write(tmp_path, CHAIN + 'expect: ["unmet_t[US] >= 0", "unmet_t[US]  >= 0"]\n')
    (problem,) = load(file).warnings
    assert "stands there twice" in problem.message


def test_expectations_are_not_inherited(tmp_path: Path) -> None:
    """What extends a scenario changes it, and has its own."""
    write(tmp_path, CHAIN + 'expect: ["shortfall_days[US] >= 1"]\n', "chain.yaml")
    own = load(write(tmp_path, 'extends: chain.yaml\nexpect: ["unmet_t[US] >= 1"]\n'))
    assert own.scenario.expect == ["unmet_t[US] >= 1"]
    assert load(write(tmp_path, "extends: chain.yaml\n")).scenario.expect == []


def test_expectations_against_others_wait_for_them() -> None:
    """A run alone judges its own only."""
    scenario = load("two-mines").scenario.model_copy(
        update={"expect": ["shortfall_days[US] <= 20", "shortfall_days[US] < other"]}
    )
    (only,) = judged(scenario, outcomes([10.0], [1.0]))
    assert only.text == "shortfall_days[US] <= 20"


@pytest.mark.parametrize("name", ["export-halt", "vault-members-only"])
def test_a_measure_is_of_the_groups_that_results_have_it_of(name: str) -> None:
    """Consumers in groups, stockpiles with books, and whoever has costs."""
    scenario = load(name, ["lanes.kachin_ore.transport_usd_per_t=1"]).scenario
    found = {pair for one in by_name().values() for pair in measured(scenario, one)}
    assert found == set(groups_in([scenario]))


def test_what_is_expected_may_be_of_a_place_a_grade_or_an_element() -> None:
    found = read_expectation("dependence[CN][US, EU] <= 0.4").limit
    assert (found.measure, found.item, found.groups) == ("dependence", "CN", ("US", "EU"))
    with pytest.raises(LimitError, match=r"is of a place each: write dependence\[PLACE\]\[GROUP\]"):
        read_expectation("dependence[US] <= 0.4")
    with pytest.raises(LimitError, match=r"is of no 'CN': write shortfall_days\[GROUP\]"):
        read_expectation("shortfall_days[CN][US] <= 20")


def test_a_place_of_which_nothing_is_measured_is_refused(tmp_path: Path) -> None:
    file = write(tmp_path, CHAIN + 'expect: ["dependence[CN][US] <= 0.4"]\n')
    with pytest.raises(
        ScenarioError, match=r"of no place 'CN' here. Name places in measures.exposure"
    ):
        load(file)
