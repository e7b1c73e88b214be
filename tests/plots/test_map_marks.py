"""Facilities on the map: where they stand, how large, how full, and that nothing else moves."""

import numpy as np
import pytest
from matplotlib import rc_context
from matplotlib.lines import Line2D

import sim
from sim.output.sites import Site, sites
from sim.plots.compare_style import MM
from sim.plots.map import is_mapped, map_figures, map_told, pages_of
from sim.plots.map_marks import KINDS, LARGEST, SMALLEST, Marks, marks_of, point_of
from sim.plots.map_stress import LOOK, STRESS
from sim.plots.outlines import EAST, NORTH, SOUTH, WEST, world
from sim.plots.style import RC, WIDTH
from sim.plots.view import View
from sim.scenario.chain import CONSUMERS, FACILITY_BLOCKS, STAGES
from sim.scenario.schema.location import Location
from sim.scenario.value import numbers
from tests.plots.legible import assert_apart, assert_inside, assert_told, lay_out, texts

NINGBO = Location(latitude=29.9, longitude=121.6)
PLACES = (
    "mines.rock.location={latitude: 41.8, longitude: 110.0}",
    "separation_plants.separator.location={latitude: 25.8, longitude: 114.9}",
    "magnet_makers.maker.location={latitude: 29.9, longitude: 121.6}",
    "consumers.motors.location={latitude: 32.8, longitude: -97.3}",
)
"""The metal maker and a mine have none."""


def two_mines(*settings):
    return sim.run(sim.load("two-mines", settings), n=2)


@pytest.fixture(scope="module")
def tables():
    return two_mines(*PLACES).tables


def site(name="plant", block="magnet_makers", country="CN", location=NINGBO, tonnes=(8.0, 8.0)):
    return Site(block, name, name, country, location, "magnets", np.array(tonnes))


def test_every_kind_that_may_have_a_location_has_a_sign_of_its_own():
    assert {*KINDS} == {*FACILITY_BLOCKS, CONSUMERS}
    assert len({sign.marker for sign in KINDS.values()}) == len(KINDS)


def test_stress_is_told_apart_without_colour():
    assert LOOK.keys() == STRESS.keys()
    grey = {name: np.dot(_rgb(one.fill), (0.30, 0.59, 0.11)) for name, one in LOOK.items()}
    assert grey["as before"] + 0.2 < grey["less"] < grey["cut"] - 0.2
    assert [name for name, one in LOOK.items() if one.dot] == ["more"]


def _rgb(colour):
    from matplotlib.colors import to_rgb

    return to_rgb(colour)


def test_what_a_site_makes_is_what_the_facility_makes(tables):
    traded = two_mines(*PLACES, "measures.trade=true")
    table = traded.to_pandas("output")
    months = table[(table["entry"] == "made") & (table["period"].str.len() == 7)]
    found = {one.name: one for one in sites(tables)}
    for name in ("rock", "clay", "separator", "smelter", "maker"):
        rows = months[(months["facility"] == name) & (months["item"].isin(["bulk", "all"]))]
        if rows.empty:
            rows = months[months["facility"] == name]
        assert found[name].tonnes == pytest.approx(rows["mean"].to_numpy(), rel=1e-4)


def test_a_consumer_is_as_large_as_what_it_is_served(tables):
    (motors,) = [one for one in sites(tables) if one.block == CONSUMERS]
    (group,) = [one for one in tables.of_kind("consumer") if one.name == "motors"]
    served = tables.series[group].demand_t * (1.0 - tables.series[group].shortfall.mean)
    assert motors.tonnes.sum() == pytest.approx(served.sum())
    assert motors.good == "magnets"


def test_each_good_has_a_page_if_anybody_who_makes_it_is_placed(tables):
    pages = pages_of(tables)
    assert [*pages] == ["magnets", "concentrate", "oxide"]
    assert {one.block for one in pages["magnets"].marks.every} == {"magnet_makers", "consumers"}
    assert not pages["oxide"].lanes


def test_who_has_no_place_stands_in_the_middle_of_its_country(tables):
    marks = {one.sites[0].name: one for one in pages_of(tables)["concentrate"].marks.every}
    assert marks["rock"].at == (110.0, 41.8)
    assert marks["clay"].at == world().places["CN"]


