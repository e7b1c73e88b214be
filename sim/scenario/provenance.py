"""Where matter has been: the stages of the chain that it passed, and where these stand."""

from dataclasses import dataclass
from typing import Final, get_args

from sim.scenario.chain import (
    MAGNET_MAKERS,
    MAGNETS,
    METAL_MAKERS,
    MINES,
    RECYCLERS,
    SEPARATION_PLANTS,
)
from sim.scenario.network import place_of, within
from sim.scenario.schema import Depot, MagnetMaker, MetalMaker, OriginRule, Scenario
from sim.scenario.schema.origin_rule import Stage

STAGES: Final[tuple[Stage, ...]] = get_args(Stage)
"""Down the chain."""
ANY: Final[frozenset[Stage]] = frozenset(STAGES)
"""At least one of them."""
ANY_STAGE: Final = "any"
"""What results call that."""

DONE_BY: Final[dict[str, Stage]] = {
    MINES: "mined",
    SEPARATION_PLANTS: "separated",
    RECYCLERS: "separated",
    METAL_MAKERS: "reduced",
    MAGNET_MAKERS: "made",
}
"""What the facilities of each block do to matter. What a recycler makes is separated where the
recycler stands; where it was mined it keeps."""


@dataclass(frozen=True)
class Origin:
    """Matter that passed one of some stages in a place.

    Of a single stage that place counts where matter passed it last; of several stages, matter
    that ever passed one of them there stays of that origin.
    """

    place: str
    """Country or bloc."""
    stages: frozenset[Stage] = ANY

    def forgets(self, block: str) -> bool:
        """Tell whether a block elsewhere makes matter of another origin."""
        return self.stages == {DONE_BY.get(block)}


def gives(scenario: Scenario, block: str, name: str, origin: Origin) -> bool:
    """Tell whether what a facility makes is of an origin, whatever it is made of."""
    does = DONE_BY.get(block) in origin.stages
    return does and within(scenario, place_of(scenario, name), origin.place)


def forbidden(rule: OriginRule) -> Origin:
    """Give the origin that a rule forbids."""
    return Origin(rule.not_from, frozenset(rule.stages))


def loses(scenario: Scenario, rule: OriginRule) -> bool:
    """Tell whether a consumer loses what breaks its rule on a day of the run."""
    return rule.stock == "lost" and rule.start is not None and rule.start >= scenario.start


def _batch_makers(scenario: Scenario) -> dict[str, MetalMaker | MagnetMaker | Depot]:
    return {**scenario.metal_makers, **scenario.magnet_makers, **scenario.depots}


def keeping_apart(scenario: Scenario) -> frozenset[str]:
    """Name all who keep batches apart, if anybody asks."""
    makers = _batch_makers(scenario).items()
    return frozenset(name for name, one in makers if one.batches_apart)


def passing_on(scenario: Scenario) -> frozenset[str]:
    """Name those of them who order by the rules of those they sell to."""
    makers = _batch_makers(scenario).items()
    return frozenset(name for name, one in makers if one.batches_apart and one.passes_rules_on)


def told_apart(scenario: Scenario) -> tuple[Origin, ...]:
    """List the origins of which matter is told apart, for consumers with a rule.

    Sellers keep it apart, or consumers lose it. They are listed by the names of places.
    """
    makers = (one.batches_apart for one in scenario.magnet_makers.values())
    depots = (one.batches_apart for one in scenario.depots.values() if one.good == MAGNETS)
    anybody = any((*makers, *depots))
    rules = [consumer.origin_rule for consumer in scenario.consumers.values()]
    found = {
        forbidden(rule) for rule in rules if rule is not None and (anybody or loses(scenario, rule))
    }
    return tuple(sorted(found, key=lambda one: (one.place, sorted(one.stages))))


def exposures(scenario: Scenario) -> dict[str, Origin]:
    """Name what results tell of, ``CN.mined``: places asked for by each stage, and by any."""
    each: dict[str, frozenset[Stage]] = {stage: frozenset({stage}) for stage in STAGES}
    return {
        f"{place}.{name}": Origin(place, stages)
        for place in scenario.measures.exposure
        for name, stages in (each | {ANY_STAGE: ANY}).items()
    }


def origins(scenario: Scenario) -> tuple[Origin, ...]:
    """List the origins to follow: what results tell of, and what is forbidden.

    Those of rules come last.
    """
    found = list(exposures(scenario).values())
    rules = [consumer.origin_rule for _, consumer in sorted(scenario.consumers.items())]
    found += [forbidden(rule) for rule in rules if rule is not None]
    return tuple(dict.fromkeys(found))
