"""The figure of what still runs: whom it draws, over which time, and how far down."""

import numpy as np
import pytest
from matplotlib import rc_context

from sim.output.fan import Fan
from sim.plots.figures import FIGURES
from sim.plots.style import RC
from sim.plots.survival import BEFORE, OVER
from tests import factories

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
        (figure,) = FIGURES["survival"].pages(tables)
    panels = [ax for ax in figure.axes if ax.get_title(loc="left")]
    (panel,) = panels
    assert panel.get_title(loc="left") == "EU"
    (line,) = (line for line in panel.lines if len(line.get_xdata()) > 2)
    assert [text.get_text() for text in panel.texts] == ["Auto"]
    runs = np.asarray(line.get_ydata())
    assert runs.min() == pytest.approx(50.0)
    assert runs[0] == runs[-1] == 100.0


def test_it_begins_a_month_before_the_first_stop_and_ends_a_month_after_the_last(tables):
    with rc_context(RC):
        (figure,) = FIGURES["survival"].pages(tables)
    panel = next(ax for ax in figure.axes if ax.get_title(loc="left"))
    low, high = panel.get_xlim()
    assert high - low == pytest.approx(60 + 2 * BEFORE + OVER, abs=6)


def test_who_never_stands_still_needs_no_figure():
    calm = factories.run(histories=4, disruptions={}).tables
    for group in calm.of_kind("consumer"):
        vars(calm.series[group])["shortfall"] = Fan.of(np.zeros((calm.histories.days, 4)))
    assert not FIGURES["survival"].wanted(calm)
