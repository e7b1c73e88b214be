"""The members of a stockpile: what they use, what they hold, what they may draw."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.rules.stockpile import over_use
from sim.scenario.chain import CONSUMERS, MAGNETS, STOCKPILES, Stage
from sim.scenario.membership import member_consumers, member_entries
from sim.world.facility.all_consumers import AllConsumers
from sim.world.network.context import Context
from sim.world.state.state import added, stacked
from sim.world.time.course import Course, combined

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]

ENOUGH = 1e-9
"""Part of a day's demand that may be lacking before a member counts as short."""


class Members:
    """The consumers that may draw on a stockpile.

    Attributes
    ----------
    names : list of str
        Sorted by id.
    defence : array of bool, ``[member]``
        Whose end use is defence.
    values : array, million USD a t of magnets, ``[member, 1 or replication]``
        Value of lost production.
    """

    def __init__(self, context: Context, stockpile: str, everybody: AllConsumers) -> None:
        scenario = context.scenario
        found = member_consumers(scenario, stockpile)
        self.names = list(found)
        self._context, self._consumers = context, everybody.of(MAGNETS)
        known = [] if self._consumers is None else self._consumers.names
        self._rows = np.array([known.index(name) for name in found], dtype=np.intp)
        self._nothing = np.zeros((0, len(scenario.grades), 1))
        self.defence = np.array(
            [scenario.consumers[name].end_use == "defence" for name in found], dtype=bool
        )
        given = isinstance(scenario.stockpiles[stockpile].members, dict)
        entries = list(member_entries(scenario, stockpile).values()) if given else []
        path = STOCKPILES, stockpile, "members"
        self._need_share: Course | None = None
        if any(one.need_share is not None for one in found.values()):
            lines = [
                context.values.timeline(*path, entry, "need_share", default=np.inf)
                for entry in entries
            ]
            self._need_share = Course.of(lines, len(lines), 1)
        self.values = np.zeros((len(found), 1))
        if given:
            worth = [context.values.at(*path, e, "value_musd_per_t", default=0.0) for e in entries]
            self.values = stacked(worth, len(worth))

    @property
    def need_share(self) -> F64 | None:
        """Most that each draws today, share of its use, ``[member, 1, 1 or replication]``.

        It is inf without a limit; None where none has one.
        """
        return None if self._need_share is None else self._need_share.on(self._context.clock.day)

    @property
    def demand(self) -> F64:
        """Demand of the day, t of magnets, ``[member, grade, 1 or replication]``."""
        return self._nothing if self._consumers is None else self._consumers.demand[self._rows]

    @property
    def on_hand(self) -> F64:
        """Magnets on hand, t, ``[member, grade, replication]``."""
        return self._nothing if self._consumers is None else self._consumers.on_hand[self._rows]

    def planned(self, day: float) -> F64:
        """Give planned use of all members, t of magnets a day, ``[grade, 1 or replication]``."""
        first = self._context.layouts[MAGNETS].buyer_rows[CONSUMERS].start
        return added(self._context.plan.at(MAGNETS, "used", day)[self._rows + first])

    def drawable(self, *, defence: bool = False) -> F64:
        """Give what members may draw in a day, t of magnets, ``[grade, 1 or replication]``.

        Parameters
        ----------
        defence : bool
            Count those whose end use is defence only.
        """
        demand = self.demand
        if (share := self.need_share) is not None:
            demand = demand * np.minimum(share, 1.0)
        return added(demand[self.defence] if defence else demand)

    def drawable_part(self) -> F64:
        """Give what members may draw in a day over their use; inf without a limit."""
        if self.need_share is None:
            return np.array([np.inf])
        most = np.add.reduce(self.drawable(), axis=0)
        return over_use(most, np.add.reduce(added(self.demand), axis=0))

    def cover_days(self) -> F64:
        """Give what all members hold over their demand of the day, days, ``[replication]``."""
        held = np.add.reduce(added(self.on_hand), axis=0)
        return over_use(held, np.add.reduce(added(self.demand), axis=0))

    def short(self, days: F64 | float = 1.0) -> Mask:
        """Tell where a member, or a firm of it, holds less of a grade than so many days need.

        Returns
        -------
        array of bool, ``[replication]``
        """
        held, consumers = self.on_hand, self._consumers
        if consumers is not None and consumers.has_firms:
            held = consumers.within(np.asarray(days), self._rows)
        lacking = self.demand * (days * (1.0 - ENOUGH)) > held
        return np.asarray(np.logical_or.reduce(lacking, axis=(0, 1)))

    def unserved(self) -> Mask:
        """Tell where today's demand of a member was not served in full, ``[replication]``."""
        assert self._consumers is not None, "asked of stockpiles with members only"
        served = self._consumers.served[self._rows]
        lacking = self.demand * (1.0 - ENOUGH) > served
        return np.asarray(np.logical_or.reduce(lacking, axis=(0, 1)))


