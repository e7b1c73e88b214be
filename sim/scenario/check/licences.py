"""Licences and tests that nobody needs, and rules for orders that never meet a closed lane."""

from collections.abc import Iterator

from sim.scenario.finding import Finding
from sim.scenario.network import Network
from sim.scenario.numbers import highest, lowest
from sim.scenario.origin import Path
from sim.scenario.schema import Disruption, General, Inspection, Scenario


def licences(scenario: Scenario) -> Iterator[Finding]:
    """Check what export controls say of licences, and of orders on closed lanes."""
    network = Network(scenario)
    for name, disruption in scenario.disruptions.items():
        path: Path = ("disruptions", name)
        yield from _never_closed(network, disruption, path)
        if disruption.licenses is None:
            continue
        for key in ("general", "inspection"):
            block: General | Inspection | None = getattr(disruption, key)
            if block is not None and not _shared(scenario, name, key, block):
                says = f"{key} has no effect: it has a share of 0."
                yield Finding((*path, key), says, f"Write {key}: {{share: 0.5}}, or so.", "warning")
        if (general := getattr(disruption, "general", None)) is not None:
            yield from _renewed_too_early(general, (*path, "general"))


def _renewed_too_early(general: General, path: Path) -> Iterator[Finding]:
    """Find licences of which the next is applied for before they begin."""
    ahead, valid = general.renewed_ahead_days, general.validity_days
    if ahead is not None and valid is not None and lowest(ahead) >= highest(valid):
        says = (
            f"The next one is applied for {lowest(ahead):g} days before the end of one that is "
            f"valid for {highest(valid):g} days."
        )
        remedy = "Write less than validity_days."
        yield Finding((*path, "renewed_ahead_days"), says, remedy, "warning")


def _shared(scenario: Scenario, name: str, key: str, block: General | Inspection) -> bool:
    """Tell whether a share of the orders is concerned, at once or by a change of the control."""
    changes = (
        getattr(other, key)
        for other in scenario.disruptions.values()
        if other.changes is not None and other.changes.control == name
    )
    shares = [one.share for one in (block, *changes) if one is not None]
    return any(share is not None and highest(share) > 0 for share in shares)


def _never_closed(network: Network, disruption: Disruption, path: Path) -> Iterator[Finding]:
    """Find a rule for orders on closed lanes where lanes are narrowed, and never closed."""
    narrowing, left = disruption.narrows(network), disruption.left
    if narrowing is None or narrowing.orders_when_closed is None:
        return
    says = "orders_when_closed has no effect: "
    if narrowing.licensed:
        says += "orders wait for licences."
    elif left is not None and _least(disruption, left.key, lost=left.lost) > 0.0:
        says += "its lanes are narrowed, and never closed."
    else:
        return
    yield Finding((*path, "orders_when_closed"), says, "Leave it out.", "warning")


def _least(disruption: Disruption, key: str, *, lost: bool) -> float:
    value = getattr(disruption, key)
    return 1.0 - highest(value) if lost else lowest(value)
