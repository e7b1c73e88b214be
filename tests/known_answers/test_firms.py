"""Known answer: a consumer is a population of firms, each with a shelf of its own.

Nothing comes from day 135 on in the chain of one lane. A firm with a shelf of q days runs for q
days more, so on day t of the halt the part F(t) of production is lost, F the distribution of
shelves across firms; strata of equal weight have it to within half a stratum.
"""

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.measures import fill_rate
from sim.scenario.schema import Distribution
from sim.world.chance.quantile import quantile_within
from tests.known_answers.cases import run

START = dt.date(2026, 1, 1)
CASE = Path(__file__).with_name("one_lane.yaml")
EMPTY = 135
"""First day on which nothing comes."""
BACK = 255
"""First day on which something comes again."""
FACTOR = "consumers.motors.firms.stock_days_factor={}"
SPREADS = (
    {"lognormal": {"median": 1.0, "sigma": 0.6}},
    {"uniform": [0.5, 1.5]},
    {"triangular": [0.0, 0.5, 2.0]},
    {"exponential": {"mean": 1.0}},
    {"choice": {0.5: 0.25, 1.0: 0.5, 3.0: 0.25}},
    {"empirical": [0.1, 0.4, 1.0, 2.5]},
)


def firms(spread, strata=16):
    return f"consumers.motors.firms={{stock_days_factor: {spread}, strata: {strata}}}".replace(
        "'", ""
    )


def fill(found, consumer=0):
    """The part of demand that is served, by day and history."""
    record = found.record
    return fill_rate(record.demand_t, record.served_t)[:, consumer]


def halted(*settings, n=1):
    return fill(run("one_lane", *settings, n=n))


def measured(*settings):
    """The measures of the only consumer, in its only history."""
    tables = sim.run(sim.load(CASE, settings), n=1).tables
    return {o.full_name: o.values[0] for o in tables.outcomes if o.group.kind == "all"}


def shelves(spread, strata, days=14.0):
    places = (np.arange(strata) + 0.5) / strata
    return days * quantile_within(Distribution.model_validate(spread), places, 0.0)


def runs(shelf, days):
    """The part of a population that runs on each of some days without supply."""
    return np.clip(shelf[:, None] - np.arange(days), 0.0, 1.0).mean(axis=0)


@pytest.mark.parametrize("strata", [4, 16])
@pytest.mark.parametrize("spread", SPREADS, ids=lambda one: next(iter(one)))
def test_firms_stop_one_after_the_other_as_their_shelves_are_empty(spread, strata):
    found = halted(firms(spread, strata))[EMPTY:BACK, 0]
    known = runs(shelves(spread, strata), BACK - EMPTY)
    assert found == pytest.approx(known, abs=1e-6)
    assert (1 - found).sum() == pytest.approx((1 - known).sum(), abs=1e-4)


@pytest.mark.parametrize("strata", [4, 16, 40])
def test_strata_lose_what_the_population_loses_to_within_half_of_one(strata):
    spread = SPREADS[0]
    found = halted(firms(spread, strata))[EMPTY:BACK, 0]
    everyone = runs(shelves(spread, 100_000), BACK - EMPTY)
    assert np.abs(found - everyone).max() <= 0.5 / strata + 1e-6


def test_without_a_spread_firms_are_the_plain_consumer_to_the_last_bit():
    plain, alike = run("one_lane"), run("one_lane", firms({"choice": {1: 1}}))
    for name in ("served_t", "on_hand_t", "demand_t", "unmet_t", "caught_up_t"):
        assert np.array_equal(getattr(plain.record, name), getattr(alike.record, name)), name


def test_the_shelf_of_the_consumer_is_the_mean_of_those_of_its_firms():
    found = run("one_lane", firms({"empirical": [0.5, 2.5]}))
    assert found.record.on_hand_t[99].item() == pytest.approx(1.5 * 14)


def test_a_consumer_in_two_halves_is_the_whole():
    whole = run("one_lane", firms(SPREADS[0]))
    half = "{region: US, sector: motors, demand_t_per_year: 182.625, grades: {plain: 1}, stock_days: 14}"
    halves = run(
        "one_lane",
        "consumers.motors.demand_t_per_year=182.625",
        f"consumers.twin={half}",
        "lanes.air={good: magnets, from: source, to: twin, share: 1, transit_days: 35}",
        firms(SPREADS[0]),
        firms(SPREADS[0]).replace("motors", "twin"),
    )
    for name in ("served_t", "on_hand_t"):
        both = getattr(halves.record, name).sum(axis=1)
        assert both == pytest.approx(getattr(whole.record, name)[:, 0], rel=1e-5, abs=1e-5), name


