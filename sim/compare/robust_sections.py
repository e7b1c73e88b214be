"""A choice between runs by several criteria as tables of text, a measure each."""

import datetime as dt
import math
from collections.abc import Iterator, Sequence

from sim.compare.robust import CRITERIA, Robust, RobustRow, TargetMet
from sim.compare.row import Row
from sim.compare.sections import Section
from sim.compare.words import amount
from sim.measures.measure import CAUSED
from sim.output.text import date_of
from sim.scenario.errors import plural

TITLE = "Across histories"
LEVELS = ("mean", "worst_tenth")
"""Criteria that are values of the measure, as a date; others are differences of it."""


def robust_sections(robust: Robust, table: Sequence[Row], start: dt.date) -> list[Section]:
    """Make a section of each measure, in the order of the table, and one of the targets.

    What disruptions cause of a measure is shown where it is not all of it.
    """
    by_name: dict[str, list[RobustRow]] = {}
    whole: dict[tuple[str, str, str], RobustRow] = {}
    for one in robust.rows(table):
        whole[one.row.kind, one.row.group, one.row.name] = one
        all_of_it = whole.get((one.row.kind, one.row.group, one.row.name.removesuffix(CAUSED)))
        if all_of_it is one or all_of_it is None or all_of_it.found != one.found:
            by_name.setdefault(one.row.name, []).append(one)
    found = [_section(robust, name, rows, start) for name, rows in by_name.items()]
    return [*found, *([_of_targets(robust)] if robust.targets else [])]


def reading(robust: Robust) -> str:
    """Say how to read the sections."""
    return (
        f"{TITLE}: of {plural(robust.histories, 'history')} that all runs have met. Regret is what "
        "a run loses on the best one in the same history; the worst tenth is the mean of the worst "
        "10 % of its histories. Numbers are of these histories and have no intervals."
    )


def _section(robust: Robust, name: str, rows: Sequence[RobustRow], start: dt.date) -> Section:
    first = rows[0].row
    unit = {"1": "share", "day": "date, regret in days"}.get(first.unit, first.unit)
    same = [one.row.label for one in rows if one.is_same]
    return Section(
        title=f"{name}, across histories",
        about=f"{unit}, {first.better} is better",
        head=("", "run", *CRITERIA.values(), "best by"),
        lines=tuple(line for one in rows if not one.is_same for line in _lines(robust, one, start)),
        below=(f"The same in every history of all runs: {'; '.join(same)}.",) if same else (),
        words=2,
    )


def _lines(robust: Robust, one: RobustRow, start: dt.date) -> Iterator[tuple[str, ...]]:
    # A criterion by which all runs are equal names no winner.
    telling = {k: won for k, won in one.best.items() if len(won) < len(robust.labels)}
    for at, label in enumerate(robust.labels):
        numbers = [_number(name, one.found[name][at], one.row.unit, start) for name in CRITERIA]
        won = [CRITERIA.get(name, "target") for name, places in telling.items() if at in places]
        best = "all" if len(won) == len(telling) else ", ".join(dict.fromkeys(won))
        yield (one.row.label if at == 0 else "", label, *numbers, best)


def _number(criterion: str, value: float, unit: str, start: dt.date) -> str:
    is_level = criterion in LEVELS
    if math.isinf(value):
        return "never" if is_level else "infinite"
    if unit == "day":
        return str(date_of(start, value) or "-") if is_level else amount(value, "d")
    return amount(value, unit)


def _of_targets(robust: Robust) -> Section:
    return Section(
        title="Targets",
        about="share of the histories that meet it, higher is better",
        head=("", "run", "histories", "best by"),
        lines=tuple(line for one in robust.targets for line in _shares(robust, one)),
        below=(),
        words=2,
    )


def _shares(robust: Robust, one: TargetMet) -> Iterator[tuple[str, ...]]:
    for at, label in enumerate(robust.labels):
        wins = at in one.best and len(one.best) < len(robust.labels)
        kept = "" if one.kept is None else "meets it" if one.kept[at] else "misses it"
        said = ", ".join(filter(None, ["target" if wins else "", kept]))
        yield (one.limit.text if at == 0 else "", label, f"{100 * one.shares[at]:.3g} %", said)
