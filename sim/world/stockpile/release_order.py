"""When a stockpile's release order is in force."""

from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import FORMS, STOCKPILES
from sim.scenario.origin import Path, dotted
from sim.scenario.schema import Form, Release
from sim.world.chance.values import Values
from sim.world.network.context import Context
from sim.world.stockpile.membership import Members
from sim.world.time.course import Course
from sim.world.timing.timing import Timing

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]


class Policy(Protocol):
    """Tells whether a stockpile releases, and how much at most.

    Attributes
    ----------
    kept_back : float
        Share of the stock that is kept back.
    kept_for_defence : bool
        Whether defence may draw on what is kept back.
    """

    kept_back: float
    kept_for_defence: bool

    @property
    def target_cover_days(self) -> F64:
        """Give the cover, in days of use, to which a member may ask to be lifted today."""

    @property
    def is_ordered(self) -> Mask:
        """Tell where a release order is given, be its lag over or not, ``[replication]``."""

    def begin(self) -> None:
        """Forget all orders: the run begins."""

    def in_force(self, day: int, in_need: Callable[[], Mask]) -> Mask:
        """Tell where members may draw today, ``[replication]``.

        Parameters
        ----------
        day : int
            Today.
        in_need : callable
            Gives where any member asks for anything, ``[replication]``, if that matters.
        """

    def rate(self, form: Form) -> F64 | None:
        """Give the most that leaves of a form in a day, t; None for no limit."""


class Overrides:
    """Orders to a stockpile that its own policy must follow."""

    def __init__(self, timings: list[Timing], stockpile: str) -> None:
        self._orders = [
            (timing, given.order)
            for timing in timings
            if (given := timing.disruption.overrides) is not None and given.stockpile == stockpile
        ]

    def over(self, day: int, own: Mask) -> Mask:
        """Give what holds of the policy's *own* decision on a day, ``[replication]``."""
        if not self._orders:
            return own
        for wanted, change in (("release", np.logical_or), ("pause", _unless)):
            for timing, order in self._orders:
                if order == wanted:
                    own = change(own, timing.active(day))
        return own


def _unless(own: Mask, paused: Mask) -> Mask:
    return own & ~paused


class StandingOrder:
    """The plain policy: an order some days after the first need, or after an onset.

    It lapses after some days without need.
    """

    kept_back = 0.0
    kept_for_defence = True

    def __init__(self, context: Context, stockpile: str) -> None:
        block, values = context.scenario.stockpiles[stockpile], context.values
        path: Path = (STOCKPILES, stockpile)
        label = dotted(path)
        self._block = block
        self._armed = context.state.array(f"{label}.armed", 1)[0]
        self._calm = context.state.array(f"{label}.calm", 1)[0]
        self._clock, self._lift = context.clock, values.course(*path, "trigger_days")
        self._lag = np.ceil(values.at(*path, "lag_days"))
        limit = block.release_t_per_day
        self._limit = None if limit is None else values.course(*path, "release_t_per_day")
        self._stand_down = values.at(*path, "stand_down_days")
        self._onset = next((t for t in context.timings if t.name == block.lag_from), None)
        self._directives = Overrides(context.timings, stockpile)

    def begin(self) -> None:
        """Disarm everywhere."""
        self._armed[...] = np.inf

    def rate(self, form: Form) -> F64 | None:
        """Give the daily limit, t."""
        return None if self._limit is None else self._limit.on(self._clock.day)

    @property
    def target_cover_days(self) -> F64:
        """Give the cover of the day, days, ``[1 or replication]``."""
        return self._lift.on(self._clock.day)

    @property
    def is_ordered(self) -> Mask:
        """Tell where an order is given."""
        return np.asarray(np.isfinite(self._armed))

    def in_force(self, day: int, in_need: Callable[[], Mask]) -> Mask:
        """Count the days since the first need, and tell where the lag is over."""
        if self._onset is not None:
            onset = self._onset.start
            self._armed[...] = np.where(day >= onset, onset, np.inf)
        elif self._block.lag_from == "trigger":
            need = in_need()
            np.copyto(self._armed, day, where=need & np.isinf(self._armed))
            self._calm += 1.0
            self._calm[need] = 0.0
            self._armed[self._calm > self._stand_down] = np.inf
        return self._directives.over(day, day >= self._armed + self._lag)


