"""The measures of what holding, transport and shortage cost: one value a history, ``[history]``.

They come in results in the order of this file; the docstrings are the meanings in
``results/README.md`` (``python -m tests.tables`` renews them there).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.measures.bill import Bill
from sim.measures.measure import measure
from sim.measures.shortfall import total

F64 = NDArray[np.float64]


@measure(unit="MUSD", better="lower", caused="measured")
def cost_musd(bill: Bill) -> F64:
    """Costs of holding, transport and shortage together, over the run."""
    every = [holding_cost_musd(bill), transport_cost_musd(bill), shortage_cost_musd(bill)]
    return _added([one for one in every if one is not None])


@measure(unit="MUSD", better="lower")
def daily_cost_musd(bill: Bill) -> F64:
    """Mean of the same a day."""
    return cost_musd(bill) / bill.days


@measure(unit="MUSD", better="lower")
def holding_cost_musd(bill: Bill) -> F64 | None:
    """Cost of holding stocks, on hand, in process and in transit, over the run."""
    return _sum(bill.holding)


@measure(unit="MUSD", better="lower")
def transport_cost_musd(bill: Bill) -> F64 | None:
    """Cost of transport, over the run."""
    return _sum(bill.transport)


@measure(unit="MUSD", better="lower")
def shortage_cost_musd(bill: Bill) -> F64 | None:
    """Penalties for demand that waits or is not served on its day, over the run."""
    return _sum(bill.shortage)


def _sum(parts: Sequence[F64]) -> F64 | None:
    """Add up the months of all parts, ``[history]``; none where there are no parts."""
    return _added([total(part) for part in parts]) if parts else None


def _added(parts: Sequence[F64]) -> F64:
    """Add up some values one after the other, ``[history]``."""
    found = np.zeros_like(parts[0])
    for part in parts:
        found += part
    return found
