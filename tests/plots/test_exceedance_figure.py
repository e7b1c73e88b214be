"""How likely a loss is: the chances, their interval, the sentence, and how they are drawn."""

import datetime as dt

import numpy as np
import pytest
from matplotlib import rc_context

from sim.plots.compare_style import MM
from sim.plots.exceedance import (
    DAYS,
    exceedance,
    exceedance_figure,
    exceedance_told,
    exceedances,
    sentence,
)
from sim.plots.style import RC, WIDTH
from sim.plots.view import View
from tests import factories
from tests.plots.legible import assert_apart, assert_inside, assert_told, lay_out, texts


@pytest.fixture(scope="module")
def tables():
    return factories.run(histories=40, end=dt.date(2028, 6, 30)).tables


def drawn(tables, **asked):
    with rc_context(RC):
        figure = exceedance_figure(tables, View(**asked))
        lay_out(figure)
    return figure


def test_the_chance_is_the_part_of_histories_that_lose_more():
    found = exceedance("US", np.arange(20.0))
    assert found.beyond(14.5)[:2] == (5, 0.25)
    assert found.beyond(15)[:2] == (4, 0.2), "more than 15, not 15 and more"
    assert found.beyond(-0.0)[0] == 19
    assert found.beyond(1000)[:2] == (0, 0.0)


def test_its_interval_is_exact_and_of_no_width_where_nothing_is_random():
    """Clopper and Pearson: of 61 in 64 the interval is 0.8691 to 0.9902."""
    values = np.repeat([0.0, 50.0], [3, 61])
    assert exceedance("US", values).beyond(30)[2:] == pytest.approx((0.8691, 0.9902), abs=1e-4)
    sure = exceedance("US", np.array([50.0]), random=False)
    assert sure.beyond(30) == (1, 1.0, 1.0, 1.0)
    assert sentence(sure) == ("US loses more than 30 days in 1 of 1 histories, a chance of 100 %")


def test_of_many_histories_a_few_points_are_drawn_and_a_months_loss_is_exact():
    values = np.random.default_rng(4).uniform(0, 90, 3000)
    found = exceedance("US", values)
    assert len(found.days) <= 202
    assert found.beyond(DAYS)[0] == (values > DAYS).sum()
    assert (np.diff(found.chance) < 0).all()
    inside = (found.low <= found.chance) & (found.chance <= found.high)
    assert inside.all()


def test_the_sentence_gives_count_chance_and_interval(tables):
    one = next(one for one in exceedances(tables) if one.name == "All consumers")
    (every,) = tables.of_kind("all")
    lost = tables.histories.daily(every, "cumulative")[-1]
    count = int((lost > DAYS).sum())
    assert 0 < count < 40
    assert sentence(one).startswith(
        f"All consumers loses more than 30 days in {count} of 40 histories, a chance of {2.5 * count:.0f} % "
        "(95 % interval "
    )
    assert sentence(one) in exceedance_told(tables).alt


def test_panels_have_the_chance_in_their_title_and_as_a_dot(tables):
    for ax in drawn(tables).axes:
        name, _, rest = " ".join(ax.get_title(loc="left").split()).partition(":")
        one = next(one for one in exceedances(tables) if one.name == name)
        (dot,) = [line for line in ax.lines if line.get_marker() == "o"]
        chance = 100 * one.beyond(DAYS)[1]
        assert dot.get_xydata().tolist() == [[DAYS, pytest.approx(chance)]]
        assert rest == f" {chance:.0f} % beyond 30 d"


def test_who_loses_nothing_has_no_panel_and_is_named(tables):
    figure = drawn(tables)
    titles = " ".join(ax.get_title(loc="left") for ax in figure.axes)
    assert "China" not in titles
    said = " ".join(text.get_text() for text in figure.texts).replace("\n", " ")
    assert "Less than half a day in every history: China." in said


def test_who_is_asked_for_is_drawn(tables):
    figure = drawn(tables, groups=("JP",), consumers=("us_ev",))
    titles = [ax.get_title(loc="left").partition(":")[0] for ax in figure.axes]
    assert titles == ["Japan", "US ev"]


@pytest.mark.parametrize("width", [WIDTH, 85 / MM])
def test_it_is_legible_at_any_width(tables, width):
    figure = drawn(tables, width=width)
    assert_inside(figure, texts(figure))
    assert_apart(texts(figure))
    assert_told(figure)
