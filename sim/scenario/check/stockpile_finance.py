"""The money of stockpiles: every thing held must have a price."""

from collections.abc import Iterator

from sim.scenario.chain import STOCKPILES
from sim.scenario.errors import listed
from sim.scenario.finding import Finding
from sim.scenario.network import items
from sim.scenario.origin import Path
from sim.scenario.schema import FixedPrice, Scenario, Stockpile


def finances(scenario: Scenario, name: str, block: Stockpile) -> Iterator[Finding]:
    """Check the money of a stockpile."""
    if block.finance is None:
        return
    path: Path = (STOCKPILES, name, "finance")
    if scenario.market is None:
        lacking = [
            form
            for form, holding in block.forms.items()
            if holding.fill is None or holding.fill.price_usd_per_kg is None
        ]
        if lacking:
            says = f"Its books need prices of the {listed(lacking)} it holds; there is no market."
            yield Finding(path, says, "Add a market, or state price_usd_per_kg in its fill.")
    sale = block.finance.sale_price
    if isinstance(sale, FixedPrice) and isinstance(sale.fixed, dict):
        held = {item for form in block.forms for item in items(scenario, form)}
        if unpriced := sorted(held - set(sale.fixed)):
            says = f"There is no fixed price of {listed(unpriced)}."
            yield Finding((*path, "sale_price", "fixed"), says, "Name all that it may hold.")
