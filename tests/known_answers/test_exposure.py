"""Known answer: what a consumer depends on while another country's plant takes over a part.

A tonne of magnets a day, of stocks that stay as they are: in a month of F days the part s that was
in a country becomes (P s + F f) / (P + F) where P days of use lie, and f of what comes was there.
"""

import numpy as np
import pytest

from tests.known_answers.cases import run

DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
OPENS = 3
"""Month in which the plant takes over."""
PART = 0.4
"""What it takes over."""
SHELF, SEA = 50, 10
"""Days of use on the consumer's shelf, and at sea."""
MINED = 0.6 * 0.75 + 0.4 * 0.25
"""Of the ore, the part mined in CN."""
SEPARATED = 0.6
"""Of the oxide, the part separated there."""
SMELTED = SEPARATED + (1 - SEPARATED) * 0.25
"""Of the metal, what was mined or separated there: a quarter of the other plant's ore is."""
LOOP = (
    "magnet_makers.cn_maker={finished_t_per_t_blank: 0.75, in_house_return: 0, scrap_collected: 1}",
    "magnet_makers.us_maker={finished_t_per_t_blank: 0.75, in_house_return: 0, scrap_collected: 1}",
    "recyclers.again={country: US, recovery: {dy: 1}, processing_days: 4}",
    "lanes.scrap={good: scrap, from: [cn_maker, us_maker], to: again, push: true}",
    "lanes.back={good: oxide, from: again, to: smelter, push: true}",
)
"""A quarter of the blanks is ground away, and comes back as oxide."""


def shares(*settings: str) -> dict[str, np.ndarray]:
    """Give the part of what was used, by month, for each place and stage."""
    record = run("exposure", *settings).record
    used = record.used_content_t[:, 0, 0, 0]
    parts = record.exposure_t[:, :, 0, 0, 0].T
    np.testing.assert_allclose(used, np.array(DAYS) * 0.1, rtol=1e-6)
    return {name: part / used for name, part in zip(record.exposures, parts, strict=True)}


def mixed(arriving: np.ndarray, *pools: float) -> np.ndarray:
    """Follow a part through stocks one behind the other, days of use each, from all on."""
    for pool in pools:
        share, left = 1.0, []
        for days, coming in zip(DAYS, arriving, strict=True):
            share = (pool * share + days * coming) / (pool + days)
            left.append(share)
        arriving = np.array(left)
    return arriving


ARRIVING = np.where(np.arange(12) < OPENS, 1.0, 1 - PART)


def test_dependence_falls_by_the_part_of_the_shelf_that_is_new():
    found, made = shares(), mixed(ARRIVING, SHELF + SEA)
    np.testing.assert_allclose(found["CN.made"], made, rtol=1e-6)
    assert found["CN.made"][OPENS - 1] == 1.0
    assert 1 - PART < found["CN.made"][-1] < 1 - PART + 0.01


def test_what_the_plant_makes_has_been_there_as_far_as_its_metal_has():
    found, made = shares(), mixed(ARRIVING, SHELF + SEA)
    np.testing.assert_allclose(found["CN.any"], made + (1 - made) * SMELTED, rtol=1e-6)


def test_each_stage_has_the_part_of_its_own_plants():
    found = shares()
    np.testing.assert_allclose(found["CN.mined"], MINED, rtol=1e-6)
    np.testing.assert_allclose(found["CN.separated"], SEPARATED, rtol=1e-6)
    assert not found["CN.reduced"].any()


@pytest.mark.parametrize("settings", [(), LOOP], ids=["chain", "loop"])
def test_two_places_that_are_all_of_the_world_share_every_stage(settings):
    found = shares(*settings)
    for stage in ("mined", "separated", "reduced", "made"):
        np.testing.assert_allclose(found[f"CN.{stage}"] + found[f"REST.{stage}"], 1.0, rtol=1e-6)
    np.testing.assert_allclose(found["REST.any"], 1.0, rtol=1e-6)  # all metal is smelted there


def test_a_plant_that_opens_takes_over_from_the_day_after_its_first():
    plant = (
        "lanes.own={share: null, offtake: 0.4}",
        "lanes.sea.share=1",
        "magnet_makers.us_maker.capacity_t_blanks_per_year=0",
        "projects.plant={facility: us_maker, adds_per_year: 400, first_product: 2026-04-01, "
        "ramp_months: 0}",
    )
    arriving = ARRIVING.copy()
    arriving[OPENS] = 1 - PART * (DAYS[OPENS] - 1) / DAYS[OPENS]
    found = shares(*plant)
    np.testing.assert_allclose(found["CN.made"], mixed(arriving, SHELF + SEA), rtol=1e-6)


def test_recycled_scrap_is_separated_anew_and_mined_where_it_was():
    found = shares(*LOOP)
    np.testing.assert_allclose(found["CN.mined"], MINED, rtol=1e-6)
    np.testing.assert_allclose(found["CN.separated"], 0.75 * SEPARATED, rtol=1e-6)


def test_a_depot_mixes_what_comes_before_the_shelf_does():
    found = shares(
        "depots.store={country: CN, good: magnets, stock_days: 20}",
        "lanes.sea.to=store",
        "lanes.own.to=store",
        "lanes.out={good: magnets, from: store, to: motors, share: 1, transit_days: 2}",
    )
    np.testing.assert_allclose(found["CN.made"], mixed(ARRIVING, SEA, 20, SHELF + 2), rtol=1e-6)


def test_days_met_without_are_those_of_what_never_was_there():
    tables = run("exposure").tables
    any_share = mixed(ARRIVING, SHELF + SEA) * (1 - SMELTED) + SMELTED
    found = {(o.group.kind, o.full_name): o.values[0] for o in tables.outcomes}
    days = np.array(DAYS)
    for kind in ("consumer", "region", "sector", "all"):
        part = (days * any_share).sum() / days.sum()
        assert found[kind, "dependence[CN]"] == pytest.approx(part, rel=1e-6)
        without = (days * (1 - any_share)).sum()
        assert found[kind, "days_met_without[CN]"] == pytest.approx(without, rel=1e-6)
        assert found[kind, "days_met_without[REST]"] == pytest.approx(0.0, abs=1e-4)


def test_what_is_short_is_met_by_nobody():
    """The plant in the US makes 150 t a year, and CN sends nothing from August on."""
    result = run(
        "exposure",
        "magnet_makers.us_maker.capacity_t_blanks_per_year=150",
        "disruptions.halt={kind: export_control, exporter: CN, goods: [magnets], start: 2026-08-01}",
    )
    found = {o.full_name: o.values[0] for o in result.tables.outcomes if o.group.kind == "all"}
    assert found["shortfall_days"] > 30
    record = result.record
    used, part = record.used_content_t[:, 0, 0, 0], record.exposure_t[:, :, 0, 0, 0]
    there = part[:, record.exposures.index("CN.any")]
    assert found["dependence[CN]"] == pytest.approx(there.sum() / used.sum(), rel=1e-6)
    # A tonne a day is needed, a tenth of it the element: what is used tells the days met.
    assert found["days_met_without[CN]"] == pytest.approx((used - there).sum() / 0.1, rel=1e-5)
    assert used.sum() / 0.1 == pytest.approx(365 - found["shortfall_days"], rel=1e-5)
