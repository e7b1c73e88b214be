"""Figures of a sweep: what they say, that nothing is clipped or overlaps, that they repeat."""

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from matplotlib import rc_context

from sim.output.run_request import RunRequest
from sim.plots.style import RC, footer
from sim.plots.sweep import draw_sweep, sweep_figures
from sim.plots.sweep_axis import InputAxis
from sim.plots.sweep_heat import DARK, scale_of, written
from sim.plots.sweep_panels import MEASURES, folded, panels_of
from sim.plots.sweep_scatter import aside
from sim.plots.sweep_slopes import per_short
from sim.scenario.load import load
from sim.sweep.chosen import Chosen
from sim.sweep.design import grid
from sim.sweep.latin import latin
from sim.sweep.slopes import slopes, told
from sim.sweep.unit import unit_of
from sim.sweep.vary import read_axis
from tests.plots.legible import assert_told, lay_out
from tests.plots.studies import files_of, study_in
from tests.sweeps import results

STOCK, HALT = "consumers.us_ev.stock_days=0:120:7", "disruptions.halt.duration_days=50:250:5"
START, MODE = "disruptions.halt.start=2026-06-01:2028-06-01:9", "disruptions.halt.mode=halt,quota"
KINDS = "disruptions.halt.duration_days=90,{triangular: [90, 180, 365]},{uniform: [90, 365]}"
LONG = "magnet_makers.noveon.capacity_t_blanks_per_year=0:2000:21"
US = [("region", "US"), ("all", "all")]


def made(*varied):
    return grid([read_axis(text) for text in varied])


def drawn(*varied, count=24):
    return latin([read_axis(text) for text in varied], count, seed=1)


SLIP = "projects.tenx_1.slip_months+projects.independence_2.slip_months=0:60:6"
YEARS = "disruptions.halt.start=2027-11-01:2031-11-01:5"
DEFENCE = [("region", "US"), ("consumer", "us_defence"), ("end_use", "defence")]

CASES = {
    "curve": lambda: results(made(STOCK), lost=[3]),
    "dates": lambda: results(made(START)),
    "one region": lambda: results(made(STOCK), groups=US),
    "dots": lambda: results(made(KINDS), lost=[1]),
    "one value twice": lambda: results(made("consumers.us_ev.stock_days=5,5.0")),
    "map": lambda: results(made(STOCK, HALT), lost=[3, 20]),
    "wide map": lambda: results(made(MODE, LONG)),
    "map of dates": lambda: results(made(START, KINDS), groups=US),
    "fine map": lambda: results(made("policy.hoarding=1:2:41", LONG), groups=US),
    "drawn": lambda: results(drawn("policy.hoarding=1:2", STOCK, HALT, MODE, START), lost=[5]),
    "drawn from two": lambda: results(drawn("policy.hoarding=1:2", KINDS), groups=US),
    "three": lambda: results(made("policy.hoarding=1:2:4", HALT, MODE), groups=US),
}


WITH_SLOPES = {
    "slopes beside a map": (lambda: results(made(YEARS, SLIP), groups=DEFENCE), 1),
    "slopes of the input that comes first": (lambda: results(made(SLIP, YEARS), lost=[3, 20]), 0),
    "slopes of a wide map": (lambda: results(made(MODE, LONG)), 1),
    "slopes of curves": (lambda: results(made(SLIP), groups=DEFENCE), 0),
}
"""Results, and the input that slopes are along."""


def with_slopes(case):
    found, per = WITH_SLOPES[case]
    made_up = found()
    return made_up, Chosen(per=per), slopes(made_up, per)


@pytest.fixture(scope="module", params=[*CASES, *WITH_SLOPES])
def figures(request):
    with rc_context(RC):
        case = request.param
        drawn_from = (CASES[case](), Chosen()) if case in CASES else with_slopes(case)
        found = list(sweep_figures(*drawn_from).values())
        for figure in found:
            footer(figure, "world as known on 2026-06-30")
            lay_out(figure)
        yield found


