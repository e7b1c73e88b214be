"""A comparison tells where the width of each run comes from: the event, or all else."""

import json

import numpy as np
import pytest

import sim
from sim.cli.compare_screen import screen
from sim.compare import compare
from sim.compare.files import json_of
from sim.compare.markdown import markdown_of
from sim.compare.select import select
from sim.output.stored import StoredRun
from tests.unit.compare_runs import several
from tests.unit.effects import KNOWN_ANSWERS

LASTS = "disruptions.halt.duration_days={uniform: [20, 200]}"
ELSE = "consumers.motors.demand_t_per_year={uniform: [200, 5000]}"
BOTH, EVENT, REST = (LASTS, ELSE), (LASTS, "uncertainty=null"), (ELSE, "uncertainty=null")


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    found = []
    for name, settings, n in (
        ("both", BOTH, 64), ("event", EVENT, 64), ("rest", REST, 64), ("few", BOTH, 8)
    ):  # fmt: skip
        folder = tmp_path_factory.mktemp(name)
        scenario = sim.load(KNOWN_ANSWERS / "uncertain.yaml", settings)
        sim.run(scenario, n=n).save(folder, figures=False)
        found.append(StoredRun.open(folder))
    return compare(found, ("both", "event", "rest", "few"))


def widths(comparison):
    rows = select(comparison)
    return {(one.label, one.row.group): one for one in comparison.widths.rows(rows)}


def test_the_parts_are_those_of_each_run_by_itself(runs):
    found = widths(runs)
    summary = {
        (row["group"], row["measure"]): row
        for row in runs.runs[0].summary["rows"]
        if "event" in row
    }
    both, told = found["both", "US"], summary["US", "shortfall_days"]
    assert both.whole == pytest.approx((told["q05"], told["q95"]), rel=1e-5)
    assert both.parts.share == pytest.approx(told["event"]["share"], rel=1e-5)
    assert both.parts.alone == pytest.approx(tuple(told["event"]["alone"]), rel=1e-5)
    assert 0.0 < both.parts.share < 1.0


def test_where_all_comes_of_one_side_or_histories_are_few_there_are_no_parts(runs):
    found = widths(runs)
    assert {label for (label, _), one in found.items() if one.parts is None} == {"rest", "few"}
    whole = found["event", "US"]
    assert (whole.parts.share, whole.parts.alone) == (1.0, whole.whole)
    both, event, rest, few = runs.widths.told()
    assert both.startswith("both: the event: halt (how long); all else: ")
    assert event == "event: all width is of halt (how long)."
    assert rest == "rest: all width is of 1 number given as a range."
    assert few.endswith(". 24 histories would do to tell the event's part.")


def test_screen_markdown_and_json_tell_of_it(runs):
    rows = select(runs)
    section = runs.widths.section(rows)
    assert {line[1] for line in section.lines} == {"both", "event", "rest", "few"}
    cells = {line[1]: line[3:] for line in section.lines if line[0] == "US" or line[1] != "both"}
    assert cells["event"][1:] == ("-", "100 %", "")
    assert cells["rest"] == cells["few"] == ("-", "-", "-", "")
    shown = screen(runs, rows)
    assert "shortfall_days, what makes it wide (5 to 95 %, d)" in shown
    for text in (shown, markdown_of(runs, rows)):
        assert "of the event alone" in text
        assert "event: all width is of halt (how long)." in text
    told = json.loads(json_of(runs, rows))["widths"]
    assert [one["run"] for one in told["runs"]] == ["both", "event", "rest", "few"]
    us = [row for row in told["rows"] if row["group"] == "US"]
    assert [("event" in row) for row in us] == [True, True, False, False]
    assert np.allclose(us[0]["event"]["known"], widths(runs)["both", "US"].parts.known, rtol=1e-5)


def test_runs_without_any_width_need_no_table():
    found = compare(several(2))
    rows = [row for row in found.table if row.group in {"CN", "IN"}]
    assert rows
    assert found.widths.section(rows) is None
