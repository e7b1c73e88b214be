"""Points that fit into one world: they differ in numbers, disruptions and stockpiles alone."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, TypeVar, get_args

from pydantic import BaseModel

from sim.design.drawn_alike import UncertainPoint
from sim.design.empty_stockpiles import emptied, may_stand_empty
from sim.scenario.branches import branchings_in_use
from sim.scenario.chain import STOCKPILES
from sim.scenario.network import Network, share_of_each
from sim.scenario.numbers import highest
from sim.scenario.schema import Branching, Disruption, Distribution, Scenario
from sim.scenario.schema.consumer import Consumer
from sim.scenario.schema.disruption.control_change import ControlChange
from sim.scenario.schema.facility import Depot, Mine, SeparationPlant
from sim.scenario.schema.firms import Firms
from sim.scenario.schema.lane import Lane
from sim.scenario.schema.licence import Inspection, LicenceTerms
from sim.scenario.schema.scenario import Measures, Policy
from sim.world.chance.varied import Varied

T = TypeVar("T")

NOWHERE = 0.0
"""Probability of a disruption at a point that does not have it."""
FOR_EACH: tuple[tuple[type, str], ...] = (
    (LicenceTerms, "decision_days"),
    (Inspection, "days"),
    (Firms, "stock_days_factor"),
)
"""Numbers that differ between many within a history, in one way for all of a world."""

WRITTEN: tuple[tuple[type, str], ...] = (
    (Branching, "start"),
    (Branching, "weights"),
    (Consumer, "order_up_to_t"),
    (Depot, "order_up_to_t"),
    (Lane, "offtake"),
    (Lane, "share"),
    (Lane, "standby"),
    (Mine, "stock_t_reo"),
    (Policy, "failing_below"),
    (Policy, "front_load"),
    (Policy, "hoarding"),
    (SeparationPlant, "feed_surplus_above_days"),
    (SeparationPlant, "surplus_above_days"),
)
"""Numbers that no file may draw, but which worlds hold by replication."""

RECORDED = "flows", "stocks", "daily_stocks", "trade", "exposure"
"""What a world records only where it is asked to."""


_Told = Mapping[str, object]


class StructuralError(Exception):
    """What differs between two scenarios is more than a number."""


@dataclass(frozen=True)
class Together:
    """Points that are run in one world.

    Attributes
    ----------
    scenario : Scenario
        All of them in one: a number that differs is :class:`~sim.world.chance.varied.Varied`.
    numbers : tuple of int, ``[point]``
        Their places in the design.
    without : tuple of frozenset of str, ``[point]``
        Disruptions that each does not have, and branchings of which it has none.
    without_stockpiles : tuple of frozenset of str, ``[point]``
        Stockpiles that each does not have: they stand empty.
    measures : tuple of Measures, ``[point]``
        Of each: nothing that happens hangs on its thresholds.
    """

    scenario: Scenario
    numbers: tuple[int, ...]
    without: tuple[frozenset[str], ...]
    without_stockpiles: tuple[frozenset[str], ...]
    measures: tuple[Measures, ...]

    @property
    def differ_in_calm(self) -> bool:
        """Whether they differ in more than disruptions and stockpiles, which are met later."""
        return bool({*self._differ_in} - {"branches", "disruptions", STOCKPILES})

    @cached_property
    def _differ_in(self) -> list[str]:
        """Blocks of the scenario in which numbers differ."""
        blocks = {name: getattr(self.scenario, name) for name in Scenario.model_fields}
        return [name for name, block in blocks.items() if _at_point(block, 0) is not block]

    def point(self, at: int) -> Scenario:
        """Give the scenario of the point at a place among these."""
        every = self.scenario
        there: Mapping[str, Any] = {
            "disruptions": _without(every.disruptions, self.without[at]),
            STOCKPILES: _without(every.stockpiles, self.without_stockpiles[at]),
        }
        own = {
            name: _at_point(there.get(name, getattr(every, name)), at) for name in self._differ_in
        }
        return every.model_copy(update={**there, **own, "measures": self.measures[at]})


def _without(blocks: Mapping[str, T], names: frozenset[str]) -> Mapping[str, T]:
    return {name: one for name, one in blocks.items() if name not in names} if names else blocks


def together(points: Mapping[int, Scenario]) -> list[Together]:
    """Put points, by their places in a design, into few worlds: the first each fits into."""
    groups: list[_Group] = []
    for number, point in points.items():
        lasting, timings = _lasting(point), _timings(point)
        if not any(group.takes(number, point, lasting, timings) for group in groups):
            groups.append(_Group(number, point, lasting, timings))
    return [group.together() for group in groups]


def worlds_of(points: Iterable[Scenario]) -> int:
    """Count the worlds that points are put into, if no study reads flows or stocks of them."""
    return len(together(dict(enumerate(map(unmeasured, points)))))


class _Group:
    """Points that fit together."""

    def __init__(self, number: int, point: Scenario, lasting: _Told, timings: _Told) -> None:
        self._points = {number: point}
        self._uncertain = [UncertainPoint(point)]
        self._lasting, self._timings = lasting, dict(timings)
        self._disruptions = dict(point.disruptions)
        """One of each id: what it is like is the same at all points."""
        self._holders = dict.fromkeys(point.stockpiles, point)
        """A point that has it, by stockpile: what it is like is the same at all that have it."""

    def takes(self, number: int, point: Scenario, lasting: _Told, timings: _Told) -> bool:
        """Take a point in if it fits."""
        ours = next(iter(self._points.values()))
        both = self._timings.keys() & timings.keys()
        uncertain = UncertainPoint(point)
        if not all(uncertain.fits(one) for one in self._uncertain):
            return False
        if lasting != self._lasting or any(self._timings[n] != timings[n] for n in both):
            return False
        try:
            _merged([_calm(ours), _calm(point)], ours)
            for name in self._disruptions.keys() & point.disruptions.keys():
                _merged([self._disruptions[name], point.disruptions[name]], ours)
            for name in self._holders.keys() | point.stockpiles.keys():
                self._check_stockpile(name, point)
        except StructuralError:
            return False
        self._points[number] = point
        self._uncertain.append(uncertain)
        self._timings.update(timings)
        self._disruptions = point.disruptions | self._disruptions
        self._holders = dict.fromkeys(point.stockpiles, point) | self._holders
        return True

    def _check_stockpile(self, name: str, point: Scenario) -> None:
        """Refuse a point whose stockpile is another one, or that lacks one that is never empty."""
        holder = self._holders.get(name, point)
        if name in self._holders and name in point.stockpiles:
            _merged([holder.stockpiles[name], point.stockpiles[name]], point)
        elif not may_stand_empty(holder, name):
            raise StructuralError

    def together(self) -> Together:
        """Make one scenario of them."""
        points = list(self._points.values())
        merged = _merged([_calm(point) for point in points], points[0])
        disruptions = {}
        for name, one in self._disruptions.items():
            off = one.model_copy(update={"probability": NOWHERE})
            each = [point.disruptions.get(name, off) for point in points]
            disruptions[name] = _merged(each, points[0])
        stockpiles = {}
        for name, holder in self._holders.items():
            empty = emptied(holder.stockpiles[name])
            held = [point.stockpiles.get(name, empty) for point in points]
            stockpiles[name] = _merged(held, points[0])
        branchings = [branchings_in_use(point).keys() for point in points]
        known = self._disruptions.keys() | set().union(*branchings)
        return Together(
            merged.model_copy(
                update={
                    "disruptions": disruptions,
                    STOCKPILES: stockpiles,
                    "measures": points[0].measures,
                }
            ),
            tuple(self._points),
            tuple(
                frozenset(known - point.disruptions.keys() - in_use)
                for point, in_use in zip(points, branchings, strict=True)
            ),
            tuple(frozenset(self._holders.keys() - point.stockpiles.keys()) for point in points),
            tuple(point.measures for point in points),
        )


def _calm(point: Scenario) -> Scenario:
    """Leave out disruptions and stockpiles, and all of measures but what is recorded for them."""
    recorded = {name: getattr(point.measures, name) for name in RECORDED}
    measures = Measures.model_construct(**recorded)
    return point.model_copy(update={"disruptions": {}, STOCKPILES: {}, "measures": measures})


def unmeasured(point: Scenario, *, exposed: bool = False) -> Scenario:
    """Give a scenario that asks for no flow, stock or trade to be measured.

    Nor for what consumers depend on, unless that is to stay.
    """
    fields = Measures.model_fields
    names = (name for name in RECORDED if not (exposed and name == "exposure"))
    none = {name: fields[name].get_default() for name in names}
    return point.model_copy(update={"measures": point.measures.model_copy(update=none)})


def _lasting(point: Scenario) -> _Told:
    """Give, by id, what disruptions there are that shape a world though they never happen.

    Where one may stop goods on their way, these are told apart; where licences may be asked for,
    there is an authority; flows whose capacity for decisions may change alike share a pool.
    """
    network, found = Network(point), dict[str, object]()
    for name, one in point.disruptions.items():
        narrowing = one.narrows(network)
        if narrowing is not None and (narrowing.stops != "departures" or narrowing.licensed):
            found[name] = one.kind
        if isinstance(one, ControlChange) and any(
            terms is not None and terms.capacity_of_normal is not None
            for terms in (one.licence, one.inspection)
        ):
            found[name] = one.kind
    return found


def _timings(point: Scenario) -> _Told:
    """Give, by id, when changes of controls are expected: their order is one for all of a world."""
    return {
        name: _timing(point, one)
        for name, one in point.disruptions.items()
        if one.changes is not None
    }


def _timing(point: Scenario, one: Disruption) -> list[object]:
    """Give all that decides when a disruption is expected."""
    lasts = one.duration_days, one.duration_months
    after = None if one.trigger is None else one.trigger.after
    return [
        *(one.start, one.end, lasts, one.recurs, one.trigger, one.delays),
        *(_timing(point, point.disruptions[after]) if after else []),
    ]


def _merged(
    values: Sequence[Any], root: Scenario, of: tuple[type[BaseModel], str] | None = None
) -> Any:
    """Make one of what points give at a place.

    Parameters
    ----------
    values : sequence
        What each point gives.
    root : Scenario
        Any of them, from whose start dates are counted.
    of : block and field, optional
        Where it stands; none if no number does.

    Raises
    ------
    StructuralError
        If more than numbers differ.
    """
    first = values[0]
    if all(value is first for value in values) or all(value == first for value in values):
        return first
    kinds = {type(value) for value in values}
    if len(kinds) == 1 and isinstance(first, BaseModel) and not isinstance(first, Distribution):
        block = type(first)
        if isinstance(first, Lane):
            _check_lanes(values, root)
        return first.model_copy(
            update={
                name: _merged([getattr(value, name) for value in values], root, (block, name))
                for name in block.model_fields
            }
        )
    if all(isinstance(value, Mapping) for value in values):
        if any(list(value) != list(first) for value in values):
            raise StructuralError
        return {key: _merged([value[key] for value in values], root, of) for key in first}
    if of is None or not _may_differ(*of):
        raise StructuralError
    varied = Varied.of(tuple(values), root.start)
    if not all(isinstance(one, int | float | Distribution) for one in varied.numbers):
        raise StructuralError
    if not all(map(math.isfinite, varied.support)):  # how far it may reach is one for a world
        raise StructuralError
    return varied


def _check_lanes(lanes: Sequence[Lane], root: Scenario) -> None:
    """Refuse what all points of a lane have in common: what it carries, and draws by shipment."""
    shares = [share_of_each(root, lane) or {} for lane in lanes]
    carried = [{item for item, share in one.items() if highest(share) > 0} for one in shares]
    if any(one != carried[0] for one in carried):
        raise StructuralError
    if lanes[0].transit_drawn == "by_shipment":
        _merged([lane.transit_days for lane in lanes], root)


@lru_cache(maxsize=4096)
def _may_differ(block: type[BaseModel], field: str) -> bool:
    """Tell whether worlds hold a number by replication: mostly where one may be drawn."""

    def is_in(table: tuple[tuple[type, str], ...]) -> bool:
        return any(issubclass(block, one) and field == name for one, name in table)

    if is_in(FOR_EACH):
        return False
    return is_in(WRITTEN) or Distribution in _parts(block.model_fields[field].annotation)


def _parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in get_args(annotation):
        yield from _parts(part)


def _at_point(value: Any, at: int) -> Any:
    """Give what a point gives."""
    if isinstance(value, Varied):
        return value.given[at]
    if isinstance(value, BaseModel):
        changed = {}
        for name in type(value).model_fields:
            below = getattr(value, name)
            if (new := _at_point(below, at)) is not below:
                changed[name] = new
        return value.model_copy(update=changed) if changed else value
    if isinstance(value, Mapping):
        new = {key: _at_point(below, at) for key, below in value.items()}
        return new if any(new[key] is not value[key] for key in new) else value
    return value
