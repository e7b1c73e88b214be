"""Announcements: their record, what it foretells of each, and the table of it."""

import datetime as dt
import json
from pathlib import Path
from statistics import median

import numpy as np
import pytest
from click.testing import CliRunner

from sim.cli import main
from sim.hindcast.announcements import Announcement
from sim.hindcast.foretell import foretell
from sim.hindcast.load import announcements, load_announcements
from sim.hindcast.past_slips import months_late, past_slips
from sim.hindcast.score_announcements import brier, score
from sim.hindcast.scored import Scored
from sim.scenario.errors import ScenarioError
from sim.scenario.load import load
from sim.world.time.clock import DAYS_PER_MONTH

README = Path(__file__).resolve().parents[2] / "scenarios" / "README.md"


@pytest.fixture(scope="module")
def shipped():
    return load_announcements(announcements()["announcements-2022"])


def announced(kind="old", **became: str) -> Announcement:
    dates = {key: dt.date.fromisoformat(date) for key, date in became.items()}
    said, promised = dt.date(2022, 6, 30), dt.date(2024, 12, 31)
    return Announcement(
        label="A plant", owner="firm", kind=kind, said=said, promised=promised, **dates
    )


@pytest.mark.parametrize(
    ("became", "months"),
    [
        ({"came": "2024-03-01"}, 0),
        ({"came": "2025-03-31"}, 3),
        ({"now": "2027-12-31"}, 36),
        ({"cancelled": "2023-01-01"}, None),
    ],
)
def test_a_slip_is_counted_in_whole_months_after_the_time_promised(became, months):
    assert months_late(announced(**became)) == months


def test_a_kind_with_three_slips_has_a_record_of_its_own_and_others_share_that_of_all():
    late = {month: announced(came=f"2025-{month:02}-28") for month in (1, 2, 3)}
    record = {str(month): one for month, one in late.items()}
    record |= {
        "gone": announced(cancelled="2023-01-01"),
        "other": announced("new", now="2028-01-01"),
    }
    assert past_slips(record, "old").months == (1, 2, 3)
    assert past_slips(record, "old").cancelled == round(1.5 / 5, 2)
    assert past_slips(record, "new").months == past_slips(record).months == (1, 2, 3, 36)
    assert past_slips(record, "old", without="2").months == (1, 3, 36)
    assert past_slips(record, "old", without="gone").cancelled == round(0.5 / 4, 2)


def test_the_slips_of_the_shipped_schedule_are_those_of_the_record(shipped):
    """The heavies excepted, which are a year later than separation."""
    block, schedule = shipped.announcements.announcements, shipped.loaded.scenario.schedule
    for name, kind in schedule.kinds.items():
        heavy = name == "heavy_separation"
        record = past_slips(block, "separation" if heavy else name)
        later = 12 if heavy else 0
        assert kind.slip_months.empirical == [months + later for months in record.months], name
        assert kind.cancel_probability == record.cancelled, name
    leads = [(one.promised - one.said).days / DAYS_PER_MONTH for one in block.values()]
    assert schedule.lead_months == round(median(leads))


def test_every_plant_that_is_planned_has_a_kind_and_an_owner():
    assert [
        name
        for name, one in load("baseline").scenario.projects.items()
        if not one.owner or not one.kind
    ] == []


def test_each_left_out_is_foretold_by_the_others_alone(shipped):
    """Of magnets three slips of the four are left: two of 0, 2, 11 if it is one that was on time."""
    block, scenario = shipped.announcements, shipped.loaded.scenario
    foretold = foretell(block, scenario, leave_one_out=True)
    late = foretold.days_late[foretold.names.index("narva")]
    found = np.unique(late[np.isfinite(late)])
    assert found.tolist() == [0.0, np.ceil(2 * DAYS_PER_MONTH), np.ceil(11 * DAYS_PER_MONTH)]
    left = past_slips(block.announcements, "magnets", without="narva").cancelled
    assert np.isinf(late).mean() == pytest.approx(left, abs=0.02)


