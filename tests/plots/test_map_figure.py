"""The map: where places are, how wide lanes are, which are cut, and that names stay apart."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from matplotlib import rc_context
from matplotlib.patches import FancyArrowPatch

import sim
from sim.plots.compare_style import MM
from sim.plots.map import is_mapped, map_figures, map_told, moments, pages_of
from sim.plots.map_lanes import THINNEST, WIDEST, Lanes, lanes_of
from sim.plots.map_stress import STRESS
from sim.plots.outlines import BLOCS, EAST, FILE, NORTH, SOUTH, WEST, world
from sim.plots.style import RC, WIDTH
from sim.plots.view import View
from sim.scenario.chain import STAGES
from tests import factories
from tests.plots.legible import assert_apart, assert_inside, assert_told, lay_out, texts

LANE = ("magnets", "CN", "US")


@pytest.fixture(scope="module")
def tables():
    return factories.run(histories=8, end=dt.date(2028, 6, 30)).tables


def drawn(tables, **asked):
    with rc_context(RC):
        (figure,) = map_figures(tables, View(**asked))
        lay_out(figure)
    return figure


def test_the_outlines_are_small_public_domain_and_say_whose_they_are():
    from importlib.resources import files

    content = files("sim.plots").joinpath(FILE)
    assert len(content.read_bytes()) < 60_000
    assert world().licence == "public domain"
    assert "Natural Earth" in world().source
    assert all((np.abs(ring[:, 1]) <= 90).all() for ring in world().land)
    jumps = max(np.abs(np.diff(ring[:, 0])).max() for ring in world().land)
    assert jumps < 90, "no ring runs back around the world"


def test_every_place_of_the_shipped_world_stands_on_the_map():
    shipped = sim.load("baseline")
    places = {one.country for stage in STAGES for one in getattr(shipped, stage.block).values()}
    places |= {one.region for one in shipped.consumers.values()}
    for place in places:
        x, y = world().places[place]
        assert WEST < x < EAST
        assert SOUTH < y < NORTH
    assert BLOCS.keys() <= world().places.keys()


def test_a_country_is_where_it_is():
    for code, (x, y) in {"AU": (134, -25), "JP": (138, 36), "US": (-98, 39)}.items():
        assert world().places[code] == pytest.approx((x, y), abs=2)


@pytest.mark.parametrize(
    ("now", "stress"),
    [(0, "cut"), (24, "cut"), (26, "less"), (76, "as before"), (124, "as before"), (126, "more")],
)
def test_a_lane_is_told_by_what_is_left_of_its_flow(now, stress):
    assert Lanes({LANE: np.array([now])}, {LANE: 100.0}).stress(LANE, 0) == stress


def test_a_lane_that_is_new_carries_more():
    new = Lanes({LANE: np.array([0.0, 5.0])}, {LANE: 0.0})
    assert [new.stress(LANE, month) for month in (0, 1)] == ["as before", "more"]


def test_the_months_are_before_the_first_the_worst_and_the_last(tables):
    page = pages_of(tables)["magnets"]
    found, lanes = moments(tables, page), page.lanes
    assert [one.what for one in found] == ["before", "first and worst month", "last month"]
    assert found[0].month is None
    assert found[1].said == "Dec 2026"
    assert lanes.abroad(found[1].month) == pytest.approx(
        min(lanes.abroad(month) for month in range(11, 30))
    )


def test_what_stays_at_home_is_no_lane_but_is_made(tables):
    lanes = lanes_of(tables)["magnets"]
    assert not any(a == b for _, a, b in lanes.largest(0))
    mean = tables.supply_t[0].sum(axis=1)
    assert lanes.made(0)["CN"] == pytest.approx(mean[tables.axis("origins").index("CN")], rel=1e-5)


def test_lanes_are_as_wide_as_what_they_carry_and_cut_ones_as_before(tables):
    figure, page = drawn(tables), pages_of(tables)["magnets"]
    lanes = page.lanes
    for ax, one in zip(figure.axes, moments(tables, page), strict=True):
        found = [patch for patch in ax.patches if isinstance(patch, FancyArrowPatch)]
        most = max(t for (_, a, b), t in lanes.before.items() if a != b)
        for patch, link in zip(found, lanes.largest(one.month), strict=True):
            stress = lanes.stress(link, one.month)
            tonnes = lanes.before[link] if stress == "cut" else lanes.flow(link, one.month)
            assert patch.get_linewidth() == pytest.approx(max(WIDEST * tonnes / most, THINNEST))
        halted = [lanes.stress(link, one.month) for link in lanes.largest(one.month)
                  if link[1] == "CN"]  # fmt: skip
        assert ("cut" in halted) == (one.what == "first and worst month")


def test_stress_is_told_apart_without_colour():
    assert len({str(one.dash) for one in STRESS.values()}) == len(STRESS)


@pytest.mark.parametrize("width", [WIDTH, 85 / MM])
def test_it_is_legible_at_any_width(tables, width):
    figure = drawn(tables, width=width)
    assert_inside(figure, texts(figure))
    assert_apart(texts(figure))
    assert_told(figure)


def test_the_words_tell_which_lanes_are_cut(tables):
    told = map_told(tables)
    assert "magnets, first and worst month (Dec 2026):" in told.alt
    assert "cut: China to " in told.alt
    assert "before (Jan 2026 to Oct 2026)" in told.alt
    of_month = [row for row in told.data.rows if row[0] == "Dec 2026"]
    assert len(of_month) == len(lanes_of(tables)["magnets"].by_month)


def test_places_without_a_place_are_left_out_and_named(tables, monkeypatch):
    known = {code: at for code, at in world().places.items() if code != "VN"}
    for room in ("map", "map_lanes"):
        monkeypatch.setattr(f"sim.plots.{room}.world", lambda: replace(world(), places=known))
    assert not any("VN" in link for link in lanes_of(tables)["magnets"].by_month)
    assert "Not on the map: VN." in map_told(tables).caption


def test_a_world_within_one_country_has_no_map():
    home = sim.run(
        sim.load("two-mines", ["consumers.motors.region=CN", "disruptions=null", "expect=null"]),
        n=2,
    )
    assert not is_mapped(home.tables)
