"""Makers and consumers, day by day, written from what `scenarios/README.md` says of them.

Plain loops over plain numbers, which know nothing of the program: what the two agree on is what the
words say. Makers need no input, lanes are never judged, and nothing is drawn.
"""

from copy import deepcopy
from dataclasses import dataclass, field
from typing import NamedTuple

MONTH = 365.25 / 12
"""Days in a month."""


@dataclass
class Maker:
    """Makes magnets of nothing, and holds stock for sale."""

    capacity: float
    """t a day."""
    stock_days: int = 0
    processing_days: int = 0
    surge: tuple[float, float] | None = None
    """What it makes more at once, and takes on in a month, in parts of capacity."""
    sales: float = 0.0
    """Planned, t a day."""
    manned: float = 0.0
    stock: float = 0.0
    work: list[float] = field(default_factory=list)
    """In process, t, by days until it is finished."""

    def begin(self, sales: float) -> None:
        """Hold what the plan has it hold."""
        self.sales = self.manned = sales
        self.work = [sales] * self.processing_days
        self.stock = sales * self.stock_days

    def make(self, waiting: float) -> None:
        """Finish what is due, and make what target and waiting orders want."""
        if self.work:
            self.stock += self.work.pop(0)
        target = self.sales * (self.stock_days + self.processing_days + 1)
        made = min(max(target + waiting - self.stock - sum(self.work), 0.0), self.capacity)
        if self.surge is not None:
            at_once, per_month = (part * self.capacity for part in self.surge)
            step = per_month / MONTH
            made = min(made, self.manned + at_once + step)
            self.manned = max(self.manned, min(made, self.manned + step))
        if self.processing_days:
            self.work.append(made)
        else:
            self.stock += made


@dataclass
class Firm:
    """A part of a consumer with a shelf of its own; a plain consumer is one."""

    use: float
    """Normal, t a day."""
    target: float
    """t."""
    shelf: float
    waiting: float = 0.0


@dataclass
class Consumer:
    """Uses magnets every day, and orders to keep its shelf."""

    demand: float
    """Normal, t a day."""
    stock_days: float
    kept: float = 0.0
    """Share of what is missed that customers wait for."""
    overtime: float | None = 0.0
    """Extra use, as a share of demand; None serves what waits first, as far as there is any."""
    qualification: tuple[float, float] | None = None
    """Days, and what is accepted at once above the plan."""
    factors: tuple[float, ...] = (1.0,)
    """Shelves of its firms over ``stock_days``."""
    moves: tuple[int, int, float] | None = None
    """First and last day on which ``stock_days`` move in a straight line, and what they are then."""
    firms: list[Firm] = field(default_factory=list)
    on_order: float = 0.0
    lead: float = 0.0

    def begin(self, lead: float) -> None:
        """Hold what it wants to hold."""
        self.lead = lead
        use = self.demand / len(self.factors)
        shelves = [use * self.stock_days * factor for factor in self.factors]
        self.firms = [Firm(use, shelf, shelf) for shelf in shelves]

    def plan(self, day: int) -> None:
        """Set what firms want to hold on a day."""
        wants = self.stock_days
        if self.moves is not None:
            first, last, to = self.moves
            wants += (to - wants) * min(max((day - first) / (last - first), 0.0), 1.0)
        for firm, factor in zip(self.firms, self.factors, strict=True):
            firm.target = firm.use * wants * factor

    @property
    def waiting(self) -> float:
        return sum(firm.waiting for firm in self.firms)

    def needs(self, today: float) -> float:
        """Give what it orders on a day of so much demand, t."""
        level = sum(firm.target for firm in self.firms) + self.demand * self.lead
        late = self.waiting
        if self.overtime is not None:
            late = min(late, self.overtime * (level + self.demand))
        held = sum(firm.shelf for firm in self.firms)
        return max(level - held - self.on_order + today + late, 0.0)

    def late(self, today: float) -> float:
        """Give what it could use today besides, t."""
        return self.waiting if self.overtime is None else min(self.waiting, self.overtime * today)

    def share_out(self, came: float, today: float) -> None:
        """Give its firms what came, by what each lacks; the rest by use."""
        lacking = []
        for firm in self.firms:
            use = firm.use * today / self.demand
            late = firm.waiting
            if self.overtime is not None:
                late = min(late, self.overtime * (firm.target + use))
            lacking.append(max(firm.target + use + late - firm.shelf, 0.0))
        part = min(came / sum(lacking), 1.0) if sum(lacking) > 0.0 else 0.0
        rest = max(came - sum(lacking), 0.0)
        for firm, lacks in zip(self.firms, lacking, strict=True):
            firm.shelf += part * lacks + rest / len(self.firms)

    def use(self, today: float) -> float:
        """Let firms use what they have; give what is served of the day's demand, t."""
        served = 0.0
        for firm in self.firms:
            wants = firm.use * today / self.demand
            if self.overtime is None:
                old = min(firm.shelf, firm.waiting)
                firm.shelf, firm.waiting = firm.shelf - old, firm.waiting - old
            new = min(firm.shelf, wants)
            firm.shelf -= new
            served += new
            if self.overtime is not None:
                old = min(firm.shelf, firm.waiting, self.overtime * wants)
                firm.shelf, firm.waiting = firm.shelf - old, firm.waiting - old
            firm.waiting += self.kept * (wants - new)
        return served


