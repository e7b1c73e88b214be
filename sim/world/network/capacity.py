"""What the facilities of a block can make: schedules, projects, seasons and outages together."""

import operator
from collections.abc import Callable, Sequence
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from sim.rules.recovery import capacity_factor
from sim.scenario.chain import STAGE
from sim.scenario.schema import Scenario
from sim.world.chance.values import Values
from sim.world.network.layout import ordered_ids
from sim.world.network.learner import Learner, learner_of
from sim.world.network.project import ProjectPath
from sim.world.state.state import added, stacked
from sim.world.time.clock import DAYS_PER_YEAR, Clock
from sim.world.time.timeline import Timeline, rounded_up, season_factors
from sim.world.timing.timing import Timing

F64 = NDArray[np.float64]

LONGEST_REVIEW = 28
"""Longest time between two production plans, days."""
DAYS_AT_ONCE = 32
"""Days for which what differs between replications is reckoned together."""
BEYOND = 64
"""Days after the end up to which capacities are laid out: the plan looks ahead."""


class _Facility:
    """What one facility can make by its schedule and projects.

    Parameters
    ----------
    own : Timeline or None
        Its schedule; none means unlimited.
    projects : list of ProjectPath
    lag_days : Timeline, optional
        Days, not rounded, from drawing input until what is made of it is finished.
    review_days : int
        Days between two production plans: after these it can be offered.
    learner : Learner, optional
        How it comes to its yield; none has learned all.
    lift : Timeline, optional
        What it makes is multiplied by that, so that it has room for what is planned.
    """

    DERIVED: ClassVar = {"_worked"}

    def __init__(
        self,
        own: Timeline | None,
        projects: list[ProjectPath],
        lag_days: Timeline | None = None,
        review_days: int = 0,
        learner: Learner | None = None,
        lift: Timeline | None = None,
    ) -> None:
        self._own, self._projects, self._lift = own, projects, lift
        self._lag, self._review_days = lag_days, review_days
        self.learner = learner
        self._worked: tuple[list[F64], F64] | None = None
        """What it makes in full use, t by day, and the projects it was reckoned by."""

    def running(self, days: F64) -> F64:
        """Give capacity on some days, t a year, ``[day, 1 or replication]``."""
        if self._own is None:
            return np.full((len(days), 1), np.inf)
        made = sum((p.added(days) for p in self._projects), start=self._own.over(days))
        return made if self._lift is None else made * self._lift.over(days)

    def available(self, days: F64) -> F64:
        """Give the running, qualified part of full capacity, ``[day, 1 or replication]``."""
        if self._own is None:
            return np.ones((len(days), 1))
        lag: F64 = np.full((1, 1), float(self._review_days))
        if self._lag is not None:
            lag = lag + rounded_up(self._lag.over(days), self._lag)
        offered = days[:, None] - lag
        full = sum((p.adds for p in self._projects), start=self._own.most)
        running = sum((p.qualified(offered) for p in self._projects), start=self._own.over(offered))
        with np.errstate(invalid="ignore", divide="ignore"):
            part = np.clip(np.where(full > 0, running / full, 0.0), 0.0, 1.0)
        if self.learner is None:
            return part
        reached = self.learned(Learner.reached, offered), self.learned(Learner.on_spec, offered)
        return np.asarray(part * reached[0] * reached[1])

    def learned(self, what: Callable[[Learner, F64], F64], days: F64) -> F64:
        """Give the part of a yield, or so, reached in full use, ``[day, 1 or replication]``."""
        days = days.reshape(len(days), -1)
        if self.learner is None:
            return np.ones((len(days), 1))
        worked = self._in_full_use(int(days.max(initial=0.0)))
        at = np.clip(days, 0, len(worked) - 1).astype(np.intp)
        if at.shape[-1] == 1:
            return what(self.learner, worked[at[:, 0]])
        return what(self.learner, worked[at, np.arange(at.shape[-1]) % worked.shape[-1]])

    def _in_full_use(self, last: int) -> F64:
        """Give what it can have made since the start by days up to one, t, ``[day, ...]``."""
        by = [project.delay for project in self._projects]  # another array after each reckoning
        known = self._worked
        if known is None or len(known[1]) <= last or any(map(operator.is_not, known[0], by)):
            days = np.arange(max(2 * last, DAYS_AT_ONCE), dtype=float)
            made = np.cumsum(self.running(days), axis=0) / DAYS_PER_YEAR
            self._worked = known = by, np.concatenate([np.zeros_like(made[:1]), made])
        return known[1]