def test_who_has_a_longer_shelf_matters_to_nobody_before_it_is_empty():
    some = halted(firms({"empirical": [0.5, 1.0, 1.5, 2.0]}, 4))
    others = halted(firms({"empirical": [0.5, 1.0, 3.0, 4.0]}, 4))
    last = EMPTY + 21  # the third shelf of the first
    assert some[:last] == pytest.approx(others[:last], abs=1e-6)
    assert some[last, 0] < others[last, 0] - 0.2


def test_the_first_stops_are_the_shortest_shelves():
    """Of twenty shelves of 7.35, 8.05, ... days: the first, the second, the tenth."""
    found = measured(firms({"uniform": [0.5, 1.5]}, 20))
    days = shelves({"uniform": [0.5, 1.5]}, 20)
    for measure, place in (
        ("first_stop_1pct", 0),
        ("first_stop_10pct", 1),
        ("first_stop_50pct", 9),
    ):
        # On the day on which a shelf ends its firms run for a part of it.
        assert EMPTY + np.floor(days[place]) <= found[measure] <= EMPTY + np.ceil(days[place])
    lost = np.cumsum(1 - runs(days, 30))
    assert found["first_short_day"] == EMPTY + np.argmax(lost >= 1.0)


@pytest.mark.parametrize("days", [5, 10, 14, 20, 30, 120])
def test_a_spread_costs_no_less_than_the_same_shelf_in_one(days):
    halt = f"disruptions.halt.duration_days={days}"
    plain, spread = (1 - halted(halt, *more) for more in ((), (firms({"uniform": [0.5, 1.5]}),)))
    assert spread.sum() >= plain.sum() - 1e-5
    if days == 10:  # who has 14 days of shelf loses nothing, who has 7 loses three
        assert plain.sum() == pytest.approx(0.0, abs=1e-6)
        assert spread.sum() > 0.2


def test_half_of_the_supply_keeps_half_of_production_running():
    """What comes is shared out in proportion to what each lacks; all of it is used."""
    quota = ("disruptions.halt.mode=quota", "disruptions.halt.quota_share=0.5")
    long = "disruptions.halt.duration_days=400"
    found = halted(*quota, long, firms({"uniform": [0.5, 1.5]}))
    assert found[480, 0] == pytest.approx(0.5, abs=1e-4)
    assert found[EMPTY:480].min() >= 0.5 - 1e-4


def test_a_doubled_target_takes_nothing_off_anybodys_shelf():
    """Targets double as the last day's supply comes; each firm has its shelf, if none of that."""
    near, spread = "lanes.sea.transit_days=1", firms({"uniform": [0.2, 1.8]})
    hoarded, plain = (halted(near, spread, *more) for more in (("policy.hoarding=2",), ()))
    assert (hoarded[: BACK - 35] >= plain[1 : BACK - 34] - 1e-6).all()
    assert (1 - hoarded[: BACK - 34]).sum() == pytest.approx(
        (1 - plain[: BACK - 34]).sum(), abs=1e-4
    )


@pytest.mark.parametrize("last", [20, 60, 120])
@pytest.mark.parametrize("to", [0, 7, 20])
def test_nobody_hands_on_what_it_holds_as_targets_move_while_nothing_comes(to, last):
    """Targets of 14 days move by a day's part of one, from the first day without supply."""
    days = [START + dt.timedelta(day) for day in (EMPTY - 1, EMPTY - 1 + last)]
    moving = f"consumers.motors.stock_days={{{days[0]}: 14, {days[1]}: {to}}}"
    spread = firms({"uniform": [0.2, 1.8]})
    found = halted("lanes.sea.transit_days=1", "disruptions.halt.start=134", spread, moving)
    known = runs(shelves({"uniform": [0.2, 1.8]}, 16), 120)
    assert found[EMPTY : EMPTY + 118, 0] == pytest.approx(known[:118], abs=1e-3)
    assert (1 - found[EMPTY : EMPTY + 118]).sum() == pytest.approx(
        (1 - known[:118]).sum(), abs=0.02
    )


