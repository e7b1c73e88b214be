"""Planned and realised dates of milestones, as files and ``explain`` tell them."""

import csv
import datetime as dt

import numpy as np
import pytest

from sim.output.milestones import milestone_dates
from sim.scenario.explain import explain
from sim.scenario.load import load
from tests.known_answers.test_milestones import STEPS, WORLD, step
from tests.unit.effects import run

DRAWN = (
    step("build", "late_months: {uniform: [0, 8]}, fails: 0.3"),
    "projects: {plant: {cancel_probability: 0.2}, other: {facility: plant, adds_per_year: 1, "
    "first_product: 2026-03-01}}",
)
START, DAYS = dt.date(2026, 1, 1), 365


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    folder = tmp_path_factory.mktemp("milestones")
    found = run(folder, "one_lane", WORLD, STEPS, *DRAWN, n=64)
    found.result.save(folder / "run", figures=False)
    return found, folder / "run"


def rows(file):
    with file.open(encoding="utf-8") as text:
        return list(csv.DictReader(text))


def test_every_milestone_has_a_row_as_planned(outcome):
    """In the order of the plan; a project without any has first product and nameplate."""
    found = rows(outcome[1] / "milestones.csv")
    names = [(one["project"], one["milestone"]) for one in found]
    assert names == [
        ("other", "first_product"),
        ("other", "nameplate"),
        *(("plant", name) for name in ("permit", "equipment", "build", "commissioning")),
        ("plant", "first_product"),
        ("plant", "nameplate"),
    ]
    planned = {one["milestone"]: (one["planned_start"], one["planned"]) for one in found[2:]}
    assert planned["permit"] == ("2025-10-01", "2026-02-01")
    assert planned["build"] == ("2026-02-01", "2026-06-01")
    assert planned["first_product"] == ("2026-07-01", "2026-07-01")
    assert [one["cause"] for one in found[2:6]] == ["permit", "equipment", "labour", ""]


def test_rows_tell_shares_and_dates_of_what_is_recorded(outcome):
    record = outcome[0].record
    reached = dict(zip(record.ids("milestones"), record.milestone_day, strict=True))
    given_up = dict(zip(record.ids("milestones"), record.given_up_day, strict=True))
    for one in rows(outcome[1] / "milestones.csv"):
        name = f"{one['project']}.{one['milestone']}"
        days = reached[name]
        built = days[np.isfinite(days)]
        late = built - (dt.date.fromisoformat(one["planned"]) - START).days
        assert float(one["reached"]) == pytest.approx(len(built) / 64), name
        assert float(one["came"]) == pytest.approx((days < DAYS).mean()), name
        assert float(one["given_up"]) == pytest.approx((given_up[name] < DAYS).mean()), name
        assert float(one["mean_days_late"]) == pytest.approx(late.mean(), rel=1e-5), name
        middle = START + dt.timedelta(days=int(np.ceil(np.quantile(built, 0.5, method="linear"))))
        assert abs((dt.date.fromisoformat(one["q50_date"]) - middle).days) <= 10, name


def test_a_project_is_given_up_by_one_thing_and_nothing_comes_after(outcome):
    """By building that fails, or for another reason: known by the planned day of first product."""
    record = outcome[0].record
    given_up = dict(zip(record.ids("milestones"), record.given_up_day, strict=True))
    reached = dict(zip(record.ids("milestones"), record.milestone_day, strict=True))
    by_build, otherwise = given_up["plant.build"], given_up["plant.first_product"]
    assert set(otherwise.tolist()) == {181.0, np.inf}
    assert (np.isfinite(by_build) & np.isfinite(otherwise)).sum() == 0
    assert 4 < np.isfinite(by_build).sum() < 32
    first = np.minimum(by_build, otherwise)
    for name in ("build", "commissioning", "first_product", "nameplate"):
        days = reached[f"plant.{name}"]
        assert (days[np.isfinite(days)] <= first[np.isfinite(days)]).all(), name
    np.testing.assert_array_equal(np.isfinite(first), np.isinf(reached["plant.first_product"]))


def test_events_tell_each_history_s_dates(outcome):
    record = outcome[0].record
    row = record.ids("milestones").index("plant.build")
    found = rows(outcome[1] / "events.csv")
    built = [one for one in found if one["disruption"] == "plant.build"]
    failed = [one for one in found if one["disruption"] == "plant.build.given_up"]
    for history, day in enumerate(record.milestone_day[row]):
        assert built[history]["happened"] == str(int(np.isfinite(day)))
        date = START + dt.timedelta(days=int(day)) if np.isfinite(day) else ""
        assert built[history]["start_date"] == str(date)
    gone = record.given_up_day[row]
    assert [one["happened"] for one in failed] == [str(int(np.isfinite(day))) for day in gone]
    assert not any(one["disruption"].startswith("other.") for one in found)


def test_what_is_read_from_the_folder_is_what_was_recorded(outcome):
    record = outcome[0].record
    found = milestone_dates(outcome[0].result.tables.histories)
    for one in found:
        row = record.ids("milestones").index(f"{one.project}.{one.milestone}")
        np.testing.assert_array_equal(one.reached, record.milestone_day[row])


def test_explain_tells_the_date_that_follows_from_milestones(tmp_path):
    run(tmp_path, "one_lane", WORLD, STEPS)
    file = tmp_path / "layer_1.yaml"
    (one,) = explain(load(file, root="/"), "projects.plant.first_product")
    assert one.value == dt.date(2026, 7, 1)
    assert one.origin.file == str(file)
