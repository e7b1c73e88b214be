"""Firms of consumers: some stand still, as their shelves are empty, while others run."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.rules.ratio import ratio
from sim.rules.shelves import alike, enough, share_out
from sim.scenario.schema import Consumer, Scenario
from sim.scenario.schema.firms import Firms as Shelves
from sim.world.chance.quantile import quantile_within
from sim.world.state.state import State

F64 = NDArray[np.float64]
Index = NDArray[np.intp]
Mask = NDArray[np.bool_]

STRAIN = 0.01
"""Days of use by which what firms lack may come to differ in a day, as a target moves, while they
still count as lacking alike."""
SAME = 1e-3
"""Days of use by which shelves may differ and still count as lacking alike."""
ROUNDING = 1e-9
"""Part of what is enough that may lack of it."""


class Rules(NamedTuple):
    """What becomes of unmet demand, ``[consumer, 1, 1 or replication]``."""

    kept: F64
    """Share that customers wait for."""
    overtime: F64
    """Extra use over the day's demand."""
    oldest_first: F64
    """1 where what waits comes before the day's demand, else 0."""


class Today(NamedTuple):
    """What consumers have and are to do, t, ``[consumer, item, 1 or replication]``."""

    on_hand: F64
    """Before anything of it is used."""
    relief: F64
    """What stockpiles have given since the start, ``[consumer, item, replication]``."""
    received: F64
    """What has come since the start, shaped likewise."""
    demand: F64
    target: F64
    """What is to be on hand in the end."""
    rules: Rules


class Missed(NamedTuple):
    """What firms lack of a day, t, ``[place, stratum, 1 or replication]``."""

    missed: F64
    use: F64
    """The day's demand of each."""
    waited: F64
    """What customers of each waited for in the morning; 0 if nothing is caught up."""
    caught_up: F64
    """What of it is served today."""
    weight: F64
    """Part of the demand that is each one's, 1, ``[stratum, 1]``."""


class Used(NamedTuple):
    """What consumers with firms make of a day, t, ``[place, replication]``."""

    at: tuple[Index, Index]
    """Whose, and of what: places among consumers and items."""
    late: F64
    """Served of what waits, before the day's demand."""
    served: F64
    extra: F64
    """Served of what waits, by overtime."""
    waiting: F64
    """Waits in the end."""
    by_firm: Missed
    """What each lacks, of all places; its weights are ``[place, stratum, 1]``."""

    def missed_by(self, consumer: int) -> Missed | None:
        """Give what the firms of one lack; None where all of them run as one."""
        places = np.flatnonzero(self.at[0] == consumer)
        if not places.size:
            return None
        missed, use, waited, caught_up = (one[places] for one in self.by_firm[:-1])
        return Missed(missed, use, waited, caught_up, self.by_firm.weight[places[0]])


