"""The figure of what to measure first, with made-up inputs."""

import pytest
from matplotlib import rc_context

from sim.decide.findings import Findings
from sim.plots.measure_first import MOST, findings_figure
from sim.plots.style import RC, footer
from tests.made_up_choice import made_up
from tests.plots.legible import assert_apart, assert_inside, lay_out, texts

CASES = {
    "a choice": made_up(),
    "many numbers": made_up(numbers=14),
    "no choice": made_up(options=1, numbers=3),
    "no money": made_up(options=3, money=False),
}


@pytest.fixture(scope="module", params=CASES)
def figure(request):
    with rc_context(RC):
        figure = findings_figure(Findings(CASES[request.param]))
        footer(figure, "world as known on 2026-06-30")
        lay_out(figure)
        yield figure


def test_no_text_leaves_the_figure(figure):
    assert_inside(figure, texts(figure))


def test_no_text_overlaps_another(figure):
    assert_apart(texts(figure))


def test_what_can_be_measured_stands_above_what_cannot():
    with rc_context(RC):
        ax = findings_figure(Findings(CASES["many numbers"])).axes[0]
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert len(names) == MOST + 1
    assert names[0].startswith("a survey of shelves")
    assert names[-1] == "duration of the halt"


def test_with_nothing_told_it_says_so():
    with rc_context(RC):
        drawn = findings_figure(Findings(made_up(64, options=1)))
        one = findings_figure(Findings(_same()))
    assert any("nothing is told" in text.get_text() for text in one.axes[0].texts)
    assert not any("nothing is told" in text.get_text() for text in drawn.axes[0].texts)


def _same():
    from dataclasses import replace

    choice = made_up(64, options=1)
    return replace(choice, values=0.0 * choice.values)
