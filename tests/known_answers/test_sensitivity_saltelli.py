"""Known answer: first and total indices, from arrays and from histories with one input anew.

Tonnes are a product of D and X: what D does alone and together with X is its total index.
"""

import numpy as np
import pytest

import sim
from sim.design.group_measures import GroupMeasures
from sim.design.run_design import run_design
from sim.output.stored import StoredRun
from sim.sensitivity.answer import answer
from sim.sensitivity.pick_freeze import pick_freeze, question
from sim.sensitivity.saltelli import indices
from sim.sensitivity.sample import SampleError, sample_of
from sim.study.pool import local_pool
from tests import worlds
from tests.known_answers.test_sensitivity import HALT, NEED, SETTINGS, SHELF, mean, variance
from tests.unit.effects import KNOWN_ANSWERS

HISTORIES = 8192


def test_ishigami_has_its_first_and_total_indices():
    """With a = 7 and b = 0.1 (Ishigami and Homma 1990)."""
    chance = np.random.default_rng(3)
    a, b = chance.uniform(-np.pi, np.pi, (2, 3, HISTORIES))
    known = {0: (0.3139, 0.5576), 1: (0.4424, 0.4424), 2: (0.0, 0.2437)}
    for place, (first, total) in known.items():
        ab = a.copy()
        ab[place] = b[place]
        found = indices(_ishigami(a), _ishigami(b), _ishigami(ab))
        assert found.first.value == pytest.approx(first, abs=0.04)
        assert found.total.value == pytest.approx(total, abs=0.03)
        assert found.first.low <= first <= found.first.high
        assert found.total.low <= total <= found.total.high


def _ishigami(x):
    return np.sin(x[0]) + 7.0 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    sim.run(sim.load(KNOWN_ANSWERS / "one_lane.yaml", SETTINGS), n=1100).save(folder, figures=False)
    return StoredRun.open(folder)


def rows(run, measure, inputs, folder, group="US"):
    asked = question(answer(run, measure, [group], folder), inputs)
    with local_pool(1) as pool:
        return asked, pick_freeze(asked, pool, folder)


def test_a_history_with_one_input_of_another_is_as_both_say(run, tmp_path):
    """A halt of the one and a shelf of the other: their days follow from both."""
    asked = question(answer(run, "shortfall_days", ["US"], tmp_path), 2)
    half = asked.histories
    assert half == 512
    sample = sample_of(run)
    drawn = dict(zip((one.name for one in sample.inputs), sample.values, strict=True))
    halt = np.ceil(drawn["disruptions.halt.duration_days"])
    shelf = drawn["consumers.motors.stock_days"]
    with local_pool(1) as pool:
        take = GroupMeasures(frozenset({"shortfall_days"}), frozenset({("region", "US")}))
        found = run_design(asked.design, take, pool)
    days = {
        one.name: taken["region.US.shortfall_days"]
        for one, taken in zip(asked.picked, found, strict=True)
    }
    np.testing.assert_allclose(
        days["disruptions.halt.duration_days"], halt[half : 2 * half] - shelf[:half], atol=0.01
    )
    np.testing.assert_allclose(
        days["consumers.motors.stock_days"], halt[:half] - shelf[half : 2 * half], atol=0.01
    )


def test_a_product_is_driven_by_its_factors_alone_and_together(run, tmp_path):
    _, found = rows(run, "unmet_t", 4, tmp_path)
    by_name = {one.input.name: one.indices for one in found}
    days, of_need = mean(*HALT) - mean(*SHELF), variance(*NEED)
    of_halt, of_shelf = variance(*HALT), variance(*SHELF)
    need = mean(*NEED) ** 2
    every = of_need * days**2 + (of_halt + of_shelf) * (need + of_need)
    known = {
        "consumers.motors.demand_t_per_year": (of_need * days**2, of_need * (of_halt + of_shelf)),
        "disruptions.halt.duration_days": (of_halt * need, of_halt * of_need),
        "consumers.motors.stock_days": (of_shelf * need, of_shelf * of_need),
    }
    for name, (alone, more) in known.items():
        assert by_name[name].first.value == pytest.approx(alone / every, abs=0.12)
        assert by_name[name].total.value == pytest.approx((alone + more) / every, abs=0.06)
    assert by_name["magnet_makers.source.stock_days"].total.value == 0.0


