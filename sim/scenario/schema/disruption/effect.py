"""What a disruption can do: the words in which each kind says it, and the world reads it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sim.scenario.chain import Good
from sim.scenario.schema.base import Block, Id, Place
from sim.scenario.schema.disruption.aim import Aim
from sim.scenario.schema.distribution import Number
from sim.scenario.schema.quantity import Lapse

if TYPE_CHECKING:
    from sim.scenario.network import Route


class Recovery(Block):
    """How capacity comes back after an outage."""

    days: Lapse
    """Days from the end of the outage to full capacity."""
    curve: Literal["linear", "convex", "concave"] = "linear"
    """linear; convex comes back late; concave comes back early."""


WorkInProcess = Literal["goes_on", "freezes", "lost"]
"""What becomes of work in process in an outage."""


Stop = Literal["departures", "transit", "arrivals"]
"""Where goods stop: nothing leaves, nothing moves on its way, or nothing is let in."""


@dataclass(frozen=True)
class Left:
    """How much is left of what a disruption narrows, idles or shocks: a factor, drawn once."""

    key: str
    """Key under which it is written."""
    lost: bool = False
    """Whether the value is the share that is lost."""


@dataclass(frozen=True)
class Abroad:
    """Goods of other countries, hit for what they hold of an exporter's material."""

    exporter: Place
    elements: Callable[[Good], Collection[str]]
    """Elements that count in a good."""
    content: float
    """Content of them, t per t of the goods, from which an item is hit."""
    hits: Callable[["Route"], bool]
    """Tells whether it acts on a route at all."""
    counts_from: Callable[[Good], float] | None = None
    """Content of an element from which it counts in a good, where only the exporter's part of what
    is hit is narrowed; none narrows all of it."""
    by_batch: bool = False
    """Whether those it is aimed at share what is free of the exporter's material of all that
    sellers make who keep batches of magnets apart."""


@dataclass(frozen=True)
class Cap:
    """Routes on which at most so many times the undisrupted flow of the date passes."""

    key: str
    """Key under which the factor is written; it is drawn once."""
    items: Callable[["Route"], Collection[str]]
    """Gives what is held to it on a route."""


@dataclass(frozen=True)
class Tonnes:
    """Tonnes of a good that may leave in each calendar period, first come first served."""

    path: Callable[[Good], tuple[str, ...]]
    """Keys, below the disruption, of the tonnes of a good."""
    months: int
    """Length of a period; the first of a year begins with it."""


@dataclass(frozen=True)
class Narrowing:
    """Routes on which only what is left of the undisrupted flow passes."""

    items: Callable[["Route"], Collection[str]]
    """Gives what is hit on a route, of what is ordered there: grades, elements or the bulk."""
    abroad: Abroad | None = None
    """What is hit besides."""
    orders_when_closed: Literal["cancel", "keep"] | None = None
    """What becomes of orders on a closed lane; none takes the policy's rule."""
    stops: Stop = "departures"
    """Where goods stop."""
    licensed: bool = False
    """Whether licences decide what passes there, instead of a share that is left."""
    tonnes: Tonnes | None = None
    """What may leave over all of them together, until which all passes."""
    cap: Cap | None = None
    """What is held to its undisrupted flow elsewhere, as goods could be sent on from there."""


@dataclass(frozen=True)
class Licensing:
    """An authority asks for licences of what is narrowed."""

    exporter: Place
    """Its country: goods from there may be held and tested."""
    at_random: bool
    """Whether a week's applications are granted or refused together, by a draw."""


@dataclass(frozen=True)
class Change:
    """An export control is changed."""

    control: Id
    suspended: bool
    aim: Aim
    """For whom."""


@dataclass(frozen=True)
class Idling:
    """Facilities of whose capacity only a part is left."""

    facilities: tuple[Id, ...]
    recovery: Recovery | None = None
    """How capacity comes back; none means at once."""
    work_in_process: WorkInProcess = "goes_on"
    """What becomes of what is in process."""
    destroys: bool = False
    """Whether stocks are destroyed."""

    @property
    def touches_goods(self) -> bool:
        """Whether it touches goods on the premises, besides capacity."""
        return self.destroys or self.work_in_process != "goes_on"


@dataclass(frozen=True)
class Delay:
    """Projects that come late, counted from their planned first product."""

    projects: tuple[Id, ...]
    months: Number | None
    """How late, drawn once for all of them; none means that they are never built."""


@dataclass(frozen=True)
class Lengthening:
    """Milestones that take longer where they are under way, or begin, while it is in force."""

    projects: tuple[Id, ...] | None
    """Whose; none means those of all."""
    given: Mapping[str, tuple[str, ...]]
    """What each must be of, by the key of a milestone, or ``milestones`` for its name: all of
    them, one of the values of each."""
    months: Number | None
    """How much longer, drawn once for all of them; none means that they stand still meanwhile."""


@dataclass(frozen=True)
class Override:
    """An order to a stockpile, whatever its own policy says."""

    stockpile: Id
    order: Literal["release", "pause"]