class Firms:
    """The firms of all consumers of a good that have any, in strata.

    What is on their shelves is kept only from when the first of them runs out until all lack alike
    again: before and after that it follows from what the consumer holds.

    Parameters
    ----------
    scenario : Scenario
    state : State
    names, items : sequence of str
        Consumers and what they use, in order of their rows.
    label : str
        Name of their state.

    Attributes
    ----------
    factor : array, 1, ``[consumer, 1]``
        A consumer's shelf over its ``stock_days``.
    """

    def __init__(
        self,
        scenario: Scenario,
        state: State,
        names: list[str],
        items: tuple[str, ...],
        label: str,
    ) -> None:
        consumers = [scenario.consumers[name] for name in names]
        each = [None if one.firms is None else factors(one.firms) for one in consumers]
        most = max(len(one) for one in each if one is not None)
        self.factor = np.array([[1.0 if one is None else _mean(one)] for one in each])
        self._shortest = np.array([1.0 if one is None else one[0] / _mean(one) for one in each])
        self._longest = np.array([1.0 if one is None else one[-1] / _mean(one) for one in each])
        self._tolerance = np.array([0.0 if one is None else ROUNDING for one in each])
        self._at = _in_use(consumers, items)
        weight, share = np.zeros((2, len(self._at[0]), most, 1))
        for place, row in enumerate(self._at[0]):
            if (one := each[row]) is not None:
                weight[place, : len(one), 0] = 1.0 / len(one)
                share[place, : len(one), 0] = one / (len(one) * _mean(one))
        self._weight, self._share = weight, share
        shape = len(self._at[0]), most
        self._held = state.array(f"{label}.shelves", *shape)
        """On the shelves, t, where they do not lack alike."""
        self._waiting = state.array(f"{label}.waiting_at_firms", *shape)
        self._apart = state.array(f"{label}.apart", shape[0])
        """1 where shelves do not lack alike, else 0, ``[place, replication]``."""
        self._relieved = np.zeros((shape[0], 1))
        """What stockpiles had given by last evening, t, ``[place, 1 or replication]``."""
        self._received = np.zeros((shape[0], 1))
        """What had come by last evening, shaped likewise."""
        self._cover = np.ones(1)
        """Days of use up to which they lift each firm, ``[1 or replication]``."""
        self._busy: Mask | None = None
        """Places where they do not in any replication; None before the first day."""
        self._target: F64 | None = None

    def use(self, today: Today) -> Used | None:
        """Let firms use what they have, where they do not all run as one; None where they do."""
        busy = self._known_busy()
        before = today.target if self._target is None else self._target
        came, relief = self._news(today)
        hit = self._hit(today, before) | (relief > 0.0)
        self._target, self._relieved = today.target, today.relief[self._at]
        self._received = today.received[self._at]
        todo = np.flatnonzero(np.logical_or(busy, hit.any(axis=-1)))
        if not todo.size:
            return None
        counts = (self._apart[todo] > 0.0) | hit[todo]
        day = self._morning(todo, today, before, came[todo], relief[todo])
        at = self._at[0][todo], self._at[1][todo]
        held, use = today.on_hand[at], today.demand[at]
        late, missed, extra = day.late(), day.serve(counts), day.catch_up()
        waits = np.add.reduce(day.waiting, axis=1)
        left = np.add.reduce(day.shelves, axis=1)
        apart = counts & (waits > 0.0)
        if (look := np.flatnonzero((counts & ~apart).any(axis=-1))).size:
            should = self._alike(todo[look], left[look], today.target[at][look])
            differ = (np.abs(day.shelves[look] - should) > SAME * day.use[look]).any(axis=1)
            apart[look] |= counts[look] & differ
        waited = self._waiting[todo] if day.caught_up.any() else np.zeros((len(todo), 1, 1))
        self._held[todo], self._waiting[todo], self._apart[todo] = day.shelves, day.waiting, apart
        busy[todo] = apart.any(axis=-1)
        # Who has nothing left has used what it had, to the last bit.
        served = np.where(left > 0.0, use - missed, held - late - extra)
        served = np.clip(served, 0.0, np.minimum(use, held - late))
        served = np.where(counts, served, use)
        extra = np.minimum(extra, held - late - served)
        by_firm = Missed(day.missed, day.use, waited, day.caught_up, self._weight[todo])
        return Used(at, late, served, extra, waits, by_firm)

    def within(self, days: F64, rows: Index, today: Today) -> tuple[tuple[Index, Index], F64]:
        """Give what firms can use of their shelves within some days: none has use for another's.

        Parameters
        ----------
        days : array, days, ``[1 or replication]``
        rows : array of int
            The consumers that are asked of.
        today : Today

        Returns
        -------
        tuple of arrays of int, array
            Places among consumers and items, and t there, ``[place, replication]``.
        """
        before = today.target if self._target is None else self._target
        soon = today._replace(demand=today.demand * days)
        hit = self._hit(soon, before)
        apart = np.logical_or(self._known_busy(), hit.any(axis=-1))
        todo = np.flatnonzero(apart & np.isin(self._at[0], rows))
        came, relief = self._news(today)
        day = self._morning(todo, today, before, came[todo], relief[todo])
        found = np.add.reduce(np.minimum(day.shelves, day.use * days), axis=1)
        at = self._at[0][todo], self._at[1][todo]
        counts = (self._apart[todo] > 0.0) | hit[todo]
        return at, np.where(counts, found, soon.demand[at])

    def lift(self, days: F64) -> None:
        """Let what stockpiles give from now on lift each firm to some days of use."""
        self._cover = days

    def _known_busy(self) -> Mask:
        if self._busy is None:
            self._busy = np.asarray(self._apart.any(axis=-1))
        return self._busy

    def _news(self, today: Today) -> tuple[F64, F64]:
        """Give what came since last evening, and what stockpiles gave, ``[place, ...]``, t."""
        return today.received[self._at] - self._received, today.relief[self._at] - self._relieved

    def _morning(self, places: Index, today: Today, before: F64, came: F64, relief: F64) -> "_Day":
        """Put what came on the shelves; that of stockpiles on those that lack most."""
        at = self._at[0][places], self._at[1][places]
        apart, shelves = self._apart[places] > 0.0, self._held[places]
        held, weight = today.on_hand[at] - relief, self._weight[places]
        if not apart.all():
            same = np.maximum(self._alike(places, held - came, before[at]), 0.0)
            np.copyto(shelves, same, where=~apart[:, None])
        rules = Rules(*(rule[at[0], 0][:, None] for rule in today.rules))
        day = _Day(shelves, self._waiting[places], weight * today.demand[at][:, None], rules)
        day.receive(held, self._share[places] * today.target[at][:, None], weight)
        if relief.any():
            lacking = np.maximum(self._cover * day.use - day.shelves, 0.0)
            share_out(day.shelves, relief, lacking, weight)
        return day

    def _hit(self, today: Today, before: F64) -> Mask:
        """Tell where firms lack alike no more, ``[place, replication]``.

        Someone stands still, or not enough comes to keep up with a target that moves.
        """
        least = enough(today.demand, before, self._shortest[:, None, None])
        least *= (1.0 - self._tolerance)[:, None, None]
        hit: Mask = (today.on_hand < least)[self._at]
        moved, slack = today.target - before, STRAIN * today.demand
        shortest, longest = self._shortest[:, None, None], self._longest[:, None, None]
        # Those with long shelves would hand on as targets fall, those with short ones as they rise.
        handed = np.maximum(moved * (1.0 - shortest), moved * (1.0 - longest))
        strain = np.abs(moved) * np.maximum(1.0 - shortest, longest - 1.0)
        if (strain > slack).any():
            came, _ = self._news(today)
            lacking = (today.target + today.demand - today.on_hand)[self._at] + came
            missing = 1.0 - np.clip(ratio(came, lacking), 0.0, 1.0)
            hands_on = (handed - slack)[self._at] > came
            hit = hit | hands_on | (strain[self._at] * missing > slack[self._at])
        return hit

    def _alike(self, places: Index, held: F64, target: F64) -> F64:
        """Give what is on shelves where all lack alike, t, ``[place, stratum, replication]``."""
        weight, share = self._weight[places], self._share[places]
        return alike(held[:, None], target[:, None], weight, share)


