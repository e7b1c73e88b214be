"""A run may lose more than perfect foresight would, never less."""

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import sim
from sim.foresight.bound import Bound, bounds
from sim.study.job import Job
from tests.examples import few, several
from tests.properties.networks import Block, chains, one_tier, written

DUST = 1e-5
"""Rounding of the solver and of series in single precision, a share of the demand unmet or t."""


def bounded(network: Block, histories: tuple[int, ...] = (0,)) -> list[Bound]:
    with tempfile.TemporaryDirectory() as folder:
        scenario = sim.load(written(network, Path(folder)))
    return list(bounds(Job(scenario, seed=1), histories))


def check(bound: Bound) -> None:
    """The programmes are nested, and the run is a plan of the narrowest."""
    dust = DUST * max(bound.unmet_t, 1.0)
    assert bound.least_t >= 0.0
    assert bound.least_unhoarded_t >= bound.least_t - dust
    assert bound.least_as_released_t >= bound.least_unhoarded_t - dust
    assert bound.unmet_t >= bound.least_as_released_t - dust


@st.composite
def with_a_reserve(draw: st.DrawFn) -> Block:
    holding = {
        "country": "US",
        "members": ["US"],
        "fill_days": draw(st.integers(0, 40)),
        "lag_days": draw(st.integers(0, 60)),
        "trigger_days": draw(st.integers(1, 10)),
    }
    if draw(st.booleans()):
        holding["release_t_per_day"] = draw(st.integers(1, 10))
    return draw(one_tier()) | {"stockpiles": {"reserve": holding}}


@several
@given(one_tier())
def test_no_run_loses_less_than_perfect_foresight_would(network):
    (bound,) = bounded(network)
    check(bound)


@several
@given(with_a_reserve())
def test_nor_with_a_reserve(network):
    (bound,) = bounded(network)
    check(bound)


@few
@given(chains(), st.just(0.0) | st.floats(1e-6, 200))
def test_nor_with_quotas_in_tonnes(network, amount):
    exporter = network["magnet_makers"]["maker_1"]["country"]
    goods = ("concentrate", "oxide", "metal", "magnets")
    control = {
        "kind": "export_control",
        "exporter": exporter,
        "goods": list(goods),
        "mode": "quota",
        "quota_t": dict.fromkeys(goods, amount),
        "quota_period": "month",
        "start": 20,
    }
    (bound,) = bounded(network | {"disruptions": network["disruptions"] | {"more": control}})
    check(bound)


@few
@given(chains())
def test_nor_with_a_whole_chain_and_chance(network):
    for bound in bounded(network, (0, 1)):
        check(bound)


@few
@given(chains(days=100))
def test_nor_with_plans_once_a_week(network):
    (bound,) = bounded(network | {"policy": {"review_days": 7}})
    check(bound)
