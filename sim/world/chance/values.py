"""The numbers of a scenario as drawn, by the path of the value.

A value as written is drawn once, whatever it is spread over: the forms that a stockpile holds, the
consumers of a place. The stream is named after the path, so equal paths meet equal draws; bounds
are those of the format.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import repeat
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import STOCKPILES
from sim.scenario.numbers import each, expected, lowest
from sim.scenario.origin import Key, Path, dotted
from sim.scenario.schema import Distribution, Number, Scenario
from sim.scenario.value import Value, value_at
from sim.world.chance.anew import Anew
from sim.world.chance.chance import ALONE, Chance, Loadings
from sim.world.chance.drawn import Drawn, least_of, most_of
from sim.world.chance.quantile import MIDDLES, quantile, quantile_within
from sim.world.state.state import stacked
from sim.world.time.course import Course
from sim.world.time.timeline import Timeline, always

F64 = NDArray[np.float64]

OF_HOLDING = frozenset({"fill_days", "fill_t"})
"""Keys of a stockpile with one ``good`` that belong to what it holds of it."""


@dataclass
class Known:
    """What does not depend on what is drawn of a scenario's numbers."""

    written: dict[Path, Value] = field(default_factory=dict)
    """What was found written, by path."""
    lines: dict[object, Timeline] = field(default_factory=dict)
    """Timelines of numbers that are not uncertain, by what they were asked for."""

    def at(self, scenario: Scenario, path: Path) -> Value:
        """Find what is written at a path of the scenario: the same is asked for many times."""
        found = self.written.get(path)
        if found is None:
            self.written[path] = found = value_at(scenario, path)
        return found


