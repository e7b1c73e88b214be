"""The calendar of losses: its cells add up, stand in their months, and are legible."""

import datetime as dt

import numpy as np
import pytest
from matplotlib import rc_context

from sim.plots.calendar import SHOWN, calendar_figure, calendar_told, calendars
from sim.plots.compare_style import MM
from sim.plots.style import RC, WIDTH
from sim.plots.view import View
from tests import factories
from tests.plots.legible import assert_apart, assert_inside, assert_told, lay_out, texts


@pytest.fixture(scope="module")
def tables():
    return factories.run(histories=8, end=dt.date(2028, 6, 30)).tables


def drawn(tables, **asked):
    with rc_context(RC):
        figure = calendar_figure(tables, View(**asked))
        lay_out(figure)
    return figure


def test_months_add_up_to_the_days_over_the_run(tables):
    for one, group in zip(
        calendars(tables, View(groups=("US", "JP"))),
        [g for name in ("US", "JP") for g in tables.of_kind("region") if g.name == name],
        strict=True,
    ):
        assert one.total == pytest.approx(tables.series[group].cumulative.mean[-1], abs=0.01)


def test_a_month_is_the_sum_of_its_days(tables):
    (one,) = calendars(tables, View(groups=("US",)))
    (us,) = [group for group in tables.of_kind("region") if group.name == "US"]
    first = (dt.date(2027, 3, 1) - tables.histories.start).days
    expected = tables.series[us].shortfall.mean[first : first + 31].sum()
    assert expected > 1
    assert one.days[1, 2] == pytest.approx(expected)


def test_a_run_that_begins_in_march_leaves_the_months_before_open():
    made = factories.run(histories=2, start=dt.date(2026, 3, 1)).tables
    (one,) = calendars(made, View(groups=("US",)))
    assert np.isnan(one.days[0]).tolist() == [True] * 2 + [False] * 10
    assert calendar_told(made, View(groups=("US",))).data.rows[0][1] == "2026-03"


def test_figures_stand_in_cells_of_half_a_day_or_more(tables):
    figure = drawn(tables, groups=("US",))
    (ax,), (one,) = figure.axes, calendars(tables, View(groups=("US",)))
    found = {(round(text.get_position()[1]), round(text.get_position()[0])): text.get_text()
             for text in ax.texts}  # fmt: skip
    wanted = {at: f"{days:.0f}" for at, days in np.ndenumerate(one.days) if days >= SHOWN}
    assert found == wanted
    assert len(wanted) > 5


def test_the_words_tell_the_worst_month(tables):
    (one,) = calendars(tables, View(groups=("US",)))
    year, month = np.unravel_index(np.nanargmax(one.days), one.days.shape)
    told = calendar_told(tables, View(groups=("US",)))
    assert f"in {2026 + year}-{month + 1:02}." in told.alt


@pytest.mark.parametrize("width", [WIDTH, 85 / MM])
def test_it_is_legible_at_any_width(tables, width):
    figure = drawn(tables, width=width)
    assert_inside(figure, texts(figure))
    assert_apart(texts(figure))
    assert_told(figure)
