"""Storylines: which histories are told, what happens in them, and how it is labelled."""

import datetime as dt

import numpy as np
import pytest
from matplotlib import rc_context

from sim.output.storylines import CHOSEN, hardest_hit, one_of, ranked, storylines
from sim.plots.compare_style import MM
from sim.plots.storylines import flags, storylines_figure, storylines_told
from sim.plots.style import RC, WIDTH
from sim.plots.view import View
from tests import factories
from tests.plots.legible import assert_apart, assert_inside, assert_told, lay_out, texts

HALT = 313
"""Day on which the halt of the factory begins, 2026-11-10."""


@pytest.fixture(scope="module")
def tables():
    return factories.run(histories=40, end=dt.date(2028, 12, 31)).tables


def group(tables, kind, name):
    (found,) = (one for one in tables.groups if (one.kind, one.name) == (kind, name))
    return found


def drawn(tables, **asked):
    with rc_context(RC):
        figure = storylines_figure(tables, View(**asked))
        lay_out(figure)
    return figure


def test_they_are_the_histories_at_a_tenth_a_half_and_nine_tenths(tables):
    us = group(tables, "region", "US")
    totals = tables.histories.daily(us, "cumulative")[-1]
    found = storylines(tables.histories, us)
    assert [one.name for one in found] == list(CHOSEN)
    for one, place in zip(found, (3, 19, 35), strict=True):
        assert one.total == pytest.approx(np.sort(totals)[place], abs=0.01)
        assert one.total == pytest.approx(totals[one.history], abs=0.01)
        assert one.short.sum() == pytest.approx(one.total, abs=0.01)


def test_with_few_histories_none_is_told_twice():
    assert ranked(np.array([3.0])) == {"typical": 0}
    assert ranked(np.array([3.0, 1.0])) == {"typical": 1, "severe": 0}
    assert ranked(np.zeros(9)) == {"typical": 0}


def test_a_history_is_read_from_its_own_lot():
    histories = factories.run(histories=130, end=dt.date(2026, 12, 31)).tables.histories
    assert len(histories.lots) == 3
    whole = histories.read("shortfall.all.all")
    for at in (0, 63, 64, 129):
        assert (one_of(histories, "shortfall.all.all", at) == whole[:, at]).all()
    with pytest.raises(IndexError):
        one_of(histories, "shortfall.all.all", 130)


def test_what_happens_is_told_in_order_of_the_days(tables):
    """Who stops first is the one of the group whose buffer ends first; the vault is used up."""
    us = group(tables, "region", "US")
    for one in storylines(tables.histories, us):
        assert one.day_of("onset") == HALT
        days = [each.day for each in one.happenings]
        assert days == sorted(days)
        served = {name.group.name: name.values for name in tables.outcomes
                  if name.measure == "first_stop_10pct" and name.group.kind == "consumer"
                  and name.group.name.startswith("us_")}  # fmt: skip
        assert one.day_of("first stop") == min(each[one.history] for each in served.values())
    severe = storylines(tables.histories, us)[-1]
    held = one_of(tables.histories, "reserve.vault", severe.history)
    assert severe.day_of("exhausted") == np.flatnonzero(held <= 0.01 * held[HALT])[0]
    assert [each.whose for each in severe.happenings if each.kind == "exhausted"] == ["US vault"]


def test_a_stockpile_of_others_is_not_told(tables):
    (*_, severe) = storylines(tables.histories, group(tables, "region", "EU"))
    assert severe.day_of("exhausted") is None
    lowest = severe.day_of("lowest stock")
    assert severe.cover[lowest] == severe.cover[HALT:].min()


def test_nothing_shows_before_it_happens(tables):
    """A mean over the week before falls with the first day that is short, and no day earlier."""
    for one in storylines(tables.histories, group(tables, "region", "EU")):
        first = np.flatnonzero(one.short > 0)[0]
        assert (one.served[:first] == 100.0).all()
        assert one.served[first] == pytest.approx(100.0 - 100.0 * one.short[first] / 7)


def test_the_group_is_the_region_that_lacks_most_tonnes(tables):
    unmet = {
        one.group.name: one.values.mean()
        for one in tables.outcomes
        if one.measure == "unmet_t" and one.group.kind == "region"
    }
    assert hardest_hit(tables.histories).name == max(unmet, key=unmet.get)


@pytest.mark.parametrize("width", [WIDTH, 85 / MM])
@pytest.mark.parametrize("name", ["US", "EU"])
def test_it_is_legible_at_any_width(tables, width, name):
    figure = drawn(tables, groups=(name,), width=width)
    assert_inside(figure, texts(figure))
    assert_apart(texts(figure))
    assert_told(figure)


def test_each_panel_has_flags_with_dates_and_markers_on_the_curve(tables):
    us = group(tables, "region", "US")
    figure = drawn(tables, groups=("US",))
    for ax, line in zip(figure.axes, storylines(tables.histories, us), strict=True):
        told = [text.get_text() for text in ax.texts]
        assert told == [one.text for one in flags(line, tables.histories.start)]
        assert "Chinese export halt begins, 10 Nov 2026" in told[0]
        marked = [one for one in ax.lines if one.get_marker() != "None"]
        assert len(marked) == len(line.happenings)


def test_the_days_drawn_are_those_of_the_event_or_those_asked_for(tables):
    low, high = drawn(tables).axes[0].get_xlim()
    assert HALT - 60 <= low < HALT
    assert high < tables.histories.days
    assert drawn(tables, window="all").axes[0].get_xlim() == (0, tables.histories.days)


def test_an_undisrupted_run_has_one_line_and_no_flags():
    calm = factories.run(histories=4, disruptions={}, end=dt.date(2026, 12, 31)).tables
    figure = drawn(calm)
    (ax,) = figure.axes
    assert not ax.texts
    assert ax.get_xlim() == (0, calm.histories.days)
    assert_inside(figure, texts(figure))


def test_of_what_does_not_end_in_the_run_its_name_is_told():
    cut = factories.run(histories=8, end=dt.date(2026, 12, 31)).tables
    line = storylines_told(cut, View(groups=("JP",))).alt
    assert ", Chinese export halt in force to the end of the run (history " in line
    assert "days of disruption" not in line


def test_whose_storylines_are_told_may_be_asked(tables):
    for asked, told in (
        ({"groups": ("JP", "US")}, "Japan"),
        ({"consumers": ("us_ev",)}, "US ev"),
        ({"groups": ("all",)}, "All consumers"),
        ({}, "EU"),
    ):
        title = storylines_told(tables, View(**asked)).title
        assert title == f"{told} in a mild, a typical and a severe history: Export halt"


def test_the_words_tell_what_happens_and_the_table_holds_the_days(tables):
    told = storylines_told(tables, View(groups=("US",)))
    (*_, severe) = storylines(tables.histories, group(tables, "region", "US"))
    assert f"Severe: {severe.total:.0f} d of shortfall" in told.alt
    for one in flags(severe, tables.histories.start):
        assert one.text[2:] in told.alt
    row = next(row for row in told.data.rows if row[0] == "severe" and "ends" in row[-1])
    day = severe.day_of("end")
    assert row[2] == tables.histories.start + dt.timedelta(days=day)
    assert row[3] == pytest.approx(severe.served[day])
