"""What holding, transport and shortage cost."""

import itertools
import json

import numpy as np
import pytest

import sim
import sim.world.world as world_module
from sim.cli.screen import screen
from sim.compare.comparison import compare
from sim.compare.rule import RuleError, check_rule, read_rule, tripped
from sim.compare.select import groups_in
from sim.output.stored import StoredRun
from sim.output.summary import summary_json
from sim.world.facility.costs import in_transit
from sim.world.record.series_recorder import SeriesRecorder
from sim.world.trade.grey_recorder import GREY as GREY_SERIES
from tests.chain import CHAIN, write
from tests.two_blocs import MARKET, world
from tests.unit.effects import BUFFER, LANE_DAYS, run
from tests.unit.test_effects_stocks import CALM, INLAND, LEVEL, PORT

DAYS, HALT = 640, 120
COSTS = """
depots: {port: {holding_usd_per_t_day: 3, transit_holding_usd_per_t_day: 0.5}}
consumers: {motors: {holding_usd_per_t_day: 7, transit_holding_usd_per_t_day: 0.25}}
lanes: {sea: {transport_usd_per_t: 120}}
"""
A_DAY = {
    "depots.port.holding_usd_per_t_day": 3 * (LEVEL - LANE_DAYS),
    "depots.port.transit_holding_usd_per_t_day": 0.5 * LANE_DAYS,
    "consumers.motors.holding_usd_per_t_day": 7 * BUFFER,
    "consumers.motors.transit_holding_usd_per_t_day": 0.25 * INLAND,
    "lanes.sea.transport_usd_per_t": 120 * 1,
}
"""One tonne a day flows, and nothing happens, USD."""


def usd(record, history=0):
    """Give what each cost comes to over the run, USD, by its path."""
    total = 1e6 * record.cost_musd[..., history].sum(axis=0)
    return dict(zip(record.costs, total.tolist(), strict=True))


def test_lane_depot_and_consumer_cost_what_lies_there_every_day(tmp_path):
    record = run(tmp_path, "one_lane", PORT, COSTS + CALM).record
    assert usd(record) == pytest.approx({cost: DAYS * each for cost, each in A_DAY.items()})


def test_a_month_costs_its_days(tmp_path):
    outcome = run(tmp_path, "one_lane", PORT, COSTS + CALM)
    january, february = 1e6 * outcome.record.cost_musd[:2, :, 0].sum(axis=1)
    assert january == pytest.approx(31 * sum(A_DAY.values()))
    assert february == pytest.approx(28 * sum(A_DAY.values()))
    outcome.result.save(tmp_path / "run", figures=False)
    rows = [r.split(",") for r in (tmp_path / "run" / "costs.csv").read_text().splitlines()]
    assert rows[0][:6] == ["month", "block", "name", "cost", "unit", "mean"]
    assert rows[1][:5] == ["2026-01", "depots", "port", "holding_usd_per_t_day", "MUSD"]
    assert len(rows) == 1 + 22 * len(A_DAY)
    sea = next(row for row in rows if row[:3] == ["2026-02", "lanes", "sea"])
    assert float(sea[5]) == pytest.approx(28 * 120e-6)


def test_measures_add_up_by_who_has_the_costs(tmp_path):
    outcome = run(tmp_path, "one_lane", PORT, COSTS + CALM)
    found = {
        (o.group.kind, o.group.name, o.measure): 1e6 * o.values[0] / DAYS
        for o in outcome.result.condensed.outcomes
        if "cost" in o.measure
    }
    port, motors, sea = 45 + 17.5, 98 + 1, 120
    assert found["facility", "port", "holding_cost_musd"] == pytest.approx(port)
    assert found["consumer", "motors", "cost_musd"] == pytest.approx(motors)
    assert found["lane", "sea", "transport_cost_musd"] == pytest.approx(sea)
    assert found["chain", "chain", "cost_musd"] == pytest.approx(port + motors + sea)
    assert found["chain", "chain", "daily_cost_musd"] * DAYS == pytest.approx(port + motors + sea)
    assert ("chain", "chain", "shortage_cost_musd") not in found
    assert ("lane", "inland", "cost_musd") not in found


def test_the_screen_has_a_line_for_the_costs_of_the_chain(tmp_path):
    charged, plain = (
        json.loads(summary_json(run(tmp_path, "one_lane", PORT, costs + CALM).result.tables))
        for costs in (COSTS, "")
    )
    assert screen(charged).splitlines()[-1] == (
        "Costs of the whole chain, million USD: 0.18 (5-95 %: 0.18 to 0.18): "
        "holding 0.103, transport 0.0768"
    )
    assert "Costs" not in screen(plain)


