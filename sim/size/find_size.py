"""Find the smallest size of a stockpile in one form."""

from collections.abc import Callable, Collection, Iterable

import numpy as np

from sim.compare.estimate import Estimate, paired
from sim.design.empty_stockpiles import may_stand_empty
from sim.design.take import Taken
from sim.scenario.schema import Form
from sim.size.point import Point
from sim.size.question import Question
from sim.size.reason import reason_of
from sim.size.search import Bracket, Passes, next_sizes, sizes_at_once, smallest
from sim.size.size_result import SizeResult
from sim.size.tried import RunSizes, Tried

FIRST_DAYS = 30.0
"""Size that is tried first."""
SHOWN = (2, 4)
"""Multiples of it that are run for the curve where no size meets the target, unless the first does
as much as an endless stock."""

OnProgress = Callable[[Form, Point], None]
"""Hears of each size as all its histories are done."""


def find_size(
    question: Question,
    form: Form,
    run_sizes: RunSizes,
    on_progress: OnProgress,
    nothing: Taken | None = None,
) -> SizeResult:
    """Search for the smallest size of a stockpile in a form, several sizes at a time.

    Parameters
    ----------
    question : Question
    form : str
    run_sizes, on_progress : functions
    nothing : mapping of str to array, optional
        What comes of no stock, if that is known: it is the same in any form.

    Raises
    ------
    FormError
        If the stockpile cannot be held in that form.
    """
    search = _Search(question, form, run_sizes, on_progress)
    steps, *others = search.ends(nothing)
    low, high = others or (steps, steps)
    slope = reason = None
    if steps is not None:
        slope = _slope(search.point(steps), search.point(_more(steps)))
    else:
        search.show_in_vain()
        none, endless = search.point(0), search.point(question.endless)
        reason = reason_of(question, form, none, endless, run_sizes)
    ends = {low, high, steps}
    return SizeResult(
        form=form,
        members=tuple(question.members(form)),
        t_per_day=question.use_t_per_day(form),
        points=tuple(p for p in search.points if p.steps != question.endless or p.steps in ends),
        endless=search.point(question.endless),
        steps=steps,
        low_steps=low,
        high_steps=high,
        slope=slope,
        reason=reason,
        nothing=search.nothing if may_stand_empty(question.scenario, question.stockpile) else None,
    )


class _Search:
    """The search in one form."""

    def __init__(
        self, question: Question, form: Form, run_sizes: RunSizes, on_progress: OnProgress
    ) -> None:
        self._most = question.endless
        self._tried = Tried(question, form, run_sizes)
        self._first = max(round(FIRST_DAYS / question.step_days), 1)
        self._hear: Callable[[Point], None] = lambda point: on_progress(form, point)
        self._points: dict[int, Point] = {}
        verdict = self._tried.verdict
        self._tests: list[Passes] = [lambda steps: verdict(steps).meets]
        if question.is_random:
            self._tests.append(lambda steps: verdict(steps).perhaps)
            self._tests.append(lambda steps: verdict(steps).surely)

    @property
    def points(self) -> list[Point]:
        """The sizes of which every history was run, ascending."""
        return [self._points[steps] for steps in sorted(self._points)]

    def point(self, steps: int) -> Point:
        """Give one of them."""
        return self._points[steps]

    @property
    def nothing(self) -> Taken:
        """What comes of no stock."""
        return self._tried.taken(0)

    def ends(self, nothing: Taken | None) -> list[int | None]:
        """Give the smallest size that passes each test; they, and the next, are run whole."""
        if nothing is not None:
            self._tried.note(0, nothing)
        self._run_whole([0, self._first, self._most])
        while True:
            while sizes := self._next_sizes():
                self._tried.decide(sizes)
                self._tell()
            known = self._tried.decided
            found = [smallest(test, known, self._most) for test in self._tests]
            ends = [None if one is None else one[1] for one in found]
            wanted = {steps for steps in ends if steps is not None}
            if ends[0] is not None:
                wanted.add(_more(ends[0]))
            if wanted <= self._points.keys():
                return ends
            self._run_whole(wanted)

    def show_in_vain(self) -> None:
        """Run sizes whole for the curve of a form in which none meets the target."""
        first, endless = self._points.get(self._first), self._points[self._most]
        if first is None or not np.array_equal(first.unmet_t, endless.unmet_t):
            sizes = (n * self._first for n in SHOWN)
            self._run_whole(steps for steps in sizes if steps < self._most)

    def _run_whole(self, sizes: Iterable[int]) -> None:
        self._tried.run_whole(sizes)
        self._tell()

    def _tell(self) -> None:
        for steps in sorted(self._tried.whole - self._points.keys()):
            self._points[steps] = self._tried.point(steps)
            self._hear(self._points[steps])

    def _next_sizes(self) -> list[int]:
        return next_sizes(self._tests, self._tried.decided, self._first, self._most, self._at_once)

    def _at_once(self, brackets: Collection[Bracket]) -> int:
        """Choose how many sizes to ask for, by how many histories are open at one of them."""
        opened = [int(self._tried.open_at(low + 1).sum()) for low, _ in brackets]
        return sizes_at_once(max(-(-sum(opened) // len(opened)), 1))


def _more(steps: int) -> int:
    """Give a size a tenth larger."""
    return steps + max(steps // 10, 1)


def _slope(point: Point, larger: Point) -> Estimate:
    """Give the difference of the shortfall days for each step between two sizes."""
    found = paired(
        point.shortfall_days, larger.shortfall_days, point.replicates, exact=point.values.size == 1
    )
    steps = larger.steps - point.steps
    return Estimate(found.difference / steps, found.half_width95 / steps, found.baseline)
