"""The map of a report: a page a month, for a slider, and on paper the worst."""

from sim.output.tables import tabulate
from sim.plots.style import RC, styled
from sim.report.months import months_of
from tests.unit.compare_runs import two_mines


def test_a_month_is_drawn_over_one_land_and_the_worst_is_on_paper(tmp_path):
    run = two_mines(tmp_path, "disruptions.halt.duration_days=90", n=1)
    with styled(RC):
        plate = months_of(tabulate(run))
    moving = plate.moving
    said = [one["said"].partition(":")[0] for one in moving.moments]
    assert said[:3] == ["February 2026", "March 2026", "April 2026"]
    assert said[-1] == "December 2026"
    assert [frame.label for frame in plate.frames] == [said[moving.first]]
    before, cut = moving.moments[0]["lanes"], moving.moments[moving.first]["lanes"]
    assert [lane[2] for lane in before if lane[3].startswith("China to US")] == ["as before"]
    assert [lane[2] for lane in cut if lane[3].startswith("China to US: 0 t")] == ["cut"]
    assert {lane[2] for one in moving.moments for lane in one["lanes"]} <= {*moving.look["stress"]}
    assert "cut: China to US" in plate.alt
