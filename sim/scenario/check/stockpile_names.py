"""The names that stockpiles use."""

from collections.abc import Iterable, Iterator

from sim.scenario.chain import BY_GRADE, STOCKPILES
from sim.scenario.origin import Path
from sim.scenario.schema import (
    Fill,
    FixedPrice,
    Form,
    Holding,
    Release,
    Scenario,
    Stockpile,
)
from sim.scenario.use import uses

Named = tuple[Path, str, str]
"""Where a name is used, the name, and what it should be the name of."""


def stockpile_names(scenario: Scenario) -> Iterator[Named]:
    """Go through all names that stockpiles use."""
    for name, block in scenario.stockpiles.items():
        yield from _stockpile((STOCKPILES, name), block)


def _stockpile(path: Path, block: Stockpile) -> Iterator[Named]:
    by_name = isinstance(block.members, dict)
    for number, member in enumerate(block.members):
        yield (*path, "members", member if by_name else number), member, "member or place"
    if block.lag_from != "trigger":
        yield (*path, "lag_from"), block.lag_from, "disruption"
    first = next(iter(block.forms), block.good)
    yield from _opening(path, block, first)
    if block.fill is not None:
        yield from _fill((*path, "fill"), block.fill, first if len(block.forms) == 1 else None)
    for form, holding in (block.holds or {}).items():
        where = (*path, "holds", form)
        yield from _opening(where, holding, form)
        if holding.fill is not None:
            yield from _fill((*where, "fill"), holding.fill, form)
        for number, plant in enumerate(holding.through or ()):
            yield (*where, "through", number), plant, "facility"
    if block.release is not None:
        yield from _release((*path, "release"), block.release)
    for key, ids in (block.finance.sources if block.finance is not None else {}).items():
        for use in uses((*path, "finance", "sources", key), ids, "source"):
            yield use.path, use.name, use.noun
    sale = block.finance.sale_price if block.finance is not None else None
    if isinstance(sale, FixedPrice) and isinstance(sale.fixed, dict):
        where = (*path, "finance", "sale_price", "fixed")
        yield from _items(where, sale.fixed, first if len(block.forms) == 1 else None)


def _opening(path: Path, block: Stockpile | Holding, form: Form) -> Iterator[Named]:
    yield from _items((*path, "fill_t"), block.fill_t or {}, form)
    if isinstance(block.fill_days, dict):
        yield from _items((*path, "fill_days"), block.fill_days, form)


def _release(path: Path, release: Release) -> Iterator[Named]:
    if release.trigger.control is not None:
        yield (*path, "trigger", "control"), release.trigger.control, "disruption"
    if release.stop is not None and release.stop.end_of is not None:
        yield (*path, "stop", "end_of"), release.stop.end_of, "disruption"


def _fill(path: Path, fill: Fill, form: Form | None) -> Iterator[Named]:
    for number, plant in enumerate(fill.surplus_of or ()):
        yield (*path, "surplus_of", number), plant, "separation plant or place"
    yield from _items((*path, "target_t"), fill.target_t or {}, form)
    if isinstance(fill.target_days, dict):
        yield from _items((*path, "target_days"), fill.target_days, form)
    yield from _items((*path, "price_usd_per_kg"), fill.price_usd_per_kg or {}, form)
    if isinstance(fill.price_cap_usd_per_kg, dict):
        yield from _items((*path, "price_cap_usd_per_kg"), fill.price_cap_usd_per_kg, form)


def _items(path: Path, table: Iterable[str], form: Form | None) -> Iterator[Named]:
    """Go through items of a form; one programme for several forms may name those of any."""
    noun = "grade" if form in BY_GRADE else "element"
    noun = "element or grade" if form is None else noun
    yield from (((*path, key), key, noun) for key in table)
