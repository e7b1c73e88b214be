"""Causes: disruptions, and stockpiles that work against them, one each or several as one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from sim.output.label import label_of
from sim.scenario.chain import STOCKPILES
from sim.scenario.errors import did_you_mean, listed, sentences
from sim.scenario.outlook import known_disruptions
from sim.scenario.schema import Scenario

NONE, TOTAL = "(none)", "(total)"
"""How files call what is there without any of the causes, and all of it; no id has brackets."""


class CauseError(ValueError):
    """Causes cannot be as they are asked for; the message says what can."""


@dataclass(frozen=True)
class Cause:
    """What is in a point or left out of it as one."""

    name: str
    """Ids of its parts, joined with +."""
    label: str
    """How reports call it."""
    disruptions: frozenset[str]
    stockpiles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Present:
    """What of a scenario's disruptions and stockpiles is there at a point."""

    disruptions: frozenset[str]
    stockpiles: frozenset[str]

    @classmethod
    def of(cls, scenario: Scenario, causes: Sequence[Cause], chosen: int) -> "Present":
        """Leave out the causes whose bit is not set, and what can do nothing without them.

        A disruption that follows another one, changes another one or orders a stockpile does
        nothing where that is left out: it goes out as well, as if it were not set off. (Games in
        which players need others: Gilles, Owen and van den Brink 1992, *Games with permission
        structures: the conjunctive approach*.) Stockpiles that wait for a disruption stay, and
        wait.
        """
        out = [cause for i, cause in enumerate(causes) if not chosen >> i & 1]
        disruptions = set(scenario.disruptions).difference(*(cause.disruptions for cause in out))
        stockpiles = set(scenario.stockpiles).difference(*(cause.stockpiles for cause in out))
        idle = {""}
        while idle:
            there = {"disruption": disruptions, "stockpile": stockpiles}
            idle = {
                name
                for name in disruptions
                for use in scenario.disruptions[name].names()
                if use.noun in there and use.name not in there[use.noun]
            }
            disruptions -= idle
        return cls(frozenset(disruptions), frozenset(stockpiles))

    def point(self, scenario: Scenario) -> Scenario:
        """Give the scenario with no more than what is there."""
        kept = {
            key: {name: block for name, block in blocks.items() if name in there}
            for key, blocks, there in (
                ("disruptions", scenario.disruptions, self.disruptions),
                (STOCKPILES, scenario.stockpiles, self.stockpiles),
            )
            if len(there) < len(blocks)
        }
        return scenario.model_copy(update=kept)


def causes_of(
    scenario: Scenario,
    together: Sequence[Sequence[str]] = (),
    *,
    with_stockpiles: bool = False,
    with_known: bool = False,
) -> tuple[Cause, ...]:
    """List the causes of a scenario, in its own order, stockpiles last.

    Parameters
    ----------
    scenario : Scenario
    together : sequence of sequence of str
        Ids that count as one cause, in each.
    with_stockpiles : bool
        Whether stockpiles count, too.
    with_known : bool
        Whether disruptions count that the world of an outlook knows of; else they are there at
        every point, as a part of the world.

    Raises
    ------
    CauseError
        If there are none, or what is to count as one is not there or there twice.
    """
    stockpiles = scenario.stockpiles if with_stockpiles else {}
    if both := sorted(scenario.disruptions.keys() & stockpiles.keys()):
        raise CauseError(
            f"A disruption and a stockpile are both called {both[0]}; give one another id."
        )
    aside = () if with_known else known_disruptions(scenario)
    known = [name for name in [*scenario.disruptions, *stockpiles] if name not in aside]
    if not known and aside:
        raise CauseError(
            f"All disruptions of {scenario.name} began up to {scenario.as_of}: they are a part of "
            "the world as known then. --with-known counts them."
        )
    if not known:
        nor = " and no stockpiles" if with_stockpiles else ""
        raise CauseError(
            f"{scenario.name} has no disruptions{nor}: all its shortfall is there anyway, and "
            "there is no cause to find. Write some under disruptions:, or name a scenario that "
            "has some, as export-halt."
        )
    _check(together, known, scenario)
    leader = {name: parts[0] for parts in together for name in parts}
    parts: dict[str, list[str]] = {}
    for name in known:
        parts.setdefault(leader.get(name, name), []).append(name)
    return tuple(_cause(scenario, names) for names in parts.values())


def _cause(scenario: Scenario, names: Sequence[str]) -> Cause:
    disruptions = [name for name in names if name in scenario.disruptions]
    stockpiles = [name for name in names if name not in scenario.disruptions]
    labels = [label_of(scenario.disruptions[name].label, name) for name in disruptions]
    labels += [label_of(scenario.stockpiles[name].label, name) for name in stockpiles]
    return Cause(
        "+".join(names), " and ".join(labels), frozenset(disruptions), frozenset(stockpiles)
    )


def _check(together: Iterable[Sequence[str]], known: Sequence[str], scenario: Scenario) -> None:
    """Refuse to count as one what is not there, or there more than once."""
    seen: set[str] = set()
    for name in chain.from_iterable(together):
        if name not in known:
            hint = "It is a stockpile: those count with --with-stockpiles."
            if name in scenario.disruptions:
                hint = f"It began up to {scenario.as_of} and is a part of the world: --with-known."
            elif name not in scenario.stockpiles:
                hint = did_you_mean(name, known) or f"Causes: {listed(known, 30)}."
            raise CauseError(sentences(f"There is no cause '{name}'.", hint))
        if name in seen:
            raise CauseError(f"'{name}' is named twice; a cause counts once.")
        seen.add(name)