def test_costs_are_compared(tmp_path):
    """And a rule may limit them, of whoever has them."""
    runs = []
    for number, price in enumerate((100, 120)):
        lane = f"lanes: {{sea: {{transport_usd_per_t: {price}}}}}\n{CALM}"
        outcome = run(tmp_path, "one_lane", PORT, lane)
        outcome.result.save(tmp_path / f"run {number}", figures=False)
        runs.append(StoredRun.open(tmp_path / f"run {number}"))
    comparison = compare(runs)
    rules = [read_rule(f"{group}.cost_musd > 19%") for group in ("sea", "lane.sea", "chain")]
    scenarios = [one.scenario for one in runs]
    known = groups_in(scenarios)
    for rule in rules:
        check_rule(rule, known, scenarios)
        (found,) = tripped(rule, comparison)
        assert "differs by +0.013 MUSD (+20.0 %" in found
    with pytest.raises(RuleError, match="no group 'port'"):
        check_rule(read_rule("port.cost_musd > 19%"), known, scenarios)


def test_a_tonne_not_served_on_its_day_costs_once(tmp_path):
    """And is what the disruption costs more than its undisrupted twin."""
    outcome = run(tmp_path, "one_lane", "consumers: {motors: {unmet_usd_per_t: 1000}}")
    missing = HALT - BUFFER
    assert usd(outcome.record) == pytest.approx(
        {"consumers.motors.unmet_usd_per_t": 1000 * missing}
    )
    caused = {o.measure: o.values[0] for o in outcome.result.condensed.outcomes}
    assert caused["cost_musd_caused"] == pytest.approx(1e-3 * missing)


def test_a_backlog_costs_every_day_that_it_waits(tmp_path):
    keys = "{motors: {unmet: backlog, backlog_usd_per_t_day: 10}}"
    outcome = run(tmp_path, "one_lane", f"consumers: {keys}")
    waits = outcome.record.backlog_t[:, 0, 0].sum(dtype=float)
    assert waits > (HALT - BUFFER) ** 2 / 2
    (cost,) = usd(outcome.record).values()
    assert cost == pytest.approx(10 * waits)


def test_transport_costs_what_is_shipped_and_nothing_while_nothing_is(tmp_path):
    outcome = run(tmp_path, "one_lane", "lanes: {sea: {transport_usd_per_t: 120}}")
    (by_month,) = 1e6 * outcome.record.cost_musd[..., 0].T
    shipped = outcome.record.supply_t[:, 0, 0, 0]
    assert by_month == pytest.approx(120 * shipped, rel=1e-6)
    assert by_month[4:7].tolist() == [0, 0, 0], "the halt is from 11 April to 8 August"


EVERY_KEY = {
    "mines.pit.holding_usd_per_t_day": 2,
    "separation_plants.separator.feed_holding_usd_per_t_day": 3,
    "metal_makers.smelter.process_holding_usd_per_t_day": 5,
    "metal_makers.smelter.holding_usd_per_t_day": 7,
    "magnet_makers.maker.feed_holding_usd_per_t_day": 11,
    "magnet_makers.maker.holding_usd_per_t_day": 13,
    "consumers.us_ev.holding_usd_per_t_day": 17,
}
PARTS = {"feed_holding": "input", "process_holding": "in_process", "holding": "output"}


@pytest.fixture(scope="module")
def chain(tmp_path_factory):
    """A whole chain with costs of every stock, and these stocks day by day."""
    settings = [f"{path}={rate}" for path, rate in EVERY_KEY.items()]
    more = ["metal_makers.smelter.processing_days=10", "measures.daily_stocks=all"]
    file = write(tmp_path_factory.mktemp("chain"), CHAIN)
    return sim.run(sim.load(file, [*settings, *more]), n=1, workers=1).record


@pytest.mark.parametrize("cost", EVERY_KEY)
def test_a_stock_is_charged_at_the_end_of_every_day(cost, chain):
    block, name, key = cost.split(".")
    part = "input" if block == "consumers" else PARTS[key.removesuffix("_usd_per_t_day")]
    rows = [i for i, s in enumerate(chain.daily_stocks) if s.startswith(f"{block}.{name}.{part}.")]
    held = chain.held_daily_t[:, rows, 0].astype(float).sum()
    assert held > 0
    assert usd(chain)[cost] == pytest.approx(EVERY_KEY[cost] * held, rel=1e-6)


