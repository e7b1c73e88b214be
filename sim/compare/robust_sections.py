"""A choice between runs by several criteria as tables of text, a measure each."""

import datetime as dt
import math
from collections.abc import Iterator, Sequence

from sim.compare.intervals import Ends
from sim.compare.judged import Judged
from sim.compare.robust import CRITERIA, LEVELS, Robust, RobustRow, TargetMet
from sim.compare.row import Row
from sim.compare.sections import Section
from sim.compare.words import amount
from sim.measures.measure import CAUSED
from sim.output.text import date_of
from sim.scenario.errors import plural

TITLE = "Across histories"
INTERVAL = "95 % interval"


def robust_sections(robust: Robust, table: Sequence[Row], start: dt.date) -> list[Section]:
    """Make a section of each measure, in the order of the table, and one of the targets.

    What disruptions cause of a measure is shown where it is not all of it.
    """
    by_name: dict[str, list[RobustRow]] = {}
    whole: dict[tuple[str, str, str], RobustRow] = {}
    for one in robust.rows(table):
        whole[one.row.kind, one.row.group, one.row.name] = one
        all_of_it = whole.get((one.row.kind, one.row.group, one.row.name.removesuffix(CAUSED)))
        if all_of_it is one or all_of_it is None or all_of_it.by != one.by:
            by_name.setdefault(one.row.name, []).append(one)
    found = [_section(robust, name, rows, start) for name, rows in by_name.items()]
    return [*found, *([_of_targets(robust)] if robust.targets else [])]


def reading(robust: Robust) -> str:
    """Say how to read the sections."""
    return (
        f"{TITLE}: of {plural(robust.histories, 'history')} that all runs have met. Regret is what "
        "a run loses on the best one in the same history; the worst tenth is the mean of the worst "
        "10 % of its histories. Intervals: of means Student's, of the worst tenth from the spread "
        "of its tail, of the regret in 90 % from histories in their order, of targets Clopper and "
        "Pearson's; of the largest regret a lower end alone, as what no history has met may be "
        "worse. Tie: not told apart from the best."
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
    telling = {k: of for k, of in one.by.items() if len(of.best) < len(robust.labels)}
    for at, label in enumerate(robust.labels):
        numbers = [_number(k, one.by[k].found[at], one.row.unit, start) for k in CRITERIA]
        ends = [_between(k, one.by[k], at, one.row.unit, start) for k in CRITERIA]
        won = [CRITERIA.get(k, "target") for k, of in telling.items() if at in of.best]
        best = "all" if len(won) == len(telling) else ", ".join(dict.fromkeys(won))
        yield (one.row.label if at == 0 else "", label, *numbers, best)
        tied = [CRITERIA.get(k, "target") for k, of in telling.items() if _is_near(of, at)]
        told = "all" if len(tied) == len(telling) else ", ".join(dict.fromkeys(tied))
        yield ("", INTERVAL, *ends, f"tie by {told}" if tied else "")


def _is_near(judged: Judged, at: int) -> bool:
    """Tell whether a run is not told apart from a best one, which it is not itself."""
    return at in judged.tied and at not in judged.best


def _number(criterion: str, value: float, unit: str, start: dt.date, more: int = 0) -> str:
    is_level = criterion in LEVELS
    if math.isinf(value):
        return "never" if is_level else "infinite"
    if unit == "day":
        return str(date_of(start, value) or "-") if is_level else amount(value, "d", more)
    return amount(value, unit, more)


def _between(criterion: str, judged: Judged, at: int, unit: str, start: dt.date) -> str:
    """Write an interval: its ends, or the lower one alone."""
    low, high = judged.ends[at]
    if math.isinf(low):
        return "-"
    if low == high:
        return "exact"
    if math.isinf(high):
        return f"{_number(criterion, low, unit, start)} or more"
    for more in range(6):
        ends = [_number(criterion, end, unit, start, more) for end in (low, high)]
        if ends[0] != ends[1]:
            break
    return " to ".join(ends)


def _of_targets(robust: Robust) -> Section:
    return Section(
        title="Targets",
        about="share of the histories that meet it, higher is better",
        head=("", "run", "histories", INTERVAL, "best by"),
        lines=tuple(line for one in robust.targets for line in _shares(robust, one)),
        below=(),
        words=2,
    )


def _shares(robust: Robust, one: TargetMet) -> Iterator[tuple[str, ...]]:
    for at, label in enumerate(robust.labels):
        telling = len(one.shares.best) < len(robust.labels)
        wins, near = telling and at in one.shares.best, _is_near(one.shares, at)
        kept = "" if one.kept is None else "meets it" if one.kept[at] else "misses it"
        said = ", ".join(filter(None, ["target" if wins else "tie" if near else "", kept]))
        share = f"{100 * one.shares.found[at]:.3g} %"
        yield (one.limit.text if at == 0 else "", label, share, _percent(one.shares.ends[at]), said)


def _percent(ends: Ends) -> str:
    low, high = (f"{100 * end:.3g}" for end in ends)
    return "exact" if ends[0] == ends[1] else f"{low} to {high} %"
