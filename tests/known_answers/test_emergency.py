"""Known answers of consumers that learn to do with less while they are short."""

from pathlib import Path

import numpy as np
import pytest

import sim
from sim.scenario.errors import ScenarioError
from sim.scenario.load import load
from tests.known_answers.cases import run
from tests.known_answers.test_priority_by_law import ALIKE
from tests.known_answers.test_qualification import CLOSED

HERE = Path(__file__).parent
HALF = (CLOSED, "consumers.motors.qualification={days: 1.0e+6}")
"""From the day on which one of two lanes closes, and a shelf is used up, half of demand is served."""


def fill(emergency: str) -> np.ndarray:
    """Give the fill rate of the consumer of motors on its short days."""
    record = run("two_makers", *HALF, f"consumers.motors.emergency={{{emergency}}}").record
    motors = record.consumers.index("motors")
    got = (record.served_t / record.demand_t)[:, motors, 0]
    return got[np.flatnonzero(got < 0.999)[0] :]


@pytest.mark.parametrize(("after", "over", "saves"), [(90, 90, 0.2), (30, 0, 0.4), (0, 50, 0.3)])
def test_demand_falls_in_a_straight_line_of_short_days(after, over, saves):
    got = fill(f"after_days: {after}, over_days: {over}, saves: {saves}")
    short = np.arange(len(got))
    part = np.clip((short - after) / over, 0, 1) if over else (short > after).astype(float)
    assert got == pytest.approx(np.minimum(0.5 / (1 - saves * part), 1.0), abs=1e-5)


def test_who_has_learned_to_do_with_half_is_short_no_more():
    """And has what it learned when the lane opens again: it uses half of what it did."""
    got = fill("after_days: 20, saves: 0.5")
    assert (got[:21] < 0.51).all()
    assert got[21:] == pytest.approx(1.0, abs=1e-5)


def test_what_is_moved_to_another_grade_is_ordered_of_its_maker():
    """Arms use 10 t of each grade; the maker of the hot one is short, that of the plain one not."""
    plenty = "magnet_makers.home.capacity_t_blanks_per_year=null"
    shelves = "consumers={weapons: {stock_days: 3, priority: 1}, cars: {stock_days: 3}}"
    shift = "consumers.weapons.emergency={after_days: 45, downshift: 0.5}"
    record = run("priority_by_law", plenty, shelves, shift).record
    arms, cars = (record.consumers.index(name) for name in ("weapons", "cars"))
    assert record.demand_t[[0, -1], arms, 0] == pytest.approx(20)
    assert record.served_t[40, arms, 0] == pytest.approx(10 + ALIKE, abs=1e-4)
    assert record.served_t[-1, arms, 0] == pytest.approx(15 + 30 * 5 / 35, abs=1e-3)
    assert record.served_t[-1, cars, 0] == pytest.approx(30 + 30 * 30 / 35, abs=1e-3)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (["consumers.motors.emergency={after_days: 9}"], "It has no effect: it saves nothing"),
        (["consumers.motors.emergency={after_days: 9, downshift: 0.1}"], "buys nothing but plain"),
    ],
)
def test_what_saves_nothing_is_told(settings, says):
    found = load(str(HERE / "two_makers.yaml"), settings).warnings
    assert any(says in one.message for one in found)


def test_elements_are_no_grades():
    file = HERE / "oxide_consumer.yaml"
    name = next(name for name, one in sim.load(file).consumers.items() if not one.by_grade)
    with pytest.raises(ScenarioError, match="downshift moves demand between grades"):
        sim.load(file, [f"consumers.{name}.emergency={{after_days: 9, downshift: 0.1}}"])