class ReleaseOrder:
    """The policy of a release block, one for all forms that a stockpile holds."""

    def __init__(
        self, context: Context, stockpile: str, release: Release, members: Members
    ) -> None:
        values, path = context.values, (STOCKPILES, stockpile, "release")
        trigger, stop = release.trigger, release.stop
        timings = {timing.name: timing for timing in context.timings}
        self._trigger, self._members = trigger, members
        self._clock, self._lift = context.clock, values.course(*path, "lift_to_days")
        self.kept_back = release.kept_back
        self.kept_for_defence = release.kept_for == "defence"
        self._lag = np.ceil(values.at(*path, "lag_days"))
        self._date = None if trigger.date is None else context.clock.number(trigger.date)
        self._onset = None if trigger.control is None else timings.get(trigger.control)
        below = trigger.cover_days_below
        self._below = None if below is None else values.at(*path, "trigger", "cover_days_below")
        self._above: F64 | None = None
        self._calm_days: F64 | None = None
        self._end: Timing | None = None
        if stop is not None:
            if stop.cover_days_above is not None:
                self._above = values.at(*path, "stop", "cover_days_above")
            if stop.calm_days is not None:
                self._calm_days = values.at(*path, "stop", "calm_days")
            self._end = timings.get(stop.end_of or "")
        self._rates = limits_by_form(values, stockpile, release)
        self._directives = Overrides(context.timings, stockpile)
        self._armed = np.full(context.state.width, np.inf)
        self._over = np.zeros(context.state.width, dtype=bool)
        self._calm = np.zeros(context.state.width)
        self._needed = np.zeros(context.state.width, dtype=bool)
        """Where members have lacked something since the order was given."""
        self._day, self._open = -1, np.zeros(context.state.width, dtype=bool)

    @property
    def target_cover_days(self) -> F64:
        """Give the cover of the day, days, ``[1 or replication]``."""
        return self._lift.on(self._clock.day)

    @property
    def is_ordered(self) -> Mask:
        """Tell where an order is given."""
        return np.asarray(np.isfinite(self._armed))

    def begin(self) -> None:
        """Disarm everywhere."""
        self._armed.fill(np.inf)
        self._over.fill(False)
        self._calm.fill(0.0)
        self._needed.fill(False)
        self._day = -1

    def rate(self, form: Form) -> F64 | None:
        """Give the daily limit of a form, t."""
        limit = self._rates.get(form)
        return None if limit is None else limit.on(self._clock.day)

    def in_force(self, day: int, in_need: Callable[[], Mask]) -> Mask:
        """Look at triggers and stops once a day; all forms are released, or none is."""
        if day != self._day:
            self._day = day
            self._arm(day)
            self._disarm(day, in_need)
            self._open = self._directives.over(day, day >= self._armed + self._lag)
        return self._open

    def _arm(self, day: int) -> None:
        if self._date is not None:
            now = np.full(self._over.shape, day >= self._date)
        elif self._trigger.control is not None:
            now = np.zeros(1, dtype=bool)
            if self._onset is not None:
                now = day >= self._onset.start
                self._over &= ~self._onset.windows.begins(day)
        elif self._below is not None:
            now = self._members.cover_days() < self._below
        else:
            now = self._members.short()
        begins = now & np.isinf(self._armed) & ~self._over
        np.copyto(self._armed, day, where=begins)
        if self._date is None and self._trigger.control is None:
            self._needed |= begins

    def _disarm(self, day: int, in_need: Callable[[], Mask]) -> None:
        """End orders; one by a date, or by a disruption each time that occurs, starts but once.

        Plenty and calm end an order only after members have lacked something: shelves and goods on
        their way hide a halt for weeks.
        """
        over = np.zeros(self._over.shape, dtype=bool)
        if (unknown := np.isfinite(self._armed) & ~self._needed).any():
            self._needed |= in_need() & unknown
        if self._end is not None:
            over |= self._end.windows.is_over(day)
        if self._above is not None:
            # An order whose lag still runs is not over for being early.
            open_now = day > self._armed + self._lag
            over |= open_now & self._needed & (self._members.cover_days() > self._above)
        if self._calm_days is not None:
            lacking = (
                self._members.short(self.target_cover_days) if self._members.names else in_need()
            )
            self._calm = np.where(lacking, 0.0, self._calm + 1.0)
            quiet = self._needed & (self._calm > self._calm_days)
            over |= quiet & (day > self._armed + self._lag)
        over &= np.isfinite(self._armed)
        self._armed[over] = np.inf
        self._needed[over] = False
        if self._date is not None or self._trigger.control is not None:
            self._over |= over


def limits_by_form(values: Values, stockpile: str, release: Release) -> dict[Form, Course]:
    """Give the most that leaves of each form in a day, t, ``[1 or replication]``."""
    path = STOCKPILES, stockpile, "release", "rate_t_per_day"
    if release.rate_t_per_day is None:
        return {}
    if release.limited_forms is not None:
        return {form: values.course(*path, form) for form in release.limited_forms}
    return dict.fromkeys(FORMS, values.course(*path))
