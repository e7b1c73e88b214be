"""The answer in a sentence."""

import math
from collections.abc import Iterator, Sequence

from sim.attribute.attribution import Shares
from sim.attribute.question import Question
from sim.attribute.take import Measure

NOUNS: dict[Measure, str] = {"shortfall_days": "shortfall days", "unmet_t": "t unmet"}
MOST_PAIRS = 4
"""Most pairs that a sentence names."""
WHOLE_FROM = 10.0
"""From this total on, numbers are whole."""


def sentence(question: Question, shares: Shares) -> str:
    """Say what a group goes without, and how it comes about; the numbers sum as they are shown.

    Causes are called by their ids, which are short and hold no commas.
    """
    total, noun = shares.whole_run(shares.total), NOUNS[question.measure]
    digits = 0 if abs(total) >= WHOLE_FROM else 1
    parts = [shares.none, *shares.alone, *shares.pairs.values()]
    first, *means = [shares.whole_run(part) for part in parts]
    means.append(0.0 if question.game.is_exact else total - first - sum(means))
    none = round(first, digits)  # as in the table above the sentence
    *shown, rest = sums_to(round(total, digits) - none, means, digits)
    count = len(question.causes)
    says = [f"none of these {none:,.{digits}f}"] if none else []
    says += _singles(question, shown[:count], digits)
    says += _pairs(question, shares, shown[count:], digits)
    says += [f"what they do together {rest:,.{digits}f}"] if rest else []
    if not says:
        return f"{shares.group.label}: no {noun}, with these causes or without."
    return f"{shares.group.label}: of {total:,.{digits}f} {noun} {', '.join(says)}."


def sums_to(total: float, parts: Sequence[float], digits: int) -> list[float]:
    """Round parts to so many digits so that they sum to what their total is rounded to.

    What is lost by rounding down goes to those that lose most.

    Examples
    --------
    >>> sums_to(97.4, [0.0, 88.45, 2.5, 6.45], 0)
    [0.0, 88.0, 3.0, 6.0]
    """
    scale = 10.0**digits
    down = [math.floor(part * scale) for part in parts]
    lost = [part * scale - whole for part, whole in zip(parts, down, strict=True)]
    missing = round(round(total, digits) * scale) - sum(down)
    most = sorted(range(len(parts)), key=lambda place: -lost[place])
    for place in most[:missing]:
        down[place] += 1
    return [whole / scale for whole in down]


def _singles(question: Question, shown: Sequence[float], digits: int) -> Iterator[str]:
    for cause, days in zip(question.causes, shown, strict=True):
        if days > 0:
            yield f"{cause.name} alone {days:,.{digits}f}"
        elif days < 0:
            yield f"less {-days:,.{digits}f} that {cause.name} saves alone"


def _pairs(
    question: Question, shares: Shares, shown: Sequence[float], digits: int
) -> Iterator[str]:
    """Name the pairs that matter most, and sum up the others."""
    worth = [(pair, days) for pair, days in zip(shares.pairs, shown, strict=True) if days]
    worth.sort(key=lambda one: -abs(one[1]))
    names = [cause.name for cause in question.causes]
    costs = [shares.whole_run(one) >= 0.0 for one in shares.by_cause]
    for (a, b), days in worth[:MOST_PAIRS]:
        both = "the two" if len(names) == 2 else f"{names[a]} and {names[b]}"
        size = f"{abs(days):,.{digits}f}"
        if days > 0:
            yield f"{both} together {size}"
        elif costs[a] == costs[b]:
            does = "both cost" if costs[a] else "save only together"
            yield f"less {size} that {both} {does}"
        else:
            relief, harm = (b, a) if costs[a] else (a, b)
            yield f"less {size} that {names[relief]} saves of {names[harm]}"
    if rest := sum(days for _, days in worth[MOST_PAIRS:]):
        yield f"other pairs {rest:,.{digits}f}"
