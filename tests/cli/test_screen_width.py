"""Where the width of results comes from, on the screen of a run."""

import json

import pytest

from sim.cli.screen_width import READ, widths
from sim.scenario.load import load

EVENT, REST = ["A halt (how long)"], ["21 uncertain numbers", "when 3 projects come"]


def row(label="US", measure="shortfall_days", kind="region", event=True, **more):
    parts = {"share": 0.9, "ci95": [0.875, 0.921], "alone": [40.2, 140], "known": [70, 95.25]}
    found = {"kind": kind, "group": label, "label": label, "measure": measure}
    return {**found, "q05": 36, "q95": 1470, **({"event": parts} if event else {}), **more}


def shown(*rows, event=EVENT, rest=REST, needed=None):
    width = {"event": event, "rest": rest, "histories_needed": needed}
    found = widths({"histories": 16, "rows": rows, "width": width})
    return [" ".join(line.split()) for line in found.splitlines()]


def test_a_line_for_each_group_with_the_widths_of_all_of_the_event_and_of_what_is_left():
    noise = {"share": 0.0, "ci95": [0.0, 0.12], "alone": [50, 50], "known": [70, 95.25]}
    oxide = row("EU, yttrium", kind="consumer", event=False, of="element in oxide")
    lines = shown(
        {**oxide, "event": noise},
        row(),
        row("EV", kind="sector"),
        row("CN", event=False),
        row(measure="unmet_t"),
    )
    assert lines == [
        "Width of shortfall days all of the event left where it the event's part",
        "5 to 95 % alone is known of the variance",
        "US 36.0 to 1,470 40.2 to 140.0 70.0 to 95.2 88 to 92 %",
        "EU, yttrium 36.0 to 1,470 - 70.0 to 95.2 0 to 12 %",
        "The event: A halt (how long)",
        "All else: 21 uncertain numbers, when 3 projects come",
        *READ.splitlines(),
    ]


def test_where_all_comes_from_one_side_a_line_says_so():
    assert shown(row(), rest=[]) == ["All width is of the event: A halt (how long)"]
    assert shown(row(), event=[]) == [
        "All width is of 21 uncertain numbers, when 3 projects come: the event is the same in every "
        "history."
    ]


def test_too_few_histories_give_no_number():
    assert shown(row(event=False), needed=24)[2:] == [
        "16 histories are too few to tell their widths apart: 24 would do."
    ]


def test_what_is_not_random_is_said_to_be_so():
    says = "Nothing is random in this run: one history stands for all."
    assert shown(row(event=False), event=[], rest=[]) == [says]


@pytest.mark.parametrize("settings", [[], ["uncertainty=from_grades"]])
def test_a_run_that_takes_numbers_as_written_says_that_they_are_estimates(settings):
    nothing = {"width": {"event": [], "rest": [], "histories_needed": None}}
    found = widths(nothing, load("two-mines", settings)).splitlines()[1:]
    says = [
        "21 numbers of this world are estimates (100 % of grade C), in every history as written:",
        "--set uncertainty=from_grades tells how far off that may be.",
    ]
    assert found == ([] if settings else says)


def test_a_fixed_halt_is_not_shown_as_if_it_were_exact(call):
    fixed = "disruptions.halt.duration_days=100"
    done = call("run", "two-mines", "--set", fixed, "--no-figures", "-q")
    assert "Nothing is random in this run" in done.output
    assert "--set uncertainty=from_grades" in done.output
    unsure = ("--set", "uncertainty=from_grades", "-n", "64", "--no-figures", "-q")
    summary = json.loads(call("run", "two-mines", *unsure, "--json").output)
    found = [one for one in summary["rows"] if one["measure"] == "shortfall_days"]
    assert all(one["event"]["share"] > 0.9 for one in found)
    assert summary["width"] == {
        "event": ["halt (how long)"],
        "rest": ["21 uncertain numbers"],
        "histories_needed": None,
    }
