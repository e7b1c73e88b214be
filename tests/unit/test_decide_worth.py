"""What knowing an input is worth: closed forms, inputs that tell nothing, and what must not count.

Of two options, one worth nothing and one worth m + sum of a_i X_i with independent standard normal
X, knowing X_i is worth s L(|m| / s) with s = |a_i| and L(u) = phi(u) - u (1 - Phi(u)), the unit
normal loss (Raiffa and Schlaifer 1961).
"""

from statistics import NormalDist

import numpy as np
import pytest

from sim.decide.learner import Learner, Limits
from sim.decide.scores import normal_scores, ranked
from sim.decide.worth import flips, partial, perfect, shrunk_width

NORMAL = NormalDist()
SLOPES = (3.0, 2.0, 1.0, 0.5)
MEAN = 1.0
NO_LIMITS = Limits(0.0, 0.0, np.inf)


def unit_loss(mean, sigma):
    far = abs(mean) / sigma
    return sigma * (NORMAL.pdf(far) - far * (1.0 - NORMAL.cdf(far)))


def uncorrelated(inputs, histories, seed=1):
    """Normal inputs of which means, variances and covariances are just what they should be."""
    rng = np.random.default_rng(seed)
    scores = normal_scores(histories)
    drawn = np.stack([rng.permutation(scores) for _ in range(inputs)])
    drawn -= drawn.mean(axis=1, keepdims=True)
    return np.linalg.qr(drawn.T)[0].T * np.sqrt(histories)


def linear(histories=10_000, dummies=3, seed=1):
    """Inputs, and utilities of two options, of which dummies are no part."""
    inputs = uncorrelated(len(SLOPES) + dummies, histories, seed)
    second = MEAN + np.dot(SLOPES, inputs[: len(SLOPES)])
    return inputs, np.stack([np.zeros(histories), second], axis=1)


@pytest.fixture(scope="module")
def known():
    inputs, utilities = linear()
    learner = Learner(inputs)
    (limits,) = learner.limits([utilities])
    return learner, utilities, limits, learner.lessons(utilities, limits)


@pytest.mark.parametrize("at", range(4))
def test_a_linear_normal_choice_is_within_two_percent(known, at):
    found = known[3][at]
    worth = unit_loss(MEAN, SLOPES[at])
    assert found.worth == pytest.approx(worth, rel=0.02)
    assert found.low <= worth <= found.high
    assert found.flips == pytest.approx(NORMAL.cdf(-MEAN / SLOPES[at]), abs=0.005)
    assert found.share == pytest.approx(SLOPES[at] ** 2 / np.dot(SLOPES, SLOPES), abs=0.005)
    assert found.is_told


def test_dummies_are_worth_nothing(known):
    _, utilities, limits, found = known
    for one in found[len(SLOPES) :]:
        assert not one.is_told
        assert one.worth <= limits.worth < 0.01 * perfect(utilities)


def test_two_inputs_together_are_worth_what_their_sum_is(known):
    learner, utilities, limits, _ = known
    (found,) = learner.group([0, 2], [utilities], [limits])
    assert found.worth == pytest.approx(unit_loss(MEAN, np.hypot(3.0, 1.0)), rel=0.02)


def test_everything_together_is_worth_what_perfect_information_is(known):
    learner, utilities, limits, _ = known
    (found,) = learner.group(range(7), [utilities], [limits])
    every = unit_loss(MEAN, np.sqrt(np.dot(SLOPES, SLOPES)))
    assert perfect(utilities) == pytest.approx(every, rel=0.02)
    assert found.worth == pytest.approx(every, rel=0.02)
    assert found.share == pytest.approx(1.0, abs=1e-3)


def test_dummies_together_tell_nothing(known):
    learner, utilities, limits, _ = known
    (found,) = learner.group([4, 5, 6], [utilities], [limits])
    assert not found.is_told