class Capacity:
    """Capacity of one block of facilities, by day.

    Parameters
    ----------
    block : str
        Block of the scenario.
    projects : list of ProjectPath
        All projects; those of this block count.
    outages : list of Timing
        All outages; those of this block count.

    Attributes
    ----------
    learners : list of Learner or None
        How each learns; none has learned all.
    """

    DERIVED: ClassVar = {"_ahead", "_past", "_asked", "_made"}

    def __init__(
        self,
        scenario: Scenario,
        block: str,
        clock: Clock,
        values: Values,
        projects: list[ProjectPath],
        outages: list[Timing],
    ) -> None:
        self.names = ordered_ids(scenario, block)
        self.paths: dict[str, ProjectPath] = {}
        """Projects of this block, by id."""
        self._width = values.chance.width
        self._first = clock.day - LONGEST_REVIEW
        days = np.arange(self._first, scenario.days + BEYOND, dtype=float)
        self._facilities = []
        for name in self.names:
            mine = [p for p in projects if p.facility == name]
            self._facilities.append(_facility(scenario, block, name, mine, clock, values))
            self.paths |= {path.name: path for path in mine}
        self._running, self._available = np.ones((2, len(days), len(self.names)))
        self.learners = [facility.learner for facility in self._facilities]
        self._random: set[int] = set()
        self._ahead: dict[str, tuple[float, F64]] = {}
        """Days to come where any differs: the first, and ``[day, facility, replication]``."""
        self._past: tuple[int, F64] | None = None
        """What they make on past days and some to come but for outages, likewise."""
        self._asked: dict[tuple[str, tuple[int, ...]], tuple[float, F64]] = {}
        """What was found last of some of them, and its day: many ask the same in a day."""
        self._made: dict[int, tuple[int, F64]] = {}
        """What was made but for outages, by the days asked for, and the last of them, likewise."""
        for row, facility in enumerate(self._facilities):
            found = facility.running(days[:1]), facility.available(days[:1])
            if max(table.shape[-1] for table in found) > 1:
                self._random.add(row)
            else:
                self._running[:, row] = facility.running(days)[:, 0]
                self._available[:, row] = facility.available(days)[:, 0]
        self._outages = {
            row: hit
            for row, name in enumerate(self.names)
            if (hit := [one for one in outages if name in one.facilities])
        }
        self._season = _seasons(scenario, block, clock, days)
        self._seasonal = _less(self._running, self._season)

    def redo(self, name: str) -> None:
        """Lay a facility out anew after one of its projects was put off in some replications."""
        self._random.add(self.names.index(name))
        self._past = None
        for known in (self._ahead, self._asked, self._made):
            known.clear()

    def per_year(self, day: float) -> F64:
        """Give capacity before seasons and outages, t a year, ``[facility, 1 or replication]``."""
        return self._on("running", day, range(len(self.names)))

    def availability(self, day: float, rows: Sequence[int]) -> F64:
        """Give the running, qualified part of full capacity of some facilities.

        Returns
        -------
        array, 0 to 1, ``[facility, 1 or replication]``
        """
        return self._on("available", day, rows)

    def available_over(self, first: float, days: int, rows: Sequence[int]) -> F64:
        """Give the same on days from the first on, ``[facility, day]``, of those that are alike."""
        at = np.minimum(self._at(first) + np.arange(days), len(self._available) - 1)
        return np.asarray(self._available[np.ix_(at, np.asarray(rows, dtype=np.intp))].T)

    def differs(self, rows: Sequence[int]) -> bool:
        """Tell whether any of some facilities differs between replications."""
        return not self._random.isdisjoint(rows)

    @property
    def learns(self) -> bool:
        """Whether any of them has not learned all."""
        return any(learner is not None for learner in self.learners)

    def learned(self, what: Callable[[Learner, F64], F64], day: float) -> F64:
        """Give the part of their yields, or so, reached in full use, ``[facility, ...]``."""
        rows = [facility.learned(what, np.array([day]))[0] for facility in self._facilities]
        return stacked(rows, len(rows))

    def _on(self, what: Literal["running", "available"], day: float, rows: Sequence[int]) -> F64:
        """Give what some facilities can make on a day, ``[facility, 1 or replication]``."""
        known = self._asked.get(key := (what, tuple(rows)))
        if known is not None and known[0] == day:
            return known[1]
        if self.differs(rows):
            table = self._of_all(what, day)[list(rows)]
        else:
            alike = self._running if what == "running" else self._available
            table = alike[self._at(day), list(rows)][:, None]
        table.setflags(write=False)  # it is given again
        self._asked[key] = day, table
        return table

    def _of_all(self, what: Literal["running", "available"], day: float) -> F64:
        """Give the same of all of them; several days are reckoned together."""
        known = self._ahead.get(what)
        if known is None or not known[0] <= day < known[0] + len(known[1]) or day % 1.0:
            days = day + np.arange(DAYS_AT_ONCE)
            alike = self._running if what == "running" else self._available
            table = np.repeat(alike[[self._at(d) for d in days]][..., None], self._width, axis=-1)
            for row in self._random:
                table[:, row] = getattr(self._facilities[row], what)(days)
            self._ahead[what] = known = day, table
        of_day: F64 = known[1][int(day - known[0])]
        return of_day

    def _at(self, day: float) -> int:
        return min(max(int(day) - self._first, 0), len(self._running) - 1)

    def made_in(self, day: int, days: int) -> F64:
        """Give what can be made in the *days* that end today, t, ``[facility, 1 or replication]``.

        Ramps, seasons and outages count by their days.
        """
        felt = [row for row, hit in self._outages.items() if _are_felt(hit, day - days + 1, day)]
        made = self._made_but_for_outages(day, days)
        if felt:
            made = np.repeat(made, self._width // made.shape[-1], axis=1)
        for row in felt:
            factor = _outage_factor(self._outages[row], day - days + 1, day)
            made[row] = added(_less(self._of_days(row, day, days), factor))
        return made / DAYS_PER_YEAR

    def _made_but_for_outages(self, day: int, days: int) -> F64:
        """Give what was made in the *days* that end today, t * 365.25, as if without outages."""
        known = self._made.get(days)
        if known is not None and known[0] == day:
            return known[1]
        if self._random:
            made = added(self._until(day, days))
        else:
            made = added(self._seasonal[self._span(day, days)])[:, None]
        self._made[days] = day, made
        return made

    def _span(self, day: int, days: int) -> slice:
        return slice(self._at(day) - days + 1, self._at(day) + 1)

    def _of_days(self, row: int, day: int, days: int) -> F64:
        """Give the same of one facility by day, t a year, ``[day, 1 or replication]``."""
        if row in self._random:
            return self._until(day, days)[:, row]
        return self._seasonal[self._span(day, days), row, None]

    def _until(self, day: int, days: int) -> F64:
        """Give what they make on the *days* that end today, ``[day, facility, replication]``."""
        begin, known = day - days + 1, self._past
        if known is None or not known[0] <= begin <= day < known[0] + len(known[1]):
            at = self._at(begin)
            span = slice(at, at + days + DAYS_AT_ONCE)
            table = np.repeat(self._seasonal[span, :, None], self._width, axis=-1)
            past = begin + np.arange(len(table), dtype=float)
            for row in self._random:
                season = self._season[span, row, None]
                table[:, row] = _less(self._facilities[row].running(past), season)
            self._past = known = begin, table
        return known[1][begin - known[0] : day - known[0] + 1]


def _facility(
    scenario: Scenario,
    block: str,
    name: str,
    projects: list[ProjectPath],
    clock: Clock,
    values: Values,
) -> _Facility:
    facility, field = getattr(scenario, block)[name], STAGE[block].capacity
    learner = None
    if STAGE[block].converts:
        learner = learner_of(scenario, block, name, values, projects)
    if field is None or getattr(facility, field) is None:
        return _Facility(None, [], learner=learner)
    own = Timeline(values.dated(block, name, field, at=clock.start), clock.start)
    # What is drawn into process today can be offered when it is done.
    lag = None
    if hasattr(facility, "processing_days"):
        lag = values.days_by_date(block, name, "processing_days")
    lift = values.lift(block, name, field)
    return _Facility(own, projects, lag, scenario.policy.review_days, learner, lift)


def _seasons(scenario: Scenario, block: str, clock: Clock, days: F64) -> F64:
    """Give the share of capacity that the seasons leave, ``[day, facility]``."""
    names = ordered_ids(scenario, block)
    factors = np.ones((len(days), len(names)))
    for row, name in enumerate(names):
        seasons = getattr(getattr(scenario, block)[name], "seasons", [])
        if seasons:
            factors[:, row] = season_factors(seasons, [clock.date(int(day)) for day in days])
    return factors


def _less(made: F64, factor: F64) -> F64:
    """Multiply; nothing of unlimited is nothing."""
    with np.errstate(invalid="ignore"):
        return np.where(factor > 0.0, made * factor, 0.0)


def _are_felt(outages: list[Timing], first: int, last: int) -> bool:
    """Tell whether any of several outages takes capacity on some days, anywhere."""
    return any(o.windows.are_near(first, last, o.recovery_days.max()) for o in outages)


def _outage_factor(outages: list[Timing], first: int, last: int) -> F64:
    """Give the share of capacity that outages leave on days to the last, ``[day, replication]``."""
    days = np.arange(first, last + 1, dtype=float)[:, None]
    factor = np.ones(days.shape)
    for o in outages:
        near = o.windows.near_days(first, last, o.recovery_days.max())
        for start, end in zip(*near, strict=True):
            left = capacity_factor(days, start, end, o.left, o.recovery_days, o.curve)
            factor = factor * left
    return factor
