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
    (moments,) = moving.pages.values()
    said = [one["said"].partition(":")[0] for one in moments]
    assert said[:3] == ["February 2026", "March 2026", "April 2026"]
    assert said[-1] == "December 2026"
    assert [frame.label for frame in plate.frames] == [said[moving.first]]
    before, cut = moments[0]["lanes"], moments[moving.first]["lanes"]
    assert [lane[2] for lane in before if lane[3].startswith("China to US")] == ["as before"]
    assert [lane[2] for lane in cut if lane[3].startswith("China to US: 0 t")] == ["cut"]
    assert {lane[2] for one in moments for lane in one["lanes"]} <= {*moving.look["stress"]}
    assert not any(one["marks"] for one in moments)
    assert "cut: China to US" in plate.alt


def test_facilities_are_drawn_by_good_and_month(tmp_path):
    places = ("magnet_makers.maker.location={latitude: 29.9, longitude: 121.6}",
              "mines.rock.location={latitude: 41.8, longitude: 110}")  # fmt: skip
    run = two_mines(tmp_path, "disruptions.halt.duration_days=90", *places, n=1)
    with styled(RC):
        plate = months_of(tabulate(run))
    moving = plate.moving
    assert [*moving.pages] == ["magnets", "concentrate"]
    assert len({len(moments) for moments in moving.pages.values()}) == 1
    marks = moving.pages["magnets"][moving.first]["marks"]
    assert [(mark[3], mark[4]) for mark in marks] == [("magnet_makers", "less")]
    assert marks[0][5].startswith("maker (magnet maker): ")
    assert len(moving.pages["concentrate"][0]["marks"]) == 2
    look = moving.look
    assert {mark[3] for mark in marks} <= {*look["kind"]}
    assert {*look["fill"]} == {*look["stress"]}
    assert look["kind"]["mines"][0] == "M0 -0.5L-0.5 0.5L0.5 0.5Z"
    assert [frame.label for frame in plate.frames] == ["March 2026", "concentrate, March 2026"]
