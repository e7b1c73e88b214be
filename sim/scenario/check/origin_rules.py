"""Rules of origin: places that matter to what is bought, and lanes that may be left."""

from collections.abc import Iterator

from sim.scenario.chain import CONSUMERS, DEPOTS, MAGNET_MAKERS, MAGNETS, METAL_MAKERS, OXIDE, STAGE
from sim.scenario.errors import listed
from sim.scenario.finding import Finding
from sim.scenario.network import Network, Route, block_of
from sim.scenario.origin_chain import OriginChain
from sim.scenario.provenance import forbidden, origins, passing_on, told_apart
from sim.scenario.schema import OriginRule, Scenario

MOST = 4
"""Different rules of origin by which matter is told apart: each doubles what is followed."""


def origin_rules(scenario: Scenario) -> Iterator[Finding]:
    """Check the rules of consumers, and what their sellers say of batches."""
    yield from _first_feed(scenario)
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
        yield from _reach(OriginChain(network, forbidden(rule)), rule, path, lanes)


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
    chain: OriginChain, rule: OriginRule, path: tuple[str, ...], lanes: list[Route]
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


def _first_feed(scenario: Scenario) -> Iterator[Finding]:
    """Find first feed of those who sell a maker no oxide, and such as nobody follows."""
    said = {
        name: one.first_feed_from
        for name, one in scenario.metal_makers.items()
        if one.first_feed_from is not None
    }
    lanes = Network(scenario).routes if said else ()
    for name, seller in said.items():
        path = (METAL_MAKERS, name, "first_feed_from")
        sellers = sorted({r.seller for r in lanes if (r.good, r.buyer) == (OXIDE, name)})
        if seller not in sellers:
            says = f"No lane brings {name} oxide from {seller}."
            yield Finding(path, says, f"Its sellers: {listed(sellers)}.")
        elif not origins(scenario):
            says = "first_feed_from has no effect: nobody asks where matter has been."
            remedy = "Leave it out, or write measures.exposure, or an origin_rule."
            yield Finding(path, says, remedy, "warning")


def _batches(scenario: Scenario, ruled: set[str]) -> Iterator[Finding]:
    """Find sellers whose batches nobody asks about."""
    said = [
        (block, name, key)
        for block in (METAL_MAKERS, MAGNET_MAKERS, DEPOTS)
        for name, one in getattr(scenario, block).items()
        for key in ("batches_apart", "passes_rules_on")
        if key in one.model_fields_set
    ]
    if not said:
        return
    network = Network(scenario)
    narrowings = [one.narrows(network) for one in scenario.disruptions.values()]
    abroad = [one.abroad for one in narrowings if one is not None and one.abroad is not None]
    denied = {
        route.seller
        for route in network.routes
        if route.good == MAGNETS and any(one.by_batch and one.hits(route) for one in abroad)
    }
    asked = _asked(network, ruled)
    for block, name, key in said:
        facility = getattr(scenario, block)[name]
        if name not in asked and not (key == "batches_apart" and name in denied):
            says = (
                f"{key} has no effect: {name} sells no magnets to a consumer with a rule, and "
                "makes nothing for such magnets."
            )
            remedy = "Leave it out, or give a consumer that it sells to an origin_rule."
        elif key == "passes_rules_on" and not facility.batches_apart:
            says = f"passes_rules_on has no effect: {name} keeps no batches apart."
            remedy = "Leave it out, or write batches_apart: true."
        else:
            continue
        yield Finding((block, name, key), says, remedy, "warning")


def _asked(network: Network, ruled: set[str]) -> set[str]:
    """Name those of whom consumers with a rule order, and makers for these."""
    blocks, passing = block_of(network.scenario), passing_on(network.scenario)
    found, todo = set[str](), [(name, MAGNETS) for name in ruled]
    while todo:
        buyer, good = todo.pop()
        for route in network.routes:
            if (route.buyer, route.good) == (buyer, good) and route.seller not in found:
                found.add(route.seller)
                if route.seller in passing:
                    stage = STAGE.get(blocks[route.seller])
                    todo.append((route.seller, good if stage is None else stage.ends[0]))
    return found
