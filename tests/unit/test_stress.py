"""What a stress test puts out, what it asks, and what it says."""

import datetime as dt

import numpy as np
import pytest

from sim.cli.stress_screen import screen
from sim.output.run_request import RunRequest
from sim.scenario.load import load
from sim.stress.files import stress_content, stress_csv
from sim.stress.node import KINDS, free_prefix, nodes_of
from sim.stress.pair import worst_pairs
from sim.stress.plan import Asked, StressError, stress_test
from sim.stress.reason import reason
from sim.stress.run_stress import pairs_of
from sim.stress.ways import Ways
from sim.stress.words import sentences
from tests.stress import made_up

DEPOT = "depots.store={country: DE, good: magnets, stock_days: 20}"
FROM_STORE = "lanes.sea={from: store}"
TO_STORE = "lanes.to_store={good: magnets, from: maker, to: store, share: 1, transit_days: 3}"


def request(*settings, name="two-mines", n=4):
    return RunRequest(load(name, settings), n, 1)


def nodes(*settings):
    return {node.name: node for node in nodes_of(load("two-mines", settings).scenario)}


@pytest.fixture(scope="module")
def two_mines():
    return made_up("two-mines", Asked(days=(30, 90), pairs=3), costs=True)


def test_there_is_a_node_for_every_part_of_the_chain():
    found = [(node.kind, node.name) for node in nodes().values()]
    assert found == [
        *(("facility", name) for name in ("clay", "rock", "separator", "smelter", "maker")),
        *(("lane", name) for name in ("clay_ore", "metal", "oxide", "rock_ore", "sea")),
        ("country", "CN"),
        *(("stage", f"{stage}s") for stage in ("mine", "separation_plant", "metal_maker")),
        ("stage", "magnet_makers"),
    ]


def test_an_outage_differs_from_another_of_its_node_by_its_days_alone():
    day = dt.date(2026, 2, 1)
    for node in nodes().values():
        short, long = (node.outage("stress", day, days) for days in (30, 90))
        assert short.keys() == long.keys()
        for name in short:
            changed = short[name].model_copy(update={"duration_days": 90.0})
            assert changed == long[name]


def test_a_country_makes_nothing_and_sells_nothing_abroad():
    idle, sales = nodes()["CN"].outage("stress", dt.date(2026, 2, 1), 30).values()
    assert sorted(idle.facilities) == ["clay", "maker", "rock", "separator", "smelter"]
    assert sales.plants == ["motors"]


def test_a_depot_that_is_out_sells_nothing():
    store = nodes(DEPOT, TO_STORE, FROM_STORE, "disruptions={halt: null}")["store"]
    (closed,) = store.outage("stress", dt.date(2026, 2, 1), 30).values()
    assert (closed.suppliers, closed.plants) == (["store"], ["motors"])


def test_added_disruptions_take_no_name_of_the_scenario():
    named = "disruptions.stress_1={kind: outage, facilities: [rock], start: 10, duration_days: 5}"
    scenario = load("two-mines", [named]).scenario
    test = stress_test(request(named), Asked())
    assert free_prefix(scenario) == "stress__"
    for node in test.nodes:
        assert test.point([node], 30).disruptions.items() >= scenario.disruptions.items()


def test_outages_begin_four_weeks_after_the_start():
    test = stress_test(request(), Asked())
    assert (test.first_date, test.days) == (dt.date(2026, 1, 29), (30, 90, 180))