def texts(figure):
    found = list(figure.texts)
    for ax in figure.axes:
        found += [*ax.texts, ax.title, ax._left_title, ax.xaxis.label, ax.yaxis.label]
        for axis, shown in ((ax.xaxis, "labelbottom"), (ax.yaxis, "labelleft")):
            low, high = sorted(axis.get_view_interval())
            ticks = zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=True)
            if axis.get_tick_params().get(shown, True):
                found += [label for at, label in ticks if low <= at <= high]
    return [text for text in found if text.get_text() and text.get_visible()]


def test_no_text_leaves_the_figure_or_overlaps_another(figures):
    for figure in figures:
        assert_told(figure)
        frame = figure.bbox
        boxes = [(text.get_text(), text.get_window_extent()) for text in texts(figure)]
        for i, (one, box) in enumerate(boxes):
            inside = box.x0 >= 0 and box.y0 >= 0 and box.x1 <= frame.x1 and box.y1 <= frame.y1
            assert inside, f"{one!r} is clipped: {box} of {frame}"
            for other, rival in boxes[i + 1 :]:
                wide = min(box.x1, rival.x1) - max(box.x0, rival.x0)
                tall = min(box.y1, rival.y1) - max(box.y0, rival.y0)
                assert wide <= 1 or tall <= 1, f"{one!r} overlaps {other!r}"


@pytest.mark.parametrize("case", ["curve", "dates", "dots", "map", "drawn"])
def test_days_of_a_run_are_written_as_dates(case):
    with rc_context(RC):
        for figure in sweep_figures(CASES[case](), Chosen("first_short_day")).values():
            lay_out(figure)
            test_no_text_leaves_the_figure_or_overlaps_another([figure])
            said = [text.get_text().replace("\n", " ") for text in texts(figure)]
            assert any("first short day (date)" in one for one in said)
            dates = [one for one in said if re.fullmatch(r"(\d+ )?[A-Z][a-z]{2} 2\d", one)]
            assert len(dates) >= 3


def test_points_that_start_on_several_days_have_no_date_in_common():
    """The first day of the one is not that of the other."""
    found = CASES["curve"]()
    late = RunRequest(load("export-halt", ["start=2026-03-01"]), 200, 1)
    assert found.start == load("export-halt").scenario.start
    one, *others = found.sweep.points
    moved = replace(found, sweep=replace(found.sweep, points=(replace(one, request=late), *others)))
    assert moved.start is None
    with rc_context(RC):
        (figure,) = sweep_figures(moved, Chosen("first_short_day")).values()
    assert any("(day of the run)" in text.get_text().replace("\n", " ") for text in figure.texts)


@pytest.mark.parametrize("case", ["curve", "dates"])
def test_titles_are_those_of_scenarios_with_what_is_set_in_as_many_lines_as_they_need(case):
    found = CASES[case]()
    stocks = [
        f"consumers.{name}.stock_days=30" for name in ("us_ev", "us_auto", "eu_ev", "eu_auto")
    ]
    of = RunRequest(load("export-halt", stocks), 200, 1)
    changed = replace(found, sweep=replace(found.sweep, request=of))
    with rc_context(RC):
        for results_of, lines in ((found, 1), (changed, 2)):
            (figure,) = sweep_figures(results_of, Chosen("shortfall_days")).values()
            lay_out(figure)
            title, note = figure.texts[:2]
            assert "Export halt" in title.get_text()
            assert title.get_text().count("\n") + 1 == lines
            box, below = title.get_window_extent(), note.get_window_extent()
            assert box.x1 <= figure.bbox.x1
            assert box.y0 >= below.y1 - 1
            assert below.y0 > max(ax.get_window_extent().y1 for ax in figure.axes)
    assert "us_ev.stock_days=30" in title.get_text()