@pytest.mark.parametrize("histories", [64, 256])
def test_few_histories_are_no_excuse_for_bias(histories):
    """The mean over many samples is near the truth, where the best curve through noise is not."""
    worths, dummies = [], []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        inputs = rng.normal(size=(2, histories))
        second = 1.0 + inputs[0] + rng.normal(size=histories)
        lessons = Learner(inputs).lessons(
            np.stack([np.zeros(histories), second], axis=1), NO_LIMITS
        )
        worths.append(lessons[0].worth)
        dummies.append(lessons[1].worth)
    assert np.mean(worths) == pytest.approx(unit_loss(1.0, 1.0), rel=0.25)
    assert np.mean(dummies) < 0.005


def test_one_in_twenty_samples_of_dummies_has_one_that_is_told():
    told = 0
    for seed in range(100):
        rng = np.random.default_rng(seed)
        learner = Learner(rng.normal(size=(20, 64)))
        utilities = np.stack([np.zeros(64), rng.exponential(size=64)], axis=1)
        (limits,) = learner.limits([utilities])
        told += any(one.is_told for one in learner.lessons(utilities, limits))
    assert told <= 12  # of a binomial of 100 and 0.05, one time in 1,000 more


def test_a_curve_that_is_no_line_is_found():
    """Of two options one is better where the input is far from the middle."""
    x = uncorrelated(1, 4000)
    utilities = np.stack([np.ones(4000), x[0] ** 2], axis=1)
    (found,) = Learner(x).lessons(utilities, NO_LIMITS)
    exact = 2.0 * (NORMAL.pdf(1.0) * 1.0)  # E(x^2 - 1)+, the integral beyond 1
    assert found.worth == pytest.approx(exact, rel=0.02)
    assert found.flips == pytest.approx(2.0 * (1.0 - NORMAL.cdf(1.0)), abs=0.01)


def test_branches_without_order_are_told_apart():
    """Of three, the middle one alone favours the second option."""
    branch = np.arange(600) % 3
    utilities = np.stack([np.zeros(600), np.array([-2.0, 3.0, -2.0])[branch]], axis=1)
    (found,) = Learner(branch[None].astype(float)).lessons(utilities, NO_LIMITS)
    assert found.worth == pytest.approx(1.0)
    assert found.flips == pytest.approx(1 / 3)
    assert found.share == pytest.approx(1.0, abs=1e-5)


def test_what_happens_or_not_is_worth_what_a_table_says():
    happens = (np.arange(1000) % 5 == 0).astype(float)
    utilities = np.stack([np.zeros(1000), np.where(happens, -6.0, 1.0)], axis=1)
    (found,) = Learner(happens[None]).lessons(utilities, NO_LIMITS)
    assert found.worth == pytest.approx(0.8)
    assert found.flips == pytest.approx(0.8)


@pytest.fixture(scope="module")
def small():
    inputs, utilities = linear(512, seed=3)
    return inputs, utilities, Learner(inputs).lessons(utilities, NO_LIMITS)


def same(found, wanted, by=1.0):
    for one, other in zip(found, wanted, strict=True):
        assert one.worth == pytest.approx(by * other.worth, rel=1e-6, abs=1e-9)
        assert one.flips == pytest.approx(other.flips)
        assert one.share == pytest.approx(other.share, rel=1e-6, abs=1e-9)


def test_the_order_of_histories_does_not_count(small):
    inputs, utilities, wanted = small
    order = np.random.default_rng(5).permutation(512)
    same(Learner(inputs[:, order]).lessons(utilities[order], NO_LIMITS), wanted)


def test_units_and_logarithms_of_inputs_do_not_count(small):
    inputs, utilities, wanted = small
    same(Learner(np.exp(3.0 * inputs)).lessons(utilities, NO_LIMITS), wanted)


def test_worth_is_in_the_unit_of_the_measure(small):
    inputs, utilities, wanted = small
    same(Learner(inputs).lessons(1000.0 * utilities, NO_LIMITS), wanted, 1000.0)


