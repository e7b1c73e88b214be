"""Figures of many runs: each run has a panel or a row, so that no colour stands for two."""

from dataclasses import replace

import pytest
from matplotlib.colors import to_hex

from sim.compare import compare
from sim.plots.catalogue import OF_SEVERAL
from sim.plots.compare_panels import EndLabel
from sim.plots.compare_style import shortened, style_of, text_width
from sim.plots.far_off import far_off, pointed
from sim.plots.style import RC, styled
from sim.plots.view import View
from tests.plots.legible import assert_apart, assert_inside, assert_told, lay_out, texts
from tests.unit.compare_runs import dependent

COUNT = 24


def runs(count, pace=lambda run: 1.3 - 0.04 * run):
    """Runs with names as variants have them."""
    base = dependent(1)[0]
    names = [
        "As of 2026",
        *(f"As of 2026 (vault.target_days={5 * run})" for run in range(1, count)),
    ]
    return [replace(base, name=name, pace=pace(run)) for run, name in enumerate(names)]


@pytest.fixture(scope="module")
def many():
    return compare(runs(COUNT))


@pytest.fixture(params=OF_SEVERAL)
def figures(request, many):
    """A kind at both widths."""
    with styled(RC):
        found = [OF_SEVERAL[request.param].pages(many, View(mm / 25.4))[0] for mm in (85, 170)]
        for figure in found:
            lay_out(figure)
        yield found


def test_of_many_runs_no_text_is_cut_or_overlaps(figures):
    for figure in figures:
        assert_inside(figure, texts(figure))
        assert_apart(texts(figure))
        assert_told(figure)


def test_of_many_runs_no_colour_stands_for_two(figures):
    """Lines are the run's own in one colour and the baseline's in another, and panels tell whose."""
    known = {style_of(0).colour, style_of(2).colour, "#e4e4e4"}
    for figure in figures:
        lines = [line for ax in figure.axes if ax.axison for line in ax.lines]
        assert {to_hex(line.get_color()) for line in lines} <= {one.lower() for one in known}


@pytest.mark.parametrize("name", ["overlay", "difference", "exposure", "storylines"])
def test_of_many_runs_each_has_a_panel(many, name):
    with styled(RC):
        (figure,) = OF_SEVERAL[name].pages(many, View())
    titles = [ax.get_title(loc="left").replace("\n", " ") for ax in figure.axes if ax.axison]
    assert titles == list(many.labels[name == "difference" :])


def test_many_runs_are_ranked_by_what_they_lose(many):
    with styled(RC):
        (figure,) = OF_SEVERAL["totals"].pages(many, View())
    ranked = [one.get_text() for one in figure.texts if one.get_text().startswith("As of")]
    rows = COUNT * (len(ranked) // COUNT)
    assert ranked[:COUNT] == list(reversed(many.labels))
    assert len(ranked) == rows


@pytest.mark.parametrize("count", [4, 9])
@pytest.mark.parametrize("name", ["overlay", "difference", "totals", "storylines"])
def test_a_run_far_off_does_not_squash_the_others(name, count):
    far = compare(runs(count, lambda run: 40.0 if run == 2 else 1.0 - 0.05 * run))
    near = compare(runs(count, lambda run: 1.0 - 0.05 * run))
    ends = []
    with styled(RC):
        for comparison in (far, near):
            (figure,) = OF_SEVERAL[name].pages(comparison, View())
            panel = next(ax for ax in figure.axes if ax.axison)
            limits = panel.get_xlim() if name == "totals" else panel.get_ylim()
            ends.append(max(map(abs, limits)))
            said = " ".join(one.get_text() for one in figure.texts).replace("\n", " ")
            marked = [one for one in texts(figure) if one.get_text()[0] in "\u2191\u2193\u2192"]
            away = comparison is far
            assert (f"ends before {comparison.labels[2]}" in said) == away
            dots = [line for ax in figure.axes for line in ax.lines if line.get_marker() == ">"]
            assert bool(dots if name == "totals" else marked) == away
    assert ends[0] < 3 * ends[1]


def test_only_one_run_beyond_all_others_is_far_off_and_never_the_baseline():
    assert far_off([1.0, 2.0, 11.0]) == 2
    assert far_off([11.0, 2.0, 1.0]) is None
    assert far_off([1.0, 2.0, 11.0, 12.0]) is None
    assert far_off([1.0, 11.0]) is None
    assert far_off([0.0, 0.0, 11.0]) is None
    ends = pointed([EndLabel(1, "9 d", 9.0), EndLabel(2, "99 d", 99.0)], 0.0, 10.0)
    assert [(end.text, end.height) for end in ends] == [
        ("9 d", 9.0),
        ("\u2191 99 d", pytest.approx(9.3)),
    ]


def test_runs_at_the_ends_are_named_in_full_where_there_is_room_for_both():
    """The name that is short leaves its room to the one that is long."""
    base = dependent(1)[0]
    vaults = [
        replace(base, name=f"Vault of {30 * run} days" if run else "none", pace=1.0 - 0.1 * run)
        for run in range(8)
    ]
    with styled(RC):
        (figure,) = OF_SEVERAL["consumers"].pages(compare(vaults), View(85 / 25.4))
        lay_out(figure)
        said = [text.get_text() for text in figure.axes[0].texts]
    assert any(text.startswith("least") and text.endswith("210 days") for text in said)
    assert any(text.startswith("most") and text.endswith(": none") for text in said)


def test_names_are_cut_in_their_middle_as_variants_differ_at_the_end():
    name = "A scenario with a long title (vault.target_days=60)"
    cut = shortened(name, 1.5, 7.0)
    assert text_width(cut, 7.0) <= 1.5
    assert cut.startswith("A s")
    assert cut.endswith("days=60)")
    assert shortened(name, 9.0, 7.0) == name
