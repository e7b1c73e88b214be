"""One number a history, for each group and measure."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.measures.account import Account
from sim.measures.bill import Bill
from sim.measures.measure import CAUSED, by_name, measures_of
from sim.measures.observed import Observed
from sim.output.groups import Group

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Outcome:
    """A measure of a group in every history."""

    group: Group
    """Whose it is."""
    measure: str
    """Name of the measure."""
    unit: str
    """Unit, as in :attr:`sim.measures.measure.Measure.unit`."""
    values: F64
    """One value a history, ``inf`` where it never happens, ``[history]``."""
    item: str | None = None
    """Grade, element or place, where the measure is of one."""

    @property
    def full_name(self) -> str:
        """The measure, with the item in brackets if it is of one: ``unmet_grade_t[traction]``."""
        return self.measure if self.item is None else f"{self.measure}[{self.item}]"


def outcomes_of(
    group: Group,
    source: Observed | Account | Bill,
    *,
    of_twin: bool = False,
    only: Collection[str] | None = None,
) -> Iterator[Outcome]:
    """Measure a group of consumers, a stockpile, or what costs, in every history.

    Parameters
    ----------
    group : Group
    source : Observed, Account or Bill
        What happened to it.
    of_twin : bool
        Whether that is the undisrupted twin: then only what disruptions are compared with counts.
    only : collection of str, optional
        Names of the measures that count; all without it.
    """
    for one in measures_of(source):
        if (one.caused or not of_twin) and (only is None or one.name in only):
            for item, values in one.values(source).items():
                yield Outcome(group, one.name, one.unit, values, item)


def with_caused(
    outcomes: Iterable[Outcome], baseline: Mapping[tuple[str, str, str], F64]
) -> Iterator[Outcome]:
    """Add, after each measure that has one, its difference to the twin.

    Parameters
    ----------
    outcomes : iterable of Outcome
    baseline : mapping
        The twin's values by kind and name of the group and measure, ``[history*]``.
    """
    known = by_name()
    for outcome in outcomes:
        yield outcome
        if (name := outcome.measure + CAUSED) in known:
            twin = baseline[outcome.group.kind, outcome.group.name, outcome.measure]
            yield replace(outcome, measure=name, values=outcome.values - twin)