def test_the_order_of_inputs_does_not_count(small):
    inputs, utilities, wanted = small
    found = Learner(inputs[::-1]).lessons(utilities, NO_LIMITS)
    same(found[::-1], wanted)


def test_what_all_options_have_in_common_does_not_count(small):
    inputs, utilities, _ = small
    more = utilities + 50.0 * inputs[5][:, None] + 7.0
    found, wanted = (
        Learner(inputs).lessons(one - one.mean(axis=1, keepdims=True), NO_LIMITS)
        for one in (more, utilities)
    )
    same(found, wanted)
    assert perfect(more) == pytest.approx(perfect(utilities))


def test_three_options_of_which_two_are_one(small):
    inputs, utilities, wanted = small
    found = Learner(inputs).lessons(utilities[:, [0, 1, 1]], NO_LIMITS)
    assert found[0].worth == pytest.approx(wanted[0].worth, rel=0.02)


def test_nothing_is_worth_more_than_everything(small):
    inputs, utilities, _ = small
    learner = Learner(inputs)
    (limits,) = learner.limits([utilities])
    for one in learner.lessons(utilities, limits):
        assert 0.0 <= one.worth <= perfect(utilities)


def test_an_option_that_is_always_better_leaves_nothing_to_learn(small):
    inputs, utilities, _ = small
    better = np.stack([utilities[:, 1], utilities[:, 1] + 1.0], axis=1)
    found = Learner(inputs).lessons(better - better.mean(axis=1, keepdims=True), NO_LIMITS)
    assert [(one.worth, one.flips) for one in found] == [(0.0, 0.0)] * len(found)


def test_an_input_that_never_varies_tells_nothing():
    _, utilities = linear(128)
    (found,) = Learner(np.full((1, 128), 7.0)).lessons(utilities, NO_LIMITS)
    assert (found.share, found.worth, found.flips, found.is_told) == (0.0, 0.0, 0.0, False)


def test_never_is_later_than_any_day():
    order, scores = ranked(np.array([np.inf, 3.0, np.inf, 1.0]))
    assert order.tolist() == [3, 1, 0, 2]
    assert scores[0] == scores[2] == max(scores)
    assert ranked(np.array([np.nan, 3.0, np.nan]))[1][0] > 0.0


def test_a_table_of_two_states_worked_by_hand():
    curves = np.array([[[1.0, 0.0]], [[0.0, 3.0]]])
    assert partial(curves).tolist() == [0.5]
    assert flips(curves, 1).tolist() == [0.5]


def test_a_band_shrinks_as_the_standard_deviation_does():
    assert shrunk_width(60.0, 0.0) == 60.0
    assert shrunk_width(60.0, 1.0) == 0.0


@pytest.mark.parametrize("by_world", [False, True])
def test_histories_of_one_world_count_for_no_more_than_one(by_world):
    """Of 30 worlds with 20 histories each, dummies that know of it are told in few samples."""
    told = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        worlds = rng.permutation(np.arange(600) % 30)
        utilities = np.stack([np.zeros(600), rng.normal(size=30)[worlds]], axis=1)
        dummies = rng.normal(size=(5, 30))[:, worlds]
        learner = Learner(dummies, worlds, [by_world] * 5)
        (limits,) = learner.limits([utilities])
        told += any(one.is_told for one in learner.lessons(utilities, limits))
    assert (told <= 7) == by_world


def test_an_interval_holds_what_is_found_where_hardly_anything_is_worth_something():
    """An option that is worse by 3 standard deviations: few draws of curves ever cross it."""
    inputs = uncorrelated(1, 256)
    second = -3.0 - inputs[0] + 0.3 * uncorrelated(1, 256, seed=5)[0]
    utilities = np.stack([np.zeros(256), second], axis=1)
    (limits,) = Learner(inputs).limits([utilities])
    for mean in np.linspace(-1.0, 1.0, 21):
        (one,) = Learner(inputs).lessons(utilities + np.array([0.0, mean]), limits)
        assert one.low <= one.worth <= one.high
