"""Where batches are kept apart, all that is told of where they have been agrees with itself."""

from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim
from sim.scenario.chain import MAGNET_MAKERS, METAL_MAKERS, MINES, SEPARATION_PLANTS
from sim.scenario.provenance import STAGES, forbidden, origins
from sim.world.provenance.apart import Apart
from sim.world.provenance.labels import Labels
from tests.examples import few, several
from tests.properties.networks import run, world
from tests.properties.test_origin_rules import CASE

PLACES = ["CN", "JP", "BOTH"]
SINGLE = 1e-6
"""Of what is kept in single precision."""
CLOSE = 1e-12


@st.composite
def ruled(draw):
    """Draw a chain that has two plants of every kind, for consumers who must avoid a place."""
    weights = st.sampled_from([0.2, 0.5, 0.7])

    def two(kind, **keys):
        return {f"{kind}_{place.lower()}": {"country": place} | keys for place in PLACES[:2]}

    def lanes(good, sellers, buyers):
        found = {}
        for buyer in buyers:
            first = draw(weights)
            for seller, share in zip(sellers, (first, 1 - first), strict=True):
                ends = {"good": good, "from": seller, "to": buyer}
                found[f"{seller}_{buyer}"] = ends | {"share": share, "transit_days": 5}
        return found

    mines, plants = two("mine", basket={"dy": 0.1}), two("plant", recovery={"dy": 0.9})
    smelters, makers = two("smelter", metal_yield=0.95), two("maker")
    makers["maker_cn"]["country"] = draw(st.sampled_from(["CN", "KR"]))
    consumers = {
        name: {
            "region": "US",
            "sector": name,
            "demand_t_per_year": draw(st.sampled_from([50, 200])),
            "grades": {"plain": 1},
            "stock_days": 20,
        }
        for name in ("arms", "navy", "cars")
    }
    for name in ("arms", "navy"):
        some = draw(st.lists(st.sampled_from(STAGES[:3]), min_size=1, unique=True))
        place, threshold = draw(st.sampled_from(PLACES[:2])), draw(st.sampled_from([0.0, 0.2]))
        rule = {"not_from": place, "stages": some, "content_threshold": threshold}
        consumers[name]["origin_rule"] = rule
    return world(
        120,
        elements={"dy": {"heavy": True}},
        grades={"plain": {"recipe": {"dy": 0.1}}},
        blocs={"BOTH": ["CN", "JP"]},
        mines=mines,
        separation_plants=plants,
        metal_makers=smelters,
        magnet_makers=makers,
        consumers=consumers,
        lanes=lanes("concentrate", mines, plants)
        | lanes("oxide", plants, smelters)
        | lanes("metal", smelters, makers)
        | lanes("magnets", makers, consumers),
        measures={"exposure": PLACES},
    )


@few
@given(ruled())
def test_what_consumers_used_adds_up_by_place_and_stage(network):
    record = run(network)
    used = record.used_content_t
    part = {name: record.exposure_t[:, at] for at, name in enumerate(record.exposures)}
    close = SINGLE * used.max()
    for stage in STAGES[:3]:
        np.testing.assert_allclose(part[f"CN.{stage}"] + part[f"JP.{stage}"], used, atol=close)
    for place in PLACES:
        stages = [part[f"{place}.{stage}"] for stage in STAGES]
        assert (part[f"{place}.any"] >= np.maximum.reduce(stages) - close).all()
        assert (part[f"{place}.any"] <= sum(stages) + close).all()
    for stage in (*STAGES, "any"):
        assert (part[f"BOTH.{stage}"] >= part[f"CN.{stage}"] - close).all()
        assert (part[f"BOTH.{stage}"] >= part[f"JP.{stage}"] - close).all()


def labels_of(rules):
    """Give the labels of a world with these rules, and its facilities stage by stage."""
    asked = [f"consumers.{name}.origin_rule={rule}" for name, rule in rules.items()]
    scenario = sim.load(CASE, ["measures.exposure=[CN, AU]", *asked])
    found = [forbidden(scenario.consumers[name].origin_rule) for name in rules]
    blocks = MINES, SEPARATION_PLANTS, METAL_MAKERS, MAGNET_MAKERS
    ways = list(product(*(range(len(getattr(scenario, block))) for block in blocks)))
    return Labels(scenario, origins(scenario)), found, blocks, ways


TWO = {
    "arms": "{not_from: CN, stages: [mined, reduced]}",
    "others": "{not_from: AU, stages: [separated]}",
}
LABELS, RULES, BLOCKS, WAYS = labels_of(TWO)
amounts = st.sampled_from([0.0, 0.1, 0.5, 1.0, 3.0])


def content_of(weights):
    """Mix matter that has gone all ways, ``[cell, label, replication]`` a tonne."""
    whole = np.zeros((1, 1, LABELS.count, 1))
    for weight, way in zip(weights, WAYS, strict=True):
        content = np.zeros_like(whole)
        content[:, :, 0] = weight
        for block, row in zip(BLOCKS, way, strict=True):
            content = LABELS.mark(block, slice(row, row + 1), content)
        whole += content
    return whole[0] / max(sum(weights), 1.0)


def lots(rule, threshold, lanes):
    """Let a rule hold over some lanes, or over some in each replication."""
    counted = np.array(lanes).reshape(len(lanes), 1, -1)
    most = np.where(counted, threshold, 1.0)
    return SimpleNamespace(origin=rule, limits=lambda _: counted.any(), most=lambda _: most)


