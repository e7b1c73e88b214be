"""Known answer: indices of functions whose variance is split in closed form, from given data."""

import numpy as np
import pytest

from sim.sensitivity.driver import driver
from sim.sensitivity.input import Input
from sim.sensitivity.partition import Noise, first_order, noise
from sim.sensitivity.ranks import normal_scores, rank_correlation
from sim.sensitivity.together import explained

HISTORIES = 8192
NUMBERS = np.arange(HISTORIES)
WEIGHTS = np.array([4.0, 3.0, 2.0, 1.0, 0.0])
PARTS = WEIGHTS**2 / np.add.reduce(WEIGHTS**2)


ANY = Input("any", "any", "number", "data", "", 0.0, 1.0)
NO_NOISE = Noise(0.0, 0.0)


@pytest.fixture(scope="module")
def normal():
    """Five independent normal inputs, ``[input, history]``."""
    return np.random.default_rng(5).normal(size=(5, HISTORIES))


@pytest.fixture(scope="module")
def linear(normal):
    """A weighted sum of them; the last has no part in it."""
    return np.add.reduce(WEIGHTS[:, None] * normal)


@pytest.fixture(scope="module")
def ishigami():
    """Inputs and outcome of the function of Ishigami and Homma (1990) with a = 7, b = 0.1."""
    x = np.random.default_rng(1).uniform(-np.pi, np.pi, (3, HISTORIES))
    return x, np.sin(x[0]) + 7.0 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])


@pytest.mark.parametrize("place", range(5))
def test_a_part_of_a_sum_is_its_part_of_the_variance(normal, linear, place):
    found = first_order(normal[place], linear, NUMBERS)
    assert found.value == pytest.approx(PARTS[place], abs=0.02)
    assert found.low - 0.01 <= PARTS[place] <= found.high + 0.01


@pytest.mark.parametrize(("place", "known"), [(0, 0.3139), (1, 0.4424), (2, 0.0)])
def test_ishigami_has_its_first_order_indices(ishigami, place, known):
    x, y = ishigami
    assert first_order(x[place], y, NUMBERS).value == pytest.approx(known, abs=0.02)


@pytest.mark.parametrize(
    ("histories", "part", "off"),
    [(64, 0.99, 0.02), (64, 0.9, 0.02), (256, 0.9, 0.01), (256, 0.6, 0.02)],
)
def test_few_histories_lose_nothing_of_a_straight_line(histories, part, off):
    """Classes alone say 0.85 of a part of 0.99, of 64 histories."""
    chance = np.random.default_rng(3)
    found = []
    for _ in range(60):
        x, rest = chance.normal(size=(2, histories))
        y = np.sqrt(part) * x + np.sqrt(1.0 - part) * rest
        found.append(driver(ANY, x, y, np.arange(histories), NO_NOISE).index.value)
    assert np.mean(found) == pytest.approx(part, abs=off)


@pytest.mark.parametrize("histories", [64, 512, 8192])
def test_a_dummy_lies_in_the_noise(histories):
    """Of 200 dummies beside a spread of days that is mostly 0, about none is above the floor."""
    chance = np.random.default_rng(7)
    days = np.maximum(chance.normal(-20.0, 40.0, histories), 0.0)
    found = [first_order(chance.random(histories), days, np.arange(histories)) for _ in range(200)]
    floor = noise(days, 200).floor
    assert sum(one.value > floor for one in found) <= 1
    assert sum(one.low > 0.0 for one in found) < 20


def test_an_input_of_no_effect_has_an_index_of_0_in_the_mean():
    """What chance alone puts between classes is taken off."""
    chance, days = np.random.default_rng(8), np.random.default_rng(9).exponential(9.0, 500)
    half = [first_order(chance.random(500), days, np.arange(500)).high for _ in range(300)]
    middle = [first_order(chance.random(500), days, np.arange(500)).value for _ in range(300)]
    assert 0.3 < np.mean(np.array(middle) > 0.0) < 0.6
    assert np.mean(half) < 0.05


def test_whether_something_happens_explains_what_it_adds():
    """A cost of c with chance p beside noise of variance v: c^2 p (1 - p) of that and v."""
    chance = np.random.default_rng(10)
    happens = (chance.random(HISTORIES) < 0.1).astype(float)
    days = 30.0 * happens + chance.normal(0.0, 6.0, HISTORIES)
    known = 900 * 0.09 / (900 * 0.09 + 36)
    assert first_order(happens, days, NUMBERS).value == pytest.approx(known, abs=0.02)


