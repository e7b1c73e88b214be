"""`--window A:B` in figures of several runs: what is counted is counted on those days alone."""

from dataclasses import replace

import pytest
from click.testing import CliRunner

from sim.cli import main
from sim.compare import compare
from sim.plots.catalogue import OF_SEVERAL
from sim.plots.style import RC, styled
from sim.plots.view import View
from tests.plots.legible import assert_apart, assert_inside, lay_out, texts
from tests.unit.compare_runs import dependent, several, two_mines

WHOLE, FIRST, REST = "2026-01-01:", "2026-01-01:2026-05-31", "2026-06-01:"
FOLLOW = ("measures.exposure=[US]", "mines.clay.country=US", "end=2026-09-30")


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    return tmp_path_factory.mktemp("results")


@pytest.fixture(scope="module")
def mines(out):
    """Two runs of the smallest chain that say where what is used has been."""
    short = two_mines(out, "disruptions.halt.duration_days=30", *FOLLOW, n=4)
    return compare([two_mines(out, *FOLLOW, n=4), short])


def means(comparison, kind, window):
    """Give the mean of each run in each group, by the data beside a figure."""
    told = OF_SEVERAL[kind].told(comparison, View(window=window))
    return {(group, run): mean for group, run, mean, _ in told.data.rows}


@pytest.mark.parametrize("kind", ["totals", "without"])
def test_the_window_of_all_days_counts_what_the_run_counts(mines, kind):
    whole = means(mines, kind, WHOLE)
    assert whole == pytest.approx(means(mines, kind, "event"), abs=0.01)
    assert len(set(whole.values())) > 1


@pytest.mark.parametrize("kind", ["totals", "without"])
def test_windows_that_meet_sum_to_the_whole(mines, kind):
    whole, first, rest = (means(mines, kind, window) for window in (WHOLE, FIRST, REST))
    for key in first.keys() & rest.keys():
        assert first[key] + rest[key] == pytest.approx(whole[key], abs=0.01)
    assert first.keys() & rest.keys()
    assert any(0 < first[key] < whole[key] for key in first)


def test_titles_say_which_days_and_months_count(mines):
    title = OF_SEVERAL["totals"].told(mines, View(window="2026-02-10:2026-05-20")).title
    assert title == "Shortfall days from 10 Feb 2026 to 20 May 2026"
    told = OF_SEVERAL["without"].told(mines, View(window="2026-02-10:2026-05-20"))
    assert told.title == "Days of demand met without US, 2026-03 to 2026-04"
    assert "Days of these whole months met on time" in told.caption
    assert "the table has it of the whole run" in told.caption
    assert "over the whole run" in OF_SEVERAL["totals"].told(mines, View()).title


def test_dependence_is_drawn_in_the_months_of_the_window():
    comparison = compare(dependent(2))
    told = OF_SEVERAL["exposure"].told(comparison, View(window="2027-01-01:2027-06-30"))
    dates = sorted({str(row[0]) for row in told.data.rows})
    assert (dates[0], dates[-1], len(dates)) == ("2027-02-01", "2027-07-01", 6)


@pytest.mark.parametrize("name", ["totals", "without", "exposure"])
@pytest.mark.parametrize("runs", [2, 8])
def test_figures_of_a_window_are_legible(name, runs):
    base = dependent(1)[0]
    others = [replace(base, name=f"run {n}", pace=1.0 - 0.1 * n) for n in range(1, runs)]
    comparison, view = compare([base, *others]), View(85 / 25.4, "2026-11-01:2027-06-30")
    if name == "without":  # made-up runs keep no days by the month
        view = View(85 / 25.4)
    with styled(RC):
        for figure in OF_SEVERAL[name].pages(comparison, view):
            lay_out(figure)
            assert_inside(figure, texts(figure))
            assert_apart(texts(figure))


def test_a_window_without_whole_months_is_refused_for_what_is_counted_by_them(mines, out):
    folders = [str(run.folder) for run in mines.runs]
    given = ["plot", *folders, "--out", str(out / "plots"), "--window", "2026-03-10:2026-04-20"]
    done = CliRunner().invoke(main, [*given, "--kind", "without"])
    assert done.exit_code == 2
    said = " ".join(done.stderr.split())
    assert "--window: without is not drawn: it is counted by the month, and" in said
    assert "2026-03-10:2026-04-20 has no 2 whole months of" in said
    done = CliRunner().invoke(main, [*given, "--kind", "without,totals"])
    assert done.exit_code == 0, done.output
    assert "--window: without is not drawn: it is counted by the month" in done.stderr
    assert (out / "plots/totals.svg").is_file()
    assert not (out / "plots/without.svg").exists()


def test_a_figure_of_a_window_is_made_again_to_the_byte(mines, out):
    folders = [str(run.folder) for run in mines.runs]
    given = ["plot", *folders, "--out", str(out / "again"), "--window", FIRST, "--kind", "without"]
    assert CliRunner().invoke(main, given).exit_code == 0
    done = CliRunner().invoke(
        main, ["reproduce", str(out / "again/without.svg"), "--out", str(out)]
    )
    assert "the same to the byte" in done.stdout, done.output


def test_by_itself_a_window_says_nothing_of_runs_without_dates():
    assert not OF_SEVERAL["without"].lacks(compare(several(2)), View())