def test_units_and_numbers_are_told(figures):
    for figure in figures:
        said = " ".join(text.get_text().replace("\n", "") for text in figure.texts)
        assert "shortfall days (d)" in said
        assert "200 histories at each of" in said
        assert "Export halt" in said


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("case", ["curve", "map", "drawn"])
def test_every_measure_can_be_drawn(case, measure):
    with rc_context(RC):
        for figure in sweep_figures(CASES[case](), Chosen(measure)).values():
            lay_out(figure)
            said = " ".join(text.get_text().replace("\n", " ") for text in figure.texts)
            assert MEASURES[measure] in said


def test_files_repeat_byte_for_byte(tmp_path):
    made_up = CASES["map"]()
    first = draw_sweep(made_up, study_in(tmp_path / "a"), Chosen())
    second = draw_sweep(made_up, study_in(tmp_path / "b"), Chosen())
    assert [path.name for path in first] == files_of("shortfall_days")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_the_curve_goes_through_the_means_and_leaves_out_what_failed():
    with rc_context(RC):
        (figure,) = sweep_figures(CASES["curve"](), Chosen(groups=(("region", "US"),))).values()
    (ax,) = figure.axes
    assert ax.get_title(loc="left") == "US"
    x, y = ax.lines[0].get_data()
    assert list(x) == [0, 20, 40, 60, 80, 100, 120]
    assert np.isnan(y[3])
    assert np.delete(y, 3) == pytest.approx([20, 40, 60, 100, 120, 140])
    assert [text.get_text() for text in ax.texts] == ["140"]
    assert "1 point failed: left out." in " ".join(text.get_text() for text in figure.texts)


def test_each_cell_of_a_map_holds_its_mean():
    """The first input runs down, the second across; failed points have no number."""
    with rc_context(RC):
        (figure,) = sweep_figures(CASES["map"](), Chosen(groups=(("region", "US"),))).values()
    ax = figure.axes[0]
    cells = {text.get_position(): text.get_text() for text in ax.texts}
    assert len(cells) == 33
    assert cells[4, 6] == "140"
    assert cells[0, 1] == "24"
    assert (3, 0) not in cells
    assert (0, 4) not in cells


def test_shades_get_darker_with_the_value():
    lightness = [sum(DARK(share)[:3]) for share in np.linspace(0, 1, 21)]
    assert all(b < a for a, b in pairwise(lightness))
    scale = scale_of([np.array([[np.nan, 20.0], [80.0, 60.0]])])
    assert (scale.vmin, scale.vmax) == (0.0, 80.0)
    assert written(9.96) == "10"


def test_groups_that_are_never_short_are_named_instead_of_drawn():
    panels, says = panels_of(CASES["map"](), Chosen())
    assert [panel.title for panel in panels][:2] == ["US", "EU"]
    assert says.endswith("China; India; Vietnam.")
    with_it = Chosen(groups=(("region", "CN"),), kinds=("region",))
    panels, says = panels_of(CASES["map"](), with_it)
    assert "China" in [panel.title for panel in panels]
    assert says.endswith(": India; Vietnam.")
    asked, says = panels_of(CASES["map"](), Chosen(groups=(("region", "CN"),)))
    assert [panel.title for panel in asked] == ["China"]
    assert says == ""


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        (STOCK, "d", True),
        (START, "date", True),
        (MODE, "", False),
        (LONG, "t of blanks a year", True),
        ("policy.hoarding=1:2:3", "1", True),
        ("projects.x.ramp_months=6,12", "months", True),
        ("stockpiles.vault.fill_days=null,60", "", False),
    ],
)
def test_inputs_have_units(text, unit, number):
    axis = InputAxis.of(made(text), 0)
    assert (unit_of(axis.path, axis.values), axis.is_number) == (unit, number)


@pytest.mark.parametrize(
    ("text", "brief", "full"),
    [
        (START, "start of halt", "Chinese export halt: start"),
        (STOCK, "days of stock", "US EV traction: stock (d)"),
        (
            "disruptions.halt.duration_days=30,60",
            "duration of halt",
            "Chinese export halt: duration (d)",
        ),
        ("policy.hoarding=1:2:3", "hoarding", "policy: hoarding"),
        (
            "consumers.us_ev.stock_days+consumers.eu_ev.stock_days=1,2",
            "days of stock",
            "US EV traction and EU EV traction: stock (d)",
        ),
    ],
)
def test_inputs_are_named_by_labels_with_their_units(text, brief, full):
    axis = InputAxis.of(made(text), 0)
    assert axis.brief == brief
    assert axis.label(load("export-halt").scenario) == full


