"""The figure of supply: whatever is averaged, it does not fall before goods stay away."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from sim.output.monthly import Months, monthly_supply
from sim.plots import supply
from sim.plots.style import RC, styled
from sim.plots.supply import Layer, draw_supply
from sim.plots.view import View
from tests import factories
from tests.plots.legible import assert_apart, assert_inside, lay_out, texts

ENDS = np.array([31.0, 61.0, 92.0, 122.0])
HALT = 70
"""A day within the third month."""


def heights(ax, day):
    """Top and bottom of the lowest area on a day."""
    (path,) = ax.collections[0].get_paths()
    x, y = path.vertices.T
    edges = [y[i] + (y[i + 1] - y[i]) * (day - x[i]) / (x[i + 1] - x[i])
             for i in range(len(x) - 1) if min(x[i], x[i + 1]) <= day < max(x[i], x[i + 1])]  # fmt: skip
    return max(edges), min(edges)


def test_supply_and_demand_hold_until_the_date_from_which_a_month_counts():
    ax = Figure(figsize=(4, 2)).add_subplot()
    ax.set_xlim(0, 130)
    supply = np.array([9.0, 9.0, 5.0, 2.0])
    draw_supply(ax, ENDS, [Layer("China", "#888888", "", supply)], np.full(4, 10.0))
    for day in (1, 45, HALT, 91):
        assert heights(ax, day) == (9.0, 0.0)
    assert heights(ax, 93) == (5.0, 0.0)
    assert heights(ax, 128) == (2.0, 0.0)
    line = next(one for one in ax.lines if one.get_drawstyle() == "steps-post")
    assert line.get_xdata()[-1] == 130
    china, demand = (text.xy[1] for text in ax.texts if text.get_text())
    assert (china, demand) == (1.0, 10.0)


def test_the_name_stands_at_what_is_drawn_at_the_right():
    """A month that ends beyond the axis is not seen."""
    ax = Figure(figsize=(4, 2)).add_subplot()
    ax.set_xlim(0, 100)
    supply = np.array([9.0, 9.0, 5.0, 2.0])
    draw_supply(ax, ENDS, [Layer("China", "#888888", "", supply)], np.full(4, 10.0))
    assert next(text.xy[1] for text in ax.texts if text.get_text()) == 2.5


def test_means_over_months_hold_no_month_that_comes_after():
    months = Months.of(factories.scenario())
    shipped = np.ones((len(months.days), 1, 1)) * months.days[:, None, None]
    halted = shipped.copy()
    halted[10:] = 0.0
    before, after = (monthly_supply(months, one)[:, 0, 0] for one in (shipped, halted))
    np.testing.assert_array_equal(before[:10], after[:10])
    assert after[10] < before[10]
    assert after[12] == 0.0


@pytest.mark.parametrize("width", [85, 208])
def test_a_long_name_of_a_country_stays_inside_and_off_the_next_panel(monkeypatch, width):
    tables = factories.run(histories=2).tables
    monkeypatch.setattr(supply, "place_name", lambda code: f"Republic of {code}")
    with styled(RC):
        figure = supply.supply_figure(tables, View(width / 25.4))
        lay_out(figure)
        found = texts(figure)
        assert sum(text.get_text() == "Republic of CN" for text in found) > 3
        assert_inside(figure, found)
        assert_apart(found)
