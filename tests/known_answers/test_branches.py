"""Known answer: futures that exclude each other, on one lane with a buffer of 14 days.

A history takes one branch, by its weight. Where a stop lasts d days it loses d - 14, so the mean
over all histories is the sum over branches of weight times (d - 14).
"""

import numpy as np
import pytest

from sim.measures import fill_rate, shortfall_days
from tests.known_answers.cases import Run, run, standard_errors

HISTORIES = 1024
WEIGHTS = {"extended": 11, "halted": 3, "lapsed": 6}
SHARES = {name: weight / 20 for name, weight in WEIGHTS.items()}
LOST = {"extended": 0, "halted": 106, "lapsed": 26}
FUTURES = (
    "branches.november={start: 100, weights: {extended: 11, lapsed: 6, halted: 3}}",
    "disruptions.halt={branch: november.halted, start: null}",
    "disruptions.storm={kind: lane_closure, lanes: [sea], stops: departures, "
    "branch: november.lapsed, duration_days: 40}",
    "measures.reference=november",
)


@pytest.fixture(scope="module")
def futures() -> Run:
    return run("one_lane", *FUTURES, n=HISTORIES)


def taken(found: Run) -> np.ndarray:
    """Name the branch that each history takes."""
    (places,) = found.record.branch_taken
    return np.array(sorted(WEIGHTS))[places]


def lost(found: Run) -> np.ndarray:
    (days,) = shortfall_days(fill_rate(found.record.demand_t, found.record.served_t))
    return days


@pytest.mark.parametrize(("branch", "share"), SHARES.items())
def test_a_branch_is_taken_as_often_as_its_weight_says(futures, branch, share):
    assert standard_errors((taken(futures) == branch).astype(float), share) < 4


def test_a_disruption_happens_where_its_branch_is_taken_and_nowhere_else(futures):
    happens = dict(
        zip(futures.record.disruptions, ~np.isnan(futures.record.onset_day), strict=True)
    )
    np.testing.assert_array_equal(happens["halt"], taken(futures) == "halted")
    np.testing.assert_array_equal(happens["storm"], taken(futures) == "lapsed")
    assert set(futures.record.onset_day[~np.isnan(futures.record.onset_day)]) == {100.0}


def test_each_history_loses_what_its_branch_costs(futures):
    expected = np.array([LOST[branch] for branch in taken(futures)])
    np.testing.assert_allclose(lost(futures), expected, atol=1e-3)


def test_the_mean_is_that_of_the_branches_by_their_weights(futures):
    assert standard_errors(lost(futures), sum(SHARES[name] * LOST[name] for name in LOST)) < 4


def test_what_each_branch_comes_to_is_told_by_itself(futures):
    for one in futures.tables.branches:
        (days,) = (
            found.mean
            for outcome, found in one.measured
            if (outcome.group.kind, outcome.measure) == ("all", "shortfall_days")
        )
        assert days == pytest.approx(LOST[one.branch], abs=0.01)
        assert one.weight == pytest.approx(SHARES[one.branch])
        assert one.histories == np.sum(taken(futures) == one.branch)


def test_time_to_survive_counts_from_the_start_where_nothing_happens_too(futures):
    days = {
        outcome.measure: outcome.values
        for outcome in futures.tables.outcomes
        if outcome.group.kind == "all"
    }
    extended = taken(futures) == "extended"
    assert np.isinf(days["time_to_survive"][extended]).all()
    assert (days["time_to_recover"][extended] == 0).all(), "there is nothing to recover from"
    np.testing.assert_array_equal(days["time_to_survive"][~extended], 35 + 14)


def test_a_probability_counts_where_the_branch_is_taken():
    found = run("one_lane", *FUTURES, "disruptions.halt.probability=0.5", n=HISTORIES)
    halted = ~np.isnan(found.record.onset_day[found.record.disruptions.index("halt")])
    assert not halted[taken(found) != "halted"].any()
    assert standard_errors(halted.astype(float), 0.5 * SHARES["halted"]) < 4
