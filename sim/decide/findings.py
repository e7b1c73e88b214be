"""What is learned of a choice: of each input, of groups of them, and of everything together."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.decide.choice import Choice
from sim.decide.learner import Learner, Lesson, Limits
from sim.decide.worth import perfect, shrunk_width
from sim.measures.statistics import quantiles
from sim.sensitivity.input import ABOUT, About, Input

F64 = NDArray[np.float64]
BAND = 0.05, 0.95
"""Quantiles between which a band lies."""
SINGLE = 1e-6
"""Part of the largest value below which a difference is rounding."""
OF_ABOUT: dict[About, str] = {
    "event": "dates and lengths of events",
    "projects": "dates of projects",
    "data": "numbers of the world",
}
"""What inputs are called together by what they are about."""
EVERYTHING = "all inputs"


@dataclass(frozen=True)
class Told:
    """What one input, or several together, tell."""

    band: Lesson
    """Of the measure in the option that is chosen now."""
    difference: Lesson | None = None
    """Of the difference to the next best option."""
    choice: Lesson | None = None
    """Of the choice, by the measure."""
    money: Lesson | None = None
    """Of the choice, by money."""

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """All of them."""
        found = (self.band, self.difference, self.choice, self.money)
        return tuple(one for one in found if one is not None)

    @property
    def is_told(self) -> bool:
        """Whether anything is told from what dummies seem to tell."""
        return any(one.is_told for one in self.lessons)

    @property
    def rank(self) -> tuple[float, ...]:
        """What inputs are ranked by, the more the better: worth, then narrower bands."""
        choice, money = self.choice, self.money
        return (
            choice.worth if choice and choice.is_told else 0.0,
            money.worth if money and money.is_told else 0.0,
            self.difference.share if self.difference and self.difference.is_told else 0.0,
            self.band.share if self.band.is_told else 0.0,
        )


@dataclass(frozen=True)
class Grouped:
    """Several inputs that one could learn together."""

    kind: str
    """``about``, ``source`` or ``all``."""
    name: str
    members: tuple[int, ...]
    """Their places among the inputs."""
    told: Told


class Findings:
    """What can be learned of a choice from the histories that are there.

    Parameters
    ----------
    choice : Choice
    """

    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        by_world = [one.of_world for one in choice.inputs]
        self._learner = Learner(choice.drawn, choice.worlds, by_world)

    @cached_property
    def chosen(self) -> int:
        """Place of the option of the best mean."""
        return int(self.choice.utilities.mean(axis=0).argmax())

    @cached_property
    def next_best(self) -> int | None:
        """Place of the best of the others; none if there is no choice."""
        if not self.choice.is_choice:
            return None
        means = self.choice.utilities.mean(axis=0)
        means[self.chosen] = -np.inf
        return int(means.argmax())

    @cached_property
    def cheapest(self) -> int | None:
        """Place of the option that costs least; none without money, or choice."""
        money = self.choice.money
        if money is None or not self.choice.is_choice:
            return None
        return int(money.costs.mean(axis=1).argmin())

    @cached_property
    def _targets(self) -> list[F64]:
        """The utilities to learn about, ``[history, option]`` each, in the order of `Told`."""
        choice = self.choice
        own = choice.values[self.chosen]
        found = [_steady(own[:, None], choice.values)]
        if choice.is_choice:
            apart = choice.values[self.next_best or 0] - own
            found += [_steady(apart[:, None], choice.values), _apart(choice.utilities)]
            if choice.money is not None:
                found.append(_apart(-choice.money.costs.T))
        return found

    @cached_property
    def limits(self) -> list[Limits]:
        """What lessons lie between, in the order of `Told`."""
        return self._learner.limits(self._targets)

    @cached_property
    def inputs(self) -> list[tuple[Input, Told]]:
        """Each input and what it tells, that of most worth first; equal ones by their names."""
        found = zip(self.choice.inputs, self._of_inputs, strict=True)
        return sorted(found, key=lambda one: (*(-x for x in one[1].rank), one[0].name))

    @cached_property
    def _of_inputs(self) -> list[Told]:
        lessons = [
            self._learner.lessons(values, limits)
            for values, limits in zip(self._targets, self.limits, strict=True)
        ]
        return [Told(*of) for of in zip(*lessons, strict=True)]

    @cached_property
    def groups(self) -> list[Grouped]:
        """Inputs that are about one thing, those of each source, and all."""
        found = [self._group("all", EVERYTHING, range(len(self.choice.inputs)))]
        for about in ABOUT:
            members = [i for i, one in enumerate(self.choice.inputs) if one.about == about]
            found.append(self._group("about", OF_ABOUT[about], members))
        sources = dict.fromkeys(one.source for one in self.choice.inputs if one.source)
        of_sources = [
            self._group(
                "source",
                source,
                [i for i, one in enumerate(self.choice.inputs) if one.source == source],
            )
            for source in sources
        ]
        of_sources.sort(key=lambda one: (*(-x for x in one.told.rank), one.name))
        return [one for one in (*found, *of_sources) if one.members]

    def _group(self, kind: str, name: str, members: Sequence[int]) -> Grouped:
        """Learn from some inputs together: never less than from one of them."""
        singles = [self._of_inputs[at] for at in members]
        if len(members) == 1:
            told = singles[0]
        else:
            together = self._learner.group(members, self._targets, self.limits)
            told = Told(
                *(
                    _most(one, [single.lessons[at] for single in singles])
                    for at, one in enumerate(together)
                )
            )
        return Grouped(kind, name, tuple(members), told)

    @property
    def perfect(self) -> float:
        """Worth of knowing which history comes, in the measure's unit."""
        return perfect(self.choice.utilities)

    @property
    def perfect_musd(self) -> float | None:
        """The same in million USD; none where nobody says what is lost."""
        money = self.choice.money
        return None if money is None else perfect(-money.costs.T)

    @cached_property
    def width(self) -> float:
        """Width of the band of the measure in the option that is chosen."""
        return _width(self._targets[0][:, 0])

    @cached_property
    def width_apart(self) -> float:
        """Width of the band of the difference to the next best option."""
        return _width(self._targets[1][:, 0])

    @property
    def beaten(self) -> float:
        """Share of the histories in which another option is better than the one chosen, 1."""
        utilities = self.choice.utilities
        own = utilities[:, self.chosen]
        least = SINGLE * np.abs(utilities).max(initial=0.0)
        return float((utilities.max(axis=1) > own + least).mean())

    def taken_off(self, told: Told) -> float:
        """Give what knowing it would take off the band of the measure, in its unit."""
        return self.width - shrunk_width(self.width, told.band.share)

    def taken_apart(self, told: Told) -> float:
        """Give what knowing it would take off the band of the difference."""
        share = 0.0 if told.difference is None else told.difference.share
        return self.width_apart - shrunk_width(self.width_apart, share)


def _apart(utilities: F64) -> F64:
    """Leave out what all options have in common in a history: it chooses nothing."""
    return _steady(utilities - utilities.mean(axis=1, keepdims=True), utilities)


def _steady(values: F64, of: F64) -> F64:
    """Take out what is rounding of larger values: series are stored in single precision.

    Parameters
    ----------
    values : array, ``[history, option]``
    of : array
        What they are differences of.
    """
    is_rounding = np.ptp(values, axis=0) <= SINGLE * np.abs(of).max(initial=0.0)
    return np.where(is_rounding, values.mean(axis=0), values)


def _width(values: F64) -> float:
    low, high = quantiles(values, BAND)
    return float(high - low)


def _most(together: Lesson, singles: Sequence[Lesson]) -> Lesson:
    """Give the lesson of a group: of several inputs one cannot learn less than of one alone."""
    told = [one for one in singles if one.is_told]
    best = max(told, key=lambda one: (one.worth, one.share), default=together)
    if (best.worth, best.share) <= (together.worth, together.share):
        return together
    return best
