"""What the file of a recorded episode may say."""

from typing import Annotated, Literal

from pydantic import Field

from sim.scenario.schema import Block, Source
from sim.scenario.schema.base import Id, Label, SourceIds, Text
from sim.scenario.schema.quantity import (
    Count,
    FixedAmount,
    FixedFactor,
    FixedFraction,
    FixedLapse,
    FixedPoints,
    FixedSomeAmount,
    FixedSomeFactor,
)

Month = Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
"""A calendar month, as 2025-04."""
Span = Annotated[list[Month], Field(min_length=2, max_length=2)]
"""First and last month."""
Grade = Literal["recorded", "derived", "estimate"]
"""Read in the statistics, computed from them, or guessed."""
StopMeasure = Literal["time_to_survive", "first_stop_1pct", "first_stop_10pct", "first_stop_50pct"]
"""Measures of a group that tell when it stops first."""


class Total(Block):
    """What is recorded of several months together."""

    first: Month = Field(alias="from")
    """First month."""
    last: Month = Field(alias="to")
    """Last month."""
    t: FixedAmount
    """Recorded, t over these months."""
    grade: Grade = "recorded"
    """Whether it was read, computed or guessed."""


class LostDays(Block):
    """How far the lost days may be off, at the end of a month."""

    month: Month
    """The month."""
    within: FixedLapse
    """Largest error, days of normal flow."""


class Limits(Block):
    """How good a series has to be, stated before it is scored; what is left out is not judged."""

    wape_in_sample: FixedFactor | None = None
    """Largest weighted absolute percentage error of the months that were fitted to, a fraction."""
    wape_out_of_sample: FixedFactor | None = None
    """The same of the other months."""
    trough_points: FixedPoints | None = None
    """Largest error in the lowest month, percentage points of normal flow."""
    rebound_points: FixedPoints | None = None
    """The same in the highest month after it."""
    lost_days: LostDays | None = None
    """Largest error of the lost days."""
    coverage_90: FixedFraction | None = None
    """Least share of the recorded months that lie in the 5 to 95 % band."""
    totals: FixedFactor | None = None
    """Largest relative error of any total, a fraction."""


class Series(Block):
    """One recorded flow."""

    flow: Id
    """Flow of the scenario (in measures.flows) that it is compared with."""
    label: Label | None = None
    """How reports call it."""
    compared_as: Literal["t", "share_of_normal"] = "t"
    """share_of_normal scales the simulated flow to the recorded normal: for statistics that count
    in another form than the flow."""
    observed: dict[Month, FixedAmount] = {}
    """Recorded, t a month."""
    grades: dict[Month, Grade] = {}
    """Months that were not read in the statistics: derived or estimate."""
    normal_t: FixedSomeAmount | None = None
    """Normal flow, t a month, where the normal months are not all recorded."""
    totals: list[Total] = []
    """Sums over months of which each alone may not be known."""
    limits: Limits = Limits()
    """How good the simulated series has to be."""
    sources: SourceIds = {}
    """Sources of the numbers, by key."""


class PlantStop(Block):
    """A plant that is recorded to have stopped."""

    who: Label
    """Consumer, or region, whose first stop it is compared with."""
    label: Label | None = None
    """How reports call it."""
    days: Annotated[list[FixedLapse], Field(min_length=2, max_length=2)]
    """First and last day of the recorded stop's beginning, days after the onset."""
    measure: StopMeasure = "time_to_survive"
    """What it is compared with: the first short day, or the first day on which such a part of
    demand stands still."""
    judged_by: Literal["median", "band"] = "median"
    """What may miss the window: the median history, or all of the 5 to 95 % band."""
    within: FixedLapse | None = None
    """Limit: days by which it may; none is not judged."""
    sources: SourceIds = {}
    """Sources of the numbers, by key."""


class Fitted(Block):
    """A parameter of the scenario that was fitted to the recorded months."""

    parameter: Text
    """Its path in the scenario."""
    note: Text
    """How it was fitted, and how many values it stands for."""


class Constrain(Block):
    """How far off a world may be that is taken to agree with what is recorded.

    All of it is assumed, for reasons that are told in ``note``; it is not fitted to what is judged.
    """

    observation_error: dict[Grade, FixedFraction]
    """Standard deviation of what is recorded of a month, part of it, by its grade."""
    discrepancy: dict[Id, FixedFraction] = {}
    """By series: standard deviation of what a replay with the right numbers would still miss of a
    month, part of normal flow. Its months fitted to count."""
    stops: dict[Id, FixedLapse] = {}
    """By recorded stop: the same of the first stop, days outside the recorded window."""
    cutoff: FixedSomeFactor = 3.0
    """Largest implausibility of a world that agrees: standard deviations."""
    effective: Count = 300
    """Effective number of worlds below which weights are made more even."""
    keep: Count = 500
    """How many worlds are kept at most."""
    note: Text
    """Why these numbers."""


class Episode(Block):
    """A recorded episode: what happened, month by month, and how near a replay has to come."""

    scenario: Text
    """Scenario file that replays it, from this file's folder."""
    question: Text
    """What the replay is to tell."""
    normal: Span
    """First and last month of normal flow; what comes after is scored."""
    in_sample: Span | None = None
    """First and last month that parameters were fitted to; none if none was."""
    fitted: list[Fitted] = []
    """Parameters that were fitted."""
    series: Annotated[dict[Id, Series], Field(min_length=1)]
    """Recorded flows."""
    plant_stops: dict[Id, PlantStop] = {}
    """Plants that are recorded to have stopped."""
    constrain: Constrain | None = None
    """How worlds are told apart by it; none if they are not."""
    sources: dict[Label, Source] = {}
    """Sources, by the ids that blocks name."""
