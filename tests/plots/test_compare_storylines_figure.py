"""Storylines of several runs: the same histories, and the paired difference."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from matplotlib import rc_context

from sim.compare import compare
from sim.plots.catalogue import OF_SEVERAL
from sim.plots.compare_storylines import (
    compare_storylines_figure,
    compare_storylines_told,
    is_any_told,
    stories,
)
from sim.plots.style import RC
from sim.plots.view import View
from tests.unit.compare_runs import several


@pytest.fixture(scope="module")
def comparison():
    return compare(several(3))


def us(comparison):
    (found,) = [
        one for one in comparison.runs[0].groups if (one.kind, one.name) == ("region", "US")
    ]
    return found


def test_the_histories_are_those_of_the_baseline_by_what_they_come_to(comparison):
    group, baseline = us(comparison), comparison.runs[0]
    totals = baseline.daily(group, "cumulative")[-1]
    found = stories(comparison, group)
    assert [one.name for one in found] == ["mild", "typical", "severe"]
    for one, place in zip(found, (1, 7, 14), strict=True):
        assert one.end(0) == pytest.approx(np.sort(totals)[place])
        assert one.end(0) == pytest.approx(totals[one.history])


def test_the_difference_is_that_of_the_same_history(comparison):
    """The made-up runs lose a fifth less each than the one before."""
    for one in stories(comparison, us(comparison)):
        assert one.end(1) == pytest.approx(0.8 * one.end(0))
        assert one.end(2) == pytest.approx(0.6 * one.end(0))
        assert one.said(2).startswith("\N{MINUS SIGN}")


def test_a_run_that_is_not_paired_is_left_out_and_named():
    runs = several(3)
    runs[2] = replace(runs[2], seed=2)
    found = compare(runs)
    assert all(one.runs == [0, 1] for one in stories(found, us(found)))
    told = compare_storylines_told(found, View())
    assert f"Not paired, so not drawn: {found.labels[2]}." in told.caption
    alone = compare([runs[0], runs[2]])
    assert is_any_told(found)
    assert not is_any_told(alone)


def test_each_panel_has_a_line_and_a_label_a_run(comparison):
    with rc_context(RC):
        figure = compare_storylines_figure(comparison, View(groups=("US",)))
    panels = [ax for ax in figure.axes if ax.get_title(loc="left")]
    for ax, one in zip(panels, stories(comparison, us(comparison)), strict=True):
        assert ax.get_title(loc="left") == f"{one.name.capitalize()}: history {one.history}"
        ends = sorted(float(line.get_ydata()[-1]) for line in ax.lines)
        assert ends == pytest.approx(sorted(one.end(run) for run in one.runs))
        said = {text.get_text() for text in ax.texts if text.get_text()}
        assert said == {one.said(run) for run in one.runs}


def test_it_is_told_with_every_difference(comparison):
    told = compare_storylines_told(comparison, View(groups=("US",)))
    for one in stories(comparison, us(comparison)):
        said = ", ".join(f"{comparison.labels[run]} {one.said(run)}" for run in one.runs)
        assert f"{one.name} (history {one.history}): {said}" in told.alt
    ends = {row[:3]: row[-1] for row in told.data.rows}
    for one in stories(comparison, us(comparison)):
        assert ends[one.name, one.history, comparison.labels[1]] == pytest.approx(one.end(1))


@pytest.mark.parametrize("kind", ["storylines", "overlay", "difference", "consumers"])
def test_a_window_cuts_the_days_and_the_ends_are_those_of_its_last_day(comparison, kind):
    start = comparison.runs[0].scenario.start
    low, high = start + dt.timedelta(days=30), start + dt.timedelta(days=90)
    view, drawn = View(window=f"{low}:{high}"), OF_SEVERAL[kind]
    assert "window" in drawn.takes
    data = drawn.told(comparison, view).data
    dates = [row[[*data.columns].index("date")] for row in data.rows]
    assert (min(dates), max(dates)) == (low, high)
    whole = drawn.told(comparison, View(window="all")).data
    assert drawn.told(comparison, View()).data.rows == whole.rows
    with rc_context(RC):
        (figure,) = drawn.pages(comparison, view)
    panels = [ax for ax in figure.axes if ax.get_title("left")]
    assert {ax.get_xlim() for ax in panels} == {(30.0, 91.0)}
    last = [row for row, date in zip(data.rows, dates, strict=True) if date == high]
    if kind == "storylines":
        group = us(comparison)
        baseline = comparison.runs[0].daily(group, "cumulative")
        assert last[0][-1] == pytest.approx(baseline[90, last[0][1]])


def test_it_is_about_the_region_that_a_run_changes_most():
    """Not about who loses most anyway: what a stockpile of one country does would not be seen."""

    def title(changed):
        runs = baseline, other = several(2)[0], replace(several(2)[0], name="stockpile")
        for run, factor in (baseline, 1.0), (other, 0.5):
            days = [one for one in run.outcomes if one.measure == "shortfall_days"]
            days = [
                replace(one, values=one.values * (factor if one.group.name == changed else 1.0))
                for one in days
            ]
            tonnes = [replace(one, measure="unmet_t", values=10.0 * one.values) for one in days]
            vars(run)["outcomes"] = (*days, *tonnes)
        return compare_storylines_told(compare(runs), View()).title

    assert {title(region)[:16] for region in ("US", "JP")} == {
        "Storylines of US",
        "Storylines of Ja",
    }
    assert title("nobody").startswith("Storylines of Rest of world")  # who lacks most tonnes
