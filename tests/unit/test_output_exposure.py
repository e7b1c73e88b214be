"""Exposure in what a run writes, and in what is refused."""

import csv
import io
import json

import numpy as np
import pytest

import sim
from sim.cli.screen import screen
from sim.output.exposure_rows import HEADER, exposure_csv
from sim.output.summary import summary_json
from sim.scenario.errors import ScenarioError
from tests.chain import CHAIN, problems, write
from tests.unit.effects import KNOWN_ANSWERS

SHORT = "end: 2026-04-15\nwarm_up_days: 40\n"
"""Two and a half months after the halt begins."""


def result(folder, more: str = "", n: int = 3):
    text = CHAIN.replace("end: 2026-12-31\n", SHORT).replace(
        "us_ev:\n", "us_ev:\n    end_use: defence\n"
    )
    return sim.run(sim.load(write(folder, text + more)), n=n)


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    more = (
        "  slow: {kind: demand_shock, consumers: [us_ev], factor: {uniform: [0.5, 1]}, start: 20}\n"
        "measures: {exposure: [CN]}\n"
    )
    return result(tmp_path_factory.mktemp("run"), more)


def test_the_file_has_a_row_for_each_group_period_stage_and_element(run):
    rows = list(csv.DictReader(io.StringIO(exposure_csv(run.tables.exposure))))
    assert list(rows[0]) == list(HEADER)
    periods = ["2026-01", "2026-02", "2026-03", "2026-04", "2026", "run"]
    assert list(dict.fromkeys(row["period"] for row in rows)) == periods
    assert {row["element"] for row in rows} == {"all", "ndpr", "dy"}
    assert len(rows) == len(run.tables.groups) * 5 * len(periods) * 3
    for row in rows:
        if row["used_t"] == "0":  # of dy by who buys no grade with it
            assert row["share_mean"] == row["share_q95"] == ""
        else:  # everything is Chinese
            assert float(row["share_mean"]) == pytest.approx(1.0)
        if row["period"] == "run" and row["element"] == "all":
            assert float(row["part_t"]) == pytest.approx(float(row["used_t"]), rel=1e-5)
            assert float(row["days_without_mean"]) == pytest.approx(0.0, abs=1e-3)


def test_years_and_the_run_are_the_sums_of_their_months(run):
    for one in run.tables.exposure:
        for total in (one.used_t, one.part_t, one.days[:, :, 0]):
            np.testing.assert_allclose(total[4], total[:4].sum(axis=0), atol=1e-6)
            np.testing.assert_allclose(total[5], total[4])


def test_the_summary_tells_of_regions_defence_and_all(run):
    summary = json.loads(summary_json(run.tables))
    groups = [(row["kind"], row["group"]) for row in summary["exposure"]]
    regions = [("region", "DE"), ("region", "US")]
    defence = [("consumer", "us_ev"), ("end_use", "defence")]
    assert sorted(groups) == sorted([*regions, *defence, ("all", "all")])
    us = next(row for row in summary["exposure"] if row["group"] == "US")
    assert us["share_by_stage"] == dict.fromkeys(
        ("mined", "separated", "reduced", "made", "any"), pytest.approx(1.0)
    )
    assert list(us["share"]) == ["2026", "run"]
    shown = screen(summary)
    (head,) = (line for line in shown.splitlines() if line.startswith("Used, was in CN"))
    words = "2026 mined separated metal magnets dy ndpr days without"
    assert head.removeprefix("Used, was in CN").split() == words.split()


def test_the_run_row_is_the_measure(run):
    found = {(o.group, o.full_name): o.values.mean() for o in run.tables.outcomes}
    for one in run.tables.exposure:
        if one.stage == "any":
            assert one.longer["run"][0] == pytest.approx(found[one.group, "dependence[CN]"])


def test_nothing_else_of_a_run_changes(tmp_path):
    plain, asked = result(tmp_path, n=1), result(tmp_path, "measures: {exposure: [CN]}\n", n=1)
    for name, series in plain.record.series.items():
        np.testing.assert_array_equal(series.values, asked.record.series[name].values)
    assert set(asked.record.series) - set(plain.record.series) == {"used_content_t", "exposure_t"}
    assert plain.tables.exposure == ()
    assert "exposure" not in json.loads(summary_json(plain.tables))


@pytest.mark.parametrize(
    ("places", "says", "remedy"),
    [
        ("[XX]", "There is no place 'XX'.", "Known: "),
        ("[CN, CN]", "'CN' stands here twice", "Keep one"),
        ("[US]", "no mine, plant or maker of metal or magnets stands there", "Something is in: CN"),
        ("[JP]", "no lane leads from idle to a consumer", "Something is in: CN"),
    ],
)
def test_a_place_that_nothing_passes_is_refused(tmp_path, places, says, remedy):
    idle = CHAIN.replace(
        "metal_makers:\n", "metal_makers:\n  idle: {country: JP, metal_yield: 1}\n"
    )
    file = write(tmp_path, f"{idle}measures: {{exposure: {places}}}\n")
    (problem,) = (one for one in problems(file) if one.level == "error")
    assert says in problem.message
    assert problem.remedy.startswith(remedy)
    assert problem.path.startswith("measures.exposure.")


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("measures.exposure=[CN]", "measures.exposure"),
        ("consumers.motors.origin_rule={not_from: CN}", "consumers.motors.origin_rule"),
    ],
)
def test_content_is_not_followed_where_there_are_no_elements(asked, path):
    with pytest.raises(ScenarioError) as caught:
        sim.load(KNOWN_ANSWERS / "one_lane.yaml", [asked])
    (problem,) = (one for one in caught.value.problems if one.level == "error")
    assert problem.path == path
    assert problem.message == "There are no elements, whose content could be followed."
