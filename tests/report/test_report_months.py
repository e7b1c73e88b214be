"""The map of a report: a page a month, for a slider, and on paper the worst."""

from sim.output.tables import tabulate
from sim.plots.style import RC, styled
from sim.report.months import months_of
from tests.unit.compare_runs import two_mines


def test_a_month_is_a_page_and_the_worst_is_on_paper(tmp_path):
    run = two_mines(tmp_path, "disruptions.halt.duration_days=90", n=1)
    with styled(RC):
        frames, told = months_of(tabulate(run))
    assert [one.label for one in frames][:3] == ["February 2026", "March 2026", "April 2026"]
    assert frames[-1].label == "December 2026"
    assert len({one.svg for one in frames}) > 2
    assert sum(one.printed for one in frames) == 1
    assert "cut: China to US" in told.alt
