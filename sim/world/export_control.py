"""Export controls: which lanes, and which items on them, a country's control hits."""

import numpy as np
from numpy.typing import NDArray

from sim.scenario.network import place_of, within
from sim.scenario.schema import ExportControl, Good, Scenario
from sim.world.layout import Layout


def items_hit(scenario: Scenario, control: ExportControl, layout: Layout) -> NDArray[np.bool_]:
    """Tell what a control hits of one good.

    A magnet grade is hit if it holds a controlled element from the threshold on; concentrate is
    hit as a whole.

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
    for lane, route in enumerate(layout.routes):
        origin, to = place_of(scenario, route.seller), place_of(scenario, route.buyer)
        leaves = within(scenario, origin, control.exporter) and not within(
            scenario, to, control.exporter
        )
        aimed = control.destinations == "all" or any(
            within(scenario, to, target) for target in control.destinations
        )
        buyer = scenario.consumers.get(route.buyer)
        end_use = buyer.end_use if buyer else "civil"
        if leaves and aimed and (control.end_uses == "all" or end_use in control.end_uses):
            hit[lane] = items
    return hit


def _elements(control: ExportControl, good: Good) -> list[str] | str | None:
    if isinstance(control.goods, dict):
        return control.goods.get(good)
    return "all" if good in control.goods else None


def _holds(
    scenario: Scenario, control: ExportControl, good: Good, item: str, elements: list[str] | str
) -> bool:
    if elements == "all" or good == "concentrate":
        return True
    if good == "magnets":
        recipe = scenario.grades[item].recipe
        return any(recipe.get(e, 0.0) >= control.content_threshold for e in elements)
    return item in elements
