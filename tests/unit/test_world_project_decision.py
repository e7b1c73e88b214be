"""A project waits where its price is low on the day of its decision."""

import datetime as dt

import numpy as np
import pytest

import sim
from sim.world.chance.chance import Chance
from sim.world.world import World, prepare
from tests.two_blocs import MARKET, cut, world

PROJECT = """\
projects:
  more: {facility: kuantan, adds_per_year: 50, first_product: 2027-03-01, ramp_months: 6}
"""
DUE = (dt.date(2027, 3, 1) - dt.date(2026, 1, 1)).days
END = "2028-12-31"


def capacity(tmp_path, rule: str, *more: str) -> np.ndarray:
    """Run it and give the plant's capacity by month from the start, t REO a year, ``[month, h]``."""
    market = MARKET + f"  projects: {{more: {{element: dy, lead_months: 6, {rule}}}}}\n"
    file = tmp_path / "case.yaml"
    file.write_text("\n".join([world(END) + PROJECT + market, *more]), encoding="utf-8")
    scenario = sim.load(file)
    warm = prepare(scenario)
    one = World(scenario, Chance(1, 0, 64), warm.plan)
    record = one.run(warm)
    assert np.isfinite(record.served_t).all()
    found = one.context.capacities["separation_plants"]
    row = found.names.index("kuantan")
    days = range(0, scenario.days, 28)
    return np.stack([np.broadcast_to(found.per_year(day)[row], (64,)) for day in days])


def test_a_price_above_what_it_needs_changes_nothing(tmp_path):
    found = capacity(tmp_path, "below_usd_per_kg: 199")
    assert found[DUE // 28, 0] == pytest.approx(70.0, abs=1.0)
    assert found[DUE // 28 + 8].tolist() == [120.0] * 64


def test_a_price_below_it_puts_it_off_by_the_months(tmp_path):
    found = capacity(tmp_path, "below_usd_per_kg: 201, slip_months: 12")
    on_time = capacity(tmp_path, "below_usd_per_kg: 0")
    assert (found[: DUE // 28 + 13] == 70.0).all()
    later = 366 // 28
    np.testing.assert_allclose(found[later:, 0], on_time[:-later, 0], atol=1.0)
    assert found[-1, 0] == 120.0


def test_or_it_is_given_up(tmp_path):
    found = capacity(tmp_path, "below_usd_per_kg: 201, cancelled: true")
    assert (found == 70.0).all()


def test_a_floor_keeps_it_on_time(tmp_path):
    floor = "  floors: {reef: {facilities: [kuantan], element: dy, strike_usd_per_kg: 250}}\n"
    found = capacity(tmp_path, "below_usd_per_kg: 201", floor)
    assert found[-1, 0] == 120.0
    assert found[DUE // 28 + 8, 0] == 120.0


def test_every_history_decides_by_its_own_price(tmp_path):
    """With a quota that lets out 0 to 95 % the price of the year is above 220 here and not there."""
    control = cut(0.5, elements="dy").replace("quota_share: 0.5", "quota_share: {uniform: [0, 1]}")
    found = capacity(tmp_path, "below_usd_per_kg: 220", control)
    built = found[DUE // 28 + 8] == 120.0
    assert 0 < built.sum() < 64
    assert (found[-1] == 120.0).all()


def test_what_is_due_on_the_first_day_is_decided_before_it_only_stands(tmp_path):
    """Sixteen months before 2027-05-03 are 487 days: the first day. A day earlier it is past."""
    rule = "lead_months: 16, below_usd_per_kg: 201, cancelled: true"
    for date, given_up in (("2027-05-03", True), ("2027-05-02", False)):
        project = PROJECT.replace("2027-03-01", date)
        market = MARKET + f"  projects: {{more: {{element: dy, {rule}}}}}\n"
        file = tmp_path / f"{date}.yaml"
        file.write_text(world(END) + project + market, encoding="utf-8")
        scenario = sim.load(file)
        warm = prepare(scenario)
        one = World(scenario, Chance(1, 0, 64), warm.plan)
        one.run(warm)
        path = one.context.capacities["separation_plants"].paths["more"]
        assert bool(path.built.any()) != given_up, date


STEPS = """\
projects:
  more:
    facility: kuantan
    adds_per_year: 50
    ramp_months: 6
    milestones:
      finance: {start: 2026-06-01, months: 3, cause: price}
      build: {months: 6, after: finance}
"""


@pytest.mark.parametrize(("below", "share_left"), [(201, "1"), (220, "{uniform: [0, 1]}")])
def test_a_milestone_waits_for_a_price_again_and_again(below, share_left, tmp_path):
    """By two months each time: from June 2026 on ten times until the end of 2027."""
    rule = f"element: dy, milestone: finance, slip_months: 2, below_usd_per_kg: {below}"
    market = MARKET + f"  projects: {{more: {{{rule}}}}}\n"
    control = cut(0.5, elements="dy").replace("quota_share: 0.5", f"quota_share: {share_left}")
    file = tmp_path / "case.yaml"
    file.write_text(world("2027-12-31") + STEPS + market + control, encoding="utf-8")
    scenario = sim.load(file)
    warm = prepare(scenario)
    one = World(scenario, Chance(1, 0, 64), warm.plan)
    one.run(warm)
    path = one.context.capacities["separation_plants"].paths["more"]
    times = {round(days / 60.875) for days in path.delay.tolist()}
    assert set(path.delay.tolist()) == {float(np.ceil(one * 60.875)) for one in times}
    assert times == {10} if share_left == "1" else {0, 10} < times