class Values:
    """The numbers of a scenario in every replication.

    Parameters
    ----------
    scenario : Scenario
    chance : Chance
        Draws of the replications; or, where it gives expected values, these.
    drawn : Drawn, optional
        Numbers that are uncertain by their sources; without it they are as written.
    known : Known, optional
        Those who give expected values of one scenario again and again, each time with other
        uncertain numbers, may share it.
    """

    DERIVED: ClassVar = {"_known"}

    def __init__(
        self,
        scenario: Scenario,
        chance: Chance,
        drawn: Drawn | None = None,
        known: Known | None = None,
    ) -> None:
        self._scenario, self.chance, self.drawn = scenario, chance, drawn
        self._shares = known is not None
        self._known = known or Known()

    def _written(self, path: Path) -> Value:
        """Find what is written at a path."""
        return self._known.at(self._scenario, path)

    def is_uncertain(self, path: Path) -> bool:
        """Tell whether a number is off by the grade of its source; its path may end with a date."""
        return self._drawn_at(path) is not None

    def _drawn_at(self, path: Path) -> Drawn | None:
        """Give what draws the number at a path, if it is uncertain by its sources."""
        return self.drawn if self.drawn is not None and self.drawn.has(path) else None

    def _spread_at(self, path: Path) -> F64 | None:
        """Give what a number written as a distribution is read by, if worlds say that."""
        return None if self.drawn is None else self.drawn.spread.get(path)

    def at(
        self,
        *path: Key,
        default: float | None = None,
        low: float | None = None,
        high: float | None = None,
    ) -> F64:
        """Draw the number at a path.

        Parameters
        ----------
        *path : str or date
            Fields and keys that lead to it.
        default : float, optional
            What counts where nothing stands there.
        low, high : float, optional
            Bounds that are narrower than those of the format.

        Returns
        -------
        array, ``[1]`` for a plain number and ``[replication]`` for a distribution

        Raises
        ------
        KeyError
            If the format has no such field, or there is no number and no default.
        """
        found = self._written(path)
        if found.value is None:
            if default is None:
                raise KeyError(f"there is no number at {found.name}")
            return np.array([default])
        least = found.bounds.low if low is None else low
        most = found.bounds.high if high is None else high
        if drawn := self._drawn_at(path):
            value = drawn.value(path, found.value)
            return np.minimum(np.maximum(value, least), most)  # a third of the time of a clip
        if (p := self._spread_at(path)) is not None and type(found.value) is Distribution:
            return np.asarray(np.clip(quantile_within(found.value, p, least, most), least, most))
        return self.chance.draw(self.stream(path), found.value, least, most)

    def later(self, *path: Key) -> Callable[[], F64]:
        """Give what draws the number at a path, as :meth:`at` does, when it is first needed.

        Until then replications do not differ by it.
        """
        self.chance.declare(self.stream(path), self._written(path).value)
        return cache(partial(self.at, *path))

    def drawn_as(self, stream: Path, path: Path, loadings: Loadings = ALONE) -> F64:
        """Draw the number at a path as if it stood at another: one number, and draws of many.

        Parameters
        ----------
        stream : Path
            Where it counts, after which the stream is named.
        path : Path
            Where it is written.
        loadings : mapping of str to array
            What it has in common with other draws, as for
            :meth:`sim.world.chance.chance.Chance.uniform`.
        """
        if self.is_uncertain(path):
            return self.at(*path)
        found = self._written(path)
        low, high = found.bounds.low, found.bounds.high
        return self.chance.draw(dotted(stream), found.value, low, high, loadings)

    def lift(self, *path: Key) -> Timeline | None:
        """Give what a capacity is multiplied by beyond what is drawn of it; none if it stays."""
        dated = {} if self.drawn is None else self.drawn.lift(path)
        return Timeline(dated, self._scenario.start) if dated else None

    def lowest(self, *path: Key) -> float:
        """Give the lowest that the number at a path can be."""
        found = self._written(path).value
        if drawn := self._drawn_at(path):
            return min(least_of(drawn.inputs, path, expected(one)) for one in each(found))
        return lowest(found)

    def distribution(self, *path: Key) -> Distribution:
        """Give the distribution at a path.

        Raises
        ------
        KeyError
            If there is none.
        """
        found = self._written(path)
        if not isinstance(found.value, Distribution):
            raise KeyError(f"there is no distribution at {found.name}")
        return found.value

    def anew(self, *path: Key) -> Anew:
        """Draw the number at a path again and again; the first draw is that of :meth:`at`.

        So what happens once and what happens again meet the same draw the first time. The schemes
        of sampling spread that one alone: how many more there are is not known beforehand.
        """
        number = self._written(path).value
        if isinstance(number, Distribution):
            further = self.chance.daily(f"{self.stream(path)}.anew", number)
        else:
            further = repeat(self.at(*path))
        return Anew(self.at(*path), further)

    def longest(self, *path: Key, at_least: float = 0.0) -> float:
        """Give the most whole days that can be drawn: the tail of an unbounded one is cut."""
        found = each(self._written(path).value)
        if drawn := self._drawn_at(path):
            found = tuple(most_of(drawn.inputs, path, expected(one)) for one in found)
        return max(*map(_longest, found), at_least)

    def day_odds(self, *path: Key, at_least: float = 0.0) -> F64:
        """Give the probability of each number of whole days, rounded up, ``[days]``."""
        longest = self.longest(*path, at_least=at_least)
        days = whole_days(self.distribution(*path), MIDDLES, at_least, longest)
        return np.asarray(np.bincount(days, minlength=int(longest) + 1) / len(days))

    def table(self, *path: Key, keys: Iterable[Key], default: float | None = None) -> F64:
        """Draw the numbers of a mapping, ``[key, 1 or replication]``."""
        rows = [self.at(*path, key, default=default) for key in keys]
        return stacked(rows, len(rows))

    def by_key(self, *path: Key, keys: Iterable[Key], default: float) -> F64:
        """Draw one number for all keys or, from a mapping, those of each.

        Returns
        -------
        array, ``[1 or key, 1 or replication]``
        """
        if isinstance(self._written(path).value, Mapping):
            return self.table(*path, keys=keys, default=default)
        return self.at(*path, default=default)[None]

    def dated(
        self, *path: Key, at: dt.date, low: float | None = None, high: float | None = None
    ) -> dict[dt.date, F64]:
        """Draw a schedule, by date; a plain number counts from a date on."""
        given = self._written(path).value
        if not isinstance(given, Mapping):
            return {at: self.at(*path, low=low, high=high)}
        return {date: self.at(*path, date, low=low, high=high) for date in sorted(given)}

    def timeline(self, *path: Key, default: float | None = None) -> Timeline:
        """Draw a number that may be dated, for all dates; a plain one is always the same.

        Parameters
        ----------
        *path : str or date
            Fields and keys that lead to it.
        default : float, optional
            What counts where nothing stands there.
        """
        if not self.is_uncertain(path):
            given = self._written(path).value
            plain = default if given is None else given
            if isinstance(plain, float | int):
                return always(float(plain), self._scenario.start)
        return self._remembered(path, (path, default), partial(self._timeline, path, default))

    def _timeline(self, path: Path, default: float | None) -> Timeline:
        start, given = self._scenario.start, self._written(path).value
        if given is None:
            return Timeline({start: self.at(*path, default=default)}, start)
        return Timeline(self.dated(*path, at=start), start)

    def _remembered(self, path: Path, asked: object, make: Callable[[], Timeline]) -> Timeline:
        """Give what was found before of a number that is not uncertain."""
        if not self._shares or self.is_uncertain(path):
            return make()
        lines = self._known.lines
        if asked not in lines:
            lines[asked] = make()
        return lines[asked]

    def course(self, *path: Key) -> Course:
        """Draw a number that may be dated, ``[1 or replication]`` on each day."""
        return Course.of([self.timeline(*path)])

    def days_by_date(self, *path: Key, at_least: float = 0.0) -> Timeline:
        """Draw days, not yet rounded, for all dates; none above :meth:`longest`."""
        asked = path, "days", at_least
        return self._remembered(path, asked, partial(self._days_by_date, path, at_least))

    def _days_by_date(self, path: Path, at_least: float) -> Timeline:
        start, longest = self._scenario.start, self.longest(*path, at_least=at_least)
        return Timeline(self.dated(*path, at=start, low=at_least, high=longest), start)

    def happens(self, *path: Key) -> NDArray[np.bool_]:
        """Decide for each replication, ``[replication]``, by the probability at a path."""
        probability = self._written(path).value
        if not isinstance(probability, Distribution) and probability == 1.0:
            return np.ones(self.chance.width, dtype=bool)
        return self.chance.uniform(f"{dotted(path[:-1])}.happens") < self.at(*path)

    def stream(self, path: Path) -> str:
        """Name the stream of a value: its path, but one way for what can be written in two.

        What a stockpile has of its ``good`` is named as if it stood in ``holds``; the purchases of
        its only form, as if they stood beside it.
        """
        if path[0] != STOCKPILES:
            return dotted(path)
        forms = self._scenario.stockpiles[str(path[1])].forms
        if path[2] in OF_HOLDING:
            path = (*path[:2], "holds", next(iter(forms)), *path[2:])
        elif len(forms) == 1 and path[2] == "holds" and path[4] == "fill":
            path = (*path[:2], *path[4:])
        return dotted(path)


def whole_days(distribution: Distribution, p: F64, low: float, high: float) -> NDArray[np.int64]:
    """Read days off a distribution, rounded up and within bounds, shaped as *p*, from 0 to 1."""
    drawn = np.ceil(quantile_within(distribution, p, low, high))
    whole: NDArray[np.int64] = np.clip(drawn, low, high).astype(np.int64)
    return whole


def _longest(number: Number) -> float:
    """Give the most whole days of a number: its highest value, or its 99.9 % quantile."""
    if not isinstance(number, Distribution):
        return float(np.ceil(number))
    highest = number.support[1]
    if np.isinf(highest):
        highest = float(quantile(number, np.array([0.999]))[0])
    return float(np.ceil(highest))
