"""What stockpiles do while their members are short: to the day, from the world to the screen.

Without the reserve the consumer of the one lane is short on 106 days, after 35 at sea and 14 in
stock of a halt of 120.
"""

import json

import pytest

from sim.cli.screen import screen
from sim.output.summary import summary_json
from sim.world.stockpile.short_days_recorder import SHORT_DAYS
from tests.unit.effects import run

SHORT = 106
GRADES = """
grades: {plain: {}, fancy: {}}
consumers: {motors: {grades: {plain: null, fancy: 1}}}
stockpiles: {reserve: {fill_days: null, fill_t: {plain: 60}}}
"""


def reserve(keys: str) -> str:
    return f"stockpiles: {{reserve: {{{keys}}}}}"


def ordered(release: str) -> str:
    """Give it a release block instead of the plain policy's days of cover."""
    return reserve(f"trigger_days: null, release: {{{release}}}")


@pytest.mark.parametrize(
    ("changes", "days"),
    [
        ("", {"empty": SHORT - 60}),
        (reserve("lag_days: 20"), {"waiting": 20, "empty": SHORT - 20 - 60}),
        (ordered("trigger: {first_shortage: true}, kept_back: 0.5"), {"kept": SHORT - 30}),
        (ordered("trigger: {date: 2027-09-30}"), {"no_order": SHORT}),
        (GRADES, {"unasked": SHORT}),
        (reserve("release_t_per_day: 0.25"), {"released": SHORT}),
    ],
)
def test_each_day_on_which_a_member_is_short_has_its_reason(tmp_path, changes, days):
    tables = run(tmp_path, "one_lane_with_reserve", changes).result.tables
    (found,) = json.loads(summary_json(tables))["stockpile_days"]
    assert {name: n for name, n in found["days"].items() if n} == {
        "short": sum(days.values()),
        **days,
    }
    (one,) = tables.spreads[SHORT_DAYS.name]
    assert one.mean[:, 0] == pytest.approx(one.mean[:, 1:].sum(axis=1))


def test_the_screen_says_why_nothing_was_released(tmp_path):
    says = [
        screen(json.loads(summary_json(run(folder, "one_lane_with_reserve", *with_).result.tables)))
        for folder, *with_ in (
            (tmp_path, ordered("trigger: {cover_days_below: 10}, lag_days: 90")),
            (tmp_path, GRADES),
            (tmp_path, "disruptions: {halt: {duration_days: 10}}"),
        )
    ]
    assert says[0].splitlines()[-1] == (
        "reserve: of 81 days on which a member is short, on 0 it releases, on 81 its lag still runs"
    )
    assert says[1].splitlines()[-1] == (
        "reserve: of 106 days on which a member is short, on 0 it releases, on 106 nothing that it "
        "holds is lacking or can be worked up; members lack fancy, it holds plain"
    )
    assert "reserve:" not in says[2]


def test_what_starts_a_release_is_named_where_there_is_no_order(tmp_path):
    starts = {
        "release: {trigger: {cover_days_below: 0.5}}": "cover of members and grades together "
        "below 0.5 d",
        "release: {trigger: {date: 2027-09-30}}": "2027-09-30",
        "release: {trigger: {control: halt}}": "halt begins",
        "release: {trigger: {first_shortage: true}}": "a member lacks today's need of a grade",
        "lag_from: halt": "halt begins",
        "trigger_days: 2": "a member's cover below 2 d",
    }
    for keys, says in starts.items():
        plain = "" if "trigger_days" in keys or "lag_from" in keys else "trigger_days: null, "
        result = run(tmp_path, "one_lane_with_reserve", reserve(plain + keys)).result
        (found,) = json.loads(summary_json(result.tables))["stockpile_days"]
        assert found["starts"] == says


def test_a_stockpile_without_consumers_as_members_has_no_row(tmp_path):
    plants = "stockpiles: {vault: {country: CN, good: oxide, members: [smelter], fill_days: 9}}"
    result = run(tmp_path, "stoichiometry", plants).result
    assert result.tables.spreads[SHORT_DAYS.name] == ()
    assert "stockpile_days" not in json.loads(summary_json(result.tables))
