"""First stops on the screen of a run, and from when on its columns count."""

import pytest

from sim.cli.screen_stops import counted, first_stops
from sim.scenario.load import load

SUMMARY = {"start": "2026-01-01", "reference": "halt"}


@pytest.fixture(scope="module")
def halt():
    return load("export-halt")


def row(group, measure, middle, low=None, high=None):
    found = {"kind": "consumer", "group": group, "label": group.upper(), "measure": measure}
    return {**found, "q05": low, "q50": middle, "q95": high}


def stops(group, one, ten, half):
    return [
        row(group, "first_stop_1pct", one, 400.5, None),
        row(group, "first_stop_10pct", ten),
        row(group, "first_stop_50pct", half),
    ]


def test_who_has_firms_has_a_line_of_dates_and_who_never_stops_is_named_below(halt):
    rows = [
        *stops("eu_ev", 410.0, 440.0, None),
        row("eu_ev", "first_output_stop_1pct", 460.0),
        *stops("eu_other", 420.0, 421.0, 422.0),
        *stops("in_all", None, None, None),
        *stops("us_defence", 400.0, 400.0, 400.0),  # has no firms
    ]
    (text,) = first_stops({**SUMMARY, "rows": rows}, halt)
    head, _, *lines = (" ".join(line.split()) for line in text.splitlines())
    assert head == "First stops, of demand 1 % 10 % 50 % 1 % of output"
    assert lines[:3] == [
        "EU_EV 2027-02-15 2027-02-05 to never 2027-03-17 never 2027-04-06",
        "EU_OTHER 2027-02-25 2027-02-05 to never 2027-02-26 2027-02-27 -",
        "None in the median history: IN_ALL",
    ]


def test_where_nobody_stops_a_line_says_so_and_where_nobody_has_firms_nothing(halt):
    rows = stops("eu_ev", None, None, None)
    (said,) = first_stops({**SUMMARY, "rows": rows}, halt)
    assert said == "First stops. None in the median history: EU_EV"
    assert [*first_stops({**SUMMARY, "rows": stops("us_defence", 4.0, 4.0, 4.0)}, halt)] == []


@pytest.mark.parametrize("name", ["us_defence", "consumer.us_defence"])
def test_who_is_asked_for_has_a_line_without_firms(halt, name):
    rows = stops("us_defence", 400.0, 400.0, 400.0)
    (text,) = first_stops({**SUMMARY, "rows": rows}, halt, [name])
    assert "US_DEFENCE" in text


def test_so_has_who_is_in_a_group_of_ones_own():
    own = load("export-halt", ["groups={mine: [us_defence]}"])
    (text,) = first_stops({**SUMMARY, "rows": stops("us_defence", 400.0, 400.0, 400.0)}, own)
    assert "US_DEFENCE" in text


def test_it_is_told_where_days_count_from_what_the_world_knew_of():
    stop = "{kind: export_control, exporter: CN, goods: [magnets], start: 2027-02-01}"
    own = load("as-of-2026", [f"disruptions.stop={stop}"])
    (said,) = counted({**SUMMARY, "reference": None}, own)
    assert "by 2026-06-30 (april_licences ...),\nas no reference is named." in said
    assert said.endswith("From that of stop: --set measures.reference=stop")
    assert [*counted({**SUMMARY, "reference": None}, load("as-of-2026"))] == []


def test_it_is_said_what_is_counted_and_how_to_see_what_the_event_adds(halt):
    which, added = counted(SUMMARY, halt)
    assert "by all, also by what had begun by 2026-06-30 (" in which
    assert which.endswith("First short day: from the onset of halt on.")
    says, command = added.split(": ")
    assert says == "What halt adds"
    without = command.split("'")[1].partition("@")[2].split(",")
    assert "halt" not in load("export-halt", without).scenario.disruptions


def test_nothing_is_said_where_the_event_is_all_there_is():
    assert [*counted(SUMMARY, load("two-mines"))] == []
