"""The result of ``shortfall attribute`` on one screen."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.attribute.attribution import Attribution, Shares
from sim.attribute.take import UNITS
from sim.attribute.words import sentence
from sim.cli.table import table

F64 = NDArray[np.float64]

LEAST = 0.05
"""Days or tonnes from which a number shows."""


def screen(answer: Attribution) -> str:
    """Write a row a cause with its share in each group, a sentence a group, and what needs saying.

    Groups that never go short have no column, unless none does; they are named below.
    """
    question = answer.question
    shown = [one for one in answer.shares if _is_felt(one)] or [*answer.shares[-1:]]
    rows = [["", *(one.group.label for one in shown)]]
    for place, cause in enumerate(question.causes):
        cells = [_cell(answer, one.by_cause[place], _error(one, place)) for one in shown]
        rows.append([cause.name, *cells])
    rows.append(["none of these", *(_cell(answer, one.none) for one in shown)])
    rows.append(["all", *(_cell(answer, one.total) for one in shown)])
    return "\n".join(
        [
            table(rows, right=range(1, len(rows[0]))),
            "",
            *(sentence(question, one) for one in shown),
            *_calm(answer, shown),
            *(f"{name}: no share, as {why}." for name, why in answer.reasons.items()),
            *_too_small(answer),
            *_notes(answer),
        ]
    )


def _calm(answer: Attribution, shown: Sequence[Shares]) -> Sequence[str]:
    """Name the groups without a column: a group that is asked for is not left out unsaid."""
    names = [one.group.label for one in answer.shares if one not in shown]
    what = f"less than {LEAST} {UNITS[answer.question.measure]}"
    return [f"With these causes or without, {what}: {'; '.join(names)}."] if names else []


def _is_felt(shares: Shares) -> bool:
    parts = (shares.total, shares.none, *shares.by_cause)
    return any(abs(shares.whole_run(part)) >= LEAST for part in parts)


def _error(shares: Shares, place: int) -> float:
    return 0.0 if shares.sampling_error is None else float(shares.sampling_error[place, -1])


def _cell(answer: Attribution, values: F64, sampling_error: float = 0.0) -> str:
    """Write a mean with half its interval; the error of sampled orders is added in squares."""
    found = answer.described(values.sum(axis=0))
    half = float(np.hypot(np.nan_to_num(found.half_width95), sampling_error))
    return f"{_number(found.mean)} ± {_number(half)}" if half >= LEAST else _number(found.mean)


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{round(value, 1) + 0.0:,.1f}"


def _too_small(answer: Attribution) -> Sequence[str]:
    """Name the causes that have a share in some history, and nowhere one that shows."""
    question = answer.question
    names = [
        cause.name
        for place, cause in enumerate(question.causes)
        if cause.name not in answer.reasons
        and all(abs(one.whole_run(one.by_cause[place])) < LEAST for one in answer.shares)
    ]
    unit = UNITS[question.measure]
    return [f"{', '.join(names)}: a share, but of less than {LEAST} {unit}."] if names else []


def _notes(answer: Attribution) -> Sequence[str]:
    question = answer.question
    if question.game.is_exact:
        return ()
    return (
        f"Of {len(question.causes)} causes not every set was run: {question.orders} orders were "
        "drawn. Intervals hold their error; --orders draws more of them, --together counts several "
        "causes as one, and up to ten are exact.",
    )
