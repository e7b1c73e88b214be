"""Known answer: a consumer of oxide, whose lane closes for D days, beside one of magnets.

With a shelf of s days and L days on the way, what left before the day t of the closure keeps it
until t + L + s; the first oxide after it comes L days after it opens. So it goes without D - s
days, and the consumer of magnets, who has a lane of its own, without none.
"""

from pathlib import Path

import numpy as np
import pytest

import sim
from sim.output.groups import groups_of, is_on_screen
from sim.rules.allocation import ration
from sim.scenario.errors import ScenarioError
from sim.world.network.layout import priority_classes
from tests.known_answers.cases import SHORT_BELOW, run

CASE = Path(__file__).with_name("oxide_consumer.yaml")
CLOSED_ON, CLOSED_DAYS, ON_THE_WAY, SHELF = 100, 100, 35, 20


def short_days(run, name):
    """On which days a consumer gets less than it needs."""
    record, at = run.record, run.record.consumers.index(name)
    served, demand = record.served_t[:, at, 0], record.demand_t[:, at, 0]
    return np.flatnonzero(served < demand * SHORT_BELOW)


def test_the_coater_lives_on_its_shelf_and_then_goes_without_until_oxide_comes():
    days = short_days(run("oxide_consumer"), "coater")
    first, last = CLOSED_ON + ON_THE_WAY + SHELF, CLOSED_ON + CLOSED_DAYS + ON_THE_WAY - 1
    assert days.tolist() == list(range(first, last + 1))
    assert len(days) == CLOSED_DAYS - SHELF


def test_what_it_lacks_is_told_by_element_and_nobody_else_lacks_anything():
    record = run("oxide_consumer").record
    assert record.grades == ("plain", "y")
    coater, motors = record.unmet_t[..., 0]
    assert coater == pytest.approx([0.0, CLOSED_DAYS - SHELF], abs=1e-6)
    assert not motors.any()


@pytest.mark.parametrize("shelf", [0, 60])
def test_every_day_of_shelf_saves_a_day(shelf):
    found = run("oxide_consumer", f"consumers.coater.stock_days={shelf}")
    assert len(short_days(found, "coater")) == CLOSED_DAYS - shelf


def test_a_stockpile_of_oxide_serves_the_coater_that_is_its_member():
    pile = (
        "stockpiles.tons={country: US, good: oxide, members: [coater], fill_t: {y: 30}}",
        "stockpiles.tons.trigger_days=1",
    )
    assert len(short_days(run("oxide_consumer", *pile), "coater")) == CLOSED_DAYS - SHELF - 30


def test_a_control_of_oxide_by_element_stops_yttrium_alone():
    halt = (
        "disruptions.shut=null",
        "disruptions.halt={kind: export_control, exporter: CN, goods: {oxide: [y]}, "
        "destinations: all, start: 100, duration_days: 100}",
    )
    days = short_days(run("oxide_consumer", *halt), "coater")
    assert len(days) == CLOSED_DAYS - SHELF
    assert not len(short_days(run("oxide_consumer", *halt), "motors"))


@pytest.mark.parametrize(("priority", "gets"), [(0, [2.0, 8.0]), (1, [6.0, 4.0]), (2, [10.0, 0.0])])
def test_a_facility_is_of_class_1_among_consumers_of_oxide(priority, gets):
    scenario = sim.load(CASE, [f"consumers.coater.priority={priority}"])
    classes = priority_classes(scenario, "CN", ["smelter", "coater"])
    orders = np.array([12.0, 8.0]).reshape(2, 1, 1)
    assert ration(np.array([[10.0]]), orders, classes).ravel().tolist() == gets


def test_where_the_oxide_was_mined_and_parted_is_known_and_it_was_never_made_into_magnets():
    record = run("oxide_consumer", "disruptions=null", "measures.exposure=[CN]").record
    at = record.consumers.index("coater"), record.elements.index("y"), 0
    used = record.used_content_t[-1][at]
    assert used == pytest.approx(31)
    of = {name: record.exposure_t[-1, k][at] / used for k, name in enumerate(record.exposures)}
    assert of == pytest.approx(
        {"CN.mined": 1, "CN.separated": 1, "CN.reduced": 0, "CN.made": 0, "CN.any": 1}
    )


def test_the_coater_stands_by_itself_as_its_tonnes_are_of_something_else():
    scenario = sim.load(CASE)
    groups = {(one.kind, one.name): one for one in groups_of(scenario, ("coater", "motors"))}
    assert groups["consumer", "coater"].of == "element in oxide"
    assert groups["sector", "coatings"].label == "Coatings (t in oxide)"
    assert groups["region", "US"].members == groups["all", "all"].members == (1,)
    assert is_on_screen("consumer", "coater", groups["consumer", "coater"].of)


def test_who_orders_ahead_of_an_announced_closure_goes_without_for_less():
    ahead = "policy.front_load=2", "disruptions.shut.announced_days_before=60"
    assert len(short_days(run("oxide_consumer", *ahead), "coater")) == CLOSED_DAYS - 2 * SHELF


def test_a_shock_in_a_place_moves_the_demand_of_all_who_are_there_for_any_good():
    shock = "disruptions.more={kind: demand_shock, consumers: [US], factor: 2, start: 50, duration_days: 9}"
    record = run("oxide_consumer", shock).record
    assert record.demand_t[[49, 50, 58, 59], :, 0].tolist() == [[1, 10], [2, 20], [2, 20], [1, 10]]


def test_what_it_lacks_costs_what_is_said_of_a_tonne_of_its_element():
    record = run("oxide_consumer", "consumers.coater.unmet_usd_per_t=1e6").record
    assert record.cost_musd.sum() == pytest.approx(CLOSED_DAYS - SHELF)


LOW = "kind: lane_closure, lanes: [ore], duration_days: 9, trigger"


def test_its_cover_sets_a_disruption_off():
    watch = (
        f"disruptions.next={{{LOW}: {{consumers: [coater], cover_days_below: 10, lag_days: 1}}}}"
    )
    record = run("oxide_consumer", watch).record
    last_of_ten = CLOSED_ON + ON_THE_WAY + SHELF - 10
    assert record.onset_day[record.disruptions.index("next"), 0] == last_of_ten + 2


def test_stocks_of_elements_and_of_magnets_are_not_added_up():
    watch = f"disruptions.next={{{LOW}: {{consumers: [coater, motors], cover_days_below: 10}}}}"
    with pytest.raises(ScenarioError, match="are no sum of tonnes"):
        run("oxide_consumer", watch)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("elements={ndpr: 0.5}", "sum to 1.5"),
        ("grades={plain: 1}", "uses oxide, of which elements have shares, not grades"),
        ("good=magnets", "uses magnets, of which grades have shares, not elements"),
        ("good=motors", "does not say which grades"),
        ("origin_rule={not_from: CN}", "known to buyers of magnets alone"),
        ("thrift_per_year=0.1", "moves demand between grades"),
    ],
)
def test_what_does_not_belong_to_its_good_is_refused_with_a_reason(change, says):
    with pytest.raises(ScenarioError, match=says):
        run("oxide_consumer", f"consumers.coater.{change}")
