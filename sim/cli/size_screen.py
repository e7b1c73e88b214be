"""The result of ``shortfall size`` on one screen."""

from collections.abc import Callable, Sequence

from sim.cli.table import table
from sim.output.text import number
from sim.size.measured import SHORT, Scale
from sim.size.point import Point
from sim.size.question import Question
from sim.size.size_result import SizeResult
from sim.size.words import interval_note, sentence


def screen(question: Question, results: Sequence[SizeResult], scale: Scale) -> str:
    """Write a row a form, and a sentence for each."""
    unit = SHORT[scale.unit]
    head = (
        ("", "size", "95 %", "size", "histories", "shortfall days", "another day"),
        ("form", unit, "interval", "t", "that meet it", "left, mean", "saves, mean d"),
    )
    rows = [*head, *(_cells(question, result, scale) for result in results)]
    says = [sentence(question, result) for result in results]
    notes = [note for result in results if (note := interval_note(question, result))]
    return "\n".join([table(rows, right=range(1, len(head[0]))), "", *says, *notes])


def _cells(question: Question, result: SizeResult, scale: Scale) -> tuple[str, ...]:
    def size(steps: int | None, none: str) -> str:
        if steps is None:
            return none
        return short(scale.of(result.form, steps * question.step_days, result.t_per_day))

    point = result.endless if result.steps is None else result.at(result.steps)
    tonnes = "-"
    if result.steps is not None:
        tonnes = short(result.steps * question.step_days * result.t_per_day)
    left = point.shortfall_days.mean()
    return (
        result.form,
        size(result.steps, "none"),
        _interval(question, result, size),
        tonnes,
        share(question, point),
        f"{max(float(left), 0.0):.1f}",
        _slope(question, result),
    )


def _interval(
    question: Question, result: SizeResult, size: Callable[[int | None, str], str]
) -> str:
    if not question.is_random:
        return "exact"
    if result.steps is None and result.low_steps is None:
        return "-"
    return f"{size(result.low_steps, 'none')} to {size(result.high_steps, 'no end')}"


def share(question: Question, point: Point) -> str:
    """Write the share of histories that meet the target, with its interval."""
    found = point.verdict
    if not question.is_random:
        return "all" if found.share == 1.0 else "none"
    return (
        f"{100 * found.share:.1f} % ({100 * found.share_low:.1f} to {100 * found.share_high:.1f})"
    )


def _slope(question: Question, result: SizeResult) -> str:
    if result.slope is None:
        return "-"
    saved = -result.slope.difference / question.step_days + 0.0
    half = result.slope.half_width95 / question.step_days
    return f"{saved:.2f} ± {half:.2f}" if half > 0.0 else f"{saved:.2f}"


def progress_line(question: Question, form: str, point: Point) -> str:
    """Write what came of a size, as it is done."""
    endless = point.steps == question.endless
    size = "endless stock" if endless else f"{number(point.days)} days"
    met = round(point.verdict.share * point.values.size)
    mean = f", {question.target.measure} {number(point.statistics.mean)} {point.unit} in the mean"
    return f"{form}  {size}: {met} of {point.values.size} histories meet it{mean}"


def short(value: float) -> str:
    """Write a size: whole where it is large.

    Examples
    --------
    >>> short(1234.4), short(106.0), short(10.25)
    ('1,234', '106', '10.2')
    """
    return f"{value:,.0f}" if value >= 1000 or value == int(value) else f"{value:.3g}"