class _Day:
    """A day of some firms; arrays ``[place, stratum, 1 or replication]``, t.

    Parameters
    ----------
    shelves, waiting : array
        In the morning, without what came; they are written to.
    use : array
        What each is to use.
    rules : Rules
        By place.
    """

    def __init__(self, shelves: F64, waiting: F64, use: F64, rules: Rules) -> None:
        self.shelves, self.waiting, self.use, self._rules = shelves, waiting, use, rules
        self._any_waits = bool(waiting.any())
        self._overtime = rules.overtime * use
        self.caught_up = np.zeros((len(use), 1, 1))

    def receive(self, held: F64, target: F64, weight: F64) -> None:
        """Share out what the consumers have more, or less, than was on the shelves."""
        there = np.add.reduce(self.shelves, axis=1)
        lacking = target + self.use - self.shelves
        if self._any_waits:
            lacking += np.minimum(self.waiting, self._usable(target))
        np.maximum(lacking, 0.0, out=lacking)
        share_out(self.shelves, np.maximum(held - there, 0.0), lacking, weight)
        if (fewer := held < there).any():
            self.shelves *= np.where(fewer, ratio(held, there), 1.0)[:, None]

    def _usable(self, target: F64) -> F64:
        """Give how much of what waits each can use from its shelf, and today."""
        soon: F64 = self._rules.overtime * (target + self.use)
        first = self._rules.oldest_first > 0.0
        return np.where(first, np.inf, soon) if first.any() else soon

    def late(self) -> F64:
        """Serve what waits where that comes first; give what is served, ``[place, ...]``."""
        if not self._any_waits or not self._rules.oldest_first.any():
            return np.zeros(1)
        return self._take(np.minimum(self.shelves, self.waiting) * self._rules.oldest_first)

    def serve(self, counts: Mask) -> F64:
        """Serve the day's demand; give what is not served, ``[place, replication]``.

        It begins to wait after what is caught up.

        Parameters
        ----------
        counts : array of bool, ``[place, replication]``
            Where anybody may stand still; elsewhere what lacks is rounding.
        """
        missed = np.maximum(self.use - self.shelves, 0.0)
        if not counts.all():
            missed *= counts[:, None]
        self.shelves -= self.use
        np.maximum(self.shelves, 0.0, out=self.shelves)
        self.missed = missed
        return np.asarray(np.add.reduce(missed, axis=1))

    def catch_up(self) -> F64:
        """Serve what waits by overtime; give what is served, ``[place, ...]``."""
        found: F64 = np.zeros(1)
        if self._any_waits and self._overtime.any():
            found = self._take(np.minimum(np.minimum(self.shelves, self.waiting), self._overtime))
        if self._rules.kept.any():
            self.waiting += self._rules.kept * self.missed
        return found

    def _take(self, served: F64) -> F64:
        self.shelves -= served
        self.waiting -= served
        self.caught_up = self.caught_up + served
        return np.asarray(np.add.reduce(served, axis=1))


def factors(firms: Shelves) -> F64:
    """Give the shelf of each stratum over the ``stock_days``, shortest first, ``[stratum]``."""
    middles = (np.arange(firms.strata) + 0.5) / firms.strata
    return np.sort(quantile_within(firms.stock_days_factor, middles, 0.0))


def _mean(each: F64) -> float:
    return float(np.mean(each)) if each[0] < each[-1] else float(each[0])


def _in_use(consumers: list[Consumer], items: tuple[str, ...]) -> tuple[Index, Index]:
    """Find the places of what consumers with firms use; who have one shelf alike have none.

    Thrift and emergencies move use to the first item.
    """
    pairs = [
        (row, place)
        for row, one in enumerate(consumers)
        if one.firms is not None and np.ptp(factors(one.firms)) > 0.0
        for place, item in enumerate(items)
        if one.shares.get(item, 0.0) > 0.0 or (place == 0 and _moves(one))
    ]
    rows, places = np.array(pairs, dtype=np.intp).reshape(-1, 2).T
    return rows, places


def _moves(consumer: Consumer) -> bool:
    """Tell whether use ever moves from other items to the first."""
    return consumer.thrift_per_year > 0.0 or consumer.emergency is not None
