"""Known answer: a priority that holds where a law gives it, and nowhere else.

Makers at home and abroad can make 30 t a day each; arms order 10 of either, cars 30.
"""

import numpy as np
import pytest

from sim.rules.allocation import ration
from tests.known_answers.cases import run

FIRST, ALIKE = 10.0, 30.0 * 10 / 40
"""What arms get of a maker that serves them first, and of one that serves all alike, t a day."""


def served(*settings):
    record = run("priority_by_law", *settings).record
    return dict(zip(record.consumers, record.served_t[-1, :, 0].tolist(), strict=True))


@pytest.mark.parametrize(
    ("where", "arms"),
    [
        ("null", FIRST + FIRST),
        ("[US]", FIRST + ALIKE),
        ("[JP]", ALIKE + FIRST),
        ("[US, JP]", FIRST + FIRST),
        ("[PACT]", FIRST + FIRST),
        ("[]", ALIKE + ALIKE),
    ],
)
def test_a_maker_serves_first_whom_its_own_law_says(where, arms):
    shares = served(f"consumers.weapons.priority_in={where}")
    assert shares == pytest.approx({"weapons": arms, "cars": 60 - arms}, abs=1e-5)


def test_who_comes_last_by_a_law_is_served_like_all_elsewhere():
    shares = served("consumers.weapons={priority: 2, priority_in: [US]}")
    assert shares == pytest.approx({"weapons": ALIKE, "cars": 60 - ALIKE}, abs=1e-5)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("consumers.weapons.priority_in=[US, JP]", "consumers.weapons.priority_in=null"),
        ("consumers.weapons.priority_in=[]", "consumers.weapons.priority=1"),
    ],
    ids=["everywhere", "nowhere"],
)
def test_a_law_of_all_sellers_or_of_none_is_the_plain_class_to_the_bit(one, other):
    mixed = "lanes={road: {share: 0.3}, sea: {share: 0.7}}"
    short = (
        "disruptions.closed={kind: outage, facilities: [abroad], start: 20, capacity_factor: 0.31}"
    )
    first, second = (run("priority_by_law", mixed, short, some).record for some in (one, other))
    assert first.consumers == second.consumers
    assert np.array_equal(first.served_t, second.served_t)
    assert not np.array_equal(first.served_t[-1], first.demand_t[-1])


@pytest.mark.parametrize("claimed", [False, True])
def test_rows_of_a_class_need_not_be_neighbours(claimed):
    """12 t for a class of 2 and 6 t, then for one of 4, 1 and 3 t: 4 t are left for these."""
    orders = np.array([4.0, 2.0, 1.0, 6.0, 3.0]).reshape(5, 1, 1)
    claims = [np.array([0.0, 2.0, 1.0, 6.0, 3.0]).reshape(5, 1, 1)] if claimed else []
    shipped = ration(np.array([[12.0]]), orders, [np.array([1, 3]), np.array([0, 2, 4])], claims)
    rest = [0.0, 1.0, 3.0] if claimed else [2.0, 0.5, 1.5]
    assert shipped.ravel().tolist() == [rest[0], 2.0, rest[1], 6.0, rest[2]]