def test_costs_are_in_proportion_to_their_rates(tmp_path):
    doubled = COSTS
    for one, two in (
        (" 3,", " 6,"),
        ("0.5", "1"),
        ("0.25", "0.5"),
        (" 7,", " 14,"),
        ("120", "240"),
    ):
        assert one in doubled
        doubled = doubled.replace(one, two, 1)
    once, twice = (
        run(folder, "one_lane", PORT, costs).record
        for folder, costs in zip(folders(tmp_path), (COSTS, doubled), strict=False)
    )
    np.testing.assert_array_equal(2 * once.cost_musd, twice.cost_musd)


def folders(tmp_path):
    for number in itertools.count():
        folder = tmp_path / str(number)
        folder.mkdir()
        yield folder


def test_a_drawn_rate_costs_each_history_its_own(tmp_path):
    keys = "{motors: {holding_usd_per_t_day: {choice: {1: 0.5, 4: 0.5}}}}"
    outcome = run(tmp_path, "one_lane", f"consumers: {keys}\n{CALM}", n=64)
    rates = 1e6 * outcome.record.cost_musd.sum(axis=(0, 1)) / (DAYS * BUFFER)
    assert set(rates.round(9).tolist()) == {1.0, 4.0}


@pytest.mark.parametrize("more", ["", MARKET], ids=["without a market", "with one"])
def test_costs_change_nothing_else(more, tmp_path):
    text = world("2026-12-31") + more
    costs = ["lanes.jp_oxide.transport_usd_per_t=50", "consumers.jp_ev.holding_usd_per_t_day=9"]
    plain, charged = (
        sim.run(sim.load(write(tmp_path, text), settings), n=2, workers=1).record
        for settings in ([], costs)
    )
    assert charged.series.keys() - plain.series.keys() == {"cost_musd"}
    assert (charged.cost_musd > 0).all()
    for name, one in plain.series.items():
        assert one.values.tobytes() == charged.series[name].values.tobytes(), name


def test_a_lane_costs_what_goes_over_all_its_routes(tmp_path):
    """In bulk, where that is traded: with a day of transit it is what is on the way each evening."""
    transit = "separation_plants.separator.transit_holding_usd_per_t_day"
    settings = ["lanes.sea", "lanes.ore"]
    settings = [*(f"{lane}.transport_usd_per_t=100" for lane in settings), f"{transit}=100"]
    record = sim.run(sim.load(write(tmp_path, CHAIN), settings), n=1, workers=1).record
    costs = usd(record)
    assert set(record.regions) == {"DE", "US"}
    assert costs["lanes.sea.transport_usd_per_t"] == pytest.approx(
        100 * record.supply_t[..., 0].sum(dtype=float), rel=1e-6
    )
    assert costs[transit] > 0
    assert costs["lanes.ore.transport_usd_per_t"] == pytest.approx(costs[transit])


class Compared(SeriesRecorder):
    """Compares every evening what is taken to be in transit with what the lanes hold."""

    declares = ()

    def __init__(self, trades):
        self.trades, self.days = trades, 0

    def record(self, day):
        self.days += 1
        for trade in self.trades.values():
            on_way = trade.transport.in_transit.total()[:, : trade.ordered_items]
            np.testing.assert_allclose(in_transit(trade), on_way, rtol=1e-9, atol=1e-9)

    def series(self):
        return []


GREY = "  side: {good: magnets, from: maker, to: us_ev, standby: 1, grey: {via: VN, intercepted: 0.3}}\n"


def test_what_is_in_transit_is_what_is_shipped_and_has_not_arrived(tmp_path, monkeypatch):
    """Closed, opened, seized, stopped on its way or at the port, or of a time of its own."""
    made, compared = world_module.recorders, []

    def with_compared(context, trades, *others):
        compared.append(Compared(trades))
        return [*made(context, trades, *others), compared[-1]]

    monkeypatch.setattr(world_module, "recorders", with_compared)
    text = CHAIN.replace("projects:", f"{GREY}projects:")
    closed = "{{kind: lane_closure, lanes: [sea], start: {}, duration_days: 20, stops: {}}}"
    settings = [
        f"disruptions.storm={closed.format(200, 'transit')}",
        f"disruptions.strike={closed.format(240, 'arrivals')}",
        "lanes.sea.transit_days={uniform: [20, 50]}",
        "lanes.sea.transit_drawn=by_shipment",
    ]
    record = sim.run(sim.load(write(tmp_path, text), settings), n=1, workers=1).record
    assert record.grey_t[:, 0, GREY_SERIES.at["seized"]].sum() > 0
    assert [one.days for one in compared] == [365, 365], "of the run and its twin"
