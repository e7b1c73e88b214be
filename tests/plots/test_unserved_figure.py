"""Who goes without: tonnes by month, who is named, and that no filling stands for two."""

import datetime as dt

import numpy as np
import pytest
from matplotlib import rc_context

from sim.output.monthly import Months
from sim.output.tables import tabulate
from sim.plots.compare_style import MM
from sim.plots.style import RC, WIDTH
from sim.plots.unserved import (
    NAMED,
    Layer,
    Pile,
    _swatches,
    _together,
    anyone_short,
    piles,
    unserved_figure,
    unserved_told,
)
from sim.plots.view import View
from tests import factories
from tests.plots.legible import assert_apart, assert_inside, assert_told, lay_out, texts
from tests.unit.compare_runs import two_mines

GROWS = (
    "consumers.motors.growth_per_year=0.1",
    "consumers.motors.sources={growth_per_year: example}",
    "uncertainty={widths: {growth: {C: 0.5}}}",
    "magnet_makers.maker.capacity_t_blanks_per_year=100",
)
"""Demand that differs much between histories, beyond what its maker was built for."""


@pytest.fixture(scope="module")
def tables():
    return factories.run(histories=8, end=dt.date(2028, 6, 30)).tables


def drawn(tables, **asked):
    with rc_context(RC):
        figure = unserved_figure(tables, View(**asked))
        lay_out(figure)
    return figure


def test_the_tonnes_are_those_of_the_measure_that_counts_them(tables):
    unmet = {one.group.name: one.values.mean() for one in tables.outcomes
             if one.measure == "unmet_t" and one.group.kind == "consumer"}  # fmt: skip
    (pile,) = piles(tables)
    assert pile.by_month.sum() == pytest.approx(sum(unmet.values()), rel=1e-3)
    largest = max(unmet, key=unmet.get)
    assert pile.layers[0].name.lower().replace(" ", "_") == largest
    assert pile.layers[0].total == pytest.approx(unmet[largest], rel=1e-3)


def test_so_they_are_where_demand_is_another_in_each_history(tmp_path):
    """As that of a region that grows more, which is short for longer."""
    run = two_mines(tmp_path, *GROWS)
    unmet = {one.group.name: one.values.mean() for one in run.outcomes
             if one.measure == "unmet_t" and one.group.kind == "consumer"}  # fmt: skip
    (pile,) = piles(tabulate(run))
    assert pile.layers[0].total == pytest.approx(unmet["motors"], rel=1e-4)


def test_those_who_go_without_most_are_named_and_the_others_counted(tables):
    (pile,) = piles(tables)
    assert len(pile.layers) == NAMED + 1
    sums = [one.total for one in pile.layers[:-1]]
    assert sums == sorted(sums, reverse=True)
    assert pile.layers[-1].name.endswith(" others")


def test_one_other_is_named_rather_than_called_others():
    layers = [Layer(str(at), np.array([float(at)])) for at in range(NAMED + 2)]
    assert [one.name for one in _together(layers)] == [str(at) for at in range(NAMED + 1, 0, -1)]


def test_bars_lie_upon_each_other_month_by_month(tables):
    (ax,) = (ax for ax in drawn(tables).axes if ax.get_title(loc="left"))
    (pile,) = piles(tables)
    bars = [patch for patch in ax.patches if hasattr(patch, "get_data")]
    assert len(bars) == len(pile.layers)
    base = np.zeros(len(pile.by_month))
    for bar, one in zip(bars, pile.layers, strict=True):
        values, edges, low = bar.get_data()
        assert low == pytest.approx(base)
        assert values == pytest.approx(base + one.unserved_t)
        base = values
    months = Months.of(tables.histories.scenario)
    assert edges.tolist() == [*months.first_day, months.ends[-1]]


def test_no_two_consumers_look_alike():
    """Two piles of seven are fourteen fillings, more than there are colours."""
    layers = tuple(Layer(str(at), np.ones(3)) for at in range(7))
    swatches = _swatches([Pile("magnets", layers), Pile("element in oxide", layers)])
    assert len({(one.colour, one.hatch) for one in swatches}) == 14
    first = swatches[:7]
    assert len({one.hatch for one in first}) == 7, "told apart in grey"


def test_consumers_may_be_asked_for(tables):
    (pile,) = piles(tables, View(groups=("JP",), consumers=("us_ev",)))
    assert {one.name for one in pile.layers} == {"JP ev", "JP auto", "JP other", "US ev"}


def test_the_words_tell_the_worst_month(tables):
    (pile,) = piles(tables)
    told = unserved_told(tables)
    at = int(np.argmax(pile.by_month))
    months = Months.of(tables.histories.scenario)
    date = tables.histories.start + dt.timedelta(days=int(months.first_day[at]))
    assert f"most in {date:%B %Y}, {pile.by_month[at]:,.0f} t" in told.alt
    assert sum(row[-1] for row in told.data.rows) == pytest.approx(pile.by_month.sum())


@pytest.mark.parametrize("width", [WIDTH, 85 / MM])
def test_it_is_legible_at_any_width(tables, width):
    figure = drawn(tables, width=width)
    assert_inside(figure, texts(figure))
    assert_apart(texts(figure))
    assert_told(figure)


def test_who_is_always_served_needs_no_figure():
    calm = factories.run(histories=2, disruptions={}, end=dt.date(2026, 12, 31)).tables
    assert not anyone_short(calm)