def test_what_is_run_is_kept(run, tmp_path):
    asked, first = rows(run, "unmet_t", 2, tmp_path)
    before = {file: file.read_bytes() for file in tmp_path.glob("*.npz")}
    assert before
    _, again = rows(run, "unmet_t", 2, tmp_path)
    assert again == first
    assert {file: file.read_bytes() for file in tmp_path.glob("*.npz")} == before
    assert len({asked.design.elsewhere[0], asked.design.elsewhere[1]}) == 2


def test_numbers_of_a_source_are_picked_together(tmp_path):
    """What they have in common is as much as a stated part of what each varies."""
    scenario = sim.load(KNOWN_ANSWERS / "uncertain.yaml")
    sim.run(scenario, n=1024).save(tmp_path / "run", figures=False)
    _, found = rows(StoredRun.open(tmp_path / "run"), "shortfall_days", 3, tmp_path)
    by_name = {one.input.name: one.indices for one in found}
    shelf = by_name["shelf.cover"]
    assert 0.3 < shelf.first.value < 0.6
    assert shelf.first.value - 0.1 < shelf.total.value < 0.7
    assert by_name["ships.time"].total.value < 0.02


def test_where_histories_share_worlds_the_world_is_one_input(monkeypatch, tmp_path):
    """A history with the world of another goes without its own halt less the shelf of that."""
    shipped = worlds.file_of(worlds.small(), dict.fromkeys(range(3, 60, 7), 1.0))
    worlds.ship(monkeypatch, tmp_path, shipped)
    scenario = worlds.small(
        "worlds=constrained",
        "disruptions.halt.duration_days={uniform: [80, 200]}",
        "consumers.motors.stock_days={uniform: [20, 60]}",
        "consumers.motors.sources={stock_days: shelf, demand_t_per_year: survey}",
    )
    sim.run(scenario, n=128).save(tmp_path / "run", figures=False)
    run = StoredRun.open(tmp_path / "run")
    asked = question(answer(run, "shortfall_days", ["US"], tmp_path), 9)
    assert [one.name for one in asked.picked] == [
        "disruptions.halt.duration_days", "uncertainty.world",
    ]  # fmt: skip
    sample = sample_of(run)
    drawn = dict(zip((one.name for one in sample.inputs), sample.values, strict=True))
    halt = np.ceil(drawn["disruptions.halt.duration_days"])
    shelf = drawn["consumers.motors.stock_days"]
    take = GroupMeasures(frozenset({"shortfall_days"}), frozenset({("region", "US")}))
    with local_pool(1) as pool:
        _, other_world = run_design(asked.design, take, pool)
    np.testing.assert_allclose(
        other_world["region.US.shortfall_days"], halt[:64] - shelf[64:], atol=0.01
    )


@pytest.mark.parametrize(
    ("measure", "n", "sampling", "says"),
    [
        ("shortfall_days", 100, "random", "100 histories are not two samples of 64"),
        ("shortfall_days", 128, "latin", "drawn by latin"),
        ("shortfall_days_caused", 128, "random", "shortfall_days_caused is not measured there"),
    ],
)
def test_what_cannot_be_run_is_refused(measure, n, sampling, says, tmp_path):
    scenario = sim.load(KNOWN_ANSWERS / "one_lane.yaml", SETTINGS)
    sim.run(scenario, n=n, sampling=sampling).save(tmp_path / "run", figures=False)
    told = answer(StoredRun.open(tmp_path / "run"), measure, ["US"], tmp_path)
    with pytest.raises(SampleError, match=says):
        question(told, 3)
