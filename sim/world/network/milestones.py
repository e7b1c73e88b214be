"""When the milestones of a project are done, in every replication."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from sim.rules.standstill import Standstill
from sim.rules.step import Hold, done
from sim.scenario.critical_path import FIRST_PRODUCT, following, leading, waits_for
from sim.scenario.origin import Path, dotted
from sim.scenario.schema import Milestone, Project
from sim.world.chance.values import Values
from sim.world.time.clock import DAYS_PER_MONTH, Clock
from sim.world.timing.timing import Timing

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class _Step:
    """One milestone that acts, or a date that another waits for."""

    after: tuple[str, ...]
    start: float
    """First day on which it may begin; -inf for any."""
    days: F64
    """Days that it takes of itself, ``[1 or replication]``."""
    fails: Mask
    """Where the project is given up by it, if it gets there, ``[1 or replication]``."""
    holds: tuple[Timing, ...]
    """What may lengthen it."""


class Milestones:
    """The milestones of one project.

    Parameters
    ----------
    name : str
        Id of the project.
    project : Project
        Its block.
    clock : Clock
    values : Values
    timings : list of Timing
        What may lengthen any of them: looked at anew by each :meth:`run`.
    """

    def __init__(
        self,
        name: str,
        project: Project,
        clock: Clock,
        values: Values,
        timings: Sequence[Timing],
    ) -> None:
        self._leading = leading(project.milestones)
        self._following = following(project.milestones)
        self._steps: dict[str, _Step | None] = {}
        """In the order in which one waits for another; first product is none."""
        self._waited: dict[str, F64] = {}
        """Days by which something lets them begin later, ``[replication]``."""
        self.begun: dict[str, F64] = {}
        """Day on which each begins, ``[1 or replication]``, as of the last :meth:`run`."""
        holds = [(one, one.longer.of(name)) for one in timings if one.longer is not None]
        for step, span in project.plan.items():
            if step == FIRST_PRODUCT:
                self._steps[step] = None
                continue
            path, block = ("projects", name, "milestones", step), project.steps.get(step)
            start, late = (span.start, None) if block is None else (block.start, block.late_months)
            days = np.array([float((span.end - span.start).days)])
            if late is not None:
                days = days + DAYS_PER_MONTH * values.at(*path, "late_months")
            self._steps[step] = _Step(
                after=waits_for(project.milestones[step]),
                start=-np.inf if start is None else float(clock.number(start)),
                days=days,
                fails=_fails(block, path, values),
                holds=tuple(one for one, steps in holds if step in steps),
            )

    def run(self, lost: Standstill, first_product: Callable[[F64], F64]) -> dict[str, F64]:
        """Say when each is done, and first product, as things stand.

        Until first product the project's own time is reckoned with, in which none is lost: so dates
        that its steps wait for, too, come later by what is lost before them.

        Parameters
        ----------
        lost : Standstill
            When the project as a whole stands still, before its first product.
        first_product : callable
            Gives the day of first product where all that it waits for would be done on a day with
            no time lost; -inf where it waits for nothing.

        Returns
        -------
        dict of str to array, days, ``[1 or replication]``
            By milestone, as if nothing were given up.
        """
        own: dict[str, F64] = {}
        found: dict[str, F64] = {}
        for name, step in self._steps.items():
            if step is None:
                found[name] = first_product(_last(own, self._leading, -np.inf))
                continue
            holds = [hold for timing in step.holds for hold in _holds(timing)]
            if name in self._following:
                self.begun[name] = self._begins(name, step, found)
                found[name] = done(self.begun[name], step.days, holds)
                continue
            begins = self._begins(name, step, own)
            holds = [Hold(lost.without(on), lost.without(to), days) for on, to, days in holds]
            own[name] = done(begins, step.days, holds)
            self.begun[name], found[name] = lost.later(begins), lost.later(own[name])
        for name in self._leading:  # but for what sums of floats round off
            found[name] = np.minimum(found[name], found[FIRST_PRODUCT])
        return found

    def _begins(self, name: str, step: _Step, ends: Mapping[str, F64]) -> F64:
        """Give the day on which a milestone begins, ``[1 or replication]``."""
        return _last(ends, step.after, step.start) + self._waited.get(name, 0.0)

    def wait(self, name: str, where: Mask, days: F64) -> None:
        """Let a milestone begin later in some replications, ``[replication]``."""
        self._waited[name] = self._waited.get(name, np.zeros(1)) + np.where(where, days, 0.0)

    def all_followed(self, ends: Mapping[str, F64], at_least: F64) -> F64:
        """Give the day on which all are done that wait for first product, or a later one."""
        return reduce(np.maximum, (ends[name] for name in self._following), at_least)

    def given_up(self, ends: Mapping[str, F64]) -> dict[str, F64]:
        """Say when the project is given up by which milestone, of those that are done by *ends*.

        Returns
        -------
        dict of str to array, days, ``[1 or replication]``
            By milestone that may fail; inf where it is not given up by that one: it did not fail,
            or another did before.
        """
        failing = {
            name: np.where(step.fails, ends[name], np.inf)
            for name, step in self._steps.items()
            if step is not None and step.fails.any()
        }
        first = reduce(np.minimum, failing.values(), np.full(1, np.inf))
        found = {}
        for name, day in failing.items():
            found[name] = np.where(day == first, day, np.inf)
            first = np.where(day == first, np.nan, first)  # of two on a day, one
        return found


def _fails(block: Milestone | None, path: Path, values: Values) -> Mask:
    """Tell where a milestone fails, if it is reached."""
    if block is None or block.fails is None or values.chance.expected_value:
        return np.zeros(1, dtype=bool)
    odds = values.at(*path, "fails")
    if np.isin(odds, (0.0, 1.0)).all():
        return odds > 0.0
    return np.asarray(values.chance.uniform(dotted((*path, "happens"))) < odds)


def _last(ends: Mapping[str, F64], names: Iterable[str], start: float) -> F64:
    """Give the day on which all of some are done, *start* at the earliest."""
    return reduce(np.maximum, (ends[name] for name in names), np.array([start]))


def _holds(timing: Timing) -> Iterator[Hold]:
    """Go through the windows of a disruption that are known."""
    assert timing.longer is not None
    for start, end in zip(timing.windows.starts, timing.windows.ends, strict=True):
        yield Hold(start, end, timing.longer.days)
