"""What facilities and consumers hold, where a scenario asks for it."""

import csv

import numpy as np
import pytest

import sim
from tests.chain import CHAIN, write
from tests.unit.effects import BUFFER, LANE_DAYS, run

INLAND, LEVEL = 4, 50
CALM = "disruptions: {halt: null}\n"
PORT = f"""
depots: {{port: {{country: US, order_up_to_t: {LEVEL}}}}}
lanes:
  sea: {{to: port}}
  inland: {{good: magnets, from: port, to: motors, share: 1, transit_days: {INLAND}}}
"""
"""A depot at the end of the one lane."""
STOCKS = "measures: {stocks: all, daily_stocks: [port, motors]}\n"


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    return run(tmp_path_factory.mktemp("stocks"), "one_lane", PORT, STOCKS)


def stock(record, stock, series="held_daily_t", axis="daily_stocks"):
    return getattr(record, series)[:, getattr(record, axis).index(stock), 0]


def test_a_depot_holds_its_level_less_what_is_on_the_way(tmp_path):
    record = run(tmp_path, "one_lane", PORT, STOCKS + CALM).record
    assert record.daily_stocks == (
        "consumers.motors.input.magnets.plain",
        "depots.port.output.magnets.plain",
    )
    assert stock(record, "depots.port.output.magnets.plain") == pytest.approx(LEVEL - LANE_DAYS)
    assert stock(record, "consumers.motors.input.magnets.plain") == pytest.approx(BUFFER)


def test_what_a_consumer_holds_is_its_buffer(outcome):
    held = stock(outcome.record, "consumers.motors.input.magnets.plain")
    assert held.min() < 1e-6 < BUFFER < held.max() + 1e-6
    assert held.tolist() == outcome.record.on_hand_t[:, 0, 0].tolist()


def test_a_month_has_the_stock_of_its_last_day(outcome):
    record = outcome.record
    last = np.cumsum([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) - 1
    for name in record.daily_stocks:
        daily, monthly = stock(record, name), stock(record, name, "held_t", "stocks")
        assert monthly[:12].tolist() == daily[last].tolist()


def test_a_run_writes_a_row_for_every_stock_and_time(outcome, tmp_path):
    written = {path.name: path for path in outcome.result.save(tmp_path, figures=False)}
    monthly, daily = (
        list(csv.DictReader(written[name].read_text().splitlines()))
        for name in ("stocks.csv", "daily_stocks.csv")
    )
    assert len(monthly) == 22 * len(outcome.record.stocks)
    assert len(daily) == 640 * 2
    first = [daily[0][key] for key in ("block", "name", "part", "good", "item", "unit")]
    assert first == ["consumers", "motors", "input", "magnets", "plain", "t"]
    assert daily[0]["date"] == "2026-01-01"
    assert float(daily[0]["mean"]) == pytest.approx(BUFFER)


def test_of_all_that_is_each_with_each_good_that_it_deals_in(tmp_path):
    loaded = sim.load(write(tmp_path, CHAIN), ["measures.stocks=all"])
    record = sim.run(loaded, n=1, workers=1).record
    grades, elements = ["standard", "high_dy"], ["dy", "ndpr"]
    assert list(record.stocks) == [
        "mines.pit.output.concentrate.bulk",
        "separation_plants.separator.input.concentrate.bulk",
        *(f"separation_plants.separator.in_process.oxide.{e}" for e in elements),
        *(f"separation_plants.separator.output.oxide.{e}" for e in elements),
        *(f"metal_makers.smelter.input.oxide.{e}" for e in elements),
        *(f"metal_makers.smelter.in_process.metal.{e}" for e in elements),
        *(f"metal_makers.smelter.output.metal.{e}" for e in elements),
        *(f"magnet_makers.maker.input.metal.{e}" for e in elements),
        *(f"magnet_makers.maker.in_process.magnets.{g}" for g in grades),
        *(f"magnet_makers.maker.output.magnets.{g}" for g in grades),
        *(f"consumers.{c}.input.magnets.{g}" for c in ("de_wind", "us_ev") for g in grades),
    ]
    assert record.get("held_daily_t") is None
