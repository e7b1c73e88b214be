"""Known answer: a plant makes ten tonnes a day, six are ordered, and then its ore stops for good.

What is kept of the other four, by the plant or by a state, lasts for as many days of six tonnes.
"""

import pytest

from sim.world.facility.surplus_recorder import SURPLUS
from tests.known_answers.cases import run, shortage

DAYS, HALT, MADE, ORDERED = 365, 100, 10.0, 6.0
MAKES = HALT + 1
"""Days on which it makes its ten tonnes: the last ore is a day on its way."""
SURPLUS_T = (MADE - ORDERED) * MAKES
STORE = 24.0
"""t of oxide on hand beside the surplus: five days of sales, less what is shipped in the day."""
LANES, SHELF, WORK = 3, 14, 2
"""Days on the way from oxide to consumer, on its shelf, and of input that two makers hold."""
SHORT = DAYS - (MAKES + STORE / ORDERED + LANES + SHELF + WORK)
"""Days that are lost if all surplus leaves."""
KEPT = "separation_plants.plant.surplus_kept={}"
BOUGHT = (
    "stockpiles.vault={{country: US, good: oxide, members: [smelter], "
    "fill: {{target_t: {{ndpr: {}}}, surplus_of: [MY]}}}}"
)


def books(*settings: str) -> dict[str, float]:
    """Give the books of the run, which is within a year."""
    ((plant,),) = run("push_plant", *settings).record.surplus_t[..., 0]
    return dict(zip(SURPLUS.at, plant.tolist(), strict=True))


def shortfall(*settings: str) -> float:
    return shortage(run("push_plant", *settings)).shortfall


def test_what_nobody_orders_leaves_and_is_booked():
    left = {"made": MADE * MAKES, "left": SURPLUS_T, "bought": 0.0, "drawn": 0.0, "held": 0.0}
    assert books() == pytest.approx(left)
    assert shortfall() == pytest.approx(SHORT)


@pytest.mark.parametrize("share", [0.5, 1.0])
def test_what_the_plant_keeps_it_sells_when_it_is_short(share):
    kept = share * SURPLUS_T
    book = books(KEPT.format(share))
    assert book["left"] == pytest.approx(SURPLUS_T - kept)
    assert book["drawn"] == pytest.approx(kept)
    assert book["held"] == pytest.approx(0.0, abs=1e-9)
    assert shortfall(KEPT.format(share)) == pytest.approx(SHORT - kept / ORDERED)


def test_it_keeps_by_date():
    """Nothing of the first fifty days."""
    kept = (MADE - ORDERED) * (MAKES - 50)
    dated = KEPT.format("{2026-01-01: 0, 2026-02-19: 0, 2026-02-20: 1}")
    assert books(dated)["left"] == pytest.approx(SURPLUS_T - kept)
    assert shortfall(dated) == pytest.approx(SHORT - kept / ORDERED)


def test_after_a_shortage_that_is_over_it_holds_what_was_made_beyond_all_orders():
    brief = "disruptions.halt.duration_days=10"
    book = books(KEPT.format(1), brief)
    assert book["left"] == shortfall(KEPT.format(1), brief) == 0.0
    assert book["held"] == pytest.approx((MADE - ORDERED) * DAYS - 10 * MADE)


def test_a_state_buys_surplus_and_nothing_that_others_order():
    book = books(BOUGHT.format(200))
    assert (book["bought"], book["left"]) == pytest.approx((200.0, SURPLUS_T - 200.0))
    assert shortfall(BOUGHT.format(200)) == pytest.approx(SHORT - 200.0 / ORDERED)
    # There is no more of it than that.
    assert books(BOUGHT.format(1000))["bought"] == pytest.approx(SURPLUS_T)


def test_a_state_buys_of_what_a_plant_has_kept_too():
    both = KEPT.format(1), BOUGHT.format(200)
    late = BOUGHT.format(200).replace("fill: {", "fill: {start: 2026-04-05, ")
    for settings in (both, (both[0], late)):
        book = books(*settings)
        assert (book["bought"], book["drawn"]) == pytest.approx((200.0, SURPLUS_T - 200.0))
        assert shortfall(*settings) == pytest.approx(SHORT - SURPLUS_T / ORDERED)


def test_a_state_buys_the_same_part_of_what_would_leave_today_as_of_what_is_kept():
    """On day 60 the plant holds two tonnes of each day before, and four of today."""
    day, fresh, part = 60, MADE - ORDERED, 50.0
    held = 0.5 * fresh * day + fresh
    settings = (
        KEPT.format(0.5),
        BOUGHT.format(part).replace("fill: {", "fill: {start: 2026-03-02, "),
    )
    left = 0.5 * (SURPLUS_T - fresh * part / held)
    assert books(*settings)["left"] == pytest.approx(left)
