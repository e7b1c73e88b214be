"""The figure of a sized stockpile, with made-up histories."""

import numpy as np
import pytest
from matplotlib import rc_context

from sim.compare.estimate import Estimate
from sim.output.run_request import RunRequest
from sim.plots.size import draw_sizes, size_figure
from sim.plots.style import RC, footer, reach
from sim.scenario.load import load
from sim.size.measured import Scale
from sim.size.point import Point
from sim.size.question import asked
from sim.size.reason import Reason
from sim.size.size_result import SizeResult
from sim.size.target import read_target
from sim.size.verdict import verdict
from tests.plots.legible import assert_apart, assert_inside, assert_told, drawn, lay_out
from tests.plots.studies import files_of, study_in

NEEDED = np.linspace(20, 147, 128)


@pytest.fixture(scope="module")
def question():
    request = RunRequest(load("vault-60-days"), 128, 1)
    target = read_target("shortfall_days[US] <= 0 with 90%")
    return asked(request, target, "vault", 1.0, {})


def point(question, steps, relief=1.0):
    values = np.maximum(NEEDED - relief * steps, 0.0)
    judged = verdict(question.target, values, None, exact=False)
    return Point(steps, float(steps), "d", values, values, 10 * values, None, judged)


def results(question):
    sizes = (0, 30, 60, 120, 134, 135, 141, 146, 148)
    some = SizeResult(
        "magnets", ("us_ev",), 4.0, tuple(point(question, n) for n in sizes),
        point(question, question.endless), 135, 127, 141, Estimate(-0.1, 0.02, 1.0), None,
    )  # fmt: skip
    none = SizeResult(
        "oxide", ("us_ev",), 2.0, tuple(point(question, n, 0.01) for n in (0, 30, 60, 120)),
        point(question, question.endless, 0.0), None, None, None, None, Reason(1.0, 0.01, "form"),
    )  # fmt: skip
    return [some, none]


SCALES = {"days": Scale("days", {}), "musd": Scale("musd", {"magnets": 49.0, "oxide": 60.0})}


def texts(figure):
    """All that is written; axes that share their labels with a neighbour have none."""
    found = list(figure.texts)
    for ax in figure.axes:
        found += [ax._left_title, ax.xaxis.label, ax.yaxis.label]
        found += [t for a in (ax.xaxis, ax.yaxis) if a.get_ticklabels() for t in drawn(a)]
    return [text for text in found if text.get_text()]


@pytest.fixture(scope="module", params=sorted(SCALES))
def figure(request, question):
    with rc_context(RC):
        figure = size_figure(question, results(question), SCALES[request.param])
        footer(figure, "world as known on 2026-06-30")
        lay_out(figure)
        yield figure


def test_no_text_leaves_the_figure(figure):
    assert_inside(figure, texts(figure))


def test_no_text_overlaps_another(figure):
    assert_apart(texts(figure))


def test_it_says_what_its_histories_differ_by(figure):
    assert_told(figure)


def test_the_panels_tell_size_and_unit(figure, question):
    told = {text.get_text() for text in texts(figure)}
    assert "held as oxide: no size does" in told
    assert "shortfall_days (d)" in told
    days = "held as magnets: 135 d" in told
    # 135 days of 4 t at 49 USD a kg.
    assert days != ("held as magnets: 26.46 M USD" in told)
    assert ("size (days of members' use)" in told) == days


def test_the_share_is_drawn_where_it_was_counted(question):
    with rc_context(RC):
        figure = size_figure(question, results(question), SCALES["days"])
    line = figure.axes[1].lines[0]
    shown = dict(zip(line.get_xdata(), line.get_ydata(), strict=True))
    assert shown[0] == 0
    assert shown[135] == pytest.approx(100 * 116 / 128)


def test_intervals_of_what_cannot_be_negative_end_at_zero(question):
    """At 146 days one history of 128 is short, and the interval of the mean would go below 0."""
    found = point(question, 146).statistics
    assert found.mean < found.half_width95
    with rc_context(RC):
        figure = size_figure(question, results(question), SCALES["days"])
    (bars,) = figure.axes[0].containers
    _, _, (segments,) = bars
    lows = [segment[0, 1] for segment in segments.get_segments()]
    assert min(lows) == 0.0
    assert reach(np.array([1.0]), np.array([2.0]), np.array([-1.0])).tolist() == [[2.0], [2.0]]


def test_figures_repeat_byte_for_byte(question, tmp_path):
    first, again = (
        {
            path.name: path.read_bytes()
            for path in draw_sizes(question, results(question), scale, study_in(to))
        }
        for scale, to in [(SCALES["days"], tmp_path / "a"), (SCALES["days"], tmp_path / "b")]
    )
    assert first == again
    assert set(first) == set(files_of("size"))
