"""Every name must stand for something: ids, elements, grades, places, sources."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from sim.scenario.chain import (
    BY_GRADE,
    CONCENTRATE,
    CONSUMERS,
    FACILITY_BLOCKS,
    MAGNET_MAKERS,
    MINES,
    RECYCLERS,
    SEPARATION_PLANTS,
    STANDING_BLOCKS,
    STOCKPILES,
)
from sim.scenario.check.sources import source_dates, source_keys
from sim.scenario.check.stockpile_names import stockpile_names
from sim.scenario.country import place_meant
from sim.scenario.errors import did_you_mean, listed, sentences
from sim.scenario.finding import Finding
from sim.scenario.learning import LEARNS, regions_of
from sim.scenario.network import shares_by_item
from sim.scenario.node import Node
from sim.scenario.origin import Path
from sim.scenario.outline import SOURCED, TABLES
from sim.scenario.schema import Good, Scenario
from sim.scenario.stock import measured_stocks
from sim.scenario.use import Use, uses


def names(scenario: Scenario, tree: Node) -> Iterator[Finding]:
    """Find names that stand for nothing, and ids that stand for two things."""
    known = _known(scenario, tree)
    unknown = [use for use in uses_of(scenario) if use.name not in known[use.noun]]
    # One source is named by many blocks: it is reported once, where it is named first.
    often = Counter(use.name for use in unknown if use.noun == "source")
    for path, name, noun in unknown:
        places = often.pop(name, 0) if noun == "source" else 1
        if places:
            more = f"It is named in {places} places." if places > 1 else ""
            near = place_meant if "place" in noun else did_you_mean
            says = sentences(f"There is no {noun} '{name}'.", near(name, known[noun]), more)
            yield Finding(path, says, f"Known: {listed(known[noun])}.")
    yield from _twice(tree)
    yield from _blocs(scenario, known["place"])
    yield from source_keys(tree)
    yield from source_dates(scenario)


def _known(scenario: Scenario, tree: Node) -> dict[str, set[str]]:
    """Collect what there is, by noun."""
    table = {
        name: {str(key) for key in tree.mapping[name].mapping}
        for name in TABLES & set(tree.mapping)
    }

    def keys(*blocks: str) -> set[str]:
        return {name for block in blocks for name in table.get(block, ())}

    def places(*blocks: str) -> set[str]:
        entries = [node for b in blocks if b in table for node in tree.mapping[b].mapping.values()]
        stood = {
            str(n.mapping[k].value)
            for n in entries
            for k in ("country", "region")
            if k in n.mapping
        }
        if blocks == STANDING_BLOCKS:
            # A country may be there in papers only.
            lanes = tree.mapping["lanes"].mapping.values() if "lanes" in table else ()
            greys = [lane.mapping["grey"].mapping for lane in lanes if "grey" in lane.mapping]
            stood |= {str(grey["via"].value) for grey in greys if "via" in grey}
        return stood | {
            b for b in scenario.blocs if any(_holds(scenario, b, place) for place in stood)
        }

    branchings = tree.mapping["branches"].mapping if "branches" in table else {}
    branches = {
        f"{name}.{branch}"
        for name, node in branchings.items()
        if "weights" in node.mapping
        for branch in node.mapping["weights"].mapping
    }
    return {
        "place": places(*STANDING_BLOCKS),
        "element": keys("elements"),
        "element or 'bulk'": {"bulk"},
        "grade": keys("grades"),
        "element or grade": keys("elements", "grades"),
        "facility": keys(*FACILITY_BLOCKS),
        "separation plant or place": keys(SEPARATION_PLANTS) | places(SEPARATION_PLANTS),
        "facility or consumer": keys(*FACILITY_BLOCKS, CONSUMERS),
        "consumer or place with consumers": keys(CONSUMERS) | places(CONSUMERS),
        "buyer or place": keys(*STANDING_BLOCKS) | places(CONSUMERS),
        "stockpile": keys(STOCKPILES),
        "member or place": keys(*FACILITY_BLOCKS, CONSUMERS) | places(*STANDING_BLOCKS),
        "lane": keys("lanes"),
        "project": keys("projects"),
        "project or milestone that acts": keys("projects") | _milestones(tree),
        "disruption": keys("disruptions"),
        "disruption or branching": keys("disruptions", "branches"),
        "branch": branches,
        "source": keys("sources"),
    }


def _milestones(tree: Node) -> set[str]:
    """Name the milestones of projects that are more than a date, as new_plant.permit."""
    projects = tree.mapping["projects"].mapping if "projects" in tree.mapping else {}
    return {
        f"{name}.{milestone}"
        for name, project in projects.items()
        if "milestones" in project.mapping
        for milestone, node in project.mapping["milestones"].mapping.items()
        if node.mapping
    }


def uses_of(scenario: Scenario) -> Iterator[Use]:
    """Go through all names that a scenario uses."""
    yield from _in_materials(scenario)
    yield from _in_network(scenario)
    yield from _in_disruptions(scenario)
    yield from _in_market(scenario)
    yield from _in_schedule(scenario)
    yield from _in_learning(scenario)
    if scenario.measures.reference is not None:
        noun = "disruption or branching" if scenario.branches else "disruption"
        yield Use(("measures", "reference"), scenario.measures.reference, noun)
    for name, flow in scenario.measures.flows.items():
        yield Use(("measures", "flows", name, "from"), flow.sellers, "place")
        if flow.buyers != "all":
            yield Use(("measures", "flows", name, "to"), flow.buyers, "place")
    yield from uses(("policy", "home_first"), scenario.policy.home_first, "place")
    yield from uses(("measures", "exposure"), scenario.measures.exposure, "place")
    for key, holders in measured_stocks(scenario).items():
        yield from uses(("measures", key), holders, "facility or consumer")
    for table in sorted(SOURCED):
        for name, block in getattr(scenario, table).items():
            for key, ids in block.sources.items():
                yield from uses((table, name, "sources", key), ids, "source")


def _in_materials(scenario: Scenario) -> Iterator[Use]:
    """Elements and grades named by grades, facilities and consumers."""
    shares: list[tuple[Path, Mapping[str, object], str]] = []
    for name, grade in scenario.grades.items():
        shares.append((("grades", name, "recipe"), grade.recipe, "element"))
    for name, mine in scenario.mines.items():
        shares.append(((MINES, name, "basket"), mine.basket, "element"))
    for name, plant in scenario.separation_plants.items():
        shares.append(((SEPARATION_PLANTS, name, "recovery"), plant.recovery, "element"))
        shares.append(((SEPARATION_PLANTS, name, "residue"), plant.residue, "element"))
    for name, recycler in scenario.recyclers.items():
        shares.append(((RECYCLERS, name, "recovery"), recycler.recovery, "element"))
    for name, maker in scenario.magnet_makers.items():
        shares.append(((MAGNET_MAKERS, name, "recipe_factor"), maker.recipe_factor, "element"))
    for name, consumer in scenario.consumers.items():
        shares.append(((CONSUMERS, name, "grades"), consumer.grades, "grade"))
        shares.append(((CONSUMERS, name, "elements"), consumer.elements, "element"))
    for path, table, noun in shares:
        yield from (Use((*path, key), key, noun) for key in table)


def _in_network(scenario: Scenario) -> Iterator[Use]:
    """Facilities, buyers, members named by lanes, projects and stockpiles."""
    for name, lane in scenario.lanes.items():
        yield from uses(("lanes", name, "from"), lane.sellers, "facility")
        yield from uses(("lanes", name, "to"), lane.buyers, "buyer or place")
        if (by_item := shares_by_item(lane)) is not None:
            yield from _items(("lanes", name, "share"), by_item, lane.good)
    for name, consumer in scenario.consumers.items():
        if (rule := consumer.origin_rule) is not None:
            yield Use((CONSUMERS, name, "origin_rule", "not_from"), rule.not_from, "place")
        yield from uses((CONSUMERS, name, "priority_in"), consumer.priority_in or (), "place")
        path = CONSUMERS, name, "goods_for"
        yield from (Use((*path, place), place, "place") for place in consumer.goods_for)
    for name, project in scenario.projects.items():
        yield Use(("projects", name, "facility"), project.facility, "facility")
    yield from (Use(*named) for named in stockpile_names(scenario))


def _in_market(scenario: Scenario) -> Iterator[Use]:
    """Places, elements, facilities and sources that the market names."""
    block = scenario.market
    if block is None:
        return
    path = ("market",)
    yield from uses((*path, "china"), block.china, "place")
    yield from uses((*path, "tariffs"), block.tariffs, "place")
    for bloc, prices in block.normal_usd_per_kg.items():
        yield from uses((*path, "normal_usd_per_kg", bloc), prices, "element")
    for name, rule in block.projects.items():
        yield Use((*path, "projects", name), name, "project")
        yield Use((*path, "projects", name, "element"), rule.element, "element")
    for name, floor in block.floors.items():
        yield from uses((*path, "floors", name, "facilities"), floor.facilities, "facility")
        yield Use((*path, "floors", name, "element"), floor.element, "element")
    for key, ids in block.sources.items():
        yield from uses((*path, "sources", key), ids, "source")


def _in_schedule(scenario: Scenario) -> Iterator[Use]:
    """Sources that the schedule names."""
    if scenario.schedule is None:
        return
    path = ("schedule",)
    blocks = {path: scenario.schedule.sources} | {
        (*path, "kinds", name): kind.sources for name, kind in scenario.schedule.kinds.items()
    }
    for where, sources in blocks.items():
        for key, ids in sources.items():
            yield from uses((*where, "sources", key), ids, "source")


def _in_learning(scenario: Scenario) -> Iterator[Use]:
    """Places of new plants, and sources, that the learning of regions names."""
    for block in LEARNS:
        yield from uses(("learning", block), regions_of(scenario, block), "place")
    for key, ids in scenario.learning.sources.items():
        yield from uses(("learning", "sources", key), ids, "source")


def _in_disruptions(scenario: Scenario) -> Iterator[Use]:
    """What sets disruptions off, and what they are aimed at."""
    for name, disruption in scenario.disruptions.items():
        for use in disruption.names():
            yield use._replace(path=("disruptions", name, *use.path))


def _items(path: Path, table: Iterable[str], good: Good) -> Iterator[Use]:
    """Go through the keys of a table by element or grade."""
    noun = "grade" if good in BY_GRADE else "element"
    if good == CONCENTRATE:
        noun = "element or 'bulk'"
    yield from (Use((*path, key), key, noun) for key in table)


def _twice(tree: Node) -> Iterator[Finding]:
    """Find ids that two blocks use."""
    first: dict[str, str] = {}
    for block in STANDING_BLOCKS:
        for key in tree.mapping[block].mapping if block in tree.mapping else ():
            if (other := first.setdefault(str(key), block)) != block:
                says = f"'{key}' is also the name of an entry of {other}."
                yield Finding((block, key), says, "Give each its own name: lanes refer to it.")


def _blocs(scenario: Scenario, places: set[str]) -> Iterator[Finding]:
    """Find blocs that contain themselves, and members that are nothing.

    A country in which nothing stands is no mistake: a bloc may name all its members.
    """
    for bloc, members in scenario.blocs.items():
        for number, member in enumerate(members):
            path = ("blocs", bloc, number)
            if _holds(scenario, member, bloc):
                says = f"The bloc {bloc} contains itself by way of {member}."
                yield Finding(path, says, "Take one of them out.")
            elif len(member) > 2 and member not in places:
                says = f"{member} is neither a country code nor a place in use."
                yield Finding(path, sentences(says, place_meant(member, places)), "")


def _holds(scenario: Scenario, outer: str, inner: str, seen: frozenset[str] = frozenset()) -> bool:
    """Tell whether *inner* is *outer* or among its members, directly or not."""
    return outer == inner or any(
        _holds(scenario, member, inner, seen | {outer})
        for member in scenario.blocs.get(outer, ())
        if member not in seen
    )
