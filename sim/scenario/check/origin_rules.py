"""Rules of origin: places that matter to what is bought, and lanes that may be left."""

from collections.abc import Iterator
from functools import cached_property

from sim.scenario.chain import CONSUMERS, DEPOTS, MADE_OF, MAGNET_MAKERS, MAGNETS, Good
from sim.scenario.errors import listed
from sim.scenario.finding import Finding
from sim.scenario.network import Network, Route, block_of
from sim.scenario.provenance import DONE_BY, forbidden, told_apart
from sim.scenario.schema import OriginRule, Scenario

MOST = 4
"""Different rules of origin by which matter is told apart: each doubles what is followed."""


def origin_rules(scenario: Scenario) -> Iterator[Finding]:
    """Check the rules of consumers, and what their sellers say of batches."""
    ruled = {name: one.origin_rule for name, one in scenario.consumers.items()}
    found = {name: rule for name, rule in ruled.items() if rule is not None}
    yield from _batches(scenario, set(found))
    if not found:
        return
    yield from _several(scenario, found)
    network = Network(scenario)
    for name, rule in found.items():
        path = (CONSUMERS, name, "origin_rule")
        if (good := scenario.consumers[name].good) != MAGNETS:
            says = f"{name} uses {good}; where it has been is known to buyers of magnets alone."
            yield Finding(path, says, "Leave it out, or close lanes with an export_control.")
            continue
        grades = scenario.consumers[name].grades
        lanes = [r for r in network.routes if r.buyer == name and any(map(r.may_carry, grades))]
        for route in lanes:
            if route.push:
                says = f"{name} has an origin_rule, so that it must order: nothing can be pushed."
                yield Finding(("lanes", route.lane, "push"), says, "Write share: 1 instead.")
        if rule.start is not None and rule.start > scenario.end:
            says = f"It begins on {rule.start}, after the end of the run ({scenario.end})."
            yield Finding(
                (*path, "start"), says, "Write an earlier start, or a later end.", "warning"
            )
            continue
        yield from _within_run(scenario, rule, path)
        yield from _reach(_Chain(network, rule), rule, path, lanes)


def _several(scenario: Scenario, found: dict[str, OriginRule]) -> Iterator[Finding]:
    """Refuse more different rules than content can be followed by."""
    different = told_apart(scenario)
    if len(different) <= MOST:
        return
    for name, rule in found.items():
        if forbidden(rule) not in different[:MOST]:
            says = (
                f"There are {len(different)} different rules of origin, of places and stages: "
                f"matter can be told apart by {MOST}."
            )
            remedy = "Give it place and stages of another rule, or batches_apart: false to sellers."
            yield Finding((CONSUMERS, name, "origin_rule"), says, remedy)


def _within_run(scenario: Scenario, rule: OriginRule, path: tuple[str, ...]) -> Iterator[Finding]:
    """Find keys of a rule that have no effect."""
    if rule.stock == "lost" and (rule.start is None or rule.start < scenario.start):
        says = (
            f"stock has no effect: the rule began before the run ({scenario.start}), and what was "
            "lost then is gone."
        )
        remedy = f"Leave it out, or write start: {scenario.start} or later."
        yield Finding((*path, "stock"), says, remedy, "warning")
    if rule.content_threshold >= 1.0:
        says = "content_threshold is the whole content, so that everything may be used."
        yield Finding((*path, "content_threshold"), says, "Write less than 1.", "warning")


def _reach(
    chain: "_Chain", rule: OriginRule, path: tuple[str, ...], lanes: list[Route]
) -> Iterator[Finding]:
    """Find a place that has to do with nothing, and one that has to do with everything."""
    sellers = sorted({route.seller for route in lanes})
    if not any(chain.may_have_been_there(seller, MAGNETS) for seller in sellers):
        done = " or ".join(rule.stages)
        says = f"Nothing that reaches {path[1]} is {done} in {rule.not_from}: it has no effect."
        yield Finding(path, says, f"Its sellers: {listed(sellers)}.", "warning")
    elif not any(chain.may_be_free(seller, MAGNETS) for seller in sellers):
        says = (
            f"All that reaches {path[1]} passes {rule.not_from}: from "
            f"{rule.start or 'the first day'} on it gets nothing."
        )
        remedy = "Add a lane from a seller outside, whose feed is from outside, too."
        yield Finding(path, says, remedy, "warning")


class _Chain:
    """Who may have goods that were in the place of a rule, and who may have others.

    Elements are not told apart: with one from the place a seller may still have none to sell.
    """

    def __init__(self, network: Network, rule: OriginRule) -> None:
        self._network, self._rule = network, rule
        self._free: dict[tuple[str, Good], bool] = {}
        self._there: dict[tuple[str, Good], bool] = {}

    @cached_property
    def _sellers(self) -> dict[tuple[str, Good], list[str]]:
        found = dict[tuple[str, Good], list[str]]()
        for route in self._network.routes:
            found.setdefault((route.buyer, route.good), []).append(route.seller)
        return found

    @cached_property
    def _blocks(self) -> dict[str, str]:
        return block_of(self._network.scenario)

    def _does(self, name: str) -> bool:
        """Tell whether a facility does there what the rule forbids."""
        stage = DONE_BY.get(self._blocks[name])
        return stage in self._rule.stages and self._network.stands(name, self._rule.not_from)

    def _feeds(self, name: str, good: Good) -> list[tuple[str, Good]]:
        """Give who sells a facility what it makes a good of."""
        block = self._blocks[name]
        sources = [good] if block == DEPOTS else [s for b, s in MADE_OF[good] if b == block]
        return [
            (one, source) for source in sources for one in self._sellers.get((name, source), ())
        ]

    def may_have_been_there(self, name: str, good: Good) -> bool:
        """Tell whether anything that a facility sells may have been in the place."""
        return self._search(self._there, (name, good), at_once=True)

    def may_be_free(self, name: str, good: Good) -> bool:
        """Tell whether anything that a facility sells may be free of the place."""
        return self._search(self._free, (name, good), at_once=False)

    def _search(
        self, known: dict[tuple[str, Good], bool], at: tuple[str, Good], *, at_once: bool
    ) -> bool:
        """Go up the chain; what is met again on the way (scrap) adds nothing."""
        if at not in known:
            known[at] = False
            feeds = self._feeds(*at)
            if self._does(at[0]):
                known[at] = at_once
            elif not feeds:
                known[at] = not at_once
            else:
                known[at] = any(self._search(known, one, at_once=at_once) for one in feeds)
        return known[at]


def _batches(scenario: Scenario, ruled: set[str]) -> Iterator[Finding]:
    """Find sellers whose batches nobody asks about."""
    said = [
        (block, name)
        for block in (MAGNET_MAKERS, DEPOTS)
        for name, one in getattr(scenario, block).items()
        if "batches_apart" in one.model_fields_set
    ]
    if not said:
        return
    network = Network(scenario)
    narrowings = [one.narrows(network) for one in scenario.disruptions.values()]
    abroad = [one.abroad for one in narrowings if one is not None and one.abroad is not None]
    asked = {
        route.seller
        for route in network.routes
        if route.good == MAGNETS
        and (route.buyer in ruled or any(one.by_batch and one.hits(route) for one in abroad))
    }
    for block, name in said:
        if name not in asked:
            says = (
                f"batches_apart has no effect: {name} sells no magnets to a consumer with a rule."
            )
            remedy = "Leave it out, or give a consumer that it sells to an origin_rule."
            yield Finding((block, name, "batches_apart"), says, remedy, "warning")
