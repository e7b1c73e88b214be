"""Firms of consumers: some stand still, as their shelves are empty, while others run."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.rules.ratio import ratio
from sim.rules.shelves import alike, enough, share_out
from sim.scenario.schema import Consumer, Scenario
from sim.scenario.schema.firms import Firms as Shelves
from sim.world.chance.quantile import quantile_within
from sim.world.facility.firms_day import FirmsDay, Rules
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


class Today(NamedTuple):
    """What consumers have and are to do, t, ``[consumer, item, 1 or replication]``.

    Of some places only it is ``[place, 1 or replication]``.
    """

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

    def of(self, at: tuple[Index, Index]) -> "Today":
        """Give the same at some places, of given consumers and items."""
        on_hand, relief, received, demand, target = (one[at] for one in self[:-1])
        rules = Rules(*(rule[at[0], 0] for rule in self.rules))
        return Today(on_hand, relief, received, demand, target, rules)

    def some(self, places: Index) -> "Today":
        """Give some of these places."""
        on_hand, relief, received, demand, target = (one[places] for one in self[:-1])
        rules = Rules(*(rule[places] for rule in self.rules))
        return Today(on_hand, relief, received, demand, target, rules)


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
        self._at = _in_use(consumers, items)
        shelves = [one for row in self._at[0] if (one := each[row]) is not None]
        self._shortest, self._longest = (
            np.array([one[end] / _mean(one) for one in shelves]).reshape(-1, 1) for end in (0, -1)
        )
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
        """What was to be on hand last evening, t, ``[place, 1 or replication]``."""
        self._every = np.arange(shape[0])
        self._asked = dict[bytes, tuple[Index, Index]]()
        """Places of those who are asked of, and their place among these, by their rows."""

    def use(self, today: Today) -> Used | None:
        """Let firms use what they have, where they do not all run as one; None where they do."""
        busy, now = self._known_busy(), today.of(self._at)
        came, relief = self._news(now, self._every)
        hit = self._hit(now, self._every, came) | (relief > 0.0)
        before = now.target if self._target is None else self._target
        self._target, self._relieved, self._received = now.target, now.relief, now.received
        todo = np.flatnonzero(np.logical_or(busy, hit.any(axis=-1)))
        if not todo.size:
            return None
        now = now.some(todo)
        counts = (self._apart[todo] > 0.0) | hit[todo]
        day = self._morning(todo, now, before[todo], came[todo], relief[todo])
        at = self._at[0][todo], self._at[1][todo]
        held, use = now.on_hand, now.demand
        late, missed, extra = day.late(), day.serve(counts), day.catch_up()
        waits = np.add.reduce(day.waiting, axis=1)
        left = np.add.reduce(day.shelves, axis=1)
        apart = counts & (waits > 0.0)
        if (look := np.flatnonzero((counts & ~apart).any(axis=-1))).size:
            should = self._alike(todo[look], left[look], now.target[look])
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
            Places among these consumers and items, and t there, ``[place, replication]``.
        """
        places, of = self._places_of(rows)
        now = today.of((self._at[0][places], self._at[1][places]))
        came, relief = self._news(now, places)
        hit = self._hit(now._replace(demand=now.demand * days), places, came)
        apart = np.logical_or(self._known_busy()[places], hit.any(axis=-1))
        todo = np.flatnonzero(apart)
        if not todo.size:
            return (todo, todo), np.zeros((0, 1))
        some, now = places[todo], now.some(todo)
        before = now.target if self._target is None else self._target[some]
        day = self._morning(some, now, before, came[todo], relief[todo])
        found = np.add.reduce(np.minimum(day.shelves, day.use * days), axis=1)
        counts = (self._apart[some] > 0.0) | hit[todo]
        return (of[todo], self._at[1][some]), np.where(counts, found, now.demand * days)

    def _places_of(self, rows: Index) -> tuple[Index, Index]:
        """Give the places of some consumers, and whose they are of these."""
        known = self._asked.get(key := rows.tobytes())
        if known is None:
            places = np.flatnonzero(np.isin(self._at[0], rows))
            ordered = np.argsort(rows)
            whose = np.searchsorted(rows, self._at[0][places], sorter=ordered)
            self._asked[key] = known = places, ordered[whose]
        return known

    def lift(self, days: F64) -> None:
        """Let what stockpiles give from now on lift each firm to some days of use."""
        self._cover = days

    def _known_busy(self) -> Mask:
        if self._busy is None:
            self._busy = np.asarray(self._apart.any(axis=-1))
        return self._busy

    def _news(self, now: Today, places: Index) -> tuple[F64, F64]:
        """Give what came since last evening, and what stockpiles gave, ``[place, ...]``, t."""
        return now.received - self._received[places], now.relief - self._relieved[places]

    def _morning(self, places: Index, now: Today, before: F64, came: F64, relief: F64) -> FirmsDay:
        """Put what came on the shelves; that of stockpiles on those that lack most."""
        apart, shelves = self._apart[places] > 0.0, self._held[places]
        held, weight = now.on_hand - relief, self._weight[places]
        if not apart.all():
            same = np.maximum(self._alike(places, held - came, before), 0.0)
            np.copyto(shelves, same, where=~apart[:, None])
        rules = Rules(*(rule[:, None] for rule in now.rules))
        day = FirmsDay(shelves, self._waiting[places], weight * now.demand[:, None], rules)
        day.receive(held, self._share[places] * now.target[:, None], weight)
        if relief.any():
            lacking = np.maximum(self._cover * day.use - day.shelves, 0.0)
            share_out(day.shelves, relief, lacking, weight)
        return day

    def _hit(self, now: Today, places: Index, came: F64) -> Mask:
        """Tell where firms lack alike no more, ``[place, replication]``.

        Someone stands still, or not enough comes to keep up with a target that moves.
        """
        shortest, longest = self._shortest[places], self._longest[places]
        before = now.target if self._target is None else self._target[places]
        hit: Mask = now.on_hand < enough(now.demand, before, shortest) * (1.0 - ROUNDING)
        moved, slack = now.target - before, STRAIN * now.demand
        strain = np.abs(moved) * np.maximum(1.0 - shortest, longest - 1.0)
        if (strain > slack).any():
            # Those with long shelves would hand on as targets fall, those with short as they rise.
            handed = np.maximum(moved * (1.0 - shortest), moved * (1.0 - longest))
            lacking = now.target + now.demand - now.on_hand + came
            missing = 1.0 - np.clip(ratio(came, lacking), 0.0, 1.0)
            hit = hit | (handed - slack > came) | (strain * missing > slack)
        return hit

    def _alike(self, places: Index, held: F64, target: F64) -> F64:
        """Give what is on shelves where all lack alike, t, ``[place, stratum, replication]``."""
        weight, share = self._weight[places], self._share[places]
        return alike(held[:, None], target[:, None], weight, share)


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
