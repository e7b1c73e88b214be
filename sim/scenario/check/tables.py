"""Sums and bounds inside single blocks."""

from collections.abc import Iterator

from sim.scenario.chain import CONSUMERS, MINES, SEPARATION_PLANTS, STOCKPILES
from sim.scenario.errors import figure, listed
from sim.scenario.finding import Finding
from sim.scenario.numbers import dates_of, each, highest, lowest, on_date
from sim.scenario.schema import Scenario

NEAR = 1e-6
"""How far from 1 a sum of shares may be."""


def tables(scenario: Scenario) -> Iterator[Finding]:
    """Check the tables of shares of materials, facilities, consumers and stockpiles."""
    yield from _materials(scenario)
    yield from _consumers(scenario)
    yield from _lanes(scenario)
    for name, stockpile in scenario.stockpiles.items():
        path = (STOCKPILES, name)
        if not stockpile.forms:
            yield Finding((*path, "holds"), "It holds nothing.", "Name a form, as oxide.")
        for form, held in stockpile.forms.items():
            if held.fill_days is None and held.fill_t is None and held.fill is None:
                where = (*path, "holds", form) if stockpile.holds else path
                yield Finding(where, "It holds nothing.", "Give fill_days or fill_t.")
            if held.fill_days is not None and held.fill_t is not None:
                where = (*path, "holds", form) if stockpile.holds else path
                says = "fill_days has no effect: fill_t is given as well."
                yield Finding((*where, "fill_days"), says, "Keep one; null removes it.", "warning")
        if not stockpile.members:
            yield Finding((*path, "members"), "Nobody may draw on it.", "Name at least one member.")


def _materials(scenario: Scenario) -> Iterator[Finding]:
    for name, grade in scenario.grades.items():
        if (total := sum(grade.recipe.values())) > 1 + NEAR:
            says = f"The recipe holds {figure(total, 1.0)} t of elements in a tonne of magnet."
            yield Finding(("grades", name, "recipe"), says, "The contents sum to 1 at most.")
    for name, mine in scenario.mines.items():
        shares = mine.basket.values()
        for date in dates_of(shares):
            if (total := sum(on_date(share, date, lowest) for share in shares)) > 1 + NEAR:
                when = f" on {date}" if date else ""
                says = f"The shares of the basket sum to {figure(total, 1.0)}{when}."
                yield Finding((MINES, name, "basket"), says, "They sum to 1 at most.")
                break
    for name, plant in scenario.separation_plants.items():
        if both := sorted(set(plant.recovery) & set(plant.residue)):
            says = f"{listed(both)} is recovered and left in the residue."
            yield Finding((SEPARATION_PLANTS, name, "residue"), says, "Keep one of the two.")


def _consumers(scenario: Scenario) -> Iterator[Finding]:
    for name, consumer in scenario.consumers.items():
        key, other = ("grades", "elements") if consumer.by_grade else ("elements", "grades")
        if other in consumer.model_fields_set and getattr(consumer, other):
            says = f"{name} uses {consumer.good}, of which {key} have shares, not {other}."
            remedy = f"Write {key}, or another good; null removes an inherited key."
            yield Finding((CONSUMERS, name, other), says, remedy)
        if not consumer.shares:
            says = f"It uses {consumer.good}, and does not say which {key}."
            remedy = (
                "Write grades, as {standard: 1}."
                if consumer.by_grade
                else ("Write elements, as {y: 1}.")
            )
            yield Finding((CONSUMERS, name), says, remedy)
        elif abs((total := sum(consumer.shares.values())) - 1) > NEAR:
            says = f"The shares of the {key} sum to {figure(total, 1.0)}."
            yield Finding((CONSUMERS, name, key), says, "They must sum to 1.")


def _lanes(scenario: Scenario) -> Iterator[Finding]:
    for name, lane in scenario.lanes.items():
        path = ("lanes", name)
        if not lane.sellers:
            yield Finding((*path, "from"), "The lane has no seller.", "Name at least one.")
        elif isinstance(lane.sellers, dict) and abs(sum(lane.sellers.values()) - 1) > NEAR:
            total = figure(sum(lane.sellers.values()), 1.0)
            says = f"The shares of the sellers sum to {total}."
            yield Finding((*path, "from"), says, "They must sum to 1.")
        if not lane.buyers:
            yield Finding((*path, "to"), "The lane has no buyer.", "Name at least one.")
        # A drawn part of a day rounds up, and so is a day.
        if (shortest := min(map(highest, each(lane.transit_days)))) < 1:
            says = f"{figure(shortest, 1.0)} days on the way is too short."
            yield Finding((*path, "transit_days"), says, "A lane takes at least 1 day.")
        if lane.offtake is not None and highest(lane.offtake) <= 0:
            yield Finding(
                (*path, "offtake"), "The offtake is 0.", "Give a share, or leave the lane out."
            )
