"""Figures tell their values where they are pointed at, whatever their panels are over."""

import datetime as dt

import pytest

from sim.output.tables import Tables, tabulate
from sim.plots.catalogue import OF_A_RUN
from sim.plots.told import Data
from sim.plots.view import USUAL
from sim.report.curves import panels_of
from sim.report.figures import figures_of_run
from tests.unit.compare_runs import two_mines


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return tabulate(two_mines(tmp_path_factory.mktemp("runs"), n=8))


def panels(tables, kind):
    (plate,) = figures_of_run(tables, [kind])
    return plate.panels, OF_A_RUN[kind].told(tables, USUAL).data


def test_storylines_tell_what_is_served_and_what_happens(tables):
    found, data = panels(tables, "storylines")
    assert [one["title"] for one in found] == ["mild", "typical", "severe"]
    rows = {(row[0], row[2]): row for row in data.rows}
    first = found[0]
    start = dt.date.fromisoformat(first["start"])
    (curve,) = first["curves"]
    happened = 0
    for day, text in zip(first["at"], curve["values"], strict=True):
        *_, served, happens = rows["mild", start + dt.timedelta(days=day)]
        assert float(text.partition(",")[0]) == pytest.approx(served, abs=0.5)
        assert text.partition(", ")[2] == happens
        happened += bool(happens)
    assert happened >= 2
    assert len(first["at"]) < 300


def test_chances_tell_what_they_are_beyond_so_many_days(tables):
    found, data = panels(tables, "exceedance")
    first = found[0]
    assert first["said"][0] == "more than 0 days"
    chances = [row[2] for row in data.rows if row[0] == first["title"]]
    told = [float(text.partition(" ")[0]) for text in first["curves"][0]["values"]]
    assert told == pytest.approx(chances, abs=0.5)


def test_a_calendar_tells_a_month_of_a_year(tables):
    found, data = panels(tables, "calendar")
    first = found[0]
    days = {row[1]: row[2] for row in data.rows if row[0] == first["title"]}
    for year in first["curves"]:
        for month, text in enumerate(year["values"], start=1):
            name = f"{year['name']}-{month:02}"
            assert (name in days) == (text != "")
            if text:
                assert float(text) == pytest.approx(days[name], rel=0.06, abs=0.05)


def test_a_row_of_months_is_told_by_its_name(tables):
    (panel,), data = panels(tables, "fill")
    assert panel["rows"]
    assert [one["name"] for one in panel["curves"]] == ["motors"]
    months = [row[0] for row in data.rows]
    assert panel["said"] == [f"{dt.date.fromisoformat(one + '-01'):%B %Y}" for one in months]
    assert panel["at"] == sorted(panel["at"])


def test_no_place_is_told_where_the_data_name_no_panel(tables):
    figure = OF_A_RUN["cover"].pages(tables)[0]
    assert panels_of(figure, Data({"x": "a number"}, [(1.0,)]), tables.histories.start) == []


def test_a_note_that_the_caption_repeats_is_not_in_the_picture(tables):
    (plate,) = figures_of_run(tables, ["fill"])
    whole = OF_A_RUN["fill"].pages(tables)[0]
    tall = float(plate.frames[0].svg.decode().split('height="')[1].split("pt")[0])
    assert tall < 72 * whole.get_figheight() - 9
    assert 0.0 < plate.panels[0]["box"][1] < 0.5
