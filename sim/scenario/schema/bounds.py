"""What a number may be, and what it usually is."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import core_schema

from sim.scenario.errors import figure
from sim.scenario.schema.distribution import Distribution

MOST_CUT = 0.1
"""Most of a distribution that may lie outside the bounds on either side: it is left out, and the
rest scaled up."""

LEAST = 1e-12
"""Smallest number that is told from 0: what is less has no meaning, and its inverse no end."""


@dataclass(frozen=True)
class Bounds:
    """The least and the most that a number may be, and what it usually is.

    For pydantic they are a check, for the JSON Schema a minimum and a maximum, for draws where to
    cut: what lies outside of a distribution with tails is left out when it is drawn, and the rest
    scaled up; much of it must not. What is possible but not usual is warned about.
    """

    low: float = -math.inf
    high: float = math.inf
    above: bool = False
    """Whether it must be above *low*."""
    usual: tuple[float, float] | None = None
    """Least and most that it usually is, 0 apart; none where all that is possible is usual."""
    least: float = LEAST
    """Smallest number that is not 0."""
    unit: str = ""
    """Unit, for messages."""
    part: bool = False
    """Whether it is a part of something, which people write in per cent; all up to 1 are."""

    def check(self, value: Any) -> Any:
        """Refuse a number outside, or a distribution that can draw one.

        Raises
        ------
        ValueError
            With the value and the bound.
        """
        drawn = isinstance(value, Distribution)
        for number in value.written if drawn else (value,):
            if 0 < abs(number) < self.least:
                raise ValueError(f"{number:g} is too small; it must be at least {self.least:g}")
        if drawn and value.has_tail:
            return self._check_tails(value)
        lowest, highest = value.support if drawn else (value, value)
        if lowest < self.low or (self.above and lowest <= self.low):
            raise ValueError(
                f"{figure(lowest, self.low)} must be "
                f"{'above' if self.above else 'at least'} {self.low:g}"
            )
        if highest > self.high:
            says = f"{figure(highest, self.high)} must be at most {self.high:g}"
            raise ValueError(says + self._in_percent(highest))
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
        return _outside(value, self.low, self.high)

    def unusual(self, value: float | Distribution) -> Iterator[str]:
        """Say what of a number that is possible is not usual; 0 is, wherever it is possible."""
        if self.usual is None:
            return
        low, high = self.usual
        unit = f" {self.unit}" if self.unit else ""
        if isinstance(value, Distribution):
            for part, where in _outside(value, low, high, nothing=low > 0):
                if part > MOST_CUT:
                    says = f"{part:.0%} of {value} lies {where}; usual is {self._span}{unit}"
                    yield says + self._in_percent(value.support[1])
        elif value != 0 and not low <= value <= high:
            yield f"{value:g}{unit} is unusual; usual is {self._span}{self._in_percent(value)}"

    def _in_percent(self, value: float) -> str:
        """Say what a part is that may be meant in per cent; empty if none is."""
        meant = (self.part or self.high == 1) and 2 <= value <= 100
        return f"; {value:g} % is {value / 100:g}" if meant else ""

    @property
    def _span(self) -> str:
        low, high = self.usual or (self.low, self.high)
        return f"{low:g} to {high:g}"

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        found = handler(schema)
        for one in (found, *found.get("anyOf", ())):
            if one.get("type") in {"number", "integer"}:
                one |= self._limits()
        return found

    def _limits(self) -> JsonSchemaValue:
        limits: JsonSchemaValue = {}
        if math.isfinite(self.low):
            limits["exclusiveMinimum" if self.above else "minimum"] = self.low
        if math.isfinite(self.high):
            limits["maximum"] = self.high
        if self.usual is not None:
            limits["x-usual"] = f"{self._span} {self.unit}".rstrip()
        return limits


def _outside(
    value: Distribution, low: float, high: float, *, nothing: bool = False
) -> tuple[tuple[float, str], tuple[float, str]]:
    """Give the parts outside of two values, and where; *nothing* leaves 0 out of them."""
    below = value.below(low) - (value.below(math.ulp(0.0)) if nothing else 0.0)
    above = 1.0 - value.below(math.nextafter(high, math.inf))
    return (below, f"below {low:g}"), (above, f"above {high:g}")
