"""The whole scenario."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from sim.scenario.schema.base import LONGEST_NAME, Block, Date, Id, Label, Place, Text
from sim.scenario.schema.branching import Branching
from sim.scenario.schema.consumer import Consumer
from sim.scenario.schema.disruption.kinds import Disruption
from sim.scenario.schema.facility import (
    Depot,
    MagnetMaker,
    MetalMaker,
    Mine,
    MotorMaker,
    Recycler,
    SeparationPlant,
)
from sim.scenario.schema.flow import Flow
from sim.scenario.schema.lane import Lane
from sim.scenario.schema.learning import Regions
from sim.scenario.schema.market import Market
from sim.scenario.schema.material import Element, Grade
from sim.scenario.schema.project import Project
from sim.scenario.schema.quantity import (
    Count,
    FixedFactor,
    FixedFraction,
    FixedLapse,
    Review,
    Seed,
    Span,
    WarmUp,
)
from sim.scenario.schema.schedule import Schedule
from sim.scenario.schema.source import Source
from sim.scenario.schema.stockpile import Stockpile
from sim.scenario.schema.uncertainty import Uncertainty, WorldsKind
from sim.scenario.visible import one_line

Holders = Literal["all"] | list[Id]
"""All facilities and consumers, or some by their ids."""


class Policy(Block):
    """How the world's firms behave, everywhere alike."""

    allocation: Literal["priority", "pro_rata"] = "priority"
    """A seller that is short serves strictly by priority class, or all classes alike."""
    contracts_first: bool = True
    """Within a class, buyers get their planned volume before anybody's extra orders. Of the rest,
    what a buyer uses in a day (with what its customers wait for) comes before what it orders for
    its shelf, or for a reserve."""
    home_first: list[Place] = []
    """Countries or blocs in which a seller that is short serves buyers of its own country, or bloc,
    before others of their class."""
    orders_when_closed: Literal["cancel", "keep"] = "cancel"
    """Unshipped orders on a closed lane are placed again on open lanes, or wait."""
    review_days: Review = 7
    """Days between two production plans of a plant; lanes and consumers run daily. A plan makes the
    output of all these days at once, so that a plant bridges as many days besides its feed_days and
    stock_days, and goes on up to as many days after feed is back."""
    failing_below: FixedFraction = 0.5
    """A lane that ships less than this share of its orders over failing_days, and of its plan, is
    failing."""
    failing_days: Span = 28
    """Days over which a lane is judged, from the first on which orders are left unshipped; then
    those that wait on a failing lane are placed elsewhere."""
    licence_patience_days: Span = 182
    """Days over which a lane is judged like that where orders wait for licences (half a year, an
    assumption): from a desk that decides too little, or never, buyers turn in the end."""
    hoarding: FixedFactor = 1.0
    """Multiplies the stock target of consumers hit, while a disruption narrows their lanes."""
    licence_learning_days: FixedLapse = 91.0
    """Days in which buyers come to order ahead for the time that decisions on licences take (the
    time constant of their learning, an assumption); 0 from the first review on."""
    front_load: FixedFactor = 1.0
    """Multiplies the stock target of consumers to be hit, from the announcement on."""


class Measures(Block):
    """Thresholds of the measures, and flows and stocks that are measured."""

    reference: Id | None = None
    """Disruption whose onset and end the measures count from, of several times the first; none
    takes the earliest. Or a branching: the first of its disruptions; where none happens, its start,
    with nothing to recover from."""
    short_below: FixedFraction = 0.99
    """A day is short when the fill rate is below this."""
    short_after_days: FixedLapse = 1.0
    """The first short day is the first by which so many days of demand were not served, counted
    from the reference disruption's onset on; with 0 a single short day is enough, however little
    it lacks."""
    line_down_below: FixedFraction = 0.5
    """A line goes down when its fill rate falls below this ..."""
    line_up_above: FixedFraction = 0.9
    """... and is up again when the fill rate has regained this."""
    recovered_days: Span = 28
    """Recovered means line_up_above held for so many days."""
    flows: dict[Id, Flow] = {}
    """Flows that are measured day by day."""
    stocks: Holders = []
    """Facilities and consumers whose stocks at each month's end are in results: ids, or all."""
    daily_stocks: Holders = []
    """The same at the end of each day; of all in a large network that makes large files."""
    exposure: list[Place] = []
    """Countries or blocs for which results tell what consumers depend on them for: of what each
    used in a month, which part was mined, separated, made into metal, made into magnets there."""
    trade: bool = False
    """What each facility makes and what countries ship to each other, by month, with shares of the
    world's output, of imports and of sales, is in results."""


ABOUT = frozenset({"name", "title", "question", "covers", "tags", "expect", "as_of", "outlook"})
"""Keys that tell readers about a scenario and decide no result."""