def carried(unit, sent, *ruled):
    """Give what each lane carries, ``[lane, label, replication]``."""
    cells = SimpleNamespace(item=slice(None), ordered=np.array([0]))
    apart = Apart(SimpleNamespace(ruled=ruled, limits=SimpleNamespace(bound=())), LABELS, cells)
    sent = np.broadcast_to(np.array(sent, float)[:, None, None], (len(sent), 1, unit.shape[-1]))
    found = apart.content(slice(0, len(sent)), unit, sent)
    return np.array([found[lane][0] for lane in range(len(sent))])


@several
@given(
    st.lists(amounts, min_size=len(WAYS), max_size=len(WAYS)),
    st.lists(amounts, min_size=4, max_size=4),
    st.sampled_from([0.0, 0.3]),
    st.sampled_from([0.0, 0.1]),
)
def test_lanes_carry_what_their_seller_sends_whatever_the_rules(weights, sent, first, second):
    unit = content_of(weights)
    of = (
        lots(RULES[0], first, [True, True, False, False]),
        lots(RULES[1], second, [False, True, True, False]),
    )
    found = carried(unit, sent, *of)[..., 0]
    np.testing.assert_allclose(found.sum(axis=0), unit[0, :, 0] * sum(sent), atol=CLOSE)
    assert (found >= -CLOSE).all()
    both = [LABELS.apart[LABELS.at(rule)] for rule in RULES]
    for some in both:  # what is of several origins is a part of what is of each
        assert (found[:, some] <= found + CLOSE).all()
        assert (found + found[:, some][:, :1] - found[:, some] <= found[:, :1] + CLOSE).all()


def test_who_must_avoid_different_places_gets_what_each_may_use():
    """Half is of both places, a quarter of one, and a quarter of none: there is a lane for each."""
    china, australia = RULES
    unit = np.zeros((1, LABELS.count, 1))
    unit[0, 0] = 1.0
    unit[0, LABELS.at(china)] = 0.5
    unit[0, LABELS.at(australia)] = 0.75
    unit[0, LABELS.apart[LABELS.at(china)][LABELS.at(australia)]] = 0.5
    of = lots(china, 0.0, [True, False, False]), lots(australia, 0.0, [False, True, False])
    found = carried(unit, [1, 1, 2], *of)[..., 0]
    assert found[:, LABELS.at(china)] == pytest.approx([0.0, 0.0, 2.0])
    assert found[:, LABELS.at(australia)] == pytest.approx([1.0, 0.0, 2.0])


@several
@given(*2 * [st.lists(st.floats(0.01, 1.0), min_size=len(WAYS), max_size=len(WAYS))])
def test_a_history_does_not_hang_on_the_rules_that_hold_in_another(first, second):
    """The first rule holds in the second history only; the numbers are not round ones."""
    first, second = content_of(first), content_of(second)
    sent, other = [0.3, 1.1, 0.7], lots(RULES[1], 0.1, [False, True, False])

    def of(unit, *holds):
        none = [False] * len(holds)
        return carried(unit, sent, lots(RULES[0], 0.0, [holds, none, none]), other)

    both = of(np.concatenate([first, second], axis=-1), False, True)
    np.testing.assert_array_equal(both[..., :1], of(first, False))
    np.testing.assert_array_equal(both[..., 1:], of(second, True))


@several
@given(
    st.lists(amounts, min_size=len(WAYS), max_size=len(WAYS)),
    st.lists(amounts, min_size=4, max_size=4),
    st.sampled_from([0.0, 0.3]),
    st.sampled_from([0, 1]),
)
def test_a_rule_that_does_not_bind_changes_nothing_for_anybody(weights, sent, threshold, place):
    """Its buyer may hold just what it would get without it: of another place, or of the same."""
    unit = content_of(weights)
    first = lots(RULES[0], threshold, [True, False, False, True])
    alone = carried(unit, sent, first)
    whole = max(alone[1, 0, 0], CLOSE)
    enough = min(alone[1, LABELS.at(RULES[place]), 0] / whole + CLOSE, 1.0)
    other = lots(RULES[place], enough, [False, True, False, False])
    np.testing.assert_allclose(carried(unit, sent, first, other), alone, atol=1e-9)


@several
@given(st.lists(amounts, min_size=4, max_size=4), st.sampled_from([0.0, 0.3]))
def test_nobody_gets_what_it_must_not_use_where_there_is_other_for_all(weights, threshold):
    """Each of two buyers under rules sends for as much as there is of what only it may use."""
    china, australia = RULES
    clean, of_china, of_australia, of_both = weights
    whole = max(clean + of_china + of_australia + of_both, 1.0)
    unit = np.zeros((1, LABELS.count, 1))
    unit[0, 0] = clean + of_china + of_australia + of_both
    unit[0, LABELS.at(china)] = of_china + of_both
    unit[0, LABELS.at(australia)] = of_australia + of_both
    unit[0, LABELS.apart[LABELS.at(china)][LABELS.at(australia)]] = of_both
    sent = [of_australia + clean / 2, of_china + clean / 2, of_both + CLOSE]
    of = (
        lots(china, 0.0, [True, False, False]),
        lots(australia, threshold, [False, True, False]),
    )
    found = carried(unit / whole, sent, *of)[..., 0]
    assert found[0, LABELS.at(china)] <= 1e-9
    assert found[1, LABELS.at(australia)] <= threshold * found[1, 0] + 1e-9
