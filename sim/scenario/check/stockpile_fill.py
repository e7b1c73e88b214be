"""Purchases of stockpiles: lanes to them, dates, prices."""

from collections.abc import Iterator

from sim.scenario.chain import OXIDE, STOCKPILES
from sim.scenario.errors import listed
from sim.scenario.finding import Finding
from sim.scenario.membership import surplus_plants
from sim.scenario.network import Route, items
from sim.scenario.origin import Path
from sim.scenario.schema import Fill, Form, Scenario, Stockpile


def fills(
    scenario: Scenario, name: str, block: Stockpile, taken_apart: list[Route]
) -> Iterator[Finding]:
    """Check the purchases of a stockpile."""
    path: Path = (STOCKPILES, name)
    if block.fill is not None:
        yield from _dates(scenario, block.fill, (*path, "fill"))
        if block.fill.target_t is not None and len(block.forms) > 1:
            says = "One target in tonnes cannot be that of several forms."
            remedy = "Give each form a fill of its own under holds, or write target_days."
            yield Finding((*path, "fill", "target_t"), says, remedy)
    for form, holding in block.forms.items():
        own = (*path, "holds", form, "fill") if block.holds else (*path, "fill")
        if holding.fill is None:
            continue
        if holding.fill is not block.fill:
            yield from _dates(scenario, holding.fill, own)
        elif block.holds:
            own = (*path, "fill")
        if holding.fill.surplus_of is not None:
            yield from _surplus(scenario, holding.fill, form, own)
        elif not any(route.buyer == name and route.good == form for route in taken_apart):
            says = f"It is to buy {form}, but no lane brings it any."
            remedy = f"Add a lane: {{good: {form}, from: <seller>, to: {name}, share: 1}}."
            yield Finding(own, says, remedy)
        yield from _prices(scenario, holding.fill, form, own)
    yield from _lanes(name, block, taken_apart)


def _lanes(name: str, block: Stockpile, taken_apart: list[Route]) -> Iterator[Finding]:
    """Find lanes to a stockpile that bring it nothing, or more than it asks for."""
    told = set[str]()
    for route in taken_apart:
        if route.buyer != name or route.lane in told:
            continue
        told.add(route.lane)
        holding = next((held for form, held in block.forms.items() if form == route.good), None)
        if holding is None:
            says = f"{name} holds no {route.good}."
            remedy = f"It holds: {', '.join(block.forms)}."
            yield Finding(("lanes", route.lane, "good"), says, remedy)
        elif holding.fill is None:
            says = f"{name} buys no {route.good}: it has no fill."
            remedy = "Add a fill to the stockpile, as {target_days: 60}."
            yield Finding(("lanes", route.lane, "to"), says, remedy)
        elif holding.fill.surplus_of is not None:
            says = f"{name} buys surplus, and orders nothing over lanes."
            remedy = "Leave the lane out, or surplus_of of its fill."
            yield Finding(("lanes", route.lane, "to"), says, remedy)
        if route.push:
            says = f"{name} buys to a plan: nothing can be pushed on it."
            yield Finding(("lanes", route.lane, "push"), says, "Write share: 1 instead.")


def _surplus(scenario: Scenario, fill: Fill, form: Form, path: Path) -> Iterator[Finding]:
    """Check that there is surplus of the form."""
    if form != OXIDE:
        says = f"What plants make beyond what is ordered is oxide, not {form}."
        yield Finding(
            (*path, "surplus_of"), says, "Hold oxide, with a fill of its own under holds."
        )
    elif not surplus_plants(scenario, fill):
        says = "None of these is a separation plant with surplus."
        remedy = "Name one with surplus_above_days, or a place that has one."
        yield Finding((*path, "surplus_of"), says, remedy)


def _dates(scenario: Scenario, fill: Fill, path: Path) -> Iterator[Finding]:
    for key in ("start", "finish"):
        date = getattr(fill, key)
        last = scenario.end if key == "start" else None
        if date is not None and (date < scenario.start or (last is not None and date > last)):
            says = f"{date} lies outside the horizon, {scenario.start} to {scenario.end}."
            yield Finding((*path, key), says, "Write a date in the horizon.")
    first = fill.start or scenario.start
    if fill.finish is not None and fill.finish < first:
        says = f"It is to be full on {fill.finish}, before its first order on {first}."
        yield Finding((*path, "finish"), says, "Write a later date, or leave it out.")


def _prices(scenario: Scenario, fill: Fill, form: Form, path: Path) -> Iterator[Finding]:
    """A budget and a cap need prices, of all that may be bought."""
    stated = fill.price_usd_per_kg
    if scenario.market is not None:
        if stated is not None:
            says = "The market sets the prices: those stated here have no effect."
            yield Finding((*path, "price_usd_per_kg"), says, "Leave them out.", "warning")
        return
    for key in ("budget_musd", "price_cap_usd_per_kg"):
        if getattr(fill, key) is not None and stated is None:
            says = f"{key} needs prices, and there is no market that sets any."
            remedy = "State price_usd_per_kg for each item, or add a market."
            yield Finding((*path, key), says, remedy)
    if stated is not None and (lacking := sorted(set(items(scenario, form)) - set(stated))):
        says = f"There is no price of {listed(lacking)} as {form}."
        yield Finding((*path, "price_usd_per_kg"), says, "Name every item that may be bought.")
