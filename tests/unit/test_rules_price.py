"""The rules of prices, by hand and by their signs."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.price import MOST, aimed, moved, no_cheaper_abroad, response, scarcity, support

TONNES = st.floats(0.0, 1e6)
LOGS = st.floats(-4.0, 4.0)


def one(*values: float) -> list[np.ndarray]:
    return [np.array([value]) for value in values]


def test_a_price_by_hand():
    """60 t would be held and 20 t wait, 40 t are held: ln 2; a week of a lag of two weeks."""
    scarce = scarcity(*one(60.0 + 20.0, 40.0))
    assert scarce[0] == pytest.approx(math.log(2.0), rel=1e-15)
    aim = aimed(scarce, *one(0.7, 0.2))
    ratio = moved(np.zeros(1), aim, 7.0, *one(14.0, 600.0))
    price = 226.0 * np.exp(ratio)
    by_hand = 226.0 * 2.0 ** (0.7 * (1.0 - math.exp(-0.5)))
    assert price[0] == pytest.approx(by_hand, rel=1e-14)


def test_scarcity_in_china_is_felt_everywhere_and_that_outside_only_there():
    aim = np.array([[0.5, -0.2, 0.0], [0.1, 0.3, -0.1]])
    np.testing.assert_array_equal(
        no_cheaper_abroad(aim), np.array([[0.5, -0.2, 0.0], [0.5, 0.3, 0.0]])
    )


def test_plenty_counts_less_and_a_price_falls_slowly():
    aim = aimed(scarcity(*one(40.0, 80.0)), *one(0.7, 0.2))
    assert aim[0] == pytest.approx(-0.2 * math.log(2.0), rel=1e-14)
    ratio = moved(np.zeros(1), aim, 7.0, *one(14.0, 600.0))
    assert ratio[0] == pytest.approx(aim[0] * (1.0 - math.exp(-7.0 / 600.0)), rel=1e-12)


def test_what_is_usual_moves_no_price_by_a_bit():
    tonnes = np.random.default_rng(1).lognormal(3.0, 2.0, 1000)
    scarce = scarcity(tonnes, tonnes.copy())
    assert (scarce == 0.0).all()
    assert (moved(np.zeros(1000), aimed(scarce, *one(0.7, 0.2)), 7.0, *one(14, 600)) == 0.0).all()


@pytest.mark.parametrize(
    ("wanted", "held", "log"),
    [(5.0, 0.0, math.log(MOST)), (1e-9, 5.0, -math.log(MOST)), (0.0, 0.0, 0.0)],
)
def test_scarcity_has_bounds(wanted, held, log):
    assert scarcity(*one(wanted, held))[0] == pytest.approx(log)


@given(TONNES, TONNES, TONNES)
def test_who_wants_more_or_holds_less_never_pays_less(wanted, held, more):
    before = scarcity(*one(wanted, held))[0]
    if wanted > 0.0:
        assert scarcity(*one(wanted + more, held))[0] >= before - 1e-12
        assert scarcity(*one(wanted, held + more))[0] <= before + 1e-12


@given(LOGS, LOGS, st.floats(0.0, 2.0))
def test_a_higher_aim_never_gives_a_lower_price(now, aim, more):
    lags = one(14.0, 600.0)
    low = moved(*one(now, aim), 7.0, *lags)[0]
    assert moved(*one(now, aim + more), 7.0, *lags)[0] >= low
    assert min(now, aim) - 1e-12 <= low <= max(now, aim) + 1e-12


@pytest.mark.parametrize("elasticity", [-0.2, -0.05, 0.9])
def test_an_elasticity_is_exact(elasticity):
    found = response(np.array([1.0, 3.0]), np.array([elasticity]))
    assert found[0] == 1.0
    assert found[1] == pytest.approx(math.exp(elasticity * math.log(3.0)), rel=1e-15)


def test_a_contract_for_difference_is_exact():
    price = np.array([48.0, 110.0, 150.0])
    cost = support(price, *one(110.0, 0.3))
    np.testing.assert_allclose(cost, [62.0, 0.0, -12.0], rtol=1e-15)
