"""One export control in licence mode, on the lanes of one good."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sim.rules.sourcing import Groups
from sim.scenario.chain import MAGNETS
from sim.scenario.network import Network
from sim.scenario.schema import Policy
from sim.scenario.schema.disruption.effect import Licensing
from sim.world.chance.chance import Draws
from sim.world.chance.in_order import InOrder
from sim.world.licence.general import GeneralLicences
from sim.world.licence.queue import TOLERANCE, LicenceQueue
from sim.world.licence.terms import FlowKey, Kind, Layer, Terms
from sim.world.network.context import Context
from sim.world.network.layout import Layout
from sim.world.state.account import Account
from sim.world.time.clock import PLANNING_DAYS
from sim.world.timing.timing import Timing

F64 = NDArray[np.float64]
Index = NDArray[np.intp]
Mask = NDArray[np.bool_]


class Regime:
    """Which orders wait for licences, and which may leave.

    Parameters
    ----------
    context : Context
    network : Network
    layout : Layout
        Lanes of the good.
    hit : array of bool, ``[lane, ordered item, 1 or replication]``
        What the control hits.
    timing : Timing
        The control.
    changes : list of Timing
        Its changes, in the order in which they are said.

    Attributes
    ----------
    keys : list of FlowKey
        What applications are kept apart by.
    lane, item : array of int, ``[pair]``
        The pairs of a lane and an item that need licences.
    terms : Terms
    queue : LicenceQueue
    changed : bool
        Whether the terms have changed today in some replication.
    """

    def __init__(
        self,
        context: Context,
        network: Network,
        layout: Layout,
        hit: Mask,
        timing: Timing,
        changes: list[Timing],
    ) -> None:
        chance, licensing = context.chance, timing.disruption.licenses
        assert licensing is not None
        self._set_flows(network, layout, hit, timing.name, licensing)
        if not self.keys:
            return
        shape = len(self.keys), chance.width
        layers = [Layer(timing, np.ones((len(self.keys), 1), dtype=bool))]
        layers += [Layer(change, self._holds(network, layout, change)) for change in changes]
        self._timings = [layer.timing for layer in layers]
        self._failing_below = context.values.at("policy", "failing_below")
        self._active: Mask = np.zeros((len(layers), chance.width), dtype=bool)
        self.terms = terms = Terms(self.keys, layers, context.values)
        pool = terms.capacity_pools()
        self._pools = Groups(np.array(pool, dtype=np.intp), max(pool) + 1)
        self.queue = LicenceQueue(
            *shape, terms.longest_decision, terms.longest_refile, terms.longest_validity
        )
        self._general = GeneralLicences(terms, chance.width) if terms.has_general else None
        name = f"disruptions.{timing.name}"
        self._draws = [
            InOrder(chance.weekly(f"{name}.licence.decision_days.{key.label}")) for key in self.keys
        ]
        self._verdicts: list[InOrder[Draws]] | None = None
        if licensing.at_random:
            self._verdicts = [
                InOrder(chance.weekly(f"{name}.licence.granted.{key.label}")) for key in self.keys
            ]
        self.changed = False
        self._week, self._stale = -1, True
        self._decision_days = np.zeros(shape, dtype=np.int64)
        self._verdict = np.ones(shape)
        self._learnt = np.zeros(shape)
        """Days by which buyers order ahead for a decision, ``[flow, replication]``."""
        self._decided, self._granted = np.zeros(shape), np.zeros(shape)
        self._since = np.full(shape, np.inf)
        """First day of the time over which decisions are judged; inf where none was taken."""
        self._refuses: Mask = np.zeros(shape, dtype=bool)

    def _set_flows(
        self, network: Network, layout: Layout, hit: Mask, control: str, licensing: Licensing
    ) -> None:
        pairs: list[tuple[FlowKey, int, int]] = []
        for lane, route in enumerate(layout.routes):
            if layout.push_split[lane] > 0.0 or not hit[lane].any():
                continue
            place, use = network.declared(route)
            # Magnets share one customs code; oxides and metals have one each.
            tested = layout.good == MAGNETS and network.stands(route.seller, licensing.exporter)
            for item in range(len(layout.items)):
                kind: Kind = "licence" if hit[lane, item].any() else "inspection"
                if kind == "licence" or tested:
                    key = FlowKey(control, layout.good, place, use, kind)
                    pairs.append((key, lane, item))
        self.keys = sorted({key for key, _, _ in pairs}, key=lambda key: key.label)
        number = {key: flow for flow, key in enumerate(self.keys)}
        self.lane = np.array([lane for _, lane, _ in pairs], dtype=np.intp)
        self.item = np.array([item for _, _, item in pairs], dtype=np.intp)
        of = np.array([number[key] for key, _, _ in pairs], dtype=np.intp)
        licensed = np.array([key.kind == "licence" for key, _, _ in pairs], dtype=bool)
        self._applies: Mask = hit[self.lane, self.item] | ~licensed[:, None]
        """Where it is about a pair at all, ``[pair, 1 or replication]``."""
        self._everywhere = bool(self._applies.all())
        self._by_flow = Groups(of, len(self.keys))

    def _holds(self, network: Network, layout: Layout, change: Timing) -> Mask:
        """Find the flows that a change holds for, ``[flow, 1]``."""
        said = change.disruption.changes
        assert said is not None
        holds = np.zeros((len(self.keys), 1), dtype=bool)
        for lane, flow in zip(self.lane, self._by_flow.of, strict=True):
            holds[flow] = said.aim.at(network, layout.routes[lane])
        return holds

    def begin_day(self, day: int) -> bool:
        """Take note of what has changed, and tell whether anybody needs a licence today."""
        active = np.array([timing.active(day) for timing in self._timings])
        self.changed = not np.array_equal(active, self._active)
        if self.changed:
            self._active = active
            was = self.terms.in_force
            self.terms.refresh(day)
            self._stale = True
            if self._general is not None:
                self._general.look_again()
            freed = was & ~self.terms.in_force
            if freed.any():
                self.queue.withdraw(np.where(freed, 0.0, 1.0))
        return bool(self.terms.in_force.any())

    @property
    def pairs(self) -> tuple[Index, Index]:
        """The lane and the item of the pairs that need licences, ``[pair]`` each."""
        return self.lane, self.item

    @property
    def first_day(self) -> float:
        """First day on which it may be in force in some replication; inf if it never is."""
        control = self._timings[0]
        if control.waits:
            return 0.0
        return float(np.min(control.start, where=np.isfinite(control.start), initial=np.inf))

    def accounts(self) -> Iterator[Account]:
        """Give what was filed and what was granted, counted like matter."""
        queue, labels = self.queue, tuple(key.label for key in self.keys)
        about = f"for {self.keys[0].good} under {self.keys[0].control}"
        decided = (queue.granted + queue.refused + queue.withdrawn)[:, None]
        pending, filed = queue.in_rings[:, None], queue.filed[:, None]
        yield Account(f"applications {about}", labels, pending, filed, decided)
        gone = (queue.used + queue.expired)[:, None]
        yield Account(
            f"licences {about}", labels, queue.valid[:, None], queue.granted[:, None], gone
        )

    @property
    def required(self) -> Mask:
        """Where licences are needed today, ``[pair, replication]``."""
        return np.asarray(self.terms.in_force[self._by_flow.of] & self._applies)

    def open_day(self, day: int, orders: F64, planned: F64) -> tuple[F64, F64 | None]:
        """Take in today's orders, decide, and tell what may leave.

        Parameters
        ----------
        day : int
            Today.
        orders : array, t, ``[lane, item, replication]``
            All that is ordered and not shipped, today's orders included.
        planned : array, t a day, ``[lane, item, 1 or replication]``
            Undisrupted flow of the date.

        Returns
        -------
        limit, given up : array, t, ``[pair, replication]``
            Most that may leave (inf where no licence is needed), and orders taken back, if any.
        """
        terms, queue = self.terms, self.queue
        self._draw_week(day)
        ordered = self._those(orders)
        waiting = self._by_flow.total(ordered)
        normal = self._by_flow.total(self._those(planned))
        queue.expire(day, terms.refile_days)
        self._take_in(day, waiting, normal)
        granted = terms.granted
        if self._verdicts is not None:
            granted = np.where(self._verdict < granted, 1.0, 0.0)
        decided, given_up = queue.decide(
            day,
            self._pools,
            self._capacity(normal),
            granted,
            terms.refiled,
            terms.refile_days,
            terms.validity_days,
        )
        self._decided += decided
        self._granted += decided * granted
        return self._limits(ordered, waiting, given_up)

    def _those(self, table: F64) -> F64:
        """Give what a table ``[lane, item, ...]`` says of the pairs that it is about."""
        found = table[self.lane, self.item]
        return found if self._everywhere else np.where(self._applies, found, 0.0)

    def _draw_week(self, day: int) -> None:
        """Draw how long decisions on what is filed this week take."""
        week = day // PLANNING_DAYS
        if week == self._week and not self._stale:
            return
        if self._verdicts is not None:
            self._verdict = np.stack([verdict.of(week).p for verdict in self._verdicts])
        self._week, self._stale = week, False
        self._decision_days = self.terms.decision_days([draws.of(week) for draws in self._draws])

    def _take_in(self, day: int, waiting: F64, normal: F64) -> None:
        """File what is new, or let it pass; withdraw what is no longer on order."""
        queue, terms = self.queue, self.terms
        known = queue.known
        gone = terms.in_force & (waiting < known * (1.0 - TOLERANCE))
        if gone.any():
            queue.withdraw(np.divide(waiting, known, out=np.ones_like(known), where=gone))
        new = np.where(terms.in_force, np.maximum(waiting - known, 0.0), 0.0)
        held = new * terms.held
        if self._general is not None:
            self._general.renew(day, normal, self._decision_days)
            held[self._general.flows] -= self._general.admit(held[self._general.flows])
        queue.pass_through(new - held)
        queue.file(day, held + queue.due_again(day), self._decision_days)

    def _capacity(self, normal: F64) -> F64:
        """Give what each capacity pool can decide today, t, ``[pool, replication]``."""
        unlimited = np.isinf(self.terms.capacity)
        share = np.where(unlimited, 0.0, self.terms.capacity)
        capacity = np.where(unlimited, np.inf, share * normal)
        capacity = np.where(self.terms.in_force, capacity, 0.0)
        return self._pools.total(capacity)

    def _limits(self, ordered: F64, waiting: F64, given_up: F64) -> tuple[F64, F64 | None]:
        of = self._by_flow.of
        cut = None
        if given_up.any():
            lost = np.divide(given_up, waiting, out=np.zeros_like(waiting), where=given_up > 0.0)
            cut = ordered * lost[of]
            ordered = ordered - cut
            waiting = waiting - given_up
        usable = self.queue.usable
        part = usable < waiting * (1.0 - TOLERANCE)
        share = np.divide(usable, waiting, out=np.ones_like(waiting), where=part)
        limit = ordered * share[of]
        if not (self._everywhere and self.terms.in_force.all()):
            limit[~self.required] = np.inf
        return limit, cut

    def close_day(self, sent: F64) -> None:
        """Take off what left today, t, ``[lane, item, replication]``."""
        shipped = self._by_flow.total(self._those(sent))
        self.queue.use(np.where(self.terms.in_force, shipped, 0.0))

    def learn(self, day: int, part: float, every: int) -> Mask:
        """Let buyers learn part of what they do not know of the time that decisions take.

        Parameters
        ----------
        day : int
            Tomorrow.
        part : float
        every : int
            Days between two looks, counted from the start of the control.

        Returns
        -------
        array of bool, ``[replication]``
            Where they look today.
        """
        looks = np.asarray((day > self._start) & ((day - self._start) % every == 0.0))
        if looks.any():
            unknown = self.terms.expected_days - self._learnt
            self._learnt += np.where(looks, part * unknown, 0.0)
        return looks

    @property
    def lead_days(self) -> F64:
        """Days by which buyers order ahead for a decision, ``[pair, replication]``."""
        return np.asarray(self._learnt[self._by_flow.of] * self._applies)

    @property
    def _start(self) -> F64:
        """First day of the control, ``[replication]``; nan where it is not known or never comes."""
        return self._timings[0].start

    def judge(self, day: int, policy: Policy) -> Mask:
        """Find out where most was refused, over a time that begins with a decision.

        Parameters
        ----------
        day : int
            Tomorrow.
        policy : Policy
            Over how many days, and below which share granted.

        Returns
        -------
        array of bool, ``[replication]``
            Where anything changes.
        """
        begins = np.isinf(self._since) & (self._decided > 0.0)
        self._since[begins] = day - 1
        due = self._since <= day - policy.failing_days
        if not due.any():
            return np.zeros(due.shape[-1], dtype=bool)
        bad = due & (self._granted < self._failing_below * self._decided)
        # Where nothing was decided, as in a halt, buyers know no better than before.
        bad |= due & self._refuses & (self._decided == 0.0)
        changed = due & (bad != self._refuses)
        self._refuses[due] = bad[due]
        self._since[due] = np.where(bad, float(day), np.inf)[due]
        self._decided[due] = self._granted[due] = 0.0
        return np.asarray(np.logical_or.reduce(changed, axis=0))

    @property
    def refusing(self) -> Mask:
        """Pairs that are mostly refused, ``[pair, replication]``."""
        return np.asarray(self._refuses[self._by_flow.of] & self._applies)