def test_a_schedule_without_slips_foretells_the_promises(shipped):
    kinds = {
        name: kind.model_copy(update={"slip_months": 0.0, "cancel_probability": 0.0})
        for name, kind in shipped.loaded.scenario.schedule.kinds.items()
    }
    schedule = shipped.loaded.scenario.schedule.model_copy(update={"kinds": kinds})
    scenario = shipped.loaded.scenario.model_copy(update={"schedule": schedule})
    found = score(
        shipped.announcements, foretell(shipped.announcements, scenario, leave_one_out=False)
    )
    scored = Scored.of(shipped.announcements, scenario)
    assert (found.expected, found.low, found.high) == (scored.promised,) * 3
    assert found.brier == scored.brier == 1 - scored.came / scored.promised
    on_time = [months_late(one) == 0 for one in shipped.announcements.announcements.values()]
    assert set(found.held.values()) == {sum(on_time)}


def test_a_brier_score_is_that_of_its_definition():
    happened = np.array([True, True, False, False])
    assert brier(np.full(4, 0.5), happened) == 0.25
    assert brier(np.array([0.9, 0.8, 0.3, 0.0]), happened) == pytest.approx(0.14 / 4)


def test_the_expected_schedule_foresees_more_than_the_promises(shipped):
    scored = Scored.of(shipped.announcements, shipped.loaded.scenario)
    assert scored.without.low <= scored.came <= scored.without.high < scored.promised
    assert scored.without.brier < scored.brier


def test_the_table_in_the_readme_is_what_the_command_prints():
    """If not, paste what it prints between the two marks."""
    printed = CliRunner().invoke(main, ["hindcast", "announcements-2022"])
    assert printed.exit_code == 0
    begin, end = (f"<!-- announcements-2022:{mark} -->\n" for mark in ("begin", "end"))
    text = README.read_text(encoding="utf-8")
    assert text.partition(begin)[2].partition(end)[0] == printed.stdout


def test_as_json_it_has_the_same(shipped):
    printed = CliRunner().invoke(main, ["hindcast", "announcements-2022", "--json"])
    found = json.loads(printed.stdout)
    assert found["run"] == {"promised": 20, "came": 12}
    assert found["plants"].keys() == shipped.announcements.announcements.keys()
    assert found["plants"]["seadrift"]["days_late"][-1] is None


SMALL = """\
scenario: expected-schedule
question: How much ran?
known: 2026-06-30
announcements:
  one: {label: One, owner: firm, kind: magnets, said: 2022-01-01, promised: 2024-12-31, came: 2025-03-01}
  two: {label: Two, owner: firm, kind: metal, said: 2022-01-01, promised: 2024-12-31, now: 2027-03-01}
"""


@pytest.mark.parametrize(
    ("change", "path", "says"),
    [
        (("promised: 2024-12-31, came", "promised: 2021-12-31, came"), "one.promised", "no promise"),
        (("came: 2025-03-01", "came: 2026-07-01"), "one.came", "is after 2026-06-30"),
        (("now: 2027-03-01", "now: 2026-03-01"), "two.now", "is not after 2026-06-30"),
        ((", now: 2027-03-01", ""), "two", "none of came, now, cancelled"),
        (("now: 2027-03-01", "now: 2027-03-01, came: 2025-01-01"), "two", "came and now of"),
        (("kind: metal", "kind: metals"), "two.kind", "Did you mean 'metal'?"),
        (("came: 2025-03-01", "came: 2025-03-01, sources: {came: it}"), "one.sources.came", "'it'"),
        (("owner: firm, kind: metal", "owners: firm, kind: metal"), "two.owners", "Did you mean 'owner'?"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_said_at_its_place(change, path, says, tmp_path):
    file = tmp_path / "small.yaml"
    assert change[0] in SMALL
    file.write_text(SMALL.replace(*change))
    with pytest.raises(ScenarioError) as caught:
        load_announcements(file)
    found = {one.path: one.message for one in caught.value.problems}
    assert says in found[f"announcements.{path}"], found


def test_a_scenario_without_a_schedule_is_refused(tmp_path):
    file = tmp_path / "small.yaml"
    file.write_text(SMALL.replace("expected-schedule", "baseline"))
    with pytest.raises(ScenarioError, match="no schedule that could be scored"):
        load_announcements(file)