class Need:
    """Members' use of magnets in terms of what is made into them, step by step.

    An approximation for oxide and metal: recipes and yields of the day are means over the plants
    through whose hands the form goes, and what these sell to others than members is left out.

    Parameters
    ----------
    context : Context
    steps : list of (Stage, list of str)
        The stages from the form down to magnets, each with its plants, from :func:`makers_of`.
    """

    def __init__(self, context: Context, steps: Sequence[tuple[Stage, list[str]]]) -> None:
        *others, (last, makers) = steps
        coefficients, self._clock = context.coefficients, context.clock
        everyone = sorted(getattr(context.scenario, last.block))
        rows = [everyone.index(name) for name in makers] or list(range(len(everyone)))

        def mean(recipe: F64, drawn: F64) -> F64:
            each = [recipe[m][..., None] * drawn[m][None, None] for m in rows]
            return np.asarray(sum(each[1:], each[0]) / len(each))

        self._in_magnets = combined(mean, coefficients.recipe, coefficients.metal_drawn)
        """t of element taken in for a t of magnets, ``[grade, element, 1 or replication]``."""
        self._feeds = [_mean_feed(context, stage, names) for stage, names in reversed(others)]
        """The same of the stages before, the last first, for a t of element they make."""

    @property
    def _per_element(self) -> list[F64]:
        return [feed.on(self._clock.day) for feed in self._feeds]

    def at_each_step(self, magnets: F64) -> list[F64]:
        """Give what steps must make of t of magnets, ``[grade, 1 or replication]``, first to last.

        Returns
        -------
        list of array, t, ``[item, 1 or replication]``
        """
        found, per_element = [magnets], self._per_element
        if per_element:
            found.append(self._elements(magnets))
        for factor in per_element[:-1]:
            found.append(found[-1] * factor)
        return found[::-1]

    def of(self, magnets: F64) -> F64:
        """Turn t of magnets, ``[grade, 1 or replication]``, to t of the form, ``[item, ...]``."""
        amount = self._elements(magnets)
        for factor in self._per_element:
            amount = amount * factor
        return amount

    def _elements(self, magnets: F64) -> F64:
        in_magnets = self._in_magnets.on(self._clock.day)
        total = magnets[0, None] * in_magnets[0]
        for grade in range(1, len(magnets)):
            total = total + magnets[grade, None] * in_magnets[grade]
        return np.asarray(total)


def _mean_feed(context: Context, stage: Stage, makers: list[str]) -> Course:
    """Give what plants with a yield take in for a t they make, in the mean over some of them."""
    everyone, yields = sorted(getattr(context.scenario, stage.block)), context.coefficients.yields

    def mean(yields: F64) -> F64:
        each = [1.0 / yields[everyone.index(name)] for name in makers]
        return sum(each[1:], each[0]) / len(each) if each else np.ones(1)

    return combined(mean, yields[stage.block])
