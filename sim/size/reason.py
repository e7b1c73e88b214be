"""Why no size meets a target, found by trying what else might."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from sim.scenario.chain import MAGNETS
from sim.scenario.schema import Form
from sim.size.form import FormError, freed
from sim.size.point import Point
from sim.size.question import Question

Cause = Literal["outsiders", "terms", "form", "both", "elsewhere"]


@dataclass(frozen=True)
class Reason:
    """Why an endless stock misses the target."""

    missed: float
    """Share of histories in which it does, 1."""
    relieved: float
    """Part of the demand unmet without any stock that it meets, 1."""
    cause: Cause
    """``outsiders``: consumers of the group are no members; ``terms``: lag or release limit;
    ``form``: it would do as magnets; ``both``: as magnets and without lag and limit;
    ``elsewhere``: not even that."""
    outsiders: tuple[str, ...] = ()
    """Consumers of the group that may not draw on a stockpile of magnets."""


def reason_of(
    question: Question,
    form: Form,
    none: Point,
    endless: Point,
    run_sizes: Callable[[Form, Sequence[int], Sequence[str]], Sequence[Point]],
) -> Reason:
    """Find out why an endless stock in a form misses the target.

    Parameters
    ----------
    question : Question
    form : str
    none, endless : Point
        Without any stock, and with an endless one.
    run_sizes : function
        Runs sizes in a form, with settings more.
    """

    def meets(other: Form, *, free: bool) -> bool:
        extra = freed(question.scenario, question.stockpile) if free else ()
        try:
            (point,) = run_sizes(other, [question.endless], extra)
        except FormError:
            return False
        return point.verdict.meets

    unmet = float(none.unmet_t.sum())
    relieved = 1.0 - float(endless.unmet_t.sum()) / unmet if unmet > 0.0 else 0.0
    missed = 1.0 - endless.verdict.share
    if form != MAGNETS and meets(MAGNETS, free=False):
        return Reason(missed, relieved, "form")
    if meets(form, free=True):
        return Reason(missed, relieved, "terms")
    if form != MAGNETS and meets(MAGNETS, free=True):
        return Reason(missed, relieved, "both")
    outsiders = _outsiders(question)
    return Reason(missed, relieved, "outsiders" if outsiders else "elsewhere", outsiders)


def _outsiders(question: Question) -> tuple[str, ...]:
    """Name the consumers of the group that would not be members of a stockpile of magnets."""
    try:
        members = set(question.members(MAGNETS))
    except FormError:
        members = set()
    names = sorted(question.scenario.consumers)
    of_target = dict.fromkeys(i for group in question.groups for i in group.members)
    return tuple(names[i] for i in of_target if names[i] not in members)
