"""Runs that begin, end or are disrupted at other times are never drawn together in silence."""

import datetime as dt
from dataclasses import replace

import numpy as np

from sim.compare import compare
from sim.plots.catalogue import OF_SEVERAL
from sim.plots.compare_groups import time_axis
from sim.plots.style import RC, styled
from sim.plots.view import View
from tests import factories
from tests.plots.legible import assert_apart, assert_inside, lay_out, texts
from tests.unit.compare_runs import SHORT, Synthetic, several

VIEW = View(85 / 25.4)
TIMED = ("storylines", "overlay", "difference")
LATE = dt.date(2027, 6, 1)


def changed(name, *changes, **disruption):
    """A run of other days, or whose disruption is another."""
    (of, given), *_ = factories.scenario().disruptions.items()
    block = given.model_dump(exclude_unset=True) | disruption
    return Synthetic(0.5, name, changes=(*(changes or SHORT), ("disruptions", {of: block})))


def captions(*runs):
    comparison = compare([several(1)[0], *runs])
    return {
        name: kind.told(comparison, VIEW).caption
        for name, kind in OF_SEVERAL.items()
        if kind.wanted(comparison)
    }


def test_of_runs_alike_in_time_nothing_is_said():
    for said in captions(several(2)[1]).values():
        assert "Drawn by date" not in said
        assert "differ in time" not in said


def test_every_figure_says_which_run_is_disrupted_from_when_on():
    said = captions(changed("late", start=LATE))
    assert set(said) > {*TIMED, "totals"}
    tells = "no-stockpile: Chinese export halt from 10 Nov 2026; late: Chinese export halt from 1 Jun 2027."
    for name in TIMED:
        assert f"Drawn by date, not from the onset: {tells}" in said[name]
    assert f"Runs differ in time: {tells}" in said["totals"]


def test_a_calm_run_is_told_beside_others_that_differ_but_not_alone():
    calm = Synthetic(0.0, "calm", changes=(*SHORT, ("disruptions", {})))
    assert "Drawn by date" not in captions(calm)["overlay"]
    said = captions(calm, changed("late", start=LATE))["overlay"]
    assert "; calm: nothing disrupts it; late: Chinese export halt from" in said


def test_another_regime_from_the_same_day_is_told():
    said = captions(changed("licences", label="Licences"))["overlay"]
    assert "licences: Licences from 10 Nov 2026." in said


def test_chance_in_an_onset_is_no_difference_but_another_chance_is():
    class Random(Synthetic):
        @property
        def onset_day(self):
            return super().onset_day + np.arange(self.histories) + self.seed

    chance = {"uniform": [300, 330]}
    one, other = (
        Random(1.0, name, seed, changes=changed("", start=chance).changes)
        for name, seed in (("one", 1), ("other", 2))
    )
    assert "Drawn by date" not in OF_SEVERAL["overlay"].told(compare([one, other]), VIEW).caption
    later = replace(other, changes=changed("", start={"uniform": [320, 350]}).changes)
    said = OF_SEVERAL["overlay"].told(compare([one, later]), VIEW).caption
    assert "(median); other: Chinese export halt from" in said


def test_a_run_that_begins_before_the_baseline_is_drawn_from_its_first_day_on():
    start = factories.scenario().start
    early = changed("early", ("start", start - dt.timedelta(days=400)), *SHORT)
    comparison = compare([several(1)[0], early])
    assert time_axis(comparison).first == -400
    said = OF_SEVERAL["overlay"].told(comparison, VIEW).caption
    assert "early: 27 Nov 2024 to 31 Dec 2028." in said
    with styled(RC):
        for name in ("overlay", "totals", "consumers"):
            for figure in OF_SEVERAL[name].pages(comparison, VIEW):
                lay_out(figure)
                found = texts(figure)
                assert_inside(figure, found)
                assert_apart(found)
                assert name == "totals" or any(ax.get_xlim()[0] == -400 for ax in figure.axes)


def test_many_times_are_cut_with_their_number():
    runs = [changed(f"run {n}", start=LATE + dt.timedelta(days=n)) for n in range(6)]
    said = captions(*runs)["overlay"]
    assert "run 2: Chinese export halt from 3 Jun 2027; 3 more runs at other times." in said
