"""Find the smallest size of a stockpile in one form."""

from collections.abc import Callable, Sequence

from sim.compare.estimate import Estimate, paired
from sim.output.stored import StoredRun
from sim.scenario.schema import Form
from sim.size.point import Point, point_of
from sim.size.question import Question
from sim.size.reason import reason_of
from sim.size.search import smallest
from sim.size.size_result import SizeResult

FIRST_DAYS = 30.0
"""Size that is tried first."""
SHOWN = (1, 2, 4)
"""Multiples of it that are run for the curve where no size meets the target."""

RunSize = Callable[[Form, int, Sequence[str]], StoredRun]
"""Runs a size in a form, with settings more; what is there already is read."""
OnProgress = Callable[[Form, Point], None]
"""Hears of each size as it is done."""


def find_size(
    question: Question, form: Form, run_size: RunSize, on_progress: OnProgress
) -> SizeResult:
    """Search for the smallest size of a stockpile in a form.

    Parameters
    ----------
    question : Question
    form : str
    run_size, on_progress : functions

    Raises
    ------
    FormError
        If the stockpile cannot be held in that form.
    """
    t_per_day = question.use_t_per_day(form)
    points: dict[int, Point] = {}

    def at(steps: int) -> Point:
        if steps not in points:
            points[steps] = point_of(question, steps, run_size(form, steps, ()))
            on_progress(form, points[steps])
        return points[steps]

    first = max(round(FIRST_DAYS / question.step_days), 1)

    def least(passes: Callable[[Point], bool]) -> int | None:
        return smallest(lambda steps: passes(at(steps)), list(points), first, question.endless)

    steps = least(lambda point: point.verdict.meets)
    low = high = steps
    if question.is_random:
        low = least(lambda point: point.verdict.perhaps)
        high = least(lambda point: point.verdict.surely)
    slope = reason = None
    if steps is not None:
        more = steps + max(steps // 10, 1)
        slope = _slope(at(steps), at(more))
    else:
        for multiple in SHOWN:
            at(multiple * first)
        reason = reason_of(question, form, at(0), at(question.endless), run_size)
    ends = {low, high, steps}
    endless = at(question.endless)
    tried = sorted(n for n in points if n != question.endless or n in ends)
    return SizeResult(
        form=form,
        members=tuple(question.members(form)),
        t_per_day=t_per_day,
        points=tuple(points[n] for n in tried),
        endless=endless,
        steps=steps,
        low_steps=low,
        high_steps=high,
        slope=slope,
        reason=reason,
    )


def _slope(point: Point, larger: Point) -> Estimate:
    """Give the difference of the shortfall days for each step between two sizes."""
    found = paired(
        point.shortfall_days, larger.shortfall_days, point.replicates, exact=point.values.size == 1
    )
    steps = larger.steps - point.steps
    return Estimate(found.difference / steps, found.half_width95 / steps, found.baseline)
