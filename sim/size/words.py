"""Sentences about an answer."""

from sim.output.text import number
from sim.scenario.errors import listed, plural
from sim.size.answer import Answer
from sim.size.form import NOUNS
from sim.size.question import Question
from sim.size.verdict import fewest_histories


def sentence(question: Question, answer: Answer) -> str:
    """Say the answer for a form in a sentence."""
    target = question.target.text
    if answer.steps is None:
        return f"{answer.form}: {_impossible(question, answer)}"
    if answer.steps == 0:
        return f"{answer.form}: no stock is needed: {target} holds without one."
    size = number(answer.steps * question.step_days)
    return f"{answer.form}: {size} days of the members' use are the least that meets {target}."


def interval_note(question: Question, answer: Answer) -> str:
    """Say why an answer has no upper end, if it has none; else nothing."""
    if answer.steps is None or answer.high_steps is not None:
        return ""
    wanted = question.target.probability
    if wanted is not None:
        fewest = fewest_histories(wanted)
        if fewest is None:
            return f"{answer.form}: no number of histories proves a share of 100 %: no upper end."
        if fewest > question.histories:
            return (
                f"{answer.form}: {plural(question.histories, 'history')} are too few for an upper "
                f"end: with {100 * wanted:g} % it takes {fewest} or more (-n {fewest})."
            )
    return f"{answer.form}: at the worse end of the 95 % interval no size meets the target."


def _impossible(question: Question, answer: Answer) -> str:
    """Say that no size meets the target, and why."""
    reason = answer.reason
    assert reason is not None, "an answer without a size has a reason"
    if question.target.probability is None:
        found = answer.endless.statistics
        says = (
            f"no size meets {question.target.text}: with an endless stock the mean is still "
            f"{number(found.mean)} {found_unit(answer)}"
        )
    else:
        says = f"at any size the target is missed in {100 * reason.missed:.3g} % of histories"
    percent = 100 * reason.relieved
    part = f"{percent:.3g} %" if percent >= 0.1 else "less than 0.1 %"
    if reason.cause in {"form", "both"}:
        also = "" if reason.cause == "form" else ", released at once and without a limit"
        return (
            f"{says}: what {NOUNS[answer.form]}s can make of it, and what of that gets through, "
            f"limits relief to {part} of the demand unmet without it. Hold magnets, not "
            f"{answer.form}{also}."
        )
    if reason.cause == "terms":
        block = question.loaded.scenario.stockpiles[question.stockpile]
        limit = "" if block.release_t_per_day is None else " and its limit a day"
        return (
            f"{says}: its lag{limit} hold relief to {part} of the demand unmet without it. "
            "Release sooner or faster: released at once and without a limit it would do."
        )
    if reason.cause == "outsiders":
        return (
            f"{says}: {listed(reason.outsiders)} of {question.group.label} may not draw on it; it "
            f"meets {part} of the demand unmet without it. Make them members."
        )
    return (
        f"{says}: it meets {part} of the demand unmet without it, and even magnets released at "
        "once would not meet the target."
    )


def found_unit(answer: Answer) -> str:
    """Give the unit of the measure, as sentences write it."""
    return {"1": "", "day": "d"}.get(answer.endless.unit, answer.endless.unit)
