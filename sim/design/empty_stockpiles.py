"""Stockpiles that only some points of a world have: at the others they stand there, empty."""

from collections.abc import Mapping
from typing import Any

from sim.scenario.schema import Lane, Scenario, Stockpile
from sim.scenario.schema.stockpile import Holding

Stock = Holding | Stockpile


def may_stand_empty(scenario: Scenario, name: str) -> bool:
    """Tell whether a stockpile that is empty at the start changes nothing.

    Nothing is bought for it, no lane leads to it, and no books are kept of its money.
    """
    block = scenario.stockpiles[name]
    bought = any(held.fill is not None for held in block.forms.values())
    lanes = scenario.lanes.values()
    return not (bought or block.finance is not None or any(_names(lane, name) for lane in lanes))


def _names(lane: Lane, name: str) -> bool:
    """Tell whether a lane names somebody as its seller or buyer."""
    return any(
        name == named if isinstance(named, str) else name in named
        for named in (lane.sellers, lane.buyers)
    )


def emptied(block: Stockpile) -> Stockpile:
    """Give a stockpile that holds nothing, in the form in which it is written."""
    holds = block.holds and {
        form: held.model_copy(update=_none(held)) for form, held in block.holds.items()
    }
    return block.model_copy(update={**_none(block), "holds": holds})


def _none(stock: Stock) -> dict[str, Any]:
    return {"fill_days": _nothing(stock.fill_days), "fill_t": _nothing(stock.fill_t)}


def _nothing(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict.fromkeys(value, 0.0)
    return None if value is None else 0.0
