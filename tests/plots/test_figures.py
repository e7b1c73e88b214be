"""Figures: what they say, that nothing is clipped, and that they repeat byte for byte."""

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib import rc_context
from matplotlib.figure import Figure

import sim
from sim.output.fan import Fan
from sim.plots.catalogue import OF_A_RUN
from sim.plots.figures import BY_EVERY_RUN, draw_figures
from sim.plots.panels import TimeAxis
from sim.plots.strip import Bar, bars_of, draw_strip, read, shade
from sim.plots.style import RC, footer, place_name, shorter
from sim.plots.supply import HATCHES, spread
from sim.scenario.chain import STAGES
from tests import factories
from tests.plots.legible import assert_apart, assert_inside, assert_told, lay_out, texts


@pytest.fixture(scope="module")
def tables():
    return factories.run(histories=8).tables


FILES = ("svg", "png", "csv", "txt")
"""What there is of each figure."""
ALWAYS = (
    *("storylines", "shortfall", "fill", "unserved", "exceedance", "calendar"),
    *("survival", "cover", "supply", "alluvial", "map"),
)
"""What every run is drawn; the others are tested where there is what they show."""


@pytest.fixture(scope="module", params=ALWAYS)
def figure(request, tables):
    with rc_context(RC):
        (figure,) = OF_A_RUN[request.param].pages(tables)
        footer(figure, "world as known on 2026-06-30")
        lay_out(figure)
        yield figure


def test_the_headline_says_what_of_which_scenario_and_how_many_histories(figure):
    head = " ".join(text.get_text() for text in figure.texts)
    assert "Export halt" in head
    assert "8 histories" in head


@pytest.mark.parametrize(("known", "drawn"), [("2026-11-09", 2), ("2026-11-10", 1)])
def test_in_an_outlook_what_the_world_knows_of_is_no_news(known, drawn):
    """The halt of 10 November is, up to the day before; plants that are late have no such day."""
    made = factories.run(histories=8, outlook=True, as_of=dt.date.fromisoformat(known))
    assert len(bars_of(made.tables.histories)) == drawn


def test_a_figure_without_a_strip_does_not_say_how_to_read_one():
    """With nothing to draw there, panels are not shaded either."""
    calm = factories.run(histories=8, disruptions={}).tables
    with rc_context(RC):
        (figure,) = OF_A_RUN["shortfall"].pages(calm)
    assert not [text for text in texts(figure) if "Top: disruptions" in text.get_text()]
    assert not any(ax.patches for ax in figure.axes)


def test_no_text_leaves_the_figure(figure):
    assert_inside(figure, texts(figure))


def test_no_text_overlaps_another(figure):
    assert_apart(texts(figure))


def test_it_says_what_its_histories_differ_by(figure):
    assert_told(figure)


def test_the_list_of_figures_says_what_each_shows():
    text = (Path(__file__).parents[2] / "results" / "README.md").read_text(encoding="utf-8")
    _, _, section = text.partition("\n## figures/\n")
    rows = re.findall(r"^\| `(\w+)` \| .+ \|$", section.partition("\n## ")[0], re.MULTILINE)
    assert rows == list(OF_A_RUN)


def test_a_run_draws_every_figure_twice_alike(tables, tmp_path):
    first = draw_figures(tables, tmp_path / "a")
    second = draw_figures(tables, tmp_path / "b")
    assert {p.name for p in first} == {
        f"{n}.{s}" for n in ALWAYS if n in BY_EVERY_RUN for s in FILES
    }
    for one, two in zip(first, second, strict=True):
        assert one.read_bytes() == two.read_bytes()


def test_a_small_world_is_drawn_too(tmp_path):
    run = factories.run(
        histories=1,
        regions={"US": ("ev",)},
        stockpiles={},
        disruptions={},
        end=dt.date(2026, 6, 30),
    )
    assert len(draw_figures(run.tables, tmp_path)) == 5 * len(FILES)


def test_every_place_of_the_shipped_world_has_a_name():
    """A code of two letters in a legend is no name; the EU and the US are called so."""
    world, blocks = sim.load("baseline"), [stage.block for stage in STAGES]
    places = {one.country for block in blocks for one in getattr(world, block).values()}
    assert len(places) > 10
    assert {place for place in places if place_name(place) == place} <= {"EU", "US"}


def test_end_labels_give_the_median(tables):
    with rc_context(RC):
        (figure,) = OF_A_RUN["shortfall"].pages(tables)
    us = next(ax for ax in figure.axes if ax.get_title(loc="left") == "US")
    group = next(g for g in tables.of_kind("region") if g.name == "US")
    median = tables.series[group].cumulative.quantiles[-1, 2]
    assert [text.get_text() for text in us.texts] == [f"{median:.0f} d"]


def test_cover_shows_the_consumer_with_least_and_says_where_motors_count():
    """Who has bought motors may have plenty while others in the region have nothing."""
    made = factories.run(histories=4)
    blocks = made.job.scenario.consumers
    motors = blocks["us_ev"].model_copy(update={"good": "motors"})
    plan = made.job.scenario.model_copy(update={"consumers": {**blocks, "us_ev": motors}})
    tables = replace(made, job=replace(made.job, scenario=plan)).tables
    for group in tables.of_kind("consumer"):
        days = np.full((tables.histories.days, 4), 5.0 if group.name == "us_auto" else 90.0)
        vars(tables.series[group])["cover"] = Fan.of(days)
    with rc_context(RC):
        (figure,) = OF_A_RUN["cover"].pages(tables)
    us = next(ax for ax in figure.axes if ax.get_title(loc="left").startswith("US"))
    lines = [set(line.get_ydata()) for line in us.lines]
    assert {5.0} in lines
    assert "Motors that are bought count: US." in " ".join(text.get_text() for text in figure.texts)


