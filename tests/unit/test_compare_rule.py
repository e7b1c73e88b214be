"""Rules that fail a comparison."""

from dataclasses import replace

import numpy as np
import pytest

from sim.compare import compare
from sim.compare.rule import Rule, RuleError, check_rule, read_rule, tripped
from sim.output.outcomes import Outcome
from tests.unit.compare_runs import SHORT, Synthetic, dependent


@pytest.mark.parametrize(
    ("text", "group", "measure", "item", "sign", "limit", "is_share"),
    [
        ("shortfall_days>+5%", "all", "shortfall_days", None, ">", 0.05, True),
        ("US.shortfall_days > 3", "US", "shortfall_days", None, ">", 3.0, False),
        ("defence.line_down_days>0", "defence", "line_down_days", None, ">", 0.0, False),
        ("fill_rate<-.01", "all", "fill_rate", None, "<", -0.01, False),
        ("region.US.lost_t < -2.5 %", "region.US", "lost_t", None, "<", -0.025, True),
        ("EV traction.lost_t>1", "EV traction", "lost_t", None, ">", 1.0, False),
        ("unmet_element_t[dy]>1", "all", "unmet_element_t", "dy", ">", 1.0, False),
    ],
)
def test_a_rule_is_read(text, group, measure, item, sign, limit, is_share):
    expected = Rule(text, group, measure, item, sign, pytest.approx(limit), is_share)
    assert read_rule(text) == expected


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("shortfall_days", "is no rule"),
        ("shortfall_days>=5", "is no rule"),
        ("shortfall_days>5 days", "is no rule"),
        ("shortfall_days>nan", "is no rule"),
        ("", "is no rule"),
        ("shortfal_days>5", "Did you mean 'shortfall_days'"),
    ],
)
def test_what_is_no_rule_is_refused(text, says):
    with pytest.raises(RuleError, match=says):
        read_rule(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("UX.lost_t>1", r"no group 'UX'.*US"),
        ("unmet_element_t[dx]>1", r"no element 'dx' here. It has .* unmet_element_t\[dy\]"),
        ("unmet_element_t>1", r"is not one value. It has .* unmet_element_t\[dy\]"),
        ("lost_t[dy]>1", "has one value for all. Write lost_t"),
        ("dependence[CN]>1%", r"no place 'CN' here. Name places in measures.exposure"),
    ],
)
def test_unknown_groups_and_items_are_refused(text, says):
    """A rule takes what the scenarios have, places that content is followed by among it."""
    groups, scenarios = [("region", "US"), ("all", "all")], [Synthetic().scenario]
    with pytest.raises(RuleError, match=says):
        check_rule(read_rule(text), groups, scenarios)
    check_rule(read_rule("US.lost_t>1"), groups, scenarios)
    check_rule(read_rule("region.US.unmet_element_t[dy]>1"), groups, scenarios)
    (followed,) = dependent(1)
    check_rule(read_rule("dependence[CN]>1%"), groups, [*scenarios, followed.scenario])


def known(*means: float, unit: str = "d"):
    """Compare runs whose only measure has these means."""
    base = Synthetic(histories=3, changes=SHORT)
    runs = []
    for i, mean in enumerate(means):
        run = replace(base, name=f"run{i}")
        values = np.full(3, mean)
        group = next(g for g in run.groups if g.kind == "all")
        run.__dict__["outcomes"] = (Outcome(group, "shortfall_days", unit, values),)
        runs.append(run)
    return compare(runs)


@pytest.mark.parametrize(
    ("means", "rule", "trips"),
    [
        ((100, 106), "shortfall_days>+5%", True),
        ((100, 104), "shortfall_days>+5%", False),
        ((100, 105), "shortfall_days>+5%", False),
        ((100, 106), "shortfall_days>5", True),
        ((100, 94), "shortfall_days<-5", True),
        ((100, 94), "shortfall_days>0", False),
        ((100, 96), "shortfall_days>-5", True),  # it did not fall by five days
        ((0, 0.1), "shortfall_days>+500%", True),
        ((0, 0), "shortfall_days>0%", False),
        ((100, 90, 106), "shortfall_days>5%", True),
        ((np.inf, np.inf), "shortfall_days>0", False),
        ((100, np.inf), "shortfall_days>0", True),  # a check that cannot be made is not passed
    ],
)
def test_a_rule_trips(means, rule, trips):
    assert bool(list(tripped(read_rule(rule), known(*means)))) == trips


def test_what_tripped_is_said_with_value_and_interval():
    (one,) = tripped(read_rule("shortfall_days>5%"), known(100, 90, 106))
    assert one == "shortfall_days>5%: run2 differs by +6.0 d (+6.0 %; exact)"
    (two,) = tripped(read_rule("shortfall_days>5%"), known(0, 2))
    assert "from a baseline of 0" in two
    base = Synthetic(changes=SHORT)
    found = compare([base, replace(base, name="more", pace=2.0)])
    (three,) = tripped(read_rule("US.shortfall_days>1"), found)
    assert "95 % interval +" in three


def test_a_measure_that_no_run_has_is_an_error():
    with pytest.raises(RuleError, match="no run has backlog_days"):
        list(tripped(read_rule("backlog_days>1"), known(1, 2)))