def test_who_wants_to_hoard_more_gets_more_of_what_is_on_its_way():
    spread = firms({"uniform": [0.2, 1.8]})
    hoarded, plain = (halted(spread, *more) for more in (("policy.hoarding=2",), ()))
    assert plain[EMPTY, 0] == 1.0
    assert hoarded[EMPTY, 0] < 0.9
    assert (1 - hoarded[:BACK]).sum() == pytest.approx((1 - plain[:BACK]).sum(), abs=1e-4)


def test_the_shelf_of_a_history_and_the_spread_across_firms_are_two_things():
    spread = {"lognormal": {"median": 1.0, "sigma": 0.5}}
    found = run("one_lane", "consumers.motors.stock_days={uniform: [5, 25]}", firms(spread, 8), n=3)
    factors = shelves(spread, 8, days=1.0)
    days = found.record.on_hand_t[0, 0] / factors.mean()
    assert np.ptp(days) > 1.0
    for history, own in enumerate(days):
        known = runs(own * factors, BACK - EMPTY)
        assert fill(found)[EMPTY:BACK, history] == pytest.approx(known, abs=1e-5)


def test_only_who_stood_still_catches_up():
    """Half of the firms never stop: overtime of a fifth catches up a tenth of demand a day."""
    waits = "consumers.motors.unmet={share: 1, overtime: 0.2}"
    found = run("one_lane", waits, firms({"empirical": [1.0, 40.0]}, 2))
    backlog = found.record.backlog_t[:, 0, 0]
    lost = 0.5 * (BACK - EMPTY - 14)
    assert backlog[BACK - 1] == pytest.approx(lost, abs=1e-4)
    assert np.diff(backlog[BACK + 1 : BACK + 60]) == pytest.approx(-0.1, abs=1e-5)
    assert found.record.caught_up_t.item() == pytest.approx(lost - backlog[-1], abs=1e-3)


def test_a_backlog_is_served_oldest_first_by_whom_it_is_owed():
    found = run("one_lane", "consumers.motors.unmet=backlog", firms({"empirical": [1.0, 40.0]}, 2))
    backlog = found.record.backlog_t[:, 0, 0]
    assert backlog[BACK - 1] == pytest.approx(0.5 * (BACK - EMPTY - 14), abs=1e-4)
    assert backlog[-1] == pytest.approx(0.0, abs=1e-6)
    assert found.record.caught_up_t.item() == pytest.approx(found.record.unmet_t.item())


def test_histories_do_not_depend_on_how_many_there_are():
    varied = "consumers.motors.daily_variation={uniform: [0, 2]}"
    sometimes = "disruptions.halt.probability=0.5"
    settings = varied, sometimes, firms({"uniform": [0.0, 2.0]})
    few, many = (run("one_lane", *settings, n=n).record for n in (64, 192))
    for name in ("served_t", "on_hand_t", "unmet_t"):
        assert np.array_equal(getattr(few, name), getattr(many, name)[..., :64]), name


def reserved(*settings):
    return fill(run("one_lane_with_reserve", *settings))[:, 0]


def test_a_stockpile_keeps_every_firm_running_while_it_lasts():
    """It gives to those whose shelves are empty, not to the consumer as if it were one."""
    spread = firms({"uniform": [0.5, 1.5]})
    assert reserved(spread, "stockpiles.reserve.fill_days=200").min() >= 1.0 - 1e-6
    found = reserved(spread)
    assert (1 - found).sum() == pytest.approx(120 - 14 - 60, abs=1e-3)
    lost = np.flatnonzero(found < 1 - 1e-6)
    assert lost[0] > EMPTY + 60  # alone the first firm stops after seven days


def test_a_release_at_the_first_shortage_wakes_as_the_first_firm_is_short():
    """The shortest shelf holds 3.5 days; one that waits for the whole would hold 14."""
    trigger = "release: {trigger: {first_shortage: true}}"
    wakes = f"stockpiles.reserve={{trigger_days: null, fill_days: 200, {trigger}}}"
    found = reserved(firms({"empirical": [0.25, 1.75]}, 4), wakes)
    assert (1 - found)[: EMPTY + 14].sum() <= 0.5
    assert found[EMPTY + 8 : BACK].min() >= 1.0 - 1e-6
