"""Sentences about a result."""

import datetime as dt
from collections.abc import Iterator

from sim.output.text import number
from sim.scenario.errors import listed, plural
from sim.scenario.numbers import highest
from sim.scenario.outlook import known_disruptions
from sim.scenario.schema import Disruption, Distribution, Scenario
from sim.scenario.schema.distribution import Number
from sim.scenario.schema.quantity import When
from sim.size.form import NOUNS
from sim.size.question import Question
from sim.size.size_result import SizeResult
from sim.size.verdict import fewest_histories
from sim.world.time.clock import DAYS_PER_MONTH


def sentence(question: Question, result: SizeResult) -> str:
    """Say the result for a form in a sentence."""
    target = question.target.text
    if result.steps is None:
        return f"{result.form}: {_impossible(question, result)}"
    if result.steps == 0:
        return f"{result.form}: no stock is needed: {target} holds without one."
    size = number(result.steps * question.step_days)
    return f"{result.form}: {size} days of the members' use are the least that meets {target}."


def interval_note(question: Question, result: SizeResult) -> str:
    """Say why a result has no upper end, if it has none; else nothing."""
    if result.steps is None or result.high_steps is not None:
        return ""
    wanted = question.target.probability
    if wanted is not None:
        fewest = fewest_histories(wanted)
        if fewest is None:
            return f"{result.form}: no number of histories proves a share of 100 %: no upper end."
        if fewest > question.histories:
            return (
                f"{result.form}: {plural(question.histories, 'history')} are too few for an upper "
                f"end: with {100 * wanted:g} % it takes {fewest} or more (-n {fewest})."
            )
    return f"{result.form}: at the worse end of the 95 % interval no size meets the target."


def doubts(question: Question) -> Iterator[str]:
    """Say, before anything is run, what the answer will not be worth."""
    wanted, scenario = question.target.probability, question.scenario
    if wanted is not None and question.is_random:
        fewest = fewest_histories(wanted)
        if fewest is not None and fewest > question.histories:
            yield (
                f"{plural(question.histories, 'history')} are too few to be sure of "
                f"{100 * wanted:g} %: the size will have no upper end. It takes {fewest} or more "
                f"(-n {fewest})."
            )
    known = known_disruptions(scenario)
    lasting = [
        name
        for name, one in scenario.disruptions.items()
        if name not in known and not _is_over(one, scenario)
    ]
    if lasting:
        yield (
            f"{listed(lasting)} may last until the run ends on {scenario.end}: as far as it does, "
            "the size is that of the time until then, and grows with a later end."
        )


def _is_over(disruption: Disruption, scenario: Scenario) -> bool:
    """Tell whether it ends before the run does in every history, as far as its dates tell."""
    if not disruption.ends:
        return False
    if disruption.end is not None:
        return _latest(disruption.end, scenario) <= scenario.days
    if disruption.lasts is None or disruption.start is None or disruption.trigger is not None:
        return True
    days = DAYS_PER_MONTH if disruption.duration_days is None else 1.0
    left = scenario.days - _latest(disruption.start, scenario)
    return _at_most(disruption.lasts, left / days)


def _at_most(number: Number, limit: float) -> bool:
    """Tell whether a number keeps below a limit, but for one draw in a thousand."""
    return number.below(limit) > 0.999 if isinstance(number, Distribution) else number <= limit


def _latest(when: When, scenario: Scenario) -> float:
    """Give the last day on which something begins or ends, from the start of the run."""
    return (when - scenario.start).days if isinstance(when, dt.date) else highest(when)


def _impossible(question: Question, result: SizeResult) -> str:
    """Say that no size meets the target, and why."""
    reason = result.reason
    assert reason is not None, "a result without a size has a reason"
    if question.target.probability is None:
        found = result.endless.statistics
        says = (
            f"no size meets {question.target.text}: with an endless stock the mean is still "
            f"{number(found.mean)} {found_unit(result)}"
        )
    else:
        says = f"at any size the target is missed in {100 * reason.missed:.3g} % of histories"
    percent = 100 * reason.relieved
    part = f"{percent:.3g} %" if percent >= 0.1 else "less than 0.1 %"
    if reason.cause in {"form", "both"}:
        also = "" if reason.cause == "form" else ", released at once and without a limit"
        return (
            f"{says}: what {NOUNS[result.form]}s can make of it, and what of that gets through, "
            f"limits relief to {part} of the demand unmet without it. Hold magnets, not "
            f"{result.form}{also}."
        )
    if reason.cause == "terms":
        block = question.scenario.stockpiles[question.stockpile]
        limit = "" if block.release_t_per_day is None else " and its limit a day"
        return (
            f"{says}: its lag{limit} hold relief to {part} of the demand unmet without it. "
            "Release sooner or faster: released at once and without a limit it would do."
        )
    if reason.cause == "outsiders":
        users = [name for name in reason.outsiders if name in question.scenario.consumers]
        plants = [name for name in reason.outsiders if name not in users]
        group = _labels(question)
        who = [f"{listed(users)} of {group}"] if users else []
        who += [f"{listed(plants)}, through whom magnets reach {group},"] if plants else []
        return (
            f"{says}: {' and '.join(who)} may not draw on it; it meets {part} of the demand unmet "
            "without it. Make them members."
        )
    return (
        f"{says}: it meets {part} of the demand unmet without it, and even magnets released at "
        "once would not meet the target."
    )


def _labels(question: Question) -> str:
    return " and ".join(group.label for group in question.groups)


def found_unit(result: SizeResult) -> str:
    """Give the unit of the measure, as sentences write it."""
    return {"1": "", "day": "d"}.get(result.endless.unit, result.endless.unit)
