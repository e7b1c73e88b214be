"""The best mix of forms that a budget buys, on a coarse grid of shares."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sim.design.take import Taken
from sim.scenario.schema import Form, Scenario
from sim.size.measured import Scale
from sim.size.point import Point, point_of
from sim.size.question import Question

PARTS = 4
"""Equal parts into which the budget is cut."""


@dataclass(frozen=True)
class Mix:
    """What a budget buys of each form, and what that comes to."""

    musd: Mapping[Form, float]
    """Spent on each form, million USD."""
    days: Mapping[Form, float]
    """Size of each form, days of the members' planned use at the start."""
    tonnes: Mapping[Form, float]
    """The same in t."""
    point: Point


def shares(forms: Sequence[Form]) -> Iterator[dict[Form, float]]:
    """Cut a budget into parts in every way, forms that get nothing included.

    Examples
    --------
    >>> [list(one.values()) for one in shares(["magnets", "oxide"])]
    [[1.0, 0.0], [0.75, 0.25], [0.5, 0.5], [0.25, 0.75], [0.0, 1.0]]
    """
    for counts in itertools.product(range(PARTS, -1, -1), repeat=len(forms)):
        if sum(counts) == PARTS:
            yield {form: count / PARTS for form, count in zip(forms, counts, strict=True)}


def mixes(
    question: Question,
    budget_musd: float,
    forms: Sequence[Form],
    scale: Scale,
    run: Callable[[Sequence[Scenario]], Sequence[Taken]],
    on_progress: Callable[[Mix], None],
) -> list[Mix]:
    """Run every mix; the best come first.

    The best is met by most histories, then has the better mean of the measure: with all that a
    budget buys, more is never worse, so that all of it is spent.

    Parameters
    ----------
    question : Question
    budget_musd : float
        Million USD.
    forms : sequence of str
    scale : Scale
        With the prices.
    run, on_progress : functions
        Runs scenarios, all at once; hears of each mix as it is done.

    Raises
    ------
    FormError
        If one of the forms cannot be held.
    """
    per_day = {form: question.use_t_per_day(form) for form in forms}
    bought = []
    for share in shares(forms):
        musd = {form: part * budget_musd for form, part in share.items() if part > 0.0}
        tonnes = {f: spent * 1000.0 / scale.prices_usd_per_kg[f] for f, spent in musd.items()}
        days = {form: amount / per_day[form] for form, amount in tonnes.items()}
        bought.append((musd, days, tonnes))
    found = []
    taken = run([question.mix_scenario(days) for _, days, _ in bought])
    for sizes, one in zip(bought, taken, strict=True):
        found.append(Mix(*sizes, point_of(question, 0, one)))
        on_progress(found[-1])
    sign = 1.0 if question.target.sign[0] == "<" else -1.0

    def worth(mix: Mix) -> tuple[float, float]:
        return -mix.point.verdict.share, sign * mix.point.statistics.mean

    return sorted(found, key=worth)
