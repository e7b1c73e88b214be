"""What is known of the sizes in one form: of every history, or of those that matter."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.design.take import Taken
from sim.scenario.schema import Form
from sim.size.point import Point, judged, point_of, worst_of
from sim.size.question import Question
from sim.size.run_sizes import Asked
from sim.size.verdict import Verdict

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]

RunSizes = Callable[[Form, Asked, Sequence[str]], Sequence[Taken]]
"""Runs histories of sizes in a form, with settings more; what is there already is read."""


class Tried:
    """Sizes of a stockpile in one form, as far as they were run.

    Where a target asks for a share of the histories, not all of them need be run to judge a size:
    one that keeps the limit is taken to keep it with any larger stock, and one that misses it to
    miss it with any smaller.

    Parameters
    ----------
    question : Question
    form : str
    run : function

    Attributes
    ----------
    decided : set of int
        Sizes of which the outcome of every history is known, or taken to be.
    """

    def __init__(self, question: Question, form: Form, run: RunSizes) -> None:
        self._question, self._form, self._run = question, form, run
        self._taken: dict[int, dict[str, F64]] = {}
        self._known: dict[int, Mask] = {}
        self._verdicts: dict[int, Verdict] = {}
        """Of all that is known so far."""
        self.decided: set[int] = set()
        self._by_share = question.is_random and question.target.probability is not None

    @property
    def whole(self) -> set[int]:
        """Sizes of which every history was run."""
        return {steps for steps, known in self._known.items() if known.all()}

    def run_whole(self, sizes: Iterable[int]) -> None:
        """Run all histories of sizes that were not run yet."""
        self._run_those({steps: ~self._known_at(steps) for steps in sizes})

    def decide(self, sizes: Iterable[int]) -> None:
        """Run the histories of sizes of which the outcome is open."""
        self._run_those({steps: self.open_at(steps) for steps in sizes})

    def open_at(self, steps: int) -> Mask:
        """Tell of which histories the outcome at a size is neither known nor taken to be."""
        known = self._known_at(steps)
        return ~(known | ~np.isnan(self._told_by_others(steps))) if self._by_share else ~known

    def verdict(self, steps: int) -> Verdict:
        """Judge a size that is decided."""
        if steps not in self._verdicts:
            self._verdicts[steps] = self._judged(steps)
        return self._verdicts[steps]

    def _judged(self, steps: int) -> Verdict:
        known = self._known_at(steps)
        if not known.any():
            return judged(self._question, self._told_by_others(steps))
        found = worst_of(self._question, self._taken[steps])
        if not known.all():
            found = np.where(known, found, self._told_by_others(steps))
        return judged(self._question, found)

    def taken(self, steps: int) -> Taken:
        """Give what was taken of a size of which every history was run."""
        return self._taken[steps]

    def point(self, steps: int) -> Point:
        """Give a size of which every history was run."""
        return point_of(self._question, steps, self._taken[steps])

    def note(self, steps: int, taken: Taken, histories: Sequence[int] | None = None) -> None:
        """Note what histories of a size come to; all of them unless some are named."""
        count = self._question.histories
        at = range(count) if histories is None else histories
        known = self._known.setdefault(steps, self._known_at(steps))
        here = self._taken.setdefault(steps, {})
        for name, values in taken.items():
            here.setdefault(name, np.full(count, np.nan))[at] = values
        known[at] = True
        self.decided.add(steps)
        self._verdicts.clear()

    def _run_those(self, wanted: Mapping[int, Mask]) -> None:
        asked = {n: np.flatnonzero(some).tolist() for n, some in wanted.items() if some.any()}
        if asked:
            for steps, taken in zip(asked, self._run(self._form, asked, ()), strict=True):
                self.note(steps, taken, asked[steps])
        self.decided.update(wanted)

    def _known_at(self, steps: int) -> Mask:
        return self._known.get(steps, np.zeros(self._question.histories, dtype=bool))

    def _told_by_others(self, steps: int) -> F64:
        """Give of each history what it comes to at another size, where that tells; else nan.

        It keeps the limit with less, or misses it with more.
        """
        told = np.full(self._question.histories, np.nan)
        for other in sorted(self._taken, key=lambda other: abs(other - steps), reverse=True):
            found = worst_of(self._question, self._taken[other])
            keeps = self._question.target.holds(found)
            tells = self._known[other] & (keeps if other < steps else ~keeps)
            told = np.where(tells & (other != steps), found, told)
        return told
