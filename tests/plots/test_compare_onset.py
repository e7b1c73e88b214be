"""`--align onset`: runs are drawn from the day on which the first disruption of each begins."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner

from sim.cli import main
from sim.compare import compare
from sim.compare.curves import cumulated
from sim.plots.catalogue import OF_SEVERAL
from sim.plots.compare_groups import time_axis
from sim.plots.compare_onset import OnsetAxis, as_asked, check_onsets
from sim.plots.files import files_of
from sim.plots.style import RC, styled
from sim.plots.view import View
from tests import factories
from tests.plots.legible import assert_apart, assert_inside, lay_out, texts
from tests.unit.compare_runs import SHORT, Synthetic, dependent, several

ONSET = View(85 / 25.4, align="onset")
TIMED = ("storylines", "overlay", "difference", "consumers", "exposure")
(OF, GIVEN), *_ = factories.scenario().disruptions.items()
LATER = 40


class Late(Synthetic):
    """The same run, begun so many days later."""

    @property
    def onset_day(self):
        return super().onset_day + LATER


def late(name="late", pace=0.5):
    start = GIVEN.start + dt.timedelta(days=LATER)
    block = GIVEN.model_dump(exclude_unset=True) | {"start": start}
    (followed,) = dependent(1)
    return Late(pace, name, changes=(*followed.changes, ("disruptions", {OF: block})))


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    """Two runs of the smallest chain, the second disrupted a month later."""
    out = tmp_path_factory.mktemp("runs")
    short = "--set", "disruptions.halt.duration_days=30", "--set", "end=2026-07-31"
    for more in ((), ("--set", "disruptions.halt.start=2026-04-01")):
        given = ("-n", "1", "--workers", "1", "--out", str(out), "-q", "--no-figures")
        done = CliRunner().invoke(main, ["run", "two-mines", *short, *more, *given])
        assert done.exit_code == 0, done.output
    return out


def folders(out):
    return sorted(one for one in out.iterdir() if (one / "manifest.json").exists())


@pytest.fixture(scope="module")
def aligned():
    return as_asked(compare([several(1)[0], late()]), ONSET)


def test_day_0_is_the_onset_of_each_and_all_runs_have_the_same_days(aligned):
    onset = int(several(1)[0].onset_day[0, 0])
    assert aligned.onsets == (onset, onset + LATER)
    axis = time_axis(aligned, ONSET)
    days = aligned.runs[0].days
    assert (axis.first, axis.days) == (-onset, days - onset - LATER)
    (group, *_) = aligned.runs[0].groups
    early, later = cumulated(aligned, group.kind, group.name, 10**6)
    for curve, run, move in (
        (early, aligned.runs[0], -onset),
        (later, aligned.runs[1], -onset - LATER),
    ):
        values = run.daily(group, "cumulative").mean(axis=1)
        at = np.flatnonzero(curve.days == 100)[0]
        assert curve.mean[at] == pytest.approx(values[100 - move])


def test_differences_are_of_as_many_days_after_the_onset(aligned):
    data = OF_SEVERAL["difference"].told(aligned, ONSET).data
    assert list(data.columns)[:2] == ["date", "day"]
    rows = [row for row in data.rows if row[2] == "US"]
    for date, day, _, run, mean, *_ in rows[:: len(rows) // 5]:
        assert run == "late"
        assert date == GIVEN.start + dt.timedelta(days=LATER + day)
        base, other = aligned.runs
        us = next(one for one in base.groups if (one.kind, one.name) == ("region", "US"))
        ours, theirs = (one.daily(us, "cumulative") for one in (base, other))
        onset = aligned.onsets[0]
        expected = (theirs[onset + LATER + day] - ours[onset + day]).mean()
        assert mean == pytest.approx(expected)


@pytest.mark.parametrize("width", [85, 208])
@pytest.mark.parametrize("name", TIMED)
@pytest.mark.parametrize("runs", [2, 8])
def test_figures_say_from_when_they_are_drawn_and_nothing_is_cut(runs, name, width):
    others = [late(f"late {n}", 0.3 + 0.1 * n) for n in range(1, runs)]
    comparison = as_asked(compare([dependent(1)[0], *others]), ONSET)
    view = ONSET.with_changes(width=width / 25.4)
    told = OF_SEVERAL[name].told(comparison, view)
    assert "Drawn from the onset, not by date, on the days that all have: " in told.caption or (
        runs > 2 and name == "consumers"
    )
    assert "Lines over the time since each run's onset" in told.alt
    with styled(RC):
        for figure in OF_SEVERAL[name].pages(comparison, view):
            lay_out(figure)
            found = texts(figure)
            assert_inside(figure, found)
            assert_apart(found)
            said = {text.get_text() for text in found}
            if not (runs > 2 and name == "consumers"):  # by run, without time
                assert any("since the onset" in one for one in said)
                assert "0" in said


def test_what_is_long_is_counted_in_months_and_what_is_short_in_days():
    start = dt.date(2026, 1, 1)
    assert OnsetAxis(start, 300, -60).ticks()[1] == [
        *("\N{MINUS SIGN}60", "0", "60", "120", "180", "240", "300")
    ]
    days, labels = OnsetAxis(start, 1461, -400).ticks()
    assert labels == ["\N{MINUS SIGN}12", "0", "12", "24", "36", "48"]
    assert days == [-365, 0, 365, 730, 1096, 1461]


def test_by_date_everything_is_as_it_was():
    comparison = compare(several(2))
    assert as_asked(comparison, View()) is comparison
    files = dict(files_of([OF_SEVERAL["overlay"]], comparison, View(), ["svg"]))
    assert b"since the onset" not in files["overlay.svg"]
    assert files["overlay.csv"].startswith(b"date,group,run,")


def test_a_run_that_nothing_disrupts_is_refused_before_it_is_run():
    calm = Synthetic(0.0, "calm", changes=(*SHORT, ("disruptions", {})))
    with pytest.raises(ValueError, match=f"nothing disrupts {calm.scenario.name}, so it has no"):
        check_onsets([several(1)[0].scenario, calm.scenario])
    with pytest.raises(ValueError, match="nothing disrupts calm, so it has no onset"):
        as_asked(compare([several(1)[0], calm]), ONSET)


def test_histories_that_begin_on_different_days_are_refused():
    class Random(Synthetic):
        @property
        def onset_day(self):
            return super().onset_day + np.arange(self.histories)

    class Rare(Synthetic):
        @property
        def onset_day(self):
            return np.where(np.arange(self.histories) % 4 == 0, np.nan, super().onset_day)

    base = several(1)[0]
    random = Random(1.0, "random", changes=base.changes)
    with pytest.raises(ValueError, match=r"histories of random begin on different days, 2026-1\d"):
        as_asked(compare([base, random]), ONSET)
    rare = replace(Rare(1.0, "rare"), changes=base.changes)
    with pytest.raises(ValueError, match="in 25 % of the histories of rare nothing begins"):
        as_asked(compare([base, rare]), ONSET)


def test_the_command_refuses_what_has_no_effect_or_no_onset(out):
    one, two = (str(folder) for folder in folders(out))
    for given, says in (
        ((one, "--kind", "cover"), "it changes nothing in cover"),
        ((one, two, "--kind", "totals"), "it changes nothing in totals"),
        (
            (one, two, "--kind", "overlay", "--window", "2026-02-01:"),
            "dates say nothing where time",
        ),
    ):
        done = CliRunner().invoke(main, ["plot", *given, "--align", "onset"])
        assert done.exit_code == 2
        assert says in " ".join(done.stderr.split())
    calm = "compare", "two-mines", "baseline", "--align", "onset", "--out", str(out)
    done = CliRunner().invoke(main, calm)
    assert done.exit_code == 2
    assert "nothing disrupts baseline, so it has no onset" in " ".join(done.stderr.split())


def test_it_is_made_again_to_the_byte(out):
    given = ["plot", *map(str, folders(out)), "--align", "onset", "--kind", "overlay"]
    done = CliRunner().invoke(main, [*given, "--out", str(out / "figures")])
    assert done.exit_code == 0, done.output
    assert "--align onset" in (out / "figures/overlay.txt").read_text()
    done = CliRunner().invoke(main, ["reproduce", str(out / "figures/overlay.svg")])
    assert "the same to the byte" in done.stdout, done.output
