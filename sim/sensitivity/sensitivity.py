"""Which inputs drive a measure of a group: the strongest first, and by where they come from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from sim.output.outcomes import Outcome
from sim.sensitivity.driver import Driver, driver
from sim.sensitivity.input import ABOUT, Input
from sim.sensitivity.partition import Estimate, Noise, noise
from sim.sensitivity.sample import Sample
from sim.sensitivity.together import explained

F64 = NDArray[np.float64]
Index = NDArray[np.intp]

By = Literal["about", "source", "country", "stage"]
BY: tuple[By, ...] = get_args(By)
"""By what inputs are put into groups."""
BAND = 0.05, 0.95
"""Quantiles between which the measure is said to spread."""
WANTED = 0.03
"""Part of the spread that should be told from noise: with fewer histories more are asked for."""


@dataclass(frozen=True)
class Share:
    """What the inputs of one kind, source, country or stage explain together."""

    by: By
    name: str
    inputs: int
    index: Estimate | None
    """Closed index; none where there are too few histories for so many inputs."""


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """What drives a measure of a group in a run.

    Parameters
    ----------
    sample : Sample
        The inputs, those of one source and kind as one.
    singly : Sample
        The same with each number by itself: a source may be of many countries.
    outcome : Outcome
        The measure: finite, and not the same in all histories.
    """

    sample: Sample
    singly: Sample
    outcome: Outcome

    @property
    def measured(self) -> F64:
        """The measure, ``[history]``."""
        return self.outcome.values

    @cached_property
    def drivers(self) -> tuple[Driver, ...]:
        """All inputs, the strongest first."""
        found = [
            driver(one, values, self.measured, *self._independent(one.of_world))
            for one, values in zip(self.sample.inputs, self.sample.values, strict=True)
        ]
        return tuple(sorted(found, key=lambda one: (-one.index.value, one.input.name)))

    def _independent(self, of_world: bool) -> tuple[Index, Noise]:
        """Number what is independent of each other, and give the noise of inputs that differ so.

        Inputs that are uncertain by their sources differ between worlds, of which there may be
        fewer than histories.
        """
        if of_world and self.sample.worlds is not None:
            return self.sample.worlds, self._of_worlds
        return self.sample.run.numbers, self._of_histories

    @cached_property
    def _of_histories(self) -> Noise:
        return Noise(0.0, noise(self.measured, len(self.sample.inputs)).floor)

    @cached_property
    def _of_worlds(self) -> Noise:
        return noise(self.measured, len(self.sample.inputs), self.sample.worlds)

    def floor_of(self, one: Input) -> float:
        """Give the index below which an input is not told from one of no effect."""
        return self._independent(one.of_world)[1].floor

    @property
    def floor(self) -> float:
        """The largest of these."""
        return max(map(self.floor_of, self.sample.inputs))

    @property
    def strong(self) -> tuple[Driver, ...]:
        """The inputs that are told from noise: by their index, and by its interval."""
        return tuple(
            one
            for one in self.drivers
            if one.index.value > self.floor_of(one.input) and one.index.low > 0.0
        )

    @cached_property
    def band(self) -> tuple[float, float]:
        """What the measure lies between in nine of ten histories."""
        low, high = np.quantile(self.measured, BAND).tolist()
        return low, high

    @property
    def wanted(self) -> int:
        """Histories that would do to tell a small part from noise, about; 0 if these do."""
        if self.floor <= WANTED:
            return 0
        more = self.sample.run.count * self.floor / WANTED
        step = 10 ** max(int(np.log10(more)) - 1, 1)
        return int(np.ceil(more / step) * step)

    @cached_property
    def all_together(self) -> Estimate | None:
        """What all inputs explain as a sum; none where there are too few histories."""
        return self._explained(self.sample, range(len(self.sample.inputs)))

    def _explained(self, sample: Sample, places: Sequence[int]) -> Estimate | None:
        """Give what some inputs of a sample explain together."""
        of_world = any(sample.inputs[place].of_world for place in places)
        independent = len(np.unique(self._independent(of_world)[0]))
        return explained(sample.values[list(places)], self.measured, independent)

    @cached_property
    def shares(self) -> tuple[Share, ...]:
        """What inputs explain by what they are about, their source, country and stage."""
        return tuple(share for by in BY for share in self._by(by))

    def _by(self, by: By) -> Iterator[Share]:
        """Put inputs into groups; the strongest group first, those that are of none left out."""
        sample = self.singly if by in {"country", "stage"} else self.sample
        members: dict[str, list[int]] = {}
        for place, one in enumerate(sample.inputs):
            members.setdefault(str(getattr(one, by)), []).append(place)
        found = [
            Share(by, name, len(places), self._explained(sample, places))
            for name, places in members.items()
            if name
        ]
        order = {str(name): place for place, name in enumerate(ABOUT)} if by == "about" else {}
        yield from sorted(found, key=lambda one: (order.get(one.name, 0), *_strength(one)))


def _strength(share: Share) -> tuple[float, str]:
    """Sort what explains most first, and what cannot be told last."""
    return -share.index.value if share.index else 1.0, share.name
