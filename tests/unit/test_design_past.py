"""The day up to which two scenarios have one past."""

import pytest

from sim.design.past import parting, shared_past
from sim.scenario.load import load
from tests.chain import CHAIN, write

HALT = "disruptions.halt"
FIRE = "disruptions.fire={kind: outage, facilities: [maker], start: 2026-07-01, duration_days: 9, MORE}"
SLIP = "projects.more={facility: maker, adds_per_year: 9, first_product: 2026-06-01, SLIP}"
LATE = "disruptions.late={kind: project_slip, projects: [more], months: 3}"


def fire(more=""):
    return FIRE.replace(", MORE", f", {more}" if more else "")


@pytest.fixture
def scenario(tmp_path):
    """Give the scenario with some settings: from 2026, with a halt from 1 March for 90 days."""
    path = write(tmp_path, CHAIN)
    return lambda *settings: load(path, settings).scenario


@pytest.mark.parametrize(
    ("ours", "theirs", "day"),
    [
        ([], [], float("inf")),
        ([], ["name=other", f"{HALT}.label=The halt", "measures.line_down_below=0.5"], float("inf")),
        ([], ["consumers.us_ev.stock_days=9"], 0),
        ([], ["end=2027-03-01"], 0),
        ([], [fire()], 181),
        ([], [fire("announced: 2026-02-01")], 31),
        ([], [fire("announced_days_before: {uniform: [10, 20.5]}")], 160),
        ([], [fire("probability: 0.1")], 181),
        ([fire("capacity_factor: 0.2")], [fire()], 181),
        ([fire()], ["disruptions.fire={kind: demand_shock, consumers: [us_ev], factor: 2, "
                    "start: {uniform: [40, 60]}, duration_days: 9}"], 40),
        ([], [f"{HALT}.start={{uniform: [30, 90]}}"], 30),
        ([], [f"{HALT}.duration_days=200"], 149),
        ([f"{HALT}.duration_days={{uniform: [10, 20]}}"], [], 69),
        ([f"{HALT}.duration_days=null", f"{HALT}.duration_months=2"], [], 115),
        ([f"{HALT}.duration_days=null", f"{HALT}.end=2026-04-01"], [], 90),
        ([f"{HALT}.duration_days=null", f"{HALT}.end=2026-04-01"],
         [f"{HALT}.start=2026-02-01"], 31),
        ([], [f"{HALT}.recurs={{after_days: 50}}"], 59),
        ([], ["disruptions.again={kind: outage, facilities: [maker], duration_days: 9, "
              "recurs: {after_days: 50}}"], 0),
        ([], ["disruptions.after={kind: outage, facilities: [maker], duration_days: 9, "
              "trigger: {after: halt}}"], 0),
        ([SLIP.replace(", SLIP", "")], [SLIP.replace(", SLIP", ""), LATE], 151),
        ([SLIP.replace("SLIP", "slip_months: {uniform: [-1, 1]}")],
         [SLIP.replace("SLIP", "slip_months: {uniform: [-1, 1]}"), LATE], 120),
    ],
)  # fmt: skip
def test_scenarios_part_when_what_differs_may_first_matter(scenario, ours, theirs, day):
    """Both ways round."""
    one, other = scenario(*ours), scenario(*theirs)
    assert parting(one, other).day == parting(other, one).day == day


def test_what_follows_on_what_differs_and_is_announced_earlier_parts_them(scenario):
    """Buyers know of it as far as it is to come."""
    follows = (
        "disruptions.shut={kind: lane_closure, lanes: [sea], duration_days: 9, "
        "announced: 2026-01-21, trigger: {after: fire}}"
    )
    assert parting(scenario(fire(), follows), scenario(fire("probability: 0"), follows)).day == 20


def test_why_they_part_is_told(scenario):
    """With the place in the scenario."""
    assert "disruptions.halt: it differs, and may end then" in parting(
        scenario(), scenario(f"{HALT}.duration_days=200")
    )
    assert "consumers" in parting(scenario(), scenario("consumers.us_ev.stock_days=9")).why


def test_the_past_is_that_which_saves_most(scenario):
    """Few points that part early have a past of their own."""
    futures = [scenario(fire(f"capacity_factor: 0.{at}")) for at in range(4)]
    early = scenario(f"{HALT}.start={{uniform: [30, 90]}}")
    assert shared_past([*futures, early]) == (181, (0, 0, 0, 0, 4))
    assert shared_past([futures[0], early]) == (30, (0, 0))
    assert shared_past([scenario(), scenario("consumers.us_ev.stock_days=9")]) == (0, (0, 1))
    assert shared_past([scenario()]) == (0, (0,))


def test_points_that_differ_in_more_have_as_many_pasts(scenario):
    """Where one begins later than the others, they are compared with that one."""
    more = "consumers.us_ev.stock_days=9"
    starts = [f"{HALT}.start=2026-0{month}-01" for month in (2, 3, 4, 5)]
    points = [scenario(start, *some) for some in ((), (more,)) for start in starts]
    assert shared_past(points) == (59, (0, 3, 3, 3, 4, 7, 7, 7))
