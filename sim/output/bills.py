"""What holding, transport and shortage cost over the histories of a run."""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from sim.measures.bill import Bill
from sim.output.groups import Group, billed
from sim.scenario.cost import Charged, Cost
from sim.scenario.origin import dotted
from sim.scenario.schema import Scenario
from sim.world.record.record import Record

F64 = NDArray[np.float64]

HOLDING: frozenset[Charged] = frozenset({"input", "in_process", "output", "transit"})
TRANSPORT: frozenset[Charged] = frozenset({"shipped"})
SHORTAGE: frozenset[Charged] = frozenset({"backlog", "unmet"})


def bills(scenario: Scenario, record: Record) -> Iterator[tuple[Group, Bill]]:
    """Give everybody with costs, and the whole chain, with what they come to."""
    booked = record.get("cost_musd")
    if booked is None:
        return
    rows = {name: booked[:, at] for at, name in enumerate(record.costs)}

    def of(costs: Iterable[Cost], charged: frozenset[Charged]) -> tuple[F64, ...]:
        return tuple(rows[dotted(cost.path)] for cost in costs if cost.charged in charged)

    for group, costs in billed(scenario).items():
        yield (
            group,
            Bill(
                holding=of(costs, HOLDING),
                transport=of(costs, TRANSPORT),
                shortage=of(costs, SHORTAGE),
                days=scenario.days,
            ),
        )
