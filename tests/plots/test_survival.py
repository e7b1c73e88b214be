"""The figure of what still runs: whom it draws, over which time, and how far down."""

import numpy as np
import pytest
from matplotlib import rc_context

from sim.output.fan import Fan
from sim.plots import survival
from sim.plots.catalogue import OF_A_RUN
from sim.plots.span import Span
from sim.plots.style import RC
from sim.plots.survival import BEFORE, MOST, OVER
from tests import factories
from tests.plots.legible import assert_apart, assert_inside, assert_told, lay_out, texts

DAYS = slice(400, 460)
"""When the EU's carmakers stand still."""


@pytest.fixture(scope="module")
def tables():
    """All run but one consumer, of which a half stands still for sixty days."""
    made = factories.run(histories=4).tables
    for group in made.of_kind("consumer"):
        still = np.zeros((made.histories.days, 4))
        still[DAYS] = 0.5 * (group.name == "eu_auto")
        vars(made.series[group])["shortfall"] = Fan.of(still)
    return made


def test_only_who_stands_still_has_a_curve(tables):
    with rc_context(RC):
        (figure,) = OF_A_RUN["survival"].pages(tables)
    panels = [ax for ax in figure.axes if ax.get_title(loc="left")]
    (panel,) = panels
    lost = next(g for g in tables.of_kind("consumer") if g.name == "eu_auto")
    days = tables.series[lost].cumulative.mean[-1]
    assert panel.get_title(loc="left") == f"EU auto: {days:.0f} d"
    (line,) = panel.lines
    runs = np.asarray(line.get_ydata())
    assert runs.min() == pytest.approx(50.0)
    assert runs[0] == runs[-1] == 100.0


def test_without_an_event_it_begins_a_month_before_the_first_stop_and_ends_a_month_after_the_last():
    made = factories.run(histories=4, disruptions={}).tables
    for group in made.of_kind("consumer"):
        still = np.zeros((made.histories.days, 4))
        still[DAYS] = 0.5 * (group.name == "eu_auto")
        vars(made.series[group])["shortfall"] = Fan.of(still)
    with rc_context(RC):
        (figure,) = OF_A_RUN["survival"].pages(made)
    panel = next(ax for ax in figure.axes if ax.get_title(loc="left"))
    low, high = panel.get_xlim()
    assert high - low == pytest.approx(60 + 2 * BEFORE + OVER, abs=6)


def test_where_the_event_is_nearly_all_its_onset_is_not_cut_off(tables, monkeypatch):
    """Who stands still long after an onset does so for what began then."""
    days, onset = tables.histories.days, int(np.nanmin(tables.histories.onset_day))
    assert onset < DAYS.start - BEFORE
    monkeypatch.setattr(survival, "span_of", lambda *_: Span(0, days, days))
    with rc_context(RC):
        (figure,) = OF_A_RUN["survival"].pages(tables)
    panel = next(ax for ax in figure.axes if ax.get_title(loc="left"))
    assert panel.get_xlim()[0] == onset - BEFORE


CALM = "that in 95 % of histories run at 95 % or more"


@pytest.mark.parametrize(
    ("still", "left_out"), [(0.1, f"3 {CALM}"), (0.5, f"1 consumer of 5.0 d or less, 2 {CALM}")]
)
def test_those_who_lose_most_anywhere_are_drawn_and_the_note_counts_the_others(still, left_out):
    """Two never stand still, and each of the others longer than the one before it."""
    made = factories.run(histories=4).tables
    consumers = made.of_kind("consumer")
    for more, group in enumerate(consumers):
        days = np.zeros((made.histories.days, 4))
        days[400 : 400 + 10 * (more - len(consumers) + MOST + 2)] = still
        vars(made.series[group]).update(shortfall=Fan.of(days), cumulative=Fan.of(days.cumsum(0)))
    with rc_context(RC):
        (figure,) = OF_A_RUN["survival"].pages(made)
        lay_out(figure)
    assert_inside(figure, texts(figure))
    assert_apart(texts(figure))
    assert_told(figure)
    titles = [ax.get_title(loc="left") for ax in figure.axes if ax.get_title(loc="left")]
    assert len(titles) == MOST
    assert f"{consumers[-1].label}: {10 * still * (MOST + 1):.0f} d" in titles
    said = " ".join(text.get_text() for text in figure.texts).replace("\n", " ")
    assert f"Not drawn: {left_out}." in said.replace("\N{NO-BREAK SPACE}", " ")


def test_who_never_stands_still_needs_no_figure():
    calm = factories.run(histories=4, disruptions={}).tables
    for group in calm.of_kind("consumer"):
        vars(calm.series[group])["shortfall"] = Fan.of(np.zeros((calm.histories.days, 4)))
    assert not OF_A_RUN["survival"].wanted(calm)


def test_the_date_below_the_last_day_is_whole():
    """The first day after the run, where somebody still stands then, is below the end of an axis."""
    made = factories.run(histories=4, disruptions={}).tables
    for group in made.of_kind("consumer"):
        still = np.zeros((made.histories.days, 4))
        still[-500:] = 0.5
        vars(made.series[group])["shortfall"] = Fan.of(still)
    with rc_context(RC):
        (figure,) = OF_A_RUN["survival"].pages(made)
        lay_out(figure)
        ends = [ax.get_xlim()[1] for ax in figure.axes if ax.get_title(loc="left")]
        assert ends[0] in figure.axes[1].get_xticks()
        assert_inside(figure, texts(figure))


def test_nobody_stands_still_before_the_halt_begins(tables):
    """Means look back alone: one that looks ahead would fall before anything happens."""
    with rc_context(RC):
        (figure,) = OF_A_RUN["survival"].pages(tables)
    (panel,) = [ax for ax in figure.axes if ax.get_title(loc="left")]
    days, runs = panel.lines[0].get_data()
    assert (np.asarray(runs)[np.asarray(days) < DAYS.start] == 100.0).all()
    assert (np.asarray(runs)[np.asarray(days) > DAYS.start + 3] < 100.0).any()
