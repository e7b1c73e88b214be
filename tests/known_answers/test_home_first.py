"""Known answer: makers that serve their own country before others, where they are short.

Two makers can make 30 t a day each; arms order 10 of either, cars 30 of either.
"""

import numpy as np
import pytest

from tests.known_answers.cases import run
from tests.known_answers.test_priority_by_law import ALIKE

JAPANESE = (
    "consumers.cars.region=JP",
    "consumers.weapons.priority=1",
    "lanes.road.to=[weapons, cars]",
    "lanes.sea.to=[weapons, cars]",
    "blocs.PACT=[JP, KR]",
)


def arms(*settings: str) -> float:
    """Give what arms, in the US, are served by a maker there and one in Japan, t a day."""
    record = run("priority_by_law", *JAPANESE, *settings).record
    return float(record.served_t[-1, record.consumers.index("weapons"), 0])


@pytest.mark.parametrize(
    ("homes", "served"),
    [
        ("[]", ALIKE + ALIKE),
        ("[US]", 10 + ALIKE),
        ("[JP]", ALIKE + 0),
        ("[JP, US]", 10 + 0),
        ("[PACT]", ALIKE + 0),
    ],
)
def test_a_short_seller_serves_its_own_country_first(homes, served):
    assert arms(f"policy.home_first={homes}") == pytest.approx(served, abs=1e-5)


def test_a_class_comes_before_home():
    """Arms of the first class get all they order in Japan, too, before its own cars."""
    assert arms("policy.home_first=[JP]", "consumers.weapons.priority=0") == pytest.approx(20)


def test_it_holds_where_all_classes_are_served_alike():
    alike = "policy={allocation: pro_rata, home_first: [JP]}"
    assert arms(alike, "consumers.weapons.priority=0") == pytest.approx(ALIKE, abs=1e-5)


def test_who_has_enough_for_all_serves_as_ever():
    enough = (
        "magnet_makers.home.capacity_t_blanks_per_year=null",
        "magnet_makers.abroad.capacity_t_blanks_per_year=null",
    )
    one, other = (
        run("priority_by_law", *JAPANESE, *enough, f"policy.home_first={homes}").record.served_t
        for homes in ("[]", "[JP]")
    )
    assert np.array_equal(one, other)
