"""The register of measures: decorated pure functions, each with its unit and direction of better.

A measure is written once, as a function of what is measured (:class:`~sim.measures.observed.
Observed`, :class:`~sim.measures.account.Account` or :class:`~sim.measures.bill.Bill`, as its
parameter is annotated)::

    @measure(unit="d", better="lower")
    def deepest_shortfall(seen: Observed) -> F64:
        \"\"\"Largest shortfall of any day.\"\"\"
        return 1.0 - seen.fill.min(axis=0)

Results, comparisons, targets and the tables of ``results/README.md`` ask the register for it; its
name is the function's, its meaning the docstring's first paragraph. Measures come in the order in
which they are defined.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from inspect import signature
from typing import Any, Literal, TypeVar, get_type_hints

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
Better = Literal["lower", "higher"]
Per = Literal["grade", "element", "place", "product"]
Found = F64 | dict[str, F64] | None
"""One value a history, ``[history]``; the same by item (a grade, element, place or product); none
where the measure is not defined (a backlog where nobody waits)."""

Source = TypeVar("Source")
Result = TypeVar("Result", bound=Found)

CAUSED = "_caused"
"""What the name of a difference to the undisrupted twin ends with."""


@dataclass(frozen=True)
class Measure:
    """A measure, and what is to be known of it before anything is run."""

    function: Callable[[Any], Found]
    source: type
    """What it is a function of."""
    unit: str
    """d (days), day (number of days from the start), t, MUSD (million USD), number (of products),
    or 1 (a share)."""
    better: Better | None
    """The direction of better; none where more is neither good nor bad."""
    per: Per | None
    """What it has a value for each of, if it has."""
    caused: Literal["measured", "headline"] | None
    """Whether its difference to the undisrupted twin is a measure, too, and a headline."""
    may_never: bool
    """Whether it is infinite where something never happens, and so has no mean over all."""
    headline: bool
    """Whether it is on the screen, in a sweep's table, and in what a comparison shows at first."""
    compared: bool
    """Whether a comparison shows it at first besides, where a scenario asks for it."""
    in_histories: bool
    """Whether it has columns in ``histories.csv``."""

    @property
    def name(self) -> str:
        """Name in every file."""
        return self.function.__name__

    @property
    def names(self) -> tuple[str, ...]:
        """Its name, and that of its difference to the undisrupted twin if that is a measure."""
        return (self.name, self.name + CAUSED) if self.caused else (self.name,)

    @property
    def meaning(self) -> str:
        """What it is, a sentence."""
        return " ".join((self.function.__doc__ or "").partition("\n\n")[0].split())

    def values(self, source: object) -> Mapping[str | None, F64]:
        """Give its values by item (none: of all), empty where not defined."""
        found = self.function(source)
        if found is None:
            return {}
        return dict(found.items()) if isinstance(found, dict) else {None: found}


REGISTER: dict[str, Measure] = {}
"""Every measure by its name, in the order of definition."""


def measure(
    *,
    unit: str,
    better: Better | None,
    per: Per | None = None,
    caused: Literal["measured", "headline"] | None = None,
    may_never: bool = False,
    headline: bool | Literal["compared"] = False,
    in_histories: bool = False,
) -> Callable[[Callable[[Source], Result]], Callable[[Source], Result]]:
    """Register a pure function as a measure of what its parameter is annotated with.

    The parameters are fields of :class:`Measure`; what is compared besides is a headline there.
    What the function finds is kept with what it was found from: a measure may call another without
    the work being done again.

    Raises
    ------
    ValueError
        If there is a measure of that name, or a difference to the twin is asked for by item.
    """

    def register(function: Callable[[Source], Result]) -> Callable[[Source], Result]:
        name = function.__name__

        @wraps(function)
        def once(source: Source) -> Result:
            kept: dict[str, Result] = vars(source).setdefault("_measured", {})
            if name not in kept:
                kept[name] = function(source)
            return kept[name]

        of = get_type_hints(function)[next(iter(signature(function).parameters))]
        found = Measure(
            function=once,
            source=of,
            unit=unit,
            better=better,
            per=per,
            caused=caused,
            may_never=may_never,
            headline=headline is True,
            compared=headline == "compared",
            in_histories=in_histories,
        )
        if taken := by_name().keys() & set(found.names):
            raise ValueError(f"there are two measures {taken.pop()}")
        if per and caused:
            raise ValueError(f"{name}: only a measure of all items is compared with the twin")
        REGISTER[name] = found
        return once

    return register


def by_name() -> dict[str, Measure]:
    """Give every measure by its name; a difference to the twin, after it, is the same measure."""
    return {name: one for one in REGISTER.values() for name in one.names}


def measures_of(source: object) -> list[Measure]:
    """List the measures of an object of some class, in their order."""
    return [one for one in REGISTER.values() if one.source is type(source)]


def better_of(name: str) -> Better | None:
    """Give the direction of better of a measure; none for one without, or unknown.

    Examples
    --------
    >>> better_of("shortfall_days"), better_of("fill_rate")
    ('lower', 'higher')
    """
    found = by_name().get(name)
    return None if found is None else found.better


def headlines() -> tuple[str, ...]:
    """Name the measures of the one-screen summary, in their order."""
    kept = {one.name for one in REGISTER.values() if one.headline}
    kept |= {one.name + CAUSED for one in REGISTER.values() if one.caused == "headline"}
    return tuple(name for name in by_name() if name in kept)


def compared() -> tuple[str, ...]:
    """Name the measures that a comparison shows at first, in their order."""
    kept = {one.name for one in REGISTER.values() if one.compared}.union(headlines())
    return tuple(name for name in by_name() if name in kept)
