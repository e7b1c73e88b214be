"""What facilities make and countries ship to each other, where a scenario asks for it."""

import csv
import datetime as dt
from collections import Counter

import numpy as np
import pytest

import sim
from sim.output.spread import of_defined, with_shares
from sim.output.years import period_text, with_years
from tests.chain import CHAIN, write
from tests.unit.effects import run

CALM = "disruptions: {halt: null}\n"
AT_HOME = """
magnet_makers: {plant: {country: US, stock_days: 500}}
lanes:
  sea: {share: 0.75}
  land: {good: magnets, from: plant, to: motors, share: 0.25, transit_days: 1}
measures: {trade: true}
"""
"""A second maker, where the one consumer is."""


@pytest.fixture(scope="module")
def calm(tmp_path_factory):
    return run(tmp_path_factory.mktemp("trade"), "one_lane", AT_HOME, CALM)


def rows(outcome, folder, name):
    written = {path.name: path for path in outcome.result.save(folder, figures=False)}
    return list(csv.DictReader(written[name].read_text().splitlines()))


def means(found, **wanted):
    """Give the means of the rows whose cells are as wanted, by entry."""
    chosen = [row for row in found if wanted.items() <= row.items()]
    return {row["entry"]: row["mean"] and float(row["mean"]) for row in chosen}


def test_of_one_tonne_a_day_each_seller_ships_its_share_on_every_day_of_the_month(calm):
    record = calm.record
    assert record.trade_flows == ("magnets.plain.CN.US", "magnets.plain.US.US")
    days = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
    shipped = record.shipped_t[:12, :, 0]
    assert shipped == pytest.approx(days[:, None] * [0.75, 0.25], rel=1e-5)


def test_what_is_made_is_what_leaves_where_stocks_stay_as_they_are(calm):
    assert calm.record.makers == ("magnet_makers.plant.plain", "magnet_makers.source.plain")
    made = dict(zip(calm.record.makers, calm.record.made_t[..., 0].sum(axis=0), strict=True))
    assert made["magnet_makers.plant.plain"] == pytest.approx(0.25 * 640, rel=1e-5)
    assert made["magnet_makers.source.plain"] == pytest.approx(0.75 * 640, rel=1e-5)


def test_the_world_share_of_a_plant_stands_by_month_and_by_year(calm, tmp_path):
    found = rows(calm, tmp_path, "output.csv")
    assert len(found) == 2 * (22 + 2) * 2, "two makers, 22 months and two years, two entries"
    of_plant = {"facility": "plant", "country": "US", "good": "magnets", "item": "plain"}
    february = means(found, period="2026-02", **of_plant)
    assert february == pytest.approx({"made": 7.0, "share_of_world": 0.25}, rel=1e-5)
    year = means(found, period="2026", **of_plant)
    assert year == pytest.approx({"made": 365 / 4, "share_of_world": 0.25}, rel=1e-5)
    cut = means(found, period="2027", **of_plant)
    assert cut["made"] == pytest.approx((640 - 365) / 4, rel=1e-5)


def test_imports_are_without_what_is_bought_at_home(calm, tmp_path):
    found = rows(calm, tmp_path, "trade.csv")
    abroad = means(found, period="2026", seller="CN", buyer="US")
    assert abroad == pytest.approx(
        {
            "shipped": 0.75 * 365,
            "share_of_purchases": 0.75,
            "share_of_imports": 1.0,
            "share_of_sales": 1.0,
        },
        rel=1e-5,
    )
    home = means(found, period="2026", seller="US", buyer="US")
    assert (home["share_of_purchases"], home["share_of_imports"]) == (0.25, "")


def test_a_halt_leaves_the_world_to_those_who_still_sell(tmp_path):
    found = rows(run(tmp_path, "one_lane", AT_HOME), tmp_path / "out", "trade.csv")
    # In force from day 100 (11 April) for 120 days.
    assert means(found, period="2026-06", seller="CN")["shipped"] == 0.0
    assert means(found, period="2026-06", seller="CN")["share_of_imports"] == ""
    assert means(found, period="2026-06", seller="US")["share_of_purchases"] == 1.0


def test_what_is_not_asked_for_is_not_recorded_and_changes_nothing(calm, tmp_path):
    without = run(tmp_path, "one_lane", AT_HOME, CALM, "measures: {trade: false}\n")
    assert without.record.get("made_t") is None
    assert without.record.get("shipped_t") is None
    for name in ("served_t", "on_hand_t", "supply_t"):
        assert getattr(without.record, name).tolist() == getattr(calm.record, name).tolist()
    names = {path.name for path in without.result.save(tmp_path / "out", figures=False)}
    assert not names & {"output.csv", "trade.csv"}


