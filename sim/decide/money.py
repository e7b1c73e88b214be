"""What options cost in money, in every history: what is lost, and what is paid against it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.compare.pairing import Positions
from sim.measures.measure import better_of
from sim.output.outcomes import Outcome
from sim.output.stored import StoredRun

F64 = NDArray[np.float64]

LOST, SHORTAGE = "lost_output_musd", "shortage_cost_musd"
"""What is lost, where consumers say what they build, or what shortage costs."""
CARRIED = "holding_cost_musd", "transport_cost_musd"
"""What else the chain costs."""
RESULT = "result_musd"
"""What a stockpile leaves its owners, from its books."""
MILLION = 1e6


@dataclass(frozen=True, eq=False)
class Money:
    """Options in money."""

    costs: F64
    """Million USD, ``[option, history]``."""
    of: str
    """What they are of."""
    usd_per_day: float | None = None
    """What a day costs, where that was said."""


def money_of(
    runs: Sequence[StoredRun],
    places: Sequence[Positions],
    outcomes: Sequence[Outcome],
    usd_per_day: float | None,
) -> tuple[Money | None, str]:
    """Give what options cost, or why nobody can say.

    What is lost (days at what one costs if that is said, else the output that the group loses, else
    penalties for shortage), with what stockpiles have cost by their books, and what holding and
    transport cost.

    Parameters
    ----------
    runs : sequence of StoredRun
        The options.
    places : sequence of arrays
        Their histories that count.
    outcomes : sequence of Outcome
        The measure that is chosen by, of each.
    usd_per_day : float, optional
    """
    first = outcomes[0]
    if first.unit == "MUSD":
        costs = np.stack([one.values[at] for one, at in zip(outcomes, places, strict=True)])
        turned = -1.0 if better_of(first.measure) == "higher" else 1.0
        return Money(turned * costs, first.full_name), ""
    if usd_per_day is not None and first.unit != "d":
        return None, f"--worth is of a day, and {first.full_name} is in {first.unit}"
    known: list[dict[tuple[str, str, str], F64]] = [
        {(o.group.kind, o.group.name, o.measure): o.values[at] for o in run.outcomes}
        for run, at in zip(runs, places, strict=True)
    ]
    whose = first.group.kind, first.group.name
    if usd_per_day is not None:
        per_day = usd_per_day / MILLION
        lost = [per_day * one.values[at] for one, at in zip(outcomes, places, strict=True)]
        of = [f"days at USD {usd_per_day:,.0f}"]
    elif all((*whose, LOST) in one for one in known):
        lost, of = [one[*whose, LOST] for one in known], ["lost output"]
    elif all(("chain", "chain", SHORTAGE) in one for one in known):
        lost, of = [one["chain", "chain", SHORTAGE] for one in known], ["penalties for shortage"]
    else:
        return None, "nobody says what is lost (output.musd_per_t); --worth USD says what a day is"
    paid = [*map(_paid, known)]
    if any(one.any() for one in paid):
        of.append("what stockpiles, holding and transport cost")
    costs = np.stack([one + other for one, other in zip(lost, paid, strict=True)])
    return Money(costs, " and ".join(of), usd_per_day), ""


def _paid(known: Mapping[tuple[str, str, str], F64]) -> F64:
    """Add up what an option costs beside what is lost, million USD, ``[history]``."""
    found = np.zeros_like(next(iter(known.values())))
    for (kind, _, measure), values in known.items():
        if kind == "stockpile" and measure == RESULT:
            found = found - values
        if kind == "chain" and measure in CARRIED:
            found = found + values
    return found