def test_those_at_one_point_are_one_mark_and_the_rest_of_a_country_is_named_so():
    marks = marks_of(
        [
            site("small", tonnes=(2.0, 2.0)),
            site("big"),
            site("away", location=None),
            site("off", location=None),
            site("alone", country="JP", location=None),
            site("heap", block="mines"),
        ],
        slice(0, 1),
    )
    found = {one.name: one for one in marks.every}
    assert {*found} == {"big", "other China", "alone", "heap"}
    assert found["big"].before == 10.0
    assert found["big"].whole == "big; small"


@pytest.mark.parametrize(
    ("now", "stress"), [(0.0, "cut"), (5.0, "less"), (8.0, "as before"), (11.0, "more")]
)
def test_a_mark_is_told_by_what_is_left_of_what_it_makes(now, stress):
    (one,) = marks_of([site(tonnes=(8.0, now))], slice(0, 1)).every
    assert one.stress(1) == stress


def test_marks_are_as_large_as_what_they_make_and_hollow_ones_as_before():
    every = [site("a", tonnes=(16.0, 1.0)), site("b", "mines", tonnes=(4.0, 4.0))]
    marks = marks_of(every, slice(0, 1))
    size = {one.name: marks.size(one, 1) for one in marks.every}
    assert size["a"] == LARGEST
    assert size["b"] == pytest.approx(LARGEST / 2)
    assert marks_of([site(tonnes=(1e-6, 1e-6)), every[0]], slice(0, 1)).size(
        marks_of([site(tonnes=(1e-6, 1e-6))], slice(0, 1)).every[0], 0
    ) == SMALLEST  # fmt: skip


def test_what_has_not_opened_is_not_drawn():
    marks = marks_of([site(tonnes=(0.0, 0.0, 5.0))], slice(0, 1))
    assert [len(marks.drawn(month)) for month in (None, 1, 2)] == [0, 0, 1]


def test_beyond_the_edge_of_the_map_it_is_told_in_words():
    far = Location(latitude=55.0, longitude=-150.0)
    assert point_of(site(location=far)) is None
    found = two_mines("mines.rock.location={latitude: -80, longitude: 0}", PLACES[2]).tables
    assert "Not on the map: rock." in map_told(found).caption
    assert {one.name for one in sites(found)} > {"rock"}
    assert "concentrate" in pages_of(found)


def test_lanes_run_between_the_largest_of_a_country_or_its_middle(tables):
    page = pages_of(tables)["magnets"]
    assert page.ends(("magnets", "CN", "US")) == ((121.6, 29.9), world().places["US"])
    assert page.ends(("magnets", "JP", "CN"))[0] == world().places["JP"]
    ore = pages_of(tables)["concentrate"]
    assert ore.ends(("concentrate", "CN", "CN")) == ((110.0, 41.8), (114.9, 25.8))
    assert ore.at("CN") == (110.0, 41.8)
    bare = pages_of(two_mines().tables)["magnets"]
    assert bare.ends(("magnets", "CN", "US")) == (world().places["CN"], world().places["US"])


def test_what_is_off_the_map_is_warned_about():
    usual = [one.bounds.usual for one in numbers(NINGBO)]
    assert usual == [(SOUTH, NORTH), (WEST, EAST)]


def test_the_marks_in_the_figure_are_those_of_the_month(tables):
    figure = drawn(tables)[0]
    page = pages_of(tables)["magnets"]
    for ax, month in zip(figure.axes, (None, 2), strict=False):
        found = [line for line in ax.findobj(Line2D) if line.get_marker() in {"o", "X"}]
        drawn_at = {(float(line.get_xdata()[0]), float(line.get_ydata()[0])) for line in found}
        assert drawn_at == {one.at for one in page.marks.drawn(month)}


def drawn(tables, **asked):
    with rc_context(RC):
        figures = map_figures(tables, View(**asked))
        for figure in figures:
            lay_out(figure)
    return figures


@pytest.mark.parametrize("width", [WIDTH, 85 / MM])
def test_it_is_legible_at_any_width(tables, width):
    for figure in drawn(tables, width=width):
        assert_inside(figure, texts(figure))
        assert_apart(texts(figure))
        assert_told(figure)