def test_a_scenario_without_chance_has_one_history():
    calm = RunRequest(load("two-mines", ["disruptions={halt: null}"]), 64, 1, "sobol")
    test = stress_test(calm, Asked())
    assert (test.histories, test.scheme) == (1, "random")


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (Asked(names=["makr"]), r"no facility.*'makr'. Did you mean 'maker'\?"),
        (Asked(names=["CN"], kinds=["lane"]), "no lane 'CN'. There are: clay_ore"),
        (Asked(group="UK"), "no group 'UK'"),
        (Asked(days=[337]), "not over by 2026-12-31.*fewer --days or a later end"),
        (Asked(first_date=dt.date(2025, 12, 31)), "outside of the scenario, .* 2026-01-01 to"),
        (Asked(first_date=dt.date(9999, 12, 31)), "outside of the scenario"),
        (Asked(first_date=dt.date(2026, 12, 1)), "an earlier --from, fewer --days"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_remedy(asked, says):
    with pytest.raises(StressError, match=says):
        stress_test(request(), asked)


def test_an_outage_may_last_to_the_last_day():
    assert stress_test(request(), Asked(days=[336])).trial_days == 337


def test_pairs_are_of_the_worst_facilities_and_lanes_of_which_none_is_part_of_another(two_mines):
    """`sea` and `clay_ore` are all that leaves maker and clay; ranked, clay comes first."""
    worst = {node.name for pair in pairs_of(two_mines) for node in pair}
    assert worst == {"clay", "rock", "separator"}


def test_a_pair_costs_beyond_the_two_what_they_do_not_cost_by_themselves(two_mines):
    group = two_mines.everybody
    first = worst_pairs(two_mines)[0]
    alone = [two_mines.lost(node, 90, group) for node in (first.one, first.other)]
    assert first.beyond + sum(alone) == pytest.approx(first.lost)


def test_what_is_planned_to_pass_makes_a_share():
    ways = Ways.of(load("two-mines").scenario, 28, 90)
    shares = {name: round(ways.share(node), 6) for name, node in nodes().items()}
    assert shares["maker"] == shares["CN"] == shares["mines"] == 1
    assert shares["rock"] == shares["rock_ore"] == 0.6


def test_a_node_through_which_nothing_passes_says_so():
    found = made_up("two-mines", Asked(days=(30,)))
    none = Ways(found.ways.scenario, found.ways.routes, (0.0,) * len(found.ways.routes))
    idle = type(found)(found.test, none, found.undisturbed, found.single, {}, {}, {})
    last = idle.test.nodes[-1]
    said = reason(idle, last, 30, idle.everybody)
    assert said == "nothing is planned to pass through it then"


def test_who_is_short_by_itself_survives_nothing():
    found = made_up("two-mines", Asked(days=(30,)))
    name = "all.all.time_to_survive"
    short = found.undisturbed | {name: np.full(found.test.histories, 10.0)}
    early = type(found)(found.test, found.ways, short, found.single, {}, {}, {})
    assert np.isnan(early.survives(found.test.nodes[0], found.everybody)).all()
    said = reason(early, found.test.nodes[-1], 30, found.everybody)
    assert said == "they are short by themselves, or what is held outlasts it"
    assert np.isnan(early.recovers(early.test.nodes[0], 30, early.everybody)).all()
    assert "short by itself in 64 of 64 histories, first on 2026-02-08" in sentences(early)[-1]


def test_who_loses_nothing_recovers_from_nothing():
    """Histories without a loss do not shorten the others' time to recover."""
    found = made_up("two-mines", Asked(days=(30,)))
    node, name = found.test.nodes[0], "all.all.shortfall_days"
    lost = found.single[node.number, 30][name].copy()
    lost[:32] = 0.0
    single = {(node.number, 30): found.single[node.number, 30] | {name: lost}}
    half = type(found)(found.test, found.ways, found.undisturbed, single, {}, {}, {})
    recovers = half.recovers(node, 30, half.everybody)
    assert np.isnan(recovers[:32]).all()
    assert half.describe(recovers).mean > 0.0
    assert half.describe(recovers).n == 32


def test_who_is_never_short_may_be_in_an_outage_that_was_not_run():
    found = made_up("two-mines", Asked(days=(30,), group="motors"))
    assert found.tried_days(found.test.nodes[-1]) == 30
    assert "> 30" in screen(found, [])


def test_every_outage_that_costs_nothing_has_a_reason_in_the_table(two_mines):
    header, *lines = stress_csv(two_mines).splitlines()
    rows = [dict(zip(header.split(","), line.split(","), strict=True)) for line in lines]
    lost = [row for row in rows if row["measure"] == "shortfall_days"]
    assert len(lost) == 15 * 2 * len(two_mines.test.groups)
    assert {bool(row["reason"]) for row in lost if float(row["q95"]) == 0} == {True}
    assert {row["reason"] for row in lost if float(row["q05"]) > 0} == {""}


def test_costs_are_told_where_they_are_stated(two_mines):
    node = stress_content(two_mines, [])["nodes"][0]
    assert node["exposure"].keys() == {"days", "index", "cost_musd", "shortage_cost_musd"}
    assert node["exposure"]["index"] == 1
    without = stress_content(made_up("two-mines", Asked(days=(30,))), [])["nodes"][0]
    assert without["exposure"].keys() == {"days", "index"}


def test_kinds_are_those_of_the_command():
    from sim.cli import stressing
    from sim.stress.plan import DAYS

    assert stressing.KINDS == KINDS
    assert ",".join(map(str, DAYS)) == stressing.DAYS
