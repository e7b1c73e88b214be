"""What options cost in money: what is lost, and what is paid against it, by hand."""

from types import SimpleNamespace

import numpy as np
import pytest

from sim.decide.money import money_of
from sim.output.groups import Group
from sim.output.outcomes import Outcome

US, VAULT = Group("region", "US", "US", (0,)), Group("stockpile", "vault", "Vault", ())
CHAIN = Group("chain", "chain", "Whole chain", ())
PLACES = [np.array([0, 2]), np.array([2, 0])]
"""Histories of either run that go together; the middle one of three does not count."""


def days(*values):
    return Outcome(US, "shortfall_days", "d", np.array(values, float))


def musd(group, measure, *values):
    return Outcome(group, measure, "MUSD", np.array(values, float))


def found(one, other, measure="shortfall_days", usd=None):
    runs = [SimpleNamespace(outcomes=some) for some in (one, other)]
    chosen = [next(o for o in some if o.measure == measure) for some in (one, other)]
    return money_of(runs, PLACES, chosen, usd)


def test_lost_output_and_what_a_stockpile_has_cost_add_up():
    """A stockpile that leaves its owners 3 less costs 3; one that gains, less than nothing."""
    without = [days(9, 9, 9), musd(US, "lost_output_musd", 10, 20, 30)]
    having = [
        days(1, 1, 1),
        musd(US, "lost_output_musd", 1, 2, 3),
        musd(VAULT, "result_musd", -3, 5, 2),
    ]
    money, _ = found(without, having)
    assert money.costs.tolist() == [[10.0, 30.0], [3.0 - 2.0, 1.0 + 3.0]]
    assert money.of == "lost output and what stockpiles, holding and transport cost"


def test_holding_and_transport_are_paid_too_and_penalties_stand_for_what_is_lost():
    run = [
        days(1, 2, 3),
        musd(CHAIN, "holding_cost_musd", 1, 1, 1),
        musd(CHAIN, "transport_cost_musd", 0.5, 0.5, 0.5),
        musd(CHAIN, "shortage_cost_musd", 10, 20, 30),
    ]
    money, _ = found(run, run)
    assert money.costs.tolist() == [[11.5, 31.5], [31.5, 11.5]]
    with_output = [*run, musd(US, "lost_output_musd", 7, 7, 7)]
    money, _ = found(with_output, with_output)
    assert money.costs[0].tolist() == [8.5, 8.5]


def test_a_price_of_a_day_goes_before_what_the_scenario_says():
    run = [days(1, 2, 3), musd(US, "lost_output_musd", 7, 7, 7)]
    money, _ = found(run, run, usd=2e6)
    assert money.costs.tolist() == [[2.0, 6.0], [6.0, 2.0]]
    assert money.of == "days at USD 2,000,000"


def test_a_measure_in_money_is_money():
    run = [days(1, 2, 3), musd(US, "lost_output_musd", 7, 8, 9)]
    money, _ = found(run, run, "lost_output_musd")
    assert money.costs.tolist() == [[7.0, 9.0], [9.0, 7.0]]
    run = [musd(VAULT, "result_musd", 7, 8, 9)]
    money, _ = found(run, run, "result_musd")
    assert money.costs.tolist() == [[-7.0, -9.0], [-9.0, -7.0]]


def test_without_a_word_of_money_there_is_none():
    run = [days(1, 2, 3), musd(VAULT, "result_musd", 7, 7, 7)]
    money, why = found(run, run)
    assert money is None
    assert "output.musd_per_t" in why
    tonnes = [Outcome(US, "unmet_t", "t", np.ones(3))]
    money, why = found(tonnes, tonnes, "unmet_t", 2e6)
    assert money is None
    assert "unmet_t is in t" in why


@pytest.mark.parametrize("missing", [0, 1])
def test_what_only_one_option_says_is_no_comparison(missing):
    runs = [[days(1, 2, 3), musd(US, "lost_output_musd", 7, 7, 7)] for _ in range(2)]
    runs[missing].pop()
    assert found(*runs)[0] is None
