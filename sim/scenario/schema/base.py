"""The kinds of value that every block of a scenario is made of."""

import datetime as dt
import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Annotated, Any, Literal, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, model_validator
from pydantic_core import core_schema

from sim.scenario.errors import figure

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
"""A name in the file: lower-case letters, digits, underscores."""

Place = Annotated[str, Field(pattern=r"^[A-Z][A-Za-z_]*$")]
"""A country (ISO code, as CN) or a bloc of the ``blocs`` table, as EU."""


class Block(BaseModel):
    """The base of every block: unknown keys are refused, accepted values are frozen."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        use_attribute_docstrings=True,
        allow_inf_nan=False,
        strict=True,
        defer_build=True,
    )


class Distribution(Block):
    """A random value: exactly one of the forms below.

    It is drawn once for each history (anew each time only where its key says so) from a stream that
    is named after its place in the scenario, so two scenarios that hold the same distribution in
    the same place draw the same values.
    """

    triangular: Annotated[list[float], Field(min_length=3, max_length=3)] | None = None
    """Lowest, most likely and highest value."""
    uniform: Annotated[list[float], Field(min_length=2, max_length=2)] | None = None
    """Lowest and highest value."""
    normal: Annotated[list[float], Field(min_length=2, max_length=2)] | None = None
    """Mean and standard deviation."""
    lognormal: dict[Literal["median", "sigma"], float] | None = None
    """Median, and sigma of the logarithm."""
    exponential: dict[Literal["mean"], float] | None = None
    """Mean."""
    choice: dict[float, float] | None = None
    """Value to probability; the probabilities sum to 1."""
    empirical: list[float] | None = None
    """Observed values, each as likely as the others."""

    @property
    def form(self) -> str:
        """The name of the form in use, as ``triangular``."""
        return next(name for name in type(self).model_fields if getattr(self, name) is not None)

    @property
    def support(self) -> tuple[float, float]:
        """The lowest and the highest value that can be drawn."""
        form, value = self.form, getattr(self, self.form)
        if form in {"triangular", "uniform", "empirical"}:
            return min(value), max(value)
        if form == "choice":
            return min(value), max(value)
        return (-math.inf if form == "normal" else 0.0), math.inf

    @property
    def mean(self) -> float:
        """The expected value."""
        form, value = self.form, getattr(self, self.form)
        if form in {"triangular", "uniform", "empirical"}:
            return float(sum(value) / len(value))
        if form == "normal":
            return float(value[0])
        if form == "lognormal":
            return float(value["median"] * math.exp(value["sigma"] ** 2 / 2))
        if form == "exponential":
            return float(value["mean"])
        return float(sum(outcome * weight for outcome, weight in value.items()))

    def below(self, value: float) -> float:
        """Give the probability of less than a value, for the forms with a tail; else 0 or 1."""
        form, given = self.form, getattr(self, self.form)
        if form == "normal" and given[1] > 0:
            return NormalDist(*given).cdf(value)
        if form == "lognormal" and given["sigma"] > 0 and value > 0:
            return NormalDist(0.0, given["sigma"]).cdf(math.log(value / given["median"]))
        if form == "exponential" and value > 0:
            return -math.expm1(-value / given["mean"])
        return float(self.mean < value)

    @property
    def has_tail(self) -> bool:
        """Whether it can draw anything from some value on, or down to some value."""
        return self.form in {"normal", "lognormal", "exponential"}

    def __str__(self) -> str:
        """Write it as in a file."""
        value = getattr(self, self.form)
        if isinstance(value, dict):
            value = "{" + ", ".join(f"{key}: {one:g}" for key, one in value.items()) + "}"
        else:
            value = "[" + ", ".join(f"{one:g}" for one in value) + "]"
        return f"{{{self.form}: {value}}}"

    @model_validator(mode="after")
    def _one_form_in_order(self) -> "Distribution":
        given = [name for name in type(self).model_fields if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(
                f"a distribution has exactly one form, this one has {len(given)}: "
                f"{', '.join(given) or 'none'}; write for example {{triangular: [90, 180, 365]}}"
            )
        form, value = given[0], getattr(self, given[0])
        if form in {"triangular", "uniform"} and list(value) != sorted(value):
            raise ValueError(f"{form} {list(value)} is out of order; write lowest first")
        if form == "normal" and value[1] < 0:
            raise ValueError(f"normal has the standard deviation {value[1]}; it must be >= 0")
        if form == "lognormal" and (
            set(value) != {"median", "sigma"} or value["median"] <= 0 or value["sigma"] < 0
        ):
            message = "lognormal takes {median: above 0, sigma: 0 or more}"
            raise ValueError(message)
        if form == "exponential" and (set(value) != {"mean"} or value["mean"] <= 0):
            message = "exponential takes {mean: above 0}"
            raise ValueError(message)
        if form == "choice" and (
            not value or min(value.values()) < 0 or abs(sum(value.values()) - 1) > 1e-9
        ):
            total = figure(sum(value.values()), 1.0)
            raise ValueError(f"the probabilities of choice sum to {total}; they must sum to 1")
        if form == "empirical" and not value:
            message = "empirical needs at least one value"
            raise ValueError(message)
        return self


Number = float | Distribution
"""A plain number, or a distribution it is drawn from once for each history."""


@dataclass(frozen=True)
class Bounds:
    """The least and the most that a number may be: for pydantic a check, for draws where to cut.

    What lies outside of a distribution with tails is left out when it is drawn, and the rest scaled
    up; much of it must not.
    """

    low: float = -math.inf
    high: float = math.inf
    above: bool = False
    """Whether it must be above *low*."""

    def check(self, value: Any) -> Any:
        """Refuse a number outside, or a distribution that can draw one.

        Raises
        ------
        ValueError
            With the value and the bound.
        """
        if isinstance(value, Distribution) and value.has_tail:
            return self._check_tails(value)
        lowest, highest = value.support if isinstance(value, Distribution) else (value, value)
        if lowest < self.low or (self.above and lowest <= self.low):
            raise ValueError(
                f"{figure(lowest, self.low)} must be "
                f"{'above' if self.above else 'at least'} {self.low:g}"
            )
        if highest > self.high:
            raise ValueError(f"{figure(highest, self.high)} must be at most {self.high:g}")
        return value

    def _check_tails(self, value: Distribution) -> Distribution:
        for part, where in self.cut(value):
            if part > MOST_CUT:
                raise ValueError(
                    f"{part:.0%} of {value} lies {where}; at most {MOST_CUT:.0%} may be left out"
                )
        return value

    def cut(self, value: Distribution) -> tuple[tuple[float, str], tuple[float, str]]:
        """Give the parts of a distribution with tails that lie outside, and where."""
        above = 1.0 - value.below(math.nextafter(self.high, math.inf))
        return (value.below(self.low), f"below {self.low:g}"), (above, f"above {self.high:g}")

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))


MOST_CUT = 0.1
"""Most of a distribution that may lie outside the bounds on either side: it is left out, and the
rest scaled up."""

LONGEST_TIME = 3653.0
"""Longest time that something may take, days: ten years."""

NonNegative = Annotated[Number, Bounds(0.0)]
"""A number of 0 or more."""
Positive = Annotated[Number, Bounds(0.0, above=True)]
"""A number above 0."""
NonPositive = Annotated[Number, Bounds(high=0.0)]
"""A number of 0 or less."""
Fraction = Annotated[Number, Bounds(0.0, 1.0)]
"""A number from 0 to 1."""
Yield = Annotated[Number, Bounds(0.0, 1.0, above=True)]
"""A number above 0 and at most 1: matter is never made of nothing."""

FixedFraction = Annotated[float, Field(ge=0.0, le=1.0)]
"""A plain number from 0 to 1: a share or a recipe, which is never drawn."""

Days = Annotated[Number, Bounds(0.0, LONGEST_TIME)]
"""A time that something takes, days."""
Growth = Annotated[Number, Bounds(high=10.0)]
"""A growth a year; 10 is 1,000 %."""

T = TypeVar("T")
Dated: TypeAlias = T | Annotated[dict[dt.date, T], Field(min_length=1)]
"""A number, or values by date, as {2026-01-01: 0.9, 2028-01-01: 0.95}: on straight lines between
the dates, constant before the first and after the last. Each value may be a distribution, drawn
once for each history. Two dates a day apart make a step."""

Schedule: TypeAlias = Dated[NonNegative]
"""A number of 0 or more, or such values by date."""

DaysOfUse = NonNegative | Annotated[dict[Id, NonNegative], Field(min_length=1)]
"""Days of planned use, of all that is held alike or by element or grade; what is not named: 0."""

When = dt.date | NonNegative
"""A date, a day counted from the scenario's start, or a distribution of such days."""

SourceIds = dict[str, str | list[str]]
"""Key of the block to the id (or ids) of its source; ``all`` covers every key not named."""
