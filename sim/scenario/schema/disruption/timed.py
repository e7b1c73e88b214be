"""What every disruption has, and what each kind declares of itself."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar, get_args

from sim.scenario.finding import Finding
from sim.scenario.schema.base import Block, Date, Id, Label, Place, SourceIds, Text
from sim.scenario.schema.branching import Branch
from sim.scenario.schema.disruption.effect import (
    Change,
    Delay,
    Idling,
    Left,
    Lengthening,
    Licensing,
    Narrowing,
    Override,
)
from sim.scenario.schema.distribution import Number
from sim.scenario.schema.quantity import Fraction, Lapse, Months, When
from sim.scenario.schema.recurrence import Recurrence
from sim.scenario.schema.trigger import Trigger
from sim.scenario.use import Use, uses

if TYPE_CHECKING:
    from sim.scenario.network import Network


class Timed(Block):
    """What every disruption has.

    A kind derives from this: it adds its keys, says in the class variables what they name, and
    overrides what tells its effect. All that it does not override it does not do.
    """

    start: When | None = None
    """First day in force: a date, a day from the scenario's start, or a distribution of days. A
    date up to ``as_of`` may lie before the run: what began then is in force from its first day."""
    end: When | None = None
    """First day no longer in force."""
    duration_days: Lapse | None = None
    """Days in force, instead of end; a random duration rounds up. Of what occurs again, those of
    each time; an end then is the day from which it is over for good."""
    duration_months: Months | None = None
    """Months in force, instead of days, by the calendar: one month after 31 January is 28 February.
    A part of a month is that part of the days to the month after, and rounds up."""
    recurs: Recurrence | None = None
    """How it comes again after its end; none means that it does not."""
    trigger: Trigger | None = None
    """What sets it off, instead of a start: another disruption, or consumers who run low."""
    probability: Fraction = 1.0
    """Chance that it happens at all in a history."""
    branch: Branch | None = None
    """Branch in which it happens, as november.lapsed; none means in every one. Its probability then
    counts where that branch is taken."""
    announced: Date | None = None
    """Date from which buyers know of it, the first time; they order ahead if the policy says so."""
    announced_days_before: Lapse | None = None
    """Days before its first start from which they know of it, instead of a date: it moves with the
    start."""
    label: Label | None = None
    """How reports call it."""
    note: Text | None = None
    """A remark for readers."""
    sources: SourceIds = {}
    """Sources of the numbers."""

    if TYPE_CHECKING:
        kind: str

    nouns: ClassVar[Mapping[str, str]] = {}
    """Keys that hold names, with what they should be names of, as ``{"lanes": "lane"}``."""
    targets: ClassVar[tuple[str, ...]] = ()
    """Keys of lists of what it hits: with an empty one it can hit nothing."""
    watchable: ClassVar[bool] = True
    """Whether a state may set it off; else its days must be known before the run."""
    is_response: ClassVar[bool] = False
    """Whether it answers what goes wrong: nothing counts from its onset unless told to."""

    @classmethod
    def kind_name(cls) -> str:
        """Give the word that stands under ``kind``."""
        return str(get_args(cls.model_fields["kind"].annotation)[0])

    def names(self) -> Iterator[Use]:
        """Go through all names in use; paths count from the disruption's own block."""
        if self.trigger is not None:
            yield from self.trigger.names()
        if self.branch is not None:
            yield Use(("branch",), self.branch, "branch")
        for key, noun in self.nouns.items():
            given = getattr(self, key)
            # A name may be written "all"; where that stands for everything it is the default.
            if given != "all" or type(self).model_fields[key].default != "all":
                yield from uses((key,), given, noun)

    def findings(self, network: "Network") -> Iterator[Finding]:
        """Find what makes no sense; paths count from the disruption's own block."""
        empty = [key for key in self.targets if not getattr(self, key)]
        for key in empty:
            says = f"The list {key} is empty: it can hit nothing."
            yield Finding((key,), says, "Name at least one.")
        if not empty:
            yield from self.misses(network)

    def misses(self, network: "Network") -> Iterator[Finding]:
        """Find out whether what it names is not there to be hit."""
        narrowing = self.narrows(network)
        if narrowing is None or narrowing.abroad is not None:
            return
        if not any(narrowing.items(route) for route in network.routes):
            says = "No lane carries what it narrows: it can hit nothing."
            yield Finding(("kind",), says, "Name what some lane carries.")

    @property
    def repeats(self) -> bool:
        """Whether it may occur more than once."""
        if self.delays is not None:
            return False
        recurs = self.recurs is not None and self.recurs.times != 1
        return recurs or (self.trigger is not None and self.trigger.most_times > 1)

    @property
    def is_announced(self) -> bool:
        """Whether buyers may know of it before it begins."""
        return self.announced is not None or self.announced_days_before is not None

    @property
    def lasts(self) -> Number | None:
        """How long it lasts, in days or in months; none if it is given no duration."""
        return self.duration_months if self.duration_days is None else self.duration_days

    @property
    def ends(self) -> bool:
        """Whether it is over some day, once it has begun."""
        if self.delays is not None:
            return self.delays.months is not None
        return any(x is not None for x in (self.end, self.duration_days, self.duration_months))

    @property
    def left(self) -> Left | None:
        """How much is left of what it narrows, idles or shocks; none leaves nothing."""
        return None

    def narrows(self, network: "Network") -> Narrowing | None:
        """Say what it narrows on which routes."""
        return None

    @property
    def licenses(self) -> Licensing | None:
        """Who decides on licences for what it narrows."""
        return None

    @property
    def changes(self) -> Change | None:
        """Which control it changes. Strips leave it out: it shows in what is shown of that."""
        return None

    @property
    def idles(self) -> Idling | None:
        """Whose capacity it takes."""
        return None

    @property
    def shocks(self) -> list[Id | Place]:
        """Consumers, or places of consumers, whose demand it multiplies."""
        return []

    @property
    def delays(self) -> Delay | None:
        """Which projects it delays. Such a disruption counts from their planned dates.

        Start, end and duration then have no effect. A trigger delays a project only if it sets the
        disruption off before the project's planned first product.
        """
        return None

    @property
    def lengthens(self) -> Lengthening | None:
        """Which milestones of projects it lengthens, between its own dates."""
        return None

    @property
    def overrides(self) -> Override | None:
        """Which order it gives to a stockpile."""
        return None
