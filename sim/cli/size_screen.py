"""The answer of ``shortfall size`` on one screen."""

from collections.abc import Callable, Sequence

from sim.cli.table import table
from sim.output.text import number
from sim.size.answer import Answer
from sim.size.measured import SHORT, Scale
from sim.size.point import Point
from sim.size.question import Question
from sim.size.words import interval_note, sentence


def screen(question: Question, answers: Sequence[Answer], scale: Scale) -> str:
    """Write a row a form, and a sentence for each."""
    unit = SHORT[scale.unit]
    head = (
        ("", "size", "95 %", "size", "histories", "shortfall", "another day"),
        ("form", unit, "interval", "t", "that meet it", "days left", "saves, d"),
    )
    rows = [*head, *(_cells(question, answer, scale) for answer in answers)]
    says = [sentence(question, answer) for answer in answers]
    notes = [note for answer in answers if (note := interval_note(question, answer))]
    return "\n".join([table(rows, right=range(1, len(head[0]))), "", *says, *notes])


def _cells(question: Question, answer: Answer, scale: Scale) -> tuple[str, ...]:
    def size(steps: int | None, none: str) -> str:
        if steps is None:
            return none
        return short(scale.of(answer.form, steps * question.step_days, answer.t_per_day))

    point = answer.endless if answer.steps is None else answer.at(answer.steps)
    tonnes = "-"
    if answer.steps is not None:
        tonnes = short(answer.steps * question.step_days * answer.t_per_day)
    left = point.shortfall_days.mean()
    return (
        answer.form,
        size(answer.steps, "none"),
        _interval(question, answer, size),
        tonnes,
        share(question, point),
        f"{max(float(left), 0.0):.1f}",
        _slope(question, answer),
    )


def _interval(question: Question, answer: Answer, size: Callable[[int | None, str], str]) -> str:
    if not question.is_random:
        return "exact"
    if answer.steps is None and answer.low_steps is None:
        return "-"
    return f"{size(answer.low_steps, 'none')} to {size(answer.high_steps, 'no end')}"


def share(question: Question, point: Point) -> str:
    """Write the share of histories that meet the target, with its interval."""
    found = point.verdict
    if not question.is_random:
        return "all" if found.share == 1.0 else "none"
    return (
        f"{100 * found.share:.1f} % ({100 * found.share_low:.1f} to {100 * found.share_high:.1f})"
    )


def _slope(question: Question, answer: Answer) -> str:
    if answer.slope is None:
        return "-"
    saved = -answer.slope.difference / question.step_days + 0.0
    half = answer.slope.half_width95 / question.step_days
    return f"{saved:.2f} ± {half:.2f}" if half > 0.0 else f"{saved:.2f}"


def progress_line(question: Question, form: str, point: Point) -> str:
    """Write what came of a size, as it is done."""
    endless = point.steps == question.endless
    size = "endless stock" if endless else f"{number(point.days)} days"
    met = round(point.verdict.share * point.values.size)
    mean = f", mean {number(point.statistics.mean)} {point.unit}"
    return f"{form}  {size}: {met} of {point.values.size} histories meet it{mean}"


def short(value: float) -> str:
    """Write a size: whole where it is large.

    Examples
    --------
    >>> short(1234.4), short(106.0), short(10.25)
    ('1,234', '106', '10.2')
    """
    return f"{value:,.0f}" if value >= 1000 or value == int(value) else f"{value:.3g}"
