"""Figures of a comparison: at every width nothing is clipped and nothing overlaps."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from matplotlib import rc_context
from matplotlib.colors import to_rgb

from sim.compare import compare
from sim.compare.curves import cumulated, dependence, differences
from sim.plots.catalogue import OF_SEVERAL
from sim.plots.compare import draw_comparison
from sim.plots.compare_groups import counts
from sim.plots.compare_many import MANY
from sim.plots.compare_overlay import days_text
from sim.plots.compare_panels import apart
from sim.plots.compare_style import MM, STYLES, style_of, text_width, wrapped
from sim.plots.exposure import GAPS
from sim.plots.style import RC
from sim.plots.view import View
from tests.plots.legible import assert_told, lay_out
from tests.unit.compare_runs import dependent, several


def drawn(name, comparison, width):
    """The figure of a kind; none where the runs lack what it shows."""
    pages = OF_SEVERAL[name].pages(comparison, View(width))
    return pages[0] if pages else None


@pytest.fixture(scope="module", params=[2, 4])
def comparison(request):
    return compare(dependent(request.param))


FILES = ("svg", "pdf", "png", "csv", "txt")
"""What there is of each figure."""
NAMES = list(OF_SEVERAL)
WIDTHS = {85: NAMES, 170: ["overlay", "difference", "consumers", "totals"], 208: NAMES}
"""Figures that are drawn so many millimetres wide."""


@pytest.fixture(params=[(name, width) for width, names in WIDTHS.items() for name in names],
                ids=lambda p: f"{p[0]}-{p[1]}")  # fmt: skip
def figure(request, comparison):
    name, width = request.param
    with rc_context(RC):
        figure = drawn(name, comparison, width / MM)
        lay_out(figure)
        yield figure


def texts(figure):
    found = list(figure.texts)
    for ax in figure.axes:
        found += [*ax.texts, ax._left_title]
        if ax.axison:
            found += [ax.xaxis.label, ax.yaxis.label]
            for axis in (ax.xaxis, ax.yaxis):
                low, high = sorted(axis.get_view_interval())
                # Panels that share the axis of their neighbour have no labels of their own.
                ticks = zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=False)
                found += [label for at, label in ticks if low <= at <= high]
    return [text for text in found if text.get_text().strip() and text.get_visible()]


def test_it_says_what_its_histories_differ_by(figure):
    assert_told(figure)


def test_nothing_is_clipped_nothing_overlaps_and_axes_have_units(figure):
    frame = figure.bbox
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts(figure)]
    assert len(boxes) > 10
    assert {"(d)", "(%)"} & set(" ".join(name for name, _ in boxes).split())
    for name, box in boxes:
        inside = box.x0 >= 0 and box.y0 >= 0 and box.x1 <= frame.x1 + 1 and box.y1 <= frame.y1
        assert inside, f"{name!r} is clipped: {box} of {frame}"
    for i, (one, box) in enumerate(boxes):
        for other, rival in boxes[i + 1 :]:
            wide = min(box.x1, rival.x1) - max(box.x0, rival.x0)
            tall = min(box.y1, rival.y1) - max(box.y0, rival.y0)
            assert wide <= 1 or tall <= 1.5, f"{one!r} overlaps {other!r}"


def test_runs_keep_their_style_and_are_told_apart_without_colour():
    assert len({style.marker for style in STYLES}) == len(STYLES)
    assert len({str(style.line) for style in STYLES}) == len(STYLES)
    assert len(STYLES) >= MANY - 1
    assert [style_of(run) for run in range(MANY - 1)] == [*STYLES[: MANY - 1]]
    comparison = compare(several(3))
    with rc_context(RC):
        for name in ("overlay", "difference", "consumers"):
            figure = drawn(name, comparison, 8.0)
            used = {line.get_color() for ax in figure.axes for line in ax.lines}
            assert {style_of(1).colour, style_of(2).colour} <= used, name
    greys = [sum(to_rgb(style.colour)) for style in STYLES[:2]]
    assert abs(greys[0] - greys[1]) > 0.3


def test_the_text_keeps_its_size_at_any_width():
    comparison = compare(several(2))
    with rc_context(RC):
        sizes = [
            {text.get_fontsize() for text in texts(drawn("overlay", comparison, width))}
            for width in (85 / MM, 400 / MM)
        ]
    assert sizes[0] == sizes[1]
    assert min(sizes[0]) >= 7.0


def test_curves_are_those_of_the_histories():
    base, other = several(2)
    comparison = compare([base, other])
    group = next(g for g in base.groups if (g.kind, g.name) == ("region", "US"))
    days = [run.daily(group, "cumulative") for run in (base, other)]
    curve = cumulated(comparison, "region", "US")[1]
    assert curve.days[-1] == base.scenario.days - 1
    np.testing.assert_allclose(curve.mean, days[1].mean(axis=1)[curve.days])
    np.testing.assert_allclose(curve.high[-1], np.quantile(days[1][-1], 0.95))
    none, difference = differences(comparison, "region", "US")
    assert none is None
    np.testing.assert_allclose(difference.mean[-1], (days[1] - days[0])[-1].mean())
    np.testing.assert_allclose(difference.low[-1], np.quantile((days[1] - days[0])[-1], 0.05))


def test_dependence_is_the_part_of_what_is_used_by_whole_month():
    base, other = dependent(2)
    ours, theirs = dependence(compare([base, other]), "region", "US", "CN")
    months = 36
    assert len(ours.days) == months
    assert (ours.days[0], ours.days[-1]) == (31, base.scenario.days)
    shares = 100 * (1 - (months - 1) / months * other.pace * (1 - 0.01 * other.numbers))
    assert theirs.mean[-1] == pytest.approx(shares.mean(), rel=1e-5)
    assert theirs.low[-1] == pytest.approx(np.quantile(shares, 0.05), rel=1e-5)


def test_months_without_use_are_gaps_of_dependence_and_said_to_be():
    base, other = dependent(2)
    idle = compare([replace(base, idle=(3, 4)), other])
    ours, theirs = dependence(idle, "region", "US", "CN")
    assert np.flatnonzero(np.isnan(ours.mean)).tolist() == [3, 4]
    assert np.isfinite(theirs.mean).all()
    for comparison, broken in ((idle, True), (compare([base, other]), False)):
        with rc_context(RC):
            figure = drawn("exposure", comparison, 8.0)
        said = " ".join(text.get_text() for text in figure.texts).replace("\n", " ")
        assert (GAPS.strip() in said) == broken


def test_dependence_is_drawn_of_the_runs_that_follow_the_place():
    base, other = dependent(2)
    third = several(3)[2]
    with rc_context(RC):
        figure = drawn("exposure", compare([base, other, third]), 8.0)
        colours = {line.get_color() for ax in figure.axes for line in ax.lines}
        assert style_of(1).colour in colours
        assert style_of(2).colour not in colours
        for name in ("exposure", "without"):
            assert drawn(name, compare(several(2)), 8.0) is None


def test_groups_that_depend_alike_in_all_runs_are_named_and_not_drawn():
    base, other = dependent(2)
    with rc_context(RC):
        figure = drawn("without", compare([base, other]), 8.0)
        names = [label.get_text() for label in figure.axes[0].get_yticklabels()]
        assert "US" in names
        assert "China" not in names
        alike = drawn("exposure", compare([base, replace(base, name="twin")]), 8.0)
        words = " ".join(text.get_text() for text in alike.texts)
    assert "Alike within half a percentage point in all runs: US; EU" in words.replace("\n", " ")
    assert [ax._left_title.get_text() for ax in alike.axes if ax.axison] == ["All consumers"]


def test_several_places_have_panels_of_their_own():
    with rc_context(RC):
        figure = drawn("exposure", compare(dependent(2, "CN", "MM")), 8.0)
        lay_out(figure)
    titles = [ax._left_title.get_text() for ax in figure.axes if ax.axison]
    assert {"US: China", "US: Myanmar"} <= set(titles)


@pytest.mark.parametrize(("count", "bands"), [(3, 3), (4, 1)])
def test_of_more_than_three_runs_only_the_first_has_a_band(count, bands):
    comparison = compare(several(count))
    with rc_context(RC):
        figure = drawn("overlay", comparison, 8.0)
    panels = [ax for ax in figure.axes if ax.axison]
    assert {len(ax.collections) for ax in panels} == {bands}
    said = " ".join(text.get_text() for text in figure.texts).replace("\n", " ")
    assert ("of histories of " + comparison.labels[0] in said) == (bands == 1)


def test_the_consumers_whose_runs_differ_most_come_first():
    comparison = compare(several(3))
    with rc_context(RC):
        figure = drawn("consumers", comparison, 8.0)
    ends = [[line.get_ydata()[-1] for line in ax.lines] for ax in figure.axes if ax.axison]
    apart = [max(days) - min(days) for days in ends]
    assert apart == sorted(apart, reverse=True)
    assert apart[0] > apart[-1]


def test_a_run_that_is_not_paired_is_named_and_not_drawn():
    base, other = several(2)
    third = replace(other, name="elsewhere", seed=2)
    with rc_context(RC):
        figure = drawn("difference", compare([base, other, third]), 8.0)
        words = " ".join(text.get_text() for text in figure.texts)
        assert "Not paired with the baseline, so not drawn: elsewhere." in words
        assert drawn("difference", compare([base, third]), 8.0) is None
        colours = {line.get_color() for ax in figure.axes for line in ax.lines}
        assert style_of(2).colour not in colours


def test_how_many_histories_each_run_has_is_told_by_its_name():
    base, other = several(2)
    assert counts(compare([base, other])).startswith("16 histories each. ")
    one = replace(other, name="90 days", histories=1)
    assert counts(compare([base, one])).startswith(f"Histories: 16 ({base.name}), 1 (90 days). ")
    alone = [replace(run, histories=1) for run in (base, other)]
    assert counts(compare(alone)).startswith("1 history each. ")


def test_files_have_the_width_asked_for():
    comparison = compare(dependent(2))
    first = draw_comparison(comparison, ["svg", "pdf", "png"], View(170 / MM))
    assert set(first) == {f"{name}.{form}" for name in OF_SEVERAL for form in FILES}
    width = ET.fromstring(first["overlay.svg"]).get("width")
    assert float(width.removesuffix("pt")) == pytest.approx(170 / 25.4 * 72, abs=0.01)
    assert first["overlay.pdf"].startswith(b"%PDF")
    assert b"/Type3" not in first["overlay.pdf"]
    assert int.from_bytes(first["overlay.png"][16:20], "big") == int(170 / 25.4 * 150)


def test_labels_move_apart_around_their_middle_and_stay_inside():
    assert apart([5.0, 5.0], 1.0, 10.0) == [4.5, 5.5]
    assert apart([0.0, 0.0, 0.0], 1.0, 10.0) == [0.0, 1.0, 2.0]
    assert apart([10.0, 10.0], 1.0, 10.0) == [9.0, 10.0]
    found = apart([1.0, 1.5, 2.0, 8.0], 1.0, 10.0)
    assert found == [0.5, 1.5, 2.5, 8.0]


def test_text_is_broken_where_it_fits_and_numbers_keep_their_sign():
    lines = wrapped("one two three four five 5-95 % six", 0.6, 7.5)
    assert (
        " ".join(lines).replace("\N{NO-BREAK SPACE}", " ") == "one two three four five 5-95 % six"
    )
    assert all(text_width(line, 7.5) <= 0.6 for line in lines)
    assert any("95\N{NO-BREAK SPACE}%" in line for line in lines)
    assert days_text(-0.01) == "0 d"
    assert days_text(-3.21, signed=True) == "\N{MINUS SIGN}3.2 d"


@pytest.mark.parametrize("name", ["overlay", "exposure"])
def test_without_colours_too_a_label_is_seen_to_be_of_its_run(name):
    """The line to it is dashed as the run's own."""
    with rc_context(RC):
        figure = drawn(name, compare(dependent(4)), 85 / 25.4)
        dashes = [
            note.arrow_patch.get_linestyle()
            for note in figure.axes[-1].texts
            if getattr(note, "arrow_patch", None) is not None
        ]
    assert len(dashes) == 4
    assert {repr(one) for one in dashes} == {repr(style_of(run).line) for run in range(4)}