def test_words_and_data_tell_of_facilities(tables):
    told = map_told(tables)
    assert "marks as large as what a facility makes or uses" in told.caption
    columns = [*told.data.columns]
    rows = [dict(zip(columns, row, strict=True)) for row in told.data.rows]
    (rock,) = {
        (row["kind"], row["latitude"], row["longitude"]) for row in rows if row["seller"] == "rock"
    }
    assert rock == ("mine", 41.8, 110.0)
    assert {row["kind"] for row in rows} == {
        "lane", "mine", "separation plant", "magnet maker", "consumer",
    }  # fmt: skip


def said(figure):
    return " ".join(text.get_text() for text in figure.texts).replace("\n", " ")


def test_each_map_says_what_it_draws():
    """Marks where facilities make the good, circles where places do; the words of all say both."""
    found = two_mines(PLACES[0], "mines.clay.location={latitude: -80, longitude: 0}").tables
    circles, marks = (said(figure) for figure in drawn(found))
    assert "circles as large" in circles
    assert "marks as large" not in circles
    assert "marks as large" in marks
    assert "circles as large" not in marks
    told = map_told(found).caption
    assert "marks as large" in told
    assert "circles as large" in told
    off = two_mines("mines.rock.location={latitude: -80, longitude: 0}", "mines.clay.country=QZ")
    assert "marks as large" not in map_told(off.tables).caption


@pytest.mark.parametrize("label", ["A mine whose name goes on and on " * 6, "W" * 150, "Ж" * 100])
def test_a_long_name_is_cut_and_not_left_out(label):
    """That of the largest, too, would fit nowhere as it is."""
    found = two_mines(*PLACES, f"mines.rock.label={label.strip()}").tables
    for width in (WIDTH, 85 / MM):
        figure = drawn(found, width=width)[1]
        for ax in figure.axes:
            (name,) = [
                one.get_text() for one in ax.texts if "\N{HORIZONTAL ELLIPSIS}" in one.get_text()
            ]
            assert name[0] == label[0]
        assert_inside(figure, texts(figure))
        assert_apart(texts(figure))


def test_who_stands_still_is_named():
    idle = (
        "disruptions.idle={kind: outage, facilities: [rock], start: 2026-03-01, duration_days: 60}"
    )
    told = map_told(two_mines(*PLACES, idle).tables)
    (said,) = [one for one in told.alt.split("; ") if one.startswith("concentrate, first")]
    assert "cut: rock (mine)" in said


def test_without_a_location_there_is_no_mark_and_nothing_is_told_of_any():
    bare = two_mines().tables
    assert sites(bare) == ()
    assert all(page.marks == Marks() for page in pages_of(bare).values())
    assert [*map_told(bare).data.columns][-1] == "before"


def test_a_world_within_one_country_has_a_map_if_anybody_is_placed():
    home = ("consumers.motors.region=CN", "disruptions=null", "expect=null")
    assert is_mapped(two_mines(*home, PLACES[0]).tables)


def test_no_result_moves_with_a_location(tmp_path):
    """The bytes of all tables are the same; the scenario and its hash say where who stands."""
    saved = []
    for name, settings in (("with", PLACES), ("without", ())):
        files = two_mines(*settings).save(tmp_path / name, figures=False)
        saved.append({one.name: one.read_bytes() for one in files if one.suffix == ".csv"})
    assert len(saved[0]) == 4
    assert saved[0] == saved[1]


def test_shipped_plants_stand_near_their_country():
    """Latitude and longitude are not swapped: nobody is far from the middle of its country.

    Russia's mine is in its far west.
    """
    shipped = sim.load("baseline")
    placed = [
        one
        for stage in STAGES
        for one in getattr(shipped, stage.block).values()
        if one.location is not None and one.country != "RU"
    ]
    assert len(placed) > 60
    for one in placed:
        x, y = world().places[one.country]
        assert abs(one.location.latitude - y) < 25, one.label
        assert abs(one.location.longitude - x) < 35, one.label
        for value in (one.location.latitude, one.location.longitude):
            assert round(value, 1) == value
        assert one.sources["location"] in {"places", "main-places"}