class Scenario(Block):
    """A scenario: a network, what happens to it, and the question it answers."""

    schema_version: Literal[1] = Field(alias="schema")
    """Version of the file format."""
    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=LONGEST_NAME)
    """Name of the scenario; results are stored under it."""
    title: Text | None = None
    """What reports and figures call it, in a few words; none takes its name."""
    question: Text | None = None
    """The question it answers."""
    covers: Text | None = None
    """What it covers."""
    tags: list[Id] = []
    """Words under which ``shortfall list`` finds it; what extends it has its own."""
    expect: list[Text] = []
    """What it is expected to show, written before it was run: ``shortfall_days[US] >= 20``, of the
    mean unless it ends ``with 90%`` of the histories; or against another scenario,
    ``shortfall_days[US] < no-stockpile``. A run says which hold; what extends it has its own."""
    as_of: Date | None = None
    """Day up to which the world is known: summary and figures say so, and a source that knows more
    is warned about. None says nothing."""
    outlook: bool = False
    """Whether it looks ahead: whoever reads it later is told which of its disruptions begin, or are
    announced, after ``as_of`` and before that day. Not set, nothing is told: a replay, or a what-if
    of the past."""
    start: Date = dt.date(2026, 1, 1)
    """First day."""
    end: Date = dt.date(2032, 12, 31)
    """Last day."""
    valid_from: Date | None = None
    """Day from which the numbers of the world hold: an earlier start is warned about."""
    histories: Count = 200
    """Histories to run unless the command line says otherwise."""
    seed: Seed = 1
    """Seed of all chance."""
    warm_up_days: WarmUp = 365
    """Undisrupted days simulated before the start and discarded."""
    elements: dict[Id, Element] = {}
    """Elements of the chain."""
    grades: dict[Id, Grade] = Field(min_length=1)
    """Magnet grades; the first is the one without heavies."""
    blocs: dict[Place, list[Place]] = {}
    """Blocs of countries (or of other blocs)."""
    mines: dict[Id, Mine] = {}
    """Mines."""
    separation_plants: dict[Id, SeparationPlant] = {}
    """Separation plants."""
    recyclers: dict[Id, Recycler] = {}
    """Recyclers."""
    metal_makers: dict[Id, MetalMaker] = {}
    """Metal makers."""
    magnet_makers: dict[Id, MagnetMaker] = {}
    """Magnet makers."""
    motor_makers: dict[Id, MotorMaker] = {}
    """Motor makers."""
    depots: dict[Id, Depot] = {}
    """Depots."""
    consumers: dict[Id, Consumer] = Field(min_length=1)
    """Consumers."""
    lanes: dict[Id, Lane] = Field(min_length=1)
    """Lanes."""
    projects: dict[Id, Project] = {}
    """Projects."""
    schedule: Schedule | None = None
    """How late projects come, and how many never; none means as planned."""
    learning: Regions = Regions()
    """How new plants come to their yields, by where they stand."""
    stockpiles: dict[Id, Stockpile] = {}
    """Strategic stockpiles."""
    branches: dict[Id, Branching] = {}
    """Branchings: futures of which each history takes one."""
    disruptions: dict[Id, Disruption] = {}
    """Disruptions."""
    market: Market | None = None
    """Prices; none means that there are none and nothing responds to any."""
    policy: Policy = Policy()
    """How firms behave."""
    uncertainty: Literal["from_grades"] | Uncertainty | None = None
    """How far sourced numbers may be off, by the grades of their sources: each history has its own;
    none takes all as they are written."""
    worlds: WorldsKind | None = None
    """Which worlds histories are in, where numbers are uncertain: ``constrained``, one of those
    that agree with what was recorded of an episode, by their weights; ``prior``, whatever the
    grades allow; ``central``, all numbers as they are written. None takes the constrained ones
    where the shipped worlds are of this scenario's numbers and widths, else prior."""
    groups: dict[Id, Annotated[list[Label], Field(min_length=1)]] = {}
    """Groups of one's own that results are reported for, by name: consumers, regions, blocs,
    sectors and end uses, or those of both (``US defence``), all together. A name that is of several
    kinds has its kind before it, as ``sector.defence``."""
    measures: Measures = Measures()
    """Thresholds of the measures, and what else is measured."""
    sources: dict[Label, Source] = {}
    """Sources, by the ids that blocks name."""

    @property
    def called(self) -> str:
        """Its title, or its name as words: ``export-halt`` is ``Export halt``."""
        return one_line(self.title or self.name.replace("-", " ").capitalize())

    @property
    def known_until(self) -> str:
        """Words for readers on what day the world is known up to; none if it does not say."""
        return f"world as known on {self.as_of}" if self.as_of else ""

    @property
    def days(self) -> int:
        """Number of simulated days."""
        return (self.end - self.start).days + 1