def test_titles_and_axes_name_the_inputs_of_a_map():
    """Each panel is on the one scale, which stands there once."""
    with rc_context(RC):
        (figure,) = sweep_figures(CASES["map"](), Chosen()).values()
    said = [text.get_text().replace("\n", " ") for text in figure.texts]
    assert said[0] == "Shortfall days by days of stock and duration of halt: Export halt"
    assert {"US EV traction: stock (d)", "Chinese export halt: duration (d)"} <= set(said)
    assert said.count("mean shortfall days (d)") == 1
    scales = {ax.collections[0].norm for ax in figure.axes if ax.collections}
    assert len(scales) == 1


def test_values_are_put_in_order_along_the_axis():
    axis = InputAxis.of(made("a.b_days=30,10,20"), 0)
    assert axis.values == ("10", "20", "30")
    assert axis.rank.tolist() == [2, 0, 1]


def test_points_of_one_value_stand_side_by_side():
    axis = InputAxis.of(made("a=halt,quota", "b=1,2,3"), 0)
    moved = axis.at + aside(axis)
    assert len(set(moved)) == 6
    assert all(abs(moved - axis.at) < 0.5)
    assert aside(InputAxis.of(made("b=1,2,3"), 0)).tolist() == [0, 0, 0]


def test_long_names_are_folded():
    assert folded("a.bc", 5) == "a.bc"
    lines = folded("magnet_makers noveon capacity_t_blanks_per_year (t)", 1.5).splitlines()
    assert max(map(len, lines)) <= 24
    assert "".join(lines).replace(" ", "").endswith("year(t)")


def test_one_number_written_twice_has_one_place_with_one_label():
    axis = InputAxis.of(made("a.b_days=10,5,10.0"), 0)
    assert axis.values == ("5", "10")
    assert axis.rank.tolist() == [1, 0, 1]


def test_each_row_of_a_map_has_its_slope_beside_it():
    """Along the input asked for, whichever comes first; the wide one runs across."""
    for case in ("slopes beside a map", "slopes of the input that comes first"):
        made_up, chosen, found = with_slopes(case)
        with rc_context(RC):
            (figure,) = sweep_figures(made_up, chosen, found).values()
        count = sum(ax.get_title(loc="left") == "per month" for ax in figure.axes)
        maps, strips = figure.axes[:count], figure.axes[-count:]
        (us,) = [at for at, ax in enumerate(maps) if ax.get_title(loc="left") == "US"]
        said = [text.get_text() for text in strips[us].texts]
        key = "region", "US", "shortfall_days"
        assert said == [told(one) for one in found if one.is_whole and one.key == key]
        assert len(said) == 5
        years = [text.get_text() for text in maps[0].get_yticklabels()]
        assert years == [f"Nov {year}" for year in range(2027, 2032)]
        notes = " ".join(text.get_text().replace("\n", " ") for text in figure.texts)
        assert "At the right shortfall days per month of slip, with the 95 % interval." in notes


def test_a_curve_has_its_slope_beside_its_title():
    made_up, chosen, found = with_slopes("slopes of curves")
    with rc_context(RC):
        (figure,) = sweep_figures(made_up, chosen, found).values()
    assert [ax.get_title(loc="left") for ax in figure.axes] == [
        "US", "us_defence", "Defence, all regions",
    ]  # fmt: skip
    (whole,) = [one for one in found if one.is_whole and one.key[:2] == ("region", "US")][:1]
    assert figure.axes[0].get_title(loc="right") == f"{told(whole)} per month"
    assert per_short(made_up, 0, "fill_rate") == "points of % per month"
    notes = " ".join(text.get_text().replace("\n", " ") for text in figure.texts)
    assert "Beside a title: mean slope, ± half its 95 % interval." in notes
