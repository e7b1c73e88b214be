"""The plan of a project is that of its longest chain of milestones."""

import datetime as dt

import numpy as np
import pytest

from sim.scenario.critical_path import FIRST_PRODUCT, following, leading, months_later, plan
from sim.scenario.schema import Milestone
from sim.world.time.months import months_later as days_later

START = dt.date(2026, 1, 15)


def steps(**given):
    return {
        name: one if isinstance(one, dt.date) else Milestone.model_validate(one)
        for name, one in given.items()
    }


def test_a_chain_gives_the_sum_and_branches_the_longest():
    found = plan(
        steps(
            permit={"start": START, "months": 6},
            finance={"months": 3, "after": "permit"},
            build={"months": 18, "after": ["finance", "permit"]},
            equipment={"months": 12, "after": "finance"},
            commissioning={"months": 5, "after": ["build", "equipment"]},
            on_spec={"months": 2, "after": "first_product"},
        )
    )
    assert found["equipment"] == (dt.date(2026, 10, 15), dt.date(2027, 10, 15))
    assert found[FIRST_PRODUCT].end == months_later(START, 6 + 3 + 18 + 5) == dt.date(2028, 9, 15)
    assert found["on_spec"] == (dt.date(2028, 9, 15), dt.date(2028, 11, 15))


def test_a_start_holds_a_step_back_and_a_date_is_an_anchor():
    found = plan(
        steps(
            ground=dt.date(2026, 5, 1),
            build={"months": 12, "after": "ground"},
            commissioning={"months": 1, "start": dt.date(2027, 8, 1), "after": "build"},
            party=dt.date(2031, 1, 1),
        )
    )
    assert found["build"].end == dt.date(2027, 5, 1)
    assert found[FIRST_PRODUCT].end == dt.date(2027, 9, 1)


def test_what_waits_for_first_product_comes_after_it_directly_or_not():
    given = steps(
        build={"start": START, "months": 12},
        on_spec={"months": 2, "after": "first_product"},
        approved={"months": 3, "after": ["build", "on_spec"]},
    )
    assert leading(given) == {"build"}
    assert following(given) == {"on_spec", "approved"}


def test_a_date_that_is_written_counts_where_nothing_leads_to_it():
    given = steps(approved={"months": 3, "after": "first_product"})
    assert plan(given, START)["approved"].end == dt.date(2026, 4, 15)
    with pytest.raises(KeyError):
        plan(given)


@pytest.mark.parametrize("day", ["2026-01-31", "2027-12-31", "2028-02-29", "2026-06-15"])
@pytest.mark.parametrize("months", [0, 0.25, 1, 1.5, 12, 13.75, 37.1])
def test_months_are_those_of_the_calendar_as_elsewhere(day, months):
    start = dt.date.fromisoformat(day)
    (days,) = days_later(start, np.zeros(1), np.array([float(months)]))
    assert months_later(start, months) == start + dt.timedelta(days=int(days))


def test_a_plan_beyond_all_calendars_ends_with_them():
    assert months_later(dt.date(9990, 1, 1), 1200) == dt.date(9998, 12, 31)