@pytest.fixture(scope="module")
def chain(tmp_path_factory):
    loaded = sim.load(write(tmp_path_factory.mktemp("chain"), CHAIN), ["measures.trade=true"])
    return sim.run(loaded, n=1, workers=1)


def test_every_good_of_the_chain_has_its_makers_and_items(chain):
    assert list(chain.record.makers) == [
        "mines.pit.bulk",
        "separation_plants.separator.dy",
        "separation_plants.separator.ndpr",
        "metal_makers.smelter.dy",
        "metal_makers.smelter.ndpr",
        "magnet_makers.maker.standard",
        "magnet_makers.maker.high_dy",
    ]


def test_magnets_to_consumers_are_those_of_the_supply_table(chain):
    record = chain.record
    shipped = {
        place: sum(
            record.shipped_t[:, at]
            for at, flow in enumerate(record.trade_flows)
            if flow.startswith("magnets.") and flow.endswith(f".CN.{place}")
        )
        for place in record.regions
    }
    for at, place in enumerate(record.regions):
        np.testing.assert_allclose(shipped[place], record.supply_t[:, 0, at], rtol=1e-5)


def test_several_items_have_their_sum(chain, tmp_path):
    written = {path.name: path for path in chain.save(tmp_path, figures=False)}
    found = list(csv.DictReader(written["trade.csv"].read_text().splitlines()))
    year = [row for row in found if row["period"] == "2026" and row["entry"] == "shipped"]
    oxide = {row["item"]: float(row["mean"]) for row in year if row["good"] == "oxide"}
    assert oxide["all"] == pytest.approx(oxide["dy"] + oxide["ndpr"], rel=1e-5)
    assert {row["item"] for row in year if row["good"] == "concentrate"} == {"bulk"}


def total(found, entry, *whole):
    """Add up the means of an entry over all rows that have these cells in common."""
    sums = Counter()
    for row in found:
        if row["entry"] == entry and row["mean"]:
            sums[tuple(row[cell] for cell in ("period", "good", "item", *whole))] += float(
                row["mean"]
            )
    return sums


def test_shares_of_a_whole_add_up_to_it(tmp_path):
    loaded = sim.load("two-mines", ["measures.trade=true", "end=2026-09-30"])
    written = {
        path.name: path for path in sim.run(loaded, n=3, workers=1).save(tmp_path, figures=False)
    }
    output, trade = (
        list(csv.DictReader(written[name].read_text().splitlines()))
        for name in ("output.csv", "trade.csv")
    )
    for sums in (
        total(output, "share_of_world"),
        total(trade, "share_of_purchases", "buyer"),
        total(trade, "share_of_imports", "buyer"),
        total(trade, "share_of_sales", "seller"),
    ):
        assert sums
        assert list(sums.values()) == pytest.approx([1.0] * len(sums), abs=1e-5)


def test_a_share_is_over_the_histories_in_which_there_is_a_whole():
    tonnes, whole = np.array([[1.0, 0.0, 3.0]]), np.array([[4.0, 0.0, 4.0]])
    found = with_shares(("one",), tonnes, [whole, np.zeros_like(whole)])
    assert found.mean.tolist()[0][:2] == [4 / 3, 0.5]
    assert np.isnan(found.mean[0, 2])
    assert np.isnan(found.quantiles[0, 2]).all()


def test_years_follow_the_months_and_may_be_cut():
    start, end = dt.date(2026, 11, 9), dt.date(2028, 1, 4)
    monthly = np.ones((15, 1))
    assert with_years(start, monthly)[15:, 0].tolist() == [2, 12, 1]
    assert [period_text(start, end, at) for at in (0, 14, 15, 17)] == [
        *("2026-11", "2028-01", "2026", "2028"),
    ]


def test_a_row_that_no_history_defines_is_nan_beside_others_that_all_do():
    values = np.array([[1.0, 3.0], [np.nan, np.nan], [np.nan, 5.0]])
    mean, quantiles = of_defined(values, (0.5,))
    np.testing.assert_array_equal(mean, [2.0, np.nan, 5.0])
    np.testing.assert_array_equal(quantiles[:, 0], [2.0, np.nan, 5.0])
