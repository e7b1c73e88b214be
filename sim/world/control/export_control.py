"""Export controls and lists of entities: which lanes, and which items on them, they hit."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.scenario.network import Route, declared, place_of, within
from sim.scenario.schema import (
    ControlChange,
    EntityListing,
    ExportControl,
    Good,
    Scenario,
)
from sim.world.network.layout import Layout

F64 = NDArray[np.float64]


def items_hit(
    scenario: Scenario,
    control: ExportControl | EntityListing,
    layout: Layout,
    foreign: F64 | None = None,
) -> NDArray[np.bool_]:
    """Tell what a control or a list hits of one good.

    A magnet grade is hit if it holds a controlled element from the threshold on; concentrate is
    hit as a whole. A control reaches goods of other countries when these are exported, a list
    whoever supplies those on it. What counts of a buyer are the country and the end use in the
    papers.

    Parameters
    ----------
    scenario : Scenario
    control : ExportControl or EntityListing
    layout : Layout
        Rows of the good.
    foreign : array, t per t, ``[seller, ordered item, element]``, optional
        The exporter's material in the goods of every seller
        (:func:`sim.world.network.origin.foreign_content`); none if it has no say over other countries.

    Returns
    -------
    array of bool, ``[lane, ordered item]``
    """
    hit = np.zeros((len(layout.routes), len(layout.items)), dtype=bool)
    elements = _elements(control, layout.good)
    if elements is None:
        return hit
    items = np.array(
        [_holds(scenario, control, layout.good, item, elements) for item in layout.items]
    )
    abroad = None if foreign is None else _reached(scenario, control, foreign, elements)
    aimed = _aim(scenario, control)
    for lane, route in enumerate(layout.routes):
        to, _ = declared(scenario, route)
        if within(scenario, to, control.exporter) or not aimed(route):
            continue
        if within(scenario, place_of(scenario, route.seller), control.exporter):
            hit[lane] = items
        elif abroad is not None and (
            isinstance(control, EntityListing) or _leaves(scenario, route)
        ):
            hit[lane] = abroad[layout.seller[lane]]
    return hit


def aimed_at(scenario: Scenario, control: ExportControl | ControlChange, route: Route) -> bool:
    """Tell whether a control, or a change of one, is aimed at the buyer that the papers name."""
    to, end_use = declared(scenario, route)
    there = control.destinations == "all" or any(
        within(scenario, to, target) for target in control.destinations
    )
    return there and (control.end_uses == "all" or end_use in control.end_uses)


def _leaves(scenario: Scenario, route: Route) -> bool:
    """Tell whether goods leave the country (or bloc) of their seller: a control is on exports."""
    return not within(scenario, place_of(scenario, route.seller), declared(scenario, route)[0])


def _aim(scenario: Scenario, control: ExportControl | EntityListing) -> Callable[[Route], bool]:
    """Make the test whether a control is aimed at the buyer of a route."""
    if isinstance(control, EntityListing):
        listed = set(control.entities)
        return lambda route: route.grey is None and route.buyer in listed

    return lambda route: aimed_at(scenario, control, route)


def _reached(
    scenario: Scenario,
    control: ExportControl | EntityListing,
    foreign: F64,
    elements: list[str] | str,
) -> NDArray[np.bool_]:
    """Tell which goods of whom hold enough of the exporter's material, ``[seller, item]``."""
    counted = [elements == "all" or e in elements for e in sorted(scenario.elements)]
    held = np.add.reduce(foreign[..., np.array(counted, dtype=bool)], axis=-1)
    threshold = (
        control.content_threshold
        if isinstance(control, EntityListing)
        else control.extraterritorial or 0.0
    )
    return np.asarray((held > 0.0) & (held >= threshold))


def _elements(control: ExportControl | EntityListing, good: Good) -> list[str] | str | None:
    if control.goods == "all":
        return "all"
    if isinstance(control.goods, dict):
        return control.goods.get(good)
    return "all" if good in control.goods else None


def _holds(
    scenario: Scenario,
    control: ExportControl | EntityListing,
    good: Good,
    item: str,
    elements: list[str] | str,
) -> bool:
    if elements == "all" or good == "concentrate":
        return True
    if good == "magnets":
        recipe = scenario.grades[item].recipe
        return any(recipe.get(e, 0.0) >= control.content_threshold for e in elements)
    return item in elements
