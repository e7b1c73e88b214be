"""Find the smallest size of a stockpile in one form."""

from collections.abc import Callable, Sequence

from sim.compare.estimate import Estimate, paired
from sim.scenario.schema import Form
from sim.size.point import Point
from sim.size.question import Question
from sim.size.reason import reason_of
from sim.size.search import Passes, next_sizes, sizes_at_once, smallest
from sim.size.size_result import SizeResult

FIRST_DAYS = 30.0
"""Size that is tried first."""
SHOWN = (1, 2, 4)
"""Multiples of it that are run for the curve where no size meets the target."""

RunSizes = Callable[[Form, Sequence[int], Sequence[str]], Sequence[Point]]
"""Runs sizes in a form, with settings more; what is there already is read."""
OnProgress = Callable[[Form, Point], None]
"""Hears of each size as it is done."""


def find_size(
    question: Question, form: Form, run_sizes: RunSizes, on_progress: OnProgress
) -> SizeResult:
    """Search for the smallest size of a stockpile in a form, several sizes at a time.

    Parameters
    ----------
    question : Question
    form : str
    run_sizes, on_progress : functions

    Raises
    ------
    FormError
        If the stockpile cannot be held in that form.
    """
    t_per_day = question.use_t_per_day(form)
    points: dict[int, Point] = {}

    def ask(sizes: Sequence[int]) -> None:
        missing = [steps for steps in sizes if steps not in points]
        for point in run_sizes(form, missing, ()) if missing else ():
            points[point.steps] = point
            on_progress(form, point)

    first, most = max(round(FIRST_DAYS / question.step_days), 1), question.endless
    tests: list[Passes] = [lambda steps: points[steps].verdict.meets]
    if question.is_random:
        tests.append(lambda steps: points[steps].verdict.perhaps)
        tests.append(lambda steps: points[steps].verdict.surely)
    count = sizes_at_once(question.histories)
    ask([0, *(n * first for n in SHOWN if n * first < most), most])
    while sizes := next_sizes(tests, points, first, most, count):
        found = smallest(tests[0], points, most)
        ask([*sizes, *([_more(found[1])] if found and found[1] - found[0] <= 1 else [])])
    ends = [smallest(passes, points, most) for passes in tests]
    steps, *others = (None if one is None else one[1] for one in ends)
    low, high = others or (steps, steps)
    slope = reason = None
    if steps is not None:
        ask([_more(steps)])
        slope = _slope(points[steps], points[_more(steps)])
    else:
        reason = reason_of(question, form, points[0], points[most], run_sizes)
    tried = sorted(n for n in points if n != most or n in {low, high, steps})
    return SizeResult(
        form=form,
        members=tuple(question.members(form)),
        t_per_day=t_per_day,
        points=tuple(points[n] for n in tried),
        endless=points[most],
        steps=steps,
        low_steps=low,
        high_steps=high,
        slope=slope,
        reason=reason,
    )


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
