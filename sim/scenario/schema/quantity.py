"""The kinds of number: each has a name, what is possible of it, and what is usual.

A number outside of what is possible is refused, one outside of what is usual is warned about. A
kind is drawn (``Amount``), or plain (``FixedAmount``); ``Some`` means that it is more than 0. Every
number of the format is of one of these.
"""

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from sim.scenario.schema.base import Date, Id
from sim.scenario.schema.bounds import Bounds
from sim.scenario.schema.distribution import Distribution, Number

LONGEST_TIME = 3653.0
"""Longest time that something may take on its way or in process, days: ten years."""
LONGEST_COVER = 36_525.0
"""Longest that a stock may last, days: a hundred years."""
LONGEST_LAPSE = 1e9
"""Longest that anything may be in force or be waited for, days: for ever."""

_SHARE = Bounds(0.0, 1.0, usual=(1e-6, 1.0))
Fraction = Annotated[Number, _SHARE]
"""A part of a whole, or a probability: from 0 to 1."""
FixedFraction = Annotated[float, _SHARE]
"""A part of a whole: from 0 to 1."""
_YEARLY = Bounds(0.0, 1.0, usual=(1e-6, 0.3))
YearlyShare = Annotated[Number, _YEARLY]
"""A part that is lost or paid in a year: from 0 to 1."""
FixedYearlyShare = Annotated[float, _YEARLY]
"""A part that moves in a year: from 0 to 1."""
Yield = Annotated[Number, Bounds(0.0, 1.0, above=True, least=1e-6, usual=(0.01, 1.0))]
"""What comes out for what goes in: above 0, and at most 1, as matter is never made of nothing."""
ToGrade = Annotated[Number, Bounds(0.0, 1.0, above=True, least=1e-6, usual=(0.1, 1.0))]
"""What is to grade of what is made: above 0, as who makes to order makes the more of it."""
FixedPoints = Annotated[float, Bounds(0.0, 1000.0, usual=(0.01, 100.0), unit="points")]
"""Percentage points."""
OxideFactor = Annotated[float, Bounds(1.0, 10.0, usual=(1.0, 2.0), unit="t per t")]
"""Oxide for its element: an oxide is heavier than what it holds."""

_TONNES = Bounds(0.0, 1e12, usual=(1e-3, 1e7), unit="t")
Amount = Annotated[Number, _TONNES]
"""An amount, t."""
SomeAmount = Annotated[Number, replace(_TONNES, above=True, least=1e-6)]
"""An amount, t."""
FixedAmount = Annotated[float, _TONNES]
"""An amount, t."""
FixedSomeAmount = Annotated[float, replace(_TONNES, above=True)]
"""An amount, t."""
TonnesPerYear = Annotated[Number, Bounds(0.0, 1e12, usual=(1e-2, 1e7), unit="t a year")]
"""A flow or a capacity, t a year."""
TonnesPerDay = Annotated[Number, Bounds(0.0, 1e12, usual=(1e-5, 1e5), unit="t a day")]
"""A flow, t a day."""

_DAYS = Bounds(0.0, LONGEST_TIME, usual=(1e-2, 366.0), unit="days")
Days = Annotated[Number, _DAYS]
"""A time that matter is on its way or in process, days."""
_COVER = Bounds(0.0, LONGEST_COVER, usual=(1e-2, 3653.0), unit="days")
Cover = Annotated[Number, _COVER]
"""Days that a stock lasts."""
FixedCover = Annotated[float, _COVER]
"""Days that a stock lasts."""
SomeCover = Annotated[Number, replace(_COVER, above=True)]
"""Days that a stock lasts."""
DaysOfUse = Cover | Annotated[dict[Id, Cover], Field(min_length=1)]
"""Days of planned use, of all that is held alike or by element or grade; what is not named: 0."""
_LAPSE = Bounds(0.0, LONGEST_LAPSE, usual=(1e-2, 36_525.0), unit="days")
Lapse = Annotated[Number, _LAPSE]
"""A time that passes between two events, days."""
FixedLapse = Annotated[float, _LAPSE]
"""A time that passes, days."""
SomeLapse = Annotated[Number, replace(_LAPSE, above=True)]
"""A time that passes, days."""
Interval = Annotated[Number, Bounds(0.0, LONGEST_LAPSE, above=True, usual=(1e-3, 1e6), unit="days")]
"""A time from one occurrence to the next, days: what is rare may come once in ages."""
Span = Annotated[int, Bounds(1, 36_525, usual=(1, 3653), unit="days")]
"""Whole days over which something is judged."""
Review = Annotated[int, Bounds(1, 28)]
"""Whole days from one plan to the next."""
WarmUp = Annotated[int, Bounds(0, 3653)]
"""Whole days before the start."""
_MONTHS = Bounds(0.0, 1200.0, usual=(1e-2, 360.0), unit="months")
Months = Annotated[Number, _MONTHS]
"""A time that passes, months."""
FixedMonths = Annotated[float, _MONTHS]
"""A time that passes, months."""
SomeMonths = Annotated[Number, replace(_MONTHS, above=True, least=0.01)]
"""A time that passes, months."""
Shift = Annotated[Number, Bounds(-1200.0, 1200.0, usual=(-60.0, 240.0), unit="months")]
"""By how much a date moves, months; below 0 it comes earlier."""
Years = Annotated[int, Bounds(1, 100, usual=(1, 50), unit="years")]
"""Whole years of a contract."""
When = Date | Lapse
"""A date, a day counted from the scenario's start, or a distribution of such days."""

