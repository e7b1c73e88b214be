"""Why no size meets a target, found by trying what else might."""

from dataclasses import dataclass
from typing import Literal

from sim.scenario.chain import MAGNETS, STAGES
from sim.scenario.membership import customers, receivers
from sim.scenario.schema import Form
from sim.size.form import FormError, freed
from sim.size.point import Point, point_of
from sim.size.question import Question
from sim.size.tried import RunSizes

Cause = Literal["outsiders", "terms", "form", "both", "elsewhere"]


@dataclass(frozen=True)
class Reason:
    """Why an endless stock misses the target."""

    missed: float
    """Share of histories in which it does, 1."""
    relieved: float
    """Part of the demand unmet without any stock that it meets, 1."""
    cause: Cause
    """``outsiders``: who might be members are none; ``terms``: lag or release limit; ``form``: it
    would do as magnets; ``both``: as magnets and without lag and limit; ``elsewhere``: not even
    that."""
    outsiders: tuple[str, ...] = ()
    """Consumers of the group that might draw on a stockpile of magnets and may not, and plants that
    make of magnets what the group uses."""


def reason_of(
    question: Question,
    form: Form,
    none: Point,
    endless: Point,
    run_sizes: RunSizes,
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
            every = range(question.histories)
            (taken,) = run_sizes(other, {question.endless: every}, extra)
        except FormError:
            return False
        return point_of(question, question.endless, taken).verdict.meets

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
    """Name who might be members of a stockpile of magnets and are none.

    Consumers of the group that use magnets; for those that use what is made of them, the plants
    that make it. Who uses oxide or metal is helped by no magnets.
    """
    scenario = question.scenario
    try:
        held = question.size_scenario(MAGNETS, 1)
        drawing = set(receivers(held, question.stockpile, MAGNETS))
    except FormError:
        drawing = set()
    names = sorted(scenario.consumers)
    wanted = dict.fromkeys(names[i] for group in question.groups for i in group.members)
    users = [name for name in wanted if scenario.consumers[name].good == MAGNETS]
    plants = [
        name
        for stage in STAGES
        if stage.takes == MAGNETS and stage.gives is not None
        for name in sorted(getattr(scenario, stage.block))
        if not wanted.keys().isdisjoint(customers(scenario, {name}, stage.gives))
    ]
    return tuple(name for name in (*users, *plants) if name not in drawing)