@dataclass
class Lane:
    """From a maker to a consumer."""

    maker: str
    consumer: str
    share: float
    days: int
    """In transit."""
    closed: list[tuple[int, int]] = field(default_factory=list)
    """First days on which it is closed, and on which it is not any more."""
    waiting: float = 0.0
    """Ordered and not shipped, t."""
    asked: float = 0.0
    """The same with what is ordered today."""
    weight: float = 0.0
    """Part of its consumer's orders today."""
    new_since: int | None = None
    """First day on which more was ordered over it instead of over another."""
    way: list[float] = field(default_factory=list)
    """On its way, t, by days until it arrives."""

    def open(self, day: int) -> bool:
        return not any(first <= day < end for first, end in self.closed)


Shock = tuple[str, float, int, int]
"""Consumer, factor of its demand, first day, first day after."""


class Case(NamedTuple):
    """A world, and what happens to it."""

    makers: dict[str, Maker]
    consumers: dict[str, Consumer]
    lanes: list[Lane]
    shocks: list[Shock]


Day = tuple[float, float, float]
"""What a consumer is served, what waits there, and what it holds in the end, t."""


def simulate(case: Case, days: int) -> dict[str, list[Day]]:
    """Give the days of each consumer."""
    makers, consumers, lanes, shocks = deepcopy(case)
    for lane in lanes:
        lane.way = [lane.share * consumers[lane.consumer].demand] * lane.days
    for name, maker in makers.items():
        maker.begin(sum(lane.way[0] for lane in lanes if lane.maker == name))
    for name, consumer in consumers.items():
        mine = [lane for lane in lanes if lane.consumer == name]
        consumer.begin(sum(lane.share * lane.days for lane in mine))
        consumer.on_order = sum(sum(lane.way) for lane in mine)
    found: dict[str, list[Day]] = {name: [] for name in consumers}
    for day in range(days):
        demand = {name: one.demand for name, one in consumers.items()}
        for name, factor, first, end in shocks:
            demand[name] *= factor if first <= day < end else 1.0
        behind = {
            name: sum(lane.waiting for lane in lanes if lane.maker == name) for name in makers
        }
        for name, consumer in consumers.items():
            mine = [lane for lane in lanes if lane.consumer == name]
            split(mine, consumer, day)
            consumer.plan(day)
            came = sum(lane.way.pop(0) for lane in mine)
            consumer.on_order -= came
            consumer.share_out(came, demand[name])
            order(mine, consumer, consumer.needs(demand[name]), day)
        for name, maker in makers.items():
            maker.make(behind[name])
            mine = [lane for lane in lanes if lane.maker == name]
            use = [
                lane.weight
                * (demand[lane.consumer] + consumers[lane.consumer].late(demand[lane.consumer]))
                for lane in mine
            ]
            plan = [lane.share * consumers[lane.consumer].demand for lane in mine]
            sent = shared(maker.stock, [lane.asked for lane in mine], [plan, use])
            for lane, amount in zip(mine, sent, strict=True):
                lane.way.append(amount)
                lane.waiting = lane.asked - amount
                maker.stock -= amount
        for name, consumer in consumers.items():
            served = consumer.use(demand[name])
            held = sum(firm.shelf for firm in consumer.firms)
            found[name].append((served, consumer.waiting, held))
    return found


def split(lanes: list[Lane], consumer: Consumer, day: int) -> None:
    """Split orders over open lanes; what waits on closed ones is taken back."""
    whole = sum(lane.share for lane in lanes if lane.open(day))
    for lane in lanes:
        lane.weight = lane.share / whole if lane.open(day) else 0.0
        if not lane.open(day):
            consumer.on_order -= lane.waiting
            lane.waiting = 0.0


def order(lanes: list[Lane], consumer: Consumer, need: float, day: int) -> None:
    """Order over the lanes, as much as is accepted of each."""
    for lane in lanes:
        wants = lane.weight * need
        if consumer.qualification is not None:
            takes, above = consumer.qualification
            if lane.weight > lane.share * (1.0 + above) * (1.0 + 1e-9):
                lane.new_since = day if lane.new_since is None else lane.new_since
                if day < lane.new_since + takes:
                    wants = min(wants, (1.0 + above) * lane.share * consumer.demand)
        consumer.on_order += wants
        lane.asked = lane.waiting + wants


def shared(stock: float, asked: list[float], claims: list[list[float]]) -> list[float]:
    """Share out a stock: up to each claim in turn, then by what is asked for besides."""
    sent = [0.0] * len(asked)
    for upto in [*claims, asked]:
        wants = [
            max(min(most, one) - got, 0.0) for most, one, got in zip(asked, upto, sent, strict=True)
        ]
        part = min(max(stock, 0.0) / sum(wants), 1.0) if sum(wants) > 0.0 else 0.0
        sent = [got + part * more for got, more in zip(sent, wants, strict=True)]
        stock -= part * sum(wants)
    return sent
