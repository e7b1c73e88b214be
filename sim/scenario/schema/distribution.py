"""A number that is drawn: the forms of distribution that a file may write."""

import math
from statistics import NormalDist
from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.scenario.errors import figure
from sim.scenario.schema.base import Block

MOST_SIGMA = 5.0
"""Largest sigma of a lognormal: with it one draw in forty is 18,000 times the median, or more."""


class Distribution(Block):
    """A random value: exactly one of the forms below.

    It is drawn once for each history (anew each time, or across firms and not drawn at all, only
    where its key says so) from a stream that is named after its place in the scenario, so two
    scenarios that hold the same distribution in the same place draw the same values.
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

    @property
    def written(self) -> list[float]:
        """The values that it is written with; probabilities are none."""
        value = getattr(self, self.form)
        if isinstance(value, dict):
            return list(value) if self.form == "choice" else list(value.values())
        return list(value)

    def below(self, value: float) -> float:
        """Give the probability of less than a value."""
        form, given = self.form, getattr(self, self.form)
        if form == "normal" and given[1] > 0:
            return NormalDist(*given).cdf(value)
        if form == "lognormal" and given["sigma"] > 0 and value / given["median"] > 0:
            return NormalDist(0.0, given["sigma"]).cdf(math.log(value / given["median"]))
        if form == "exponential" and value > 0:
            return -math.expm1(-value / given["mean"])
        if form == "choice":
            return float(sum(weight for outcome, weight in given.items() if outcome < value))
        if form == "empirical":
            return float(sum(one < value for one in given) / len(given))
        if form in {"triangular", "uniform"}:
            return _below(value, given[0], given[-1], given[1] if form == "triangular" else None)
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
        if form == "lognormal" and value.get("sigma", 0.0) > MOST_SIGMA:
            raise ValueError(
                f"lognormal has the sigma {value['sigma']:g}; it must be at most {MOST_SIGMA:g}. "
                "It is of the logarithm: with 0.7 one draw in three is more than double, or "
                "less than half, of the median"
            )
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


def _below(value: float, low: float, high: float, mode: float | None) -> float:
    """Give the probability of less than a value: triangular, or uniform without a mode."""
    if value <= low or value > high:
        return float(value > low)
    if mode is None:
        return (value - low) / (high - low)
    if value <= mode:
        return (value - low) ** 2 / (high - low) / (mode - low)
    return 1.0 - ((high - value) ** 2 / (high - low) / (high - mode) if high > mode else 0.0)