def test_the_longer_the_run_the_fewer_dates_a_year():
    start = factories.scenario().start
    assert TimeAxis(start, 365).ticks()[1] == [
        "Jan 2026",
        "Apr 2026",
        "Jul 2026",
        "Oct 2026",
        "Jan 2027",
    ]
    assert TimeAxis(start, 640).ticks()[1] == ["Jan 2026", "Jul 2026", "Jan 2027", "Jul 2027"]
    assert TimeAxis(start, 1096).ticks() == ([0, 365, 730, 1096], ["2026", "2027", "2028", "2029"])


@pytest.mark.parametrize(
    ("wide", "shown"),
    [(4.0, ["Jul 2025", "Jan 2026", "Jul 2026", "Jan 2027"]), (1.5, ["Jul 2025", "Jul 2026"])],
)
def test_only_as_many_dates_are_written_as_there_is_room_for(wide, shown):
    ax = Figure(figsize=(wide, 1)).add_axes((0, 0, 1, 1))
    TimeAxis(dt.date(2025, 5, 1), 700).mark(ax, labelled=True)
    assert [label.get_text() for label in ax.get_xticklabels() if label.get_text()] == shown
    assert len(ax.get_xticks()) == 4


@pytest.mark.parametrize(
    ("start", "end", "side"), [(10, 100, "left"), (800, 1000, "right"), (100, np.inf, "left")]
)
def test_strip_labels_stand_beside_the_bar_and_within(start, end, side):
    ax = Figure(figsize=(4, 1)).add_axes((0, 0, 1, 1))
    draw_strip(ax, [Bar("A halt of exports", start, end, start, end)], 1000, 4.0)
    (label,) = ax.texts
    assert label.get_ha() == side
    assert 0 <= label.get_position()[0] <= 1000


def test_slips_and_what_is_in_force_all_the_time_are_not_shaded(tables):
    slips = {bar.label.partition(" (")[0]: bar.slips for bar in bars_of(tables.histories)}
    assert slips == {"Chinese export halt": False, "Texas plants two years late": True}
    halt = Bar("A halt", 100, np.inf, 100, np.inf)
    for bar, count in ((halt, 1), (replace(halt, slips=True), 0), (replace(halt, start=0.0), 0)):
        ax = Figure().add_subplot()
        shade(ax, [bar], 1000)
        assert len(ax.patches) == count


def test_a_label_may_stand_beyond_the_axes_where_there_is_room():
    ax = Figure(figsize=(4, 1)).add_axes((0, 0, 0.25, 1))
    draw_strip(ax, [Bar("A halt of exports", 100, np.inf, 100, np.inf)], 1000, 1.0, beyond=3.0)
    (label,) = ax.texts
    assert label.get_position()[0] > 1000


def test_what_is_announced_has_a_line_up_to_its_bar_and_the_note_says_so():
    """Buyers order ahead from that day on, which shows in supply and cover."""
    halt = factories.scenario().disruptions["halt"]
    for more, day in (
        ({"announced_days_before": 31}, 282.0),
        ({"announced": dt.date(2026, 10, 1)}, 273.0),
        ({"announced": dt.date(2027, 10, 1)}, None),
        ({}, None),
    ):
        halts = {"halt": halt.model_copy(update=more)}
        found = bars_of(factories.run(histories=8, disruptions=halts).tables.histories)
        assert [bar.announced for bar in found] == [day]
        assert found[0].later(5).announced == (None if day is None else day + 5)
        assert ("announced" in read(found)) is (day is not None)
        ax = Figure(figsize=(4, 1)).add_axes((0, 0, 1, 1))
        draw_strip(ax, found, 1000, 4.0)
        assert [line.get_xdata()[0] for line in ax.lines[:1]] == ([] if day is None else [day])
    assert read([]) == ""


def test_labels_are_pushed_apart_and_stay_below_the_top():
    assert spread([1.0, 1.0, 1.0], 2.0, 10.0) == [1.0, 3.0, 5.0]
    assert spread([9.0, 9.0, 9.0], 2.0, 10.0) == [6.0, 8.0, 10.0]


def test_a_line_leads_from_each_layer_to_its_name(tables):
    with rc_context(RC):
        (figure,) = OF_A_RUN["supply"].pages(tables)
    us = next(ax for ax in figure.axes if ax.get_title(loc="left") == "US")
    leaders = [line for line in us.lines if not line.get_clip_on()]
    names = [text for text in us.texts if text.get_text()]
    assert [line.get_ydata()[1] for line in leaders] == [text.xy[1] for text in names]
    assert len(set(HATCHES)) == len(HATCHES) >= 12


def test_svg_paths_are_rounded_and_nothing_else():
    svg = b'<g transform="scale(0.015625)"/><path d="M 1.23456 2 L 3.5 4.98765"/>'
    assert shorter(svg) == b'<g transform="scale(0.015625)"/><path d="M 1.23 2 L 3.5 4.98"/>'


def _drawn(paths):
    return {path.name: path.read_bytes() for path in paths}
