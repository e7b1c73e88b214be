"""What is learned from months and stops, where it is known in closed form or by summing it up."""

from statistics import NormalDist

import numpy as np
import pytest

from sim.constrain.constrained import Constrained
from sim.constrain.learned import lesson
from sim.constrain.run_worlds import run_worlds
from sim.constrain.trial import Trial
from sim.hindcast.load import load_episode
from sim.study.pool import local_pool
from sim.study.replicate import Block, run_block
from sim.world.chance.worlds import scores
from tests.constrain import written

COUNT = 4096
DAYS, SEEN = (31, 28, 31), (32.0, 29.0, 32.0)
"""Of January, which is normal, February and March: days, and t recorded."""
DEMAND, SIGMA = 365.25, np.log1p(0.1) / NormalDist().inv_cdf(0.95)
"""Of the consumer, t a year, and how far it may be off."""
COMMON = 0.5
OF_DEMAND, FACTOR = "consumers.motors.demand_t_per_year", "survey.tonnes"


def tried(folder, *replaced, count=COUNT, settings=()):
    loaded = load_episode(written(folder, *replaced), settings, folder)
    trial = Trial(loaded, 3, count)
    with local_pool(1) as pool:
        return Constrained(trial, run_worlds(trial.runs, folder / "tried", pool))


def demand_of(count=COUNT):
    """Demand of each world, t a year."""
    factor, rest = scores(3, (FACTOR, OF_DEMAND), range(count))
    score = np.clip(np.sqrt(COMMON) * factor + np.sqrt(1 - COMMON) * rest, -3.0, 3.0)
    return DEMAND * np.exp(SIGMA * score)


def posterior(part):
    """Mean and standard deviation of demand, summed up over its scores."""
    score = np.linspace(-3.0, 3.0, 20_001)
    demand = DEMAND * np.exp(SIGMA * score)
    log = -0.5 * score**2
    for days, value in zip(DAYS, SEEN, strict=True):
        log = log - 0.5 * ((demand * days / 365.25 - value) / (part * value)) ** 2
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    mean = (weight * demand).sum()
    return mean, np.sqrt((weight * (demand - mean) ** 2).sum())


def test_worlds_give_what_their_demand_tells(tmp_path):
    found = tried(tmp_path, count=256)
    for row, days in zip(found.simulated, DAYS, strict=True):
        np.testing.assert_allclose(row, demand_of(256) * days / 365.25, rtol=2e-3)


def test_demand_comes_out_as_bayes_has_it(tmp_path):
    """Three months measured to 5 % and a demand known to 6 %: all normal, or nearly so."""
    found = tried(tmp_path)
    mean, sd = posterior(0.05)
    demand, weight = demand_of()[found.agreed], found.weight
    assert found.power == 1.0
    error = sd / np.sqrt(found.effective)
    got = (weight * demand).sum()
    assert got == pytest.approx(mean, abs=4 * error)
    spread = np.sqrt((weight * (demand - got) ** 2).sum())
    # Worlds beyond three standard deviations of any month are left out: a little narrower.
    assert spread == pytest.approx(sd, rel=0.06)
    assert abs(mean - DEMAND) > 20 * error  # there was something to learn


def test_what_is_learned_of_numbers_is_told_and_of_others_nothing(tmp_path):
    told = {one.name: one for one in lesson(tried(tmp_path, count=2048)).numbers}
    _, sd = posterior(0.05)
    expected = sd / (DEMAND * SIGMA)
    assert told[OF_DEMAND].ratio == pytest.approx(expected, rel=0.1)
    assert told["consumers.motors.stock_days"].ratio == pytest.approx(1.0, abs=0.12)
    gains = [one.gain for one in told.values()]
    assert next(iter(told)) == OF_DEMAND
    assert gains == sorted(gains, reverse=True)


def test_a_stop_tells_of_the_shelf(tmp_path):
    """Goods on the way and a shelf: the first stop is the sum of two lognormal numbers of days."""
    found = tried(
        tmp_path,
        ("in_sample: [2026-02, 2026-03]", "in_sample: [2026-02, 2026-11]"),
        ("discrepancy: {leaving: 0}", "stops: {motors: 4}"),
    )
    assert [one.name for one in found.wanted] == ["motors"]
    shelf = np.linspace(5.0, 400.0, 40_001)
    score = np.log(shelf / 60.0) / (np.log1p(0.6) / NormalDist().inv_cdf(0.95))
    log = -0.5 * score**2 - np.log(shelf)
    way, spread = 35.0, np.hypot(4.0, 35.0 * np.log1p(0.05) / NormalDist().inv_cdf(0.95))
    log = log - 0.5 * ((shelf + way - 80.0) / spread) ** 2
    weight = np.exp(log - log.max())
    mean = (weight * shelf).sum() / weight.sum()
    factor, rest = scores(3, ("shelf.cover", "consumers.motors.stock_days"), range(COUNT))
    of_worlds = np.clip(np.sqrt(COMMON) * (factor + rest), -3.0, 3.0)
    days = 60.0 * np.exp(np.log1p(0.6) / NormalDist().inv_cdf(0.95) * of_worlds)
    # A day's shelf is used by its evening: half the consumer stands still up to a day later.
    assert (found.weight * days[found.agreed]).sum() == pytest.approx(mean, abs=1.0)