def test_the_order_of_histories_does_not_matter(normal, linear):
    order = np.random.default_rng(11).permutation(HISTORIES)
    first = first_order(normal[1], linear, NUMBERS)
    again = first_order(normal[1][order], linear[order], NUMBERS[order])
    assert (again.value, again.low) == (pytest.approx(first.value), pytest.approx(first.low))
    assert noise(linear[order], 3).floor == pytest.approx(noise(linear, 3).floor)
    assert rank_correlation(normal[1][order], linear[order]) == pytest.approx(
        rank_correlation(normal[1], linear)
    )


def test_units_do_not_matter(normal, linear):
    """Nor does any other scale on which the order of an input is the same."""
    first = first_order(normal[1], linear, NUMBERS)
    assert first_order(np.exp(normal[1]), 24.0 * linear - 7.0, NUMBERS).value == pytest.approx(
        first.value
    )
    group = explained(normal[:2], linear).value
    assert explained(np.exp(normal[:2]), 24.0 * linear).value == pytest.approx(group)


def test_a_group_of_inputs_explains_the_sum_of_their_parts(normal, linear):
    found = explained(normal[:2], linear)
    assert found.value == pytest.approx(PARTS[0] + PARTS[1], abs=0.02)
    assert found.low < PARTS[0] + PARTS[1] < found.high
    assert explained(normal, linear).value == pytest.approx(1.0, abs=0.002)
    assert explained(normal[4:], linear).value == pytest.approx(0.0, abs=0.002)


def test_inputs_that_say_the_same_count_once(normal, linear):
    once, twice = explained(normal[:1], linear), explained(np.stack([normal[0]] * 2), linear)
    assert twice.value == pytest.approx(once.value, abs=1e-3)


def test_too_few_histories_for_many_inputs_say_nothing(normal, linear):
    assert explained(normal[:, :14], linear[:14]) is None
    assert explained(normal[:, :15], linear[:15]) is not None


def test_ranks_are_those_of_spearman():
    """The correlation of ranks of two normal scores with correlation r is 6/pi asin(r/2)."""
    chance = np.random.default_rng(12).normal(size=(2, HISTORIES))
    other = 0.6 * chance[0] + 0.8 * chance[1]
    known = 6 / np.pi * np.arcsin(0.3)
    assert rank_correlation(chance[0], other) == pytest.approx(known, abs=0.03)
    assert rank_correlation(np.array([1.0, 1.0, 2.0]), np.array([3.0, 3.0, 9.0])) == 1.0
    assert rank_correlation(np.zeros(3), np.arange(3.0)) == 0.0
    assert normal_scores(np.array([5.0, 1.0, 9.0])).tolist() == pytest.approx(
        [0.0, -0.6745, 0.6745], abs=1e-4
    )


def test_a_dummy_of_worlds_that_histories_share_lies_in_the_noise_of_these():
    """Where 60 worlds stand for all, what differs between them by another input is noise as well."""
    chance, worlds = np.random.default_rng(13), np.arange(HISTORIES) % 60
    days = chance.normal(size=60)[worlds] + chance.normal(size=HISTORIES)
    dummies = [chance.normal(size=60)[worlds] for _ in range(100)]
    found = [first_order(one, days, worlds) for one in dummies]
    known = noise(days, 100, worlds)
    assert known.floor > 3 * noise(days, 100).floor
    assert sum(one.value > known.floor for one in found) <= 1
    assert np.mean([known.without(one).value for one in found]) < 0.06
    assert known.middle == pytest.approx(np.mean([one.value for one in found]), abs=0.05)


def test_few_worlds_explain_nothing_by_many_inputs():
    chance, worlds = np.random.default_rng(14), np.arange(HISTORIES) % 60
    days = chance.normal(size=60)[worlds]
    dummies = np.stack([chance.normal(size=60)[worlds] for _ in range(20)])
    assert explained(dummies, days, 60).value < 0.15
    assert explained(dummies[:1].repeat(21, axis=0) + dummies[0], days, 60) is None