Growth = Annotated[
    Number, Bounds(-1.0, 10.0, above=True, usual=(-0.5, 1.0), unit="a year", part=True)
]
"""A growth a year: 0.05 is 5 %, -1 would leave nothing."""
_FACTOR = Bounds(0.0, 1000.0, usual=(1e-3, 20.0))
Factor = Annotated[Number, _FACTOR]
"""What something is multiplied by."""
FixedFactor = Annotated[float, _FACTOR]
"""What something is multiplied by."""
FixedSomeFactor = Annotated[float, replace(_FACTOR, above=True)]
"""What something is multiplied by."""
Extra = Annotated[Number, Bounds(0.0, 1000.0, usual=(1e-3, 1.0), part=True)]
"""What something may be beyond itself, as a part of it; 0.1 is 10 % more."""
FixedWidth = Annotated[float, Bounds(0.0, 10.0, usual=(0.01, 2.0), part=True)]
"""How far a number may be off, part of it; 0 is not at all."""
Variation = Annotated[Distribution, Bounds(-100.0, 100.0, usual=(-1.0, 20.0))]
"""What something is multiplied by, drawn anew each day; below 0 counts as 0."""
AcrossFirms = Annotated[Distribution, Bounds(0.0, 1000.0)]
"""What something is multiplied by, another number for each firm: a distribution, never drawn."""
Weight = Annotated[Number, Bounds(0.0, 1e6, above=True, usual=(1e-3, 1e3))]
"""A weight beside others."""
FixedWeight = Annotated[float, Bounds(0.0, 1e6, usual=(1e-3, 1e3))]
"""A weight beside others; 0 takes it out."""
Surcharge = Annotated[Number, Bounds(0.0, 1000.0, usual=(1e-6, 10.0), part=True)]
"""A part of a price on top of it; 0.25 is 25 %."""
Elasticity = Annotated[Number, Bounds(0.0, 10.0, usual=(1e-3, 5.0))]
"""Per cent by which something rises with one per cent more of something else."""
FallingElasticity = Annotated[Number, Bounds(-10.0, 0.0, usual=(-5.0, 0.0))]
"""The same where it falls: 0 or less."""

Shape = Annotated[Number, Bounds(0.0, 20.0, above=True, least=0.05, usual=(0.3, 5.0))]
"""The shape of a curve: an exponent."""

_PRICE = Bounds(0.0, 1e9, usual=(1e-2, 1e5), unit="USD per kg")
Price = Annotated[Number, _PRICE]
"""A price, USD per kg."""
SomePrice = Annotated[Number, replace(_PRICE, above=True)]
"""A price, USD per kg."""
CostPerTonne = Annotated[Number, Bounds(0.0, 1e12, usual=(1e-4, 1e9), unit="USD per t")]
"""A cost or penalty, USD for a tonne, once or each day or year."""
Money = Annotated[Number, Bounds(0.0, 1e12, usual=(1e-6, 1e6), unit="million USD")]
"""An amount of money, million USD."""
FixedWorth = Annotated[
    float, Bounds(0.0, 1e12, above=True, usual=(1e-2, 1e5), unit="million USD per t")
]
"""What is made of a tonne is worth, million USD."""
FixedPieces = Annotated[float, Bounds(0.0, 1e12, above=True, usual=(1e-2, 1e7), unit="per t")]
"""How many pieces a tonne goes into: magnets of a large turbine weigh tonnes, of a phone grams."""

_ON_MAPS = (-50.0, 74.0), (-130.0, 180.0)
"""What maps show of the earth, degrees north and east."""
Latitude = Annotated[float, Bounds(-90.0, 90.0, usual=_ON_MAPS[0], unit="degrees north")]
"""How far north a point is, degrees."""
Longitude = Annotated[float, Bounds(-180.0, 180.0, usual=_ON_MAPS[1], unit="degrees east")]
"""How far east a point is, degrees."""

Rank = Annotated[int, Bounds(0, 9)]
"""A class of priority."""
Count = Annotated[int, Bounds(1, 1_000_000, usual=(1, 100_000))]
"""How many times, or how many."""
Strata = Annotated[int, Bounds(2, 64, usual=(4, 32))]
"""Into how many groups of equal weight something is put."""
Seed = Annotated[int, Bounds(0, 2**63 - 1)]
"""What all chance is drawn from."""
Year = Annotated[int, Bounds(1500, 2200, usual=(1900, 2100))]
"""A year of the calendar."""