def test_where_nothing_is_told_nothing_is_learned(tmp_path):
    found = tried(tmp_path, ("discrepancy: {leaving: 0}", "discrepancy: {leaving: 1}"), count=2048)
    assert len(found.agreed) == 2048
    assert found.effective > 0.99 * 2048
    np.testing.assert_allclose(found.band(), found.prior_band(), rtol=0.01)
    learned = lesson(found).numbers
    assert all(one.ratio == pytest.approx(1.0, abs=0.15) for one in learned)


TWICE = (
    "    sources: {all: log}\nplant",
    "    sources: {all: log}\n  other:\n    flow: out\n    normal_t: 31\n"
    "    observed: {2026-02: 31}\n    sources: {all: log}\nplant",
)


def test_observations_that_contradict_each_other_are_named(tmp_path):
    both = ("discrepancy: {leaving: 0}", "discrepancy: {leaving: 0, other: 0}")
    exact = ("observation_error: {recorded: 0.05}", "observation_error: {recorded: 0.01}")
    low = ("2026-02: 29", "2026-02: 27")
    found = tried(tmp_path, TWICE, both, exact, low, count=1024)
    pairs = {(a.name, b.name) for a, b in found.never_together}
    assert ("leaving 2026-02", "other 2026-02") in pairs
    assert found.never_met == []
    assert not found.is_enough


def test_an_observation_that_no_world_meets_is_named(tmp_path):
    found = tried(tmp_path, ("2026-02: 29", "2026-02: 290"), count=256)
    assert [one.name for one in found.never_met] == ["leaving 2026-02"]
    assert found.never_together == []


def test_what_a_known_world_gives_leads_back_to_it(tmp_path):
    """Of many true worlds, each measured with error, nine in ten bands hold the true demand."""
    from sim.constrain import implausibility as rule

    found = tried(tmp_path)
    demand, chance = demand_of(), np.random.default_rng(5)
    given, truths = found.simulated[:, 400:], range(400)
    spread = np.array([one.spread for one in found.wanted])
    held = 0
    for truth in truths:
        seen = found.simulated[:, truth] + spread * chance.standard_normal(len(spread))
        missed = given - seen[:, None]
        weight = rule.weights(rule.log_likelihood(rule.implausibility(missed, spread)))
        low, high = rule.weighted_quantiles(demand[400:], weight, (0.05, 0.95))
        held += low <= demand[truth] <= high
    assert held / len(truths) == pytest.approx(0.9, abs=3 * 0.3 / np.sqrt(len(truths)))


def test_order_names_and_what_comes_later_change_nothing(tmp_path):
    base = tried(tmp_path, count=128)
    turned = (
        "{2026-01: 32, 2026-02: 29, 2026-03: 32, 2026-04: 9}",
        "{2026-04: 9, 2026-03: 32, 2026-02: 29, 2026-01: 32}",
    )
    np.testing.assert_array_equal(tried(tmp_path, turned, count=128).simulated, base.simulated)
    named = ("  leaving:\n", "  gone:\n"), ("{leaving: 0}", "{gone: 0}")
    np.testing.assert_array_equal(tried(tmp_path, *named, count=128).simulated, base.simulated)
    later = tried(
        tmp_path,
        count=128,
        settings=[
            "disruptions.later={kind: export_control, exporter: CN, goods: [magnets], "
            "start: 2027-01-01, duration_days: 60}"
        ],
    )
    np.testing.assert_array_equal(later.simulated, base.simulated)
    np.testing.assert_array_equal(later.weight_of_all, base.weight_of_all)


def test_more_worlds_change_none_that_was_there(tmp_path):
    few, many = tried(tmp_path, count=64), tried(tmp_path, count=640)
    np.testing.assert_array_equal(many.simulated[:, :64], few.simulated)


def test_a_world_that_is_stopped_is_the_one_that_goes_on(tmp_path):
    trial = Trial(load_episode(written(tmp_path), root=tmp_path), 3, 64)
    study, block = trial.runs.study(), Block(0, 0, 64)
    whole = run_block(study, block, _flow)
    cut = run_block(study, block, _flow, until=90)
    np.testing.assert_array_equal(cut[:90], whole[:90])
    assert whole[90:].any()
    assert not cut[90:].any()


def _flow(scenario, block, record):
    return record.flow_t


def test_worlds_do_not_depend_on_how_many_work(tmp_path):
    found = []
    for workers in (1, 2):
        trial = Trial(load_episode(written(tmp_path), root=tmp_path), 3, 256)
        with local_pool(workers) as pool:
            found.append(run_worlds(trial.runs, tmp_path / f"{workers}", pool))
    np.testing.assert_array_equal(*found)


def test_what_is_stored_is_not_run_again(tmp_path, monkeypatch):
    def again(*_):
        pytest.fail("it is run")

    found = tried(tmp_path, count=128)
    monkeypatch.setattr("sim.constrain.run_worlds.run_blocks", again)
    np.testing.assert_array_equal(tried(tmp_path, count=128).simulated, found.simulated)
    (tmp_path / "tried" / "0000064.npz").write_bytes(b"damaged")
    with pytest.raises(pytest.fail.Exception):
        tried(tmp_path, count=128)
