"""Sources must be those of something, and know nothing from after they were published."""

from collections.abc import Iterator

from sim.scenario.chain import STOCKPILES
from sim.scenario.errors import did_you_mean, listed, plural, sentences
from sim.scenario.finding import Finding
from sim.scenario.node import Node, find
from sim.scenario.origin import Path
from sim.scenario.outline import TABLES, keys_at
from sim.scenario.schema import Scenario


def source_keys(tree: Node) -> Iterator[Finding]:
    """Find sources given for keys that the block does not know."""
    for path, given in _given(tree):
        known = keys_at(tree, path[:-1])
        for key in given.mapping:
            if key != "all" and key not in known:
                says = f"A source is given for '{key}', which is not a key here."
                remedy = f"Keys: all, {listed(known, most=40)}."
                yield Finding((*path, key), sentences(says, did_you_mean(key, known)), remedy)


def source_dates(scenario: Scenario) -> Iterator[Finding]:
    """Find sources that know more than they can."""
    for name, source in scenario.sources.items():
        if source.known is not None and source.known.year > source.year:
            says = f"A source of {source.year} cannot know what was on {source.known}."
            remedy = "Write the day of its data, or the year in which those were published."
            yield Finding(("sources", name, "known"), says, remedy)


def as_of(scenario: Scenario, tree: Node) -> Iterator[Finding]:
    """Find sources, of those that numbers rest on, that know more than the world does.

    A warning: a number may stand for a thing that was so all along, as a recipe, and be published
    late. Whoever plays the past must look at each.
    """
    if (last := scenario.as_of) is None:
        return
    late = {
        name: known
        for name in sorted(_used(tree))
        if name in scenario.sources
        and (known := scenario.sources[name].known) is not None
        and known > last
    }
    if late:
        dated = [f"{name} ({known})" for name, known in late.items()]
        verb = "knows" if len(late) == 1 else "know"
        says = (
            f"{plural(len(late), 'source')} {verb} more than the world of {last}: {listed(dated)}."
        )
        remedy = f"Take older sources; or say  as_of: {max(late.values())}"
        yield Finding(("as_of",), says, remedy, "warning")


def _used(tree: Node) -> set[str]:
    """Collect the ids of the sources that blocks give for their keys."""
    return {
        str(one.value)
        for _, given in _given(tree)
        for node in given.mapping.values()
        for one in (node.value if isinstance(node.value, list) else [node])
    }


def _given(tree: Node) -> Iterator[tuple[Path, Node]]:
    """Go through the sources that blocks give, with their places."""
    blocks: list[Path] = [
        (table, name)
        for table in sorted(TABLES - {"sources"})
        for name in (tree.mapping[table].mapping if table in tree.mapping else ())
    ]
    blocks += [(*path, "finance") for path in blocks if path[0] == STOCKPILES]
    schedule = ("schedule",)
    kinds = [(*schedule, "kinds", name) for name in find(tree, (*schedule, "kinds"))[1].mapping]
    for path in (*blocks, ("market",), ("learning",), schedule, *kinds):
        there = (*path, "sources")
        found, node = find(tree, there)
        if found == there:
            yield there, node
