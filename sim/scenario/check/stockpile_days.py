"""Stocks and targets in days of use by element or grade: there must be use."""

from collections.abc import Iterator

from sim.scenario.chain import MAGNETS
from sim.scenario.errors import listed
from sim.scenario.finding import Finding
from sim.scenario.membership import fill_path, holding_path, member_consumers
from sim.scenario.network import items
from sim.scenario.origin import Path
from sim.scenario.schema import Form, Scenario, Stockpile


def days_of_use(scenario: Scenario, name: str, block: Stockpile) -> Iterator[Finding]:
    """Find days of what no member uses, and targets that leave a form out."""
    told = set[Path]()
    for form, holding in block.forms.items():
        target = None if holding.fill is None else holding.fill.target_days
        there = fill_path(scenario, name, form)
        for path, days in (
            ((*holding_path(scenario, name, form), "fill_days"), holding.fill_days),
            ((*there, "target_days"), target),
        ):
            if not isinstance(days, dict):
                continue
            of_form = items(scenario, form)
            if not set(days) & set(of_form):
                says = f"It names nothing that is held as {form}, so no {form} is bought."
                remedy = f"Name any of {listed(of_form)}, or give {form} a fill of its own."
                yield Finding(path, says, remedy, "warning")
            for item in sorted(set(days).intersection(of_form) - _used(scenario, name, form)):
                if (*path, item) not in told:
                    told.add((*path, item))
                    says = f"No member uses any {item}: days of its use are nothing."
                    remedy = "Write tonnes, or name what members use."
                    yield Finding((*path, item), says, remedy, "warning")


def _used(scenario: Scenario, stockpile: str, form: Form) -> set[str]:
    """Give the items that the members use; where plants are the members, all."""
    consumers = member_consumers(scenario, stockpile)
    grades = {
        grade
        for name in consumers
        for grade, share in scenario.consumers[name].grades.items()
        if share > 0.0
    }
    if not consumers:
        return set(items(scenario, form))
    if form == MAGNETS:
        return grades
    recipes = [scenario.grades[grade].recipe for grade in grades]
    return {element for recipe in recipes for element, part in recipe.items() if part > 0.0}
