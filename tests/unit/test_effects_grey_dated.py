"""What grey lanes carry, and what is seized on them, where the numbers are dated."""

import numpy as np
import pytest

from sim.scenario.load import load
from sim.world.chance.chance import Chance
from sim.world.world import World, prepare
from tests.unit.effects import BUFFER, KNOWN_ANSWERS, run

GREY = """
lanes:
  side: {{good: magnets, from: source, to: motors, standby: 1, transit_days: 35,
         grey: {{via: VN, {grey}}}}}
disruptions: {{halt: {{duration_days: 100, destinations: [US]}}}}
"""
A_DAY = 10 / 365.25
"""What a lane of 10 t a year carries in a day."""
LOST = 100 - BUFFER
"""Unmet demand of a halt from day 100 to 199 without a grey lane."""
DAY_100, DAY_149, DAY_150, DAY_199 = "2026-04-11", "2026-05-30", "2026-05-31", "2026-07-19"


def unmet(tmp_path, grey, n=1):
    return run(tmp_path, "one_lane", GREY.format(grey=grey), n=n).shortfall()


def test_interception_that_rises_to_1_stops_the_flow_on_its_date(tmp_path):
    """Days 100 to 149 arrive; day 150 falls within a week, and bites on the day."""
    stops = f"capacity_t_per_year: 10, intercepted: {{{DAY_149}: 0, {DAY_150}: 1}}"
    assert unmet(tmp_path, stops) == pytest.approx(LOST - 50 * A_DAY, abs=1e-9)


def test_a_capacity_that_falls_on_a_line_carries_what_lies_below_the_line(tmp_path):
    """From 10 t a year on day 100 to 0 on day 199: a triangle of 100 days."""
    falls = f"capacity_t_per_year: {{{DAY_100}: 10, {DAY_199}: 0}}"
    carried = sum(A_DAY * (199 - day) / 99 for day in range(100, 200))
    assert unmet(tmp_path, falls) == pytest.approx(LOST - carried, abs=1e-9)


@pytest.mark.parametrize(
    ("plain", "dated"),
    [
        ("intercepted: 0.3", "intercepted: {2026-02-01: 0.3, 2026-06-01: 0.3}"),
        ("intercepted: 0", "intercepted: {2026-02-01: 0, 2026-06-01: 0}"),
        ("capacity_t_per_year: 7", "capacity_t_per_year: {2026-02-01: 7, 2026-03-05: 7}"),
    ],
)
def test_equal_values_on_all_dates_are_the_plain_number(tmp_path, plain, dated):
    one, other = (seized(tmp_path, grey) for grey in (plain, dated))
    for found, same in zip(one, other, strict=True):
        np.testing.assert_array_equal(found, same)


def test_each_history_draws_its_own_values_by_date(tmp_path):
    """A draw a date: where all is seized from day 150 on, as above; where nothing is, all comes."""
    late = "{choice: {0: 0.5, 1: 0.5}}"
    grey = f"capacity_t_per_year: 10, intercepted: {{{DAY_149}: 0, {DAY_150}: {late}}}"
    found, _ = seized(tmp_path, grey)
    expected = [LOST - 100 * A_DAY, LOST - 50 * A_DAY]
    assert set(np.round(found, 6)) == set(np.round(expected, 6))


def seized(tmp_path, grey):
    """Run the world itself; give unmet demand and what is seized, ``[replication]``."""
    base = KNOWN_ANSWERS / "one_lane.yaml"
    file = tmp_path / "seized.yaml"
    text = f"schema: 1\nextends: {base}\nname: case\n{GREY.format(grey=grey)}"
    file.write_text(text, encoding="utf-8")
    scenario = load(file, root="/").scenario
    world = World(scenario, Chance(1, 0, 64))
    record = world.run(prepare(scenario))
    lost = world.trades["magnets"].book.seized
    assert lost is not None
    return record.unmet_t[0, 0].astype(float), lost[0, 0]
