"""The walk up the chain: what did not come over a lane, what held it up, and what before it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.rules.bottleneck import CONSTRAINTS, FEED, NOTHING, STOCK
from sim.scenario.chain import STAGE
from sim.scenario.network import block_of
from sim.scenario.numbers import expected, on_date
from sim.scenario.schema import Good, Scenario
from sim.upstream.watched import Flows, Watched

F64 = NDArray[np.float64]

WINDOW_DAYS = 28
"""Days over which what came is held against the plan: plants make, and ore goes, in weeks."""
LEAST = 0.1
"""Part of what is missing at a buyer from which on a lane is walked up by itself."""
MOST_DEPTH = 8
"""Most steps up the chain: more than it has stages, and a depot before each."""


@dataclass(frozen=True)
class Branch:
    """What is missing over a lane to a buyer, in so many days."""

    good: str
    lane: str
    seller: str
    buyer: str
    first: int
    """First and ..."""
    last: int
    """... last day on which it would have left."""
    shipped: float
    """t."""
    planned: float
    """t that would have left undisrupted."""
    missing: float
    """t, item by item."""
    most_of: str
    """Item of which most is missing; nothing where there is one."""
    constraint: str
    """What held it up, nothing if less was ordered."""
    part: float
    """Part of what is missing at the consumer that comes down to it, 1."""
    above: tuple["Branch", ...] = field(default=())
    """Lanes to the seller, over which too little came to it."""
    folded: int = 0
    """Further lanes over which less than a tenth is missing each."""

    def leaves(self) -> Iterator["Branch"]:
        """Go through what binds in the end."""
        if not self.above:
            yield self
        for one in self.above:
            yield from one.leaves()


@dataclass(frozen=True)
class Inflow:
    """What came to a buyer of a good in so many days."""

    shipped: float
    """t that left for it, so as to come in these days."""
    planned: float
    missing: float
    extra: Mapping[str, float]
    """t above the plan, by seller: what came from elsewhere."""
    branches: tuple[Branch, ...]
    """The lanes over which most is missing, the worst first."""
    folded: int
    """How many others."""


class Walk:
    """Walks up the chain in one history.

    Parameters
    ----------
    scenario : Scenario
    watched : Watched
    """

    def __init__(self, scenario: Scenario, watched: Watched) -> None:
        self._scenario, self._watched = scenario, watched
        self._block = block_of(scenario)

    def inflow(
        self,
        good: Good,
        buyer: str,
        last: int,
        part: float = 1.0,
        seen: frozenset[str] = frozenset(),
    ) -> Inflow:
        """Hold what came to a buyer against the plan, up to a day.

        Parameters
        ----------
        good : str
        buyer : str
        last : int
            Last day on which it could come.
        part : float
            Part of what the consumer lacks that this is to explain.
        seen : frozenset of str
            Buyers on the way here, which are not walked up again.
        """
        flows = self._watched.flows.get(good)
        if flows is None or last < 0:
            return Inflow(0.0, 0.0, 0.0, {}, (), 0)
        rows = [row for row, lane in enumerate(flows.lanes) if lane.buyer == buyer]
        found = {row: self._over(flows, row, last) for row in rows}
        missing = sum(one.missing for one in found.values())
        extra: dict[str, float] = {}
        for row, one in found.items():
            if one.shipped > one.planned:
                seller = flows.lanes[row].seller
                extra[seller] = extra.get(seller, 0.0) + one.shipped - one.planned
        worst = sorted(found, key=lambda row: -found[row].missing)
        kept = [row for row in worst if found[row].missing >= LEAST * missing > 0.0]
        least = max(sum(found[row].missing for row in kept), 1e-12)
        branches = tuple(
            self._branch(
                good, flows, row, found[row], part * found[row].missing / least, seen | {buyer}
            )
            for row in kept
        )
        others = sum(found[row].missing > 0.0 for row in worst) - len(kept)
        return Inflow(
            sum(one.shipped for one in found.values()),
            sum(one.planned for one in found.values()),
            missing,
            extra,
            branches,
            others,
        )

    def _over(self, flows: Flows, row: int, last: int) -> "_Over":
        """Add up a lane over the days on which what comes by a day would have left."""
        end = min(last - round(flows.lanes[row].transit_days), self._watched.days - 1)
        first = max(end - WINDOW_DAYS + 1, 0)
        days = slice(first, end + 1)
        shipped = flows.shipped[days, row].astype(np.float64)
        planned = flows.planned[days, row].astype(np.float64)
        lacking = np.maximum(planned.sum(axis=0) - shipped.sum(axis=0), 0.0)
        # Days count by what the plan has for them: shipments come in batches.
        weight = planned * (lacking > 0.0)
        by_code = {
            code: float(weight[flows.binds[days, row] == code].sum())
            for code in range(NOTHING, len(CONSTRAINTS))
        }
        code = max(by_code, key=lambda one: by_code[one])
        return _Over(first, end, shipped.sum(), planned.sum(), lacking, code)

    def _branch(
        self, good: Good, flows: Flows, row: int, over: "_Over", part: float, seen: frozenset[str]
    ) -> Branch:
        """Walk up a lane, and from its seller on where that lacked what it sells."""
        lane = flows.lanes[row]
        above = None
        if over.code in {FEED, STOCK} and lane.seller not in seen and len(seen) < MOST_DEPTH:
            above = self._to_seller(good, lane.seller, over.last, part, seen)
        several = len(flows.items) > 1 and over.missing > 0.0
        return Branch(
            good=good,
            lane=lane.lane,
            seller=lane.seller,
            buyer=lane.buyer,
            first=over.first,
            last=over.last,
            shipped=float(over.shipped),
            planned=float(over.planned),
            missing=over.missing,
            most_of=flows.items[int(over.lacking.argmax())] if several else "",
            constraint="" if over.code == NOTHING else CONSTRAINTS[over.code],
            part=part,
            above=() if above is None else above.branches,
            folded=0 if above is None else above.folded,
        )

    def _to_seller(
        self, good: Good, seller: str, last: int, part: float, seen: frozenset[str]
    ) -> Inflow | None:
        """Give what came to a seller, of what it makes its goods of or hands on."""
        stage = STAGE.get(self._block[seller])
        if stage is None:
            return self.inflow(good, seller, last, part, seen)
        if stage.takes is None:
            return None
        facility = getattr(self._scenario, stage.block)[seller]
        takes = on_date(getattr(facility, "processing_days", 0.0), None, expected)
        return self.inflow(stage.takes, seller, last - round(takes), part, seen)


@dataclass(frozen=True)
class _Over:
    """What left over a lane in a window, t."""

    first: int
    last: int
    shipped: float
    planned: float
    lacking: F64
    """By item."""
    code: int

    @property
    def missing(self) -> float:
        """Missing of all items."""
        return float(self.lacking.sum())
