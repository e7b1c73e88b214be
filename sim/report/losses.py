"""Who loses how much, and when: the measures of the groups that a report tells of."""

import datetime as dt
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sim.measures import Statistics
from sim.measures.measure import CAUSED
from sim.output.groups import Group, is_by_itself, is_headline
from sim.output.outcomes import Outcome
from sim.output.stored import StoredRun
from sim.output.text import date_of
from sim.plots.style import place_name
from sim.report.document import Cell, Table, row_of
from sim.report.words import date_text, day_text, days, percent, span

DAYS, FIRST, DOWN = "shortfall_days", "first_short_day", "line_down_days"
LEAST = 0.05
"""Days in the 95 % quantile, or in the mean, from which on a group loses anything."""
ORDER = {"region": 0, "end_use": 1, "consumer": 2, "all": 3}
LOW, MEDIAN, HIGH = 0, 2, 4
"""Places of the quantiles of a band."""


@dataclass(frozen=True)
class Loss:
    """What a group loses."""

    group: Group
    found: Mapping[str, Statistics]
    """By measure."""

    @property
    def label(self) -> str:
        """What it is called."""
        return group_name(self.group)

    @cached_property
    def days(self) -> Statistics:
        """Days of normal demand that are not served."""
        return self.found[DAYS]

    @property
    def caused(self) -> str:
        """How many of them disruptions cause, in the mean, as it is written."""
        found = self.found.get(DAYS + CAUSED)
        return days(self.days.mean if found is None else found.mean)

    @property
    def band(self) -> tuple[float, float]:
        """What they lie between in nine of ten histories."""
        return self.days.quantiles[LOW], self.days.quantiles[HIGH]

    @property
    def is_nothing(self) -> bool:
        """Whether it loses nothing."""
        return max(self.days.mean, self.days.quantiles[HIGH]) < LEAST


def group_name(group: Group) -> str:
    """Call a group as figures do."""
    return place_name(group.name) if group.kind == "region" else group.label.partition(" (t in ")[0]


def losses(run: StoredRun, kinds: Collection[str] = ()) -> list[Loss]:
    """Measure the groups of some kinds; without any those that results are shown of at first."""
    found: dict[tuple[str, str], dict[str, Outcome]] = {}
    for one in run.outcomes:
        group = one.group
        wanted = group.kind in kinds if kinds else _is_first(run, group)
        if wanted and one.item is None and one.measure in {DAYS, DAYS + CAUSED, FIRST, DOWN}:
            found.setdefault((group.kind, group.name), {})[one.measure] = one
    return [
        Loss(
            next(iter(by_measure.values())).group,
            {name: run.describe(one.values) for name, one in by_measure.items()},
        )
        for by_measure in found.values()
        if DAYS in by_measure
    ]


def with_small(run: StoredRun) -> list[Loss]:
    """Measure the groups that results are shown of at first.

    Where none of them loses anything, consumers that do, too: they are too small to move a region.
    """
    found = losses(run)
    if not all(one.is_nothing for one in found):
        return found
    known = {one.group for one in found}
    consumers = [one for one in losses(run, {"consumer"}) if one.group not in known]
    return found + [one for one in consumers if not one.is_nothing]


def _is_first(run: StoredRun, group: Group) -> bool:
    return is_headline(group.kind, group.name) or is_by_itself(run.scenario, group.kind, group.name)


HEAD = (
    "Who", "Days lost, mean", "5 to 95 %", "Chance of a shortage", "First shortage, median",
    "Days at a standstill, mean",
)  # fmt: skip
CAUSES = "Of them caused by what happens"
"""Column that is there only where that is not all of them."""


def loss_table(run: StoredRun, name: str, caption: str, found: Sequence[Loss]) -> Table | None:
    """Put who loses what into a table, whoever loses most first; none where nobody does.

    Who loses nothing is named in a line below.
    """
    some = sorted((one for one in found if not one.is_nothing), key=most_first)
    nothing = [one.label for one in found if one.is_nothing]
    if not some:
        return None
    often = " in 95 % of histories" if run.is_random else ""
    below = [f"Nothing lost{often}: {'; '.join(nothing)}."] if nothing else []
    apart = any(one.caused != days(one.days.mean) for one in some)
    rows = [[*_cells(run, one)] + [_mean(one.found.get(DAYS + CAUSED))] * apart for one in some]
    head = (*HEAD, CAUSES) if apart else HEAD
    return Table(
        name,
        caption,
        head,
        tuple(row_of(*cells) for cells in rows),
        numbers=frozenset(range(1, len(head))) - {4},
        below=tuple(below),
    )


def most_first(loss: Loss) -> tuple[int, float]:
    """Put regions before others, and all together last."""
    return ORDER.get(loss.group.kind, 1), -loss.days.mean


def _cells(run: StoredRun, loss: Loss) -> Iterator[Cell | str]:
    first = loss.found.get(FIRST)
    yield loss.label
    yield Cell(days(loss.days.mean), loss.days.mean)
    yield Cell(span(*loss.band), loss.band[1])
    if first is None:
        yield from ("", "")
    else:
        yield Cell(percent(1.0 - first.share_never), 1.0 - first.share_never)
        day = first.quantiles[MEDIAN]
        date = date_of(run.start, day)
        yield Cell(day_text(run.start, day), "9999" if date is None else date.isoformat())
    yield _mean(loss.found.get(DOWN))


def _mean(found: Statistics | None) -> Cell:
    if found is None or not math.isfinite(found.mean):
        return Cell("")
    return Cell(days(found.mean), found.mean)


def side_by_side(labels: Sequence[str], runs: Sequence[StoredRun]) -> list[Table]:
    """Put what groups lose in several runs side by side: days, and when the first shortage comes.

    Groups that lose nothing in any run are left out.
    """
    found = [{one.group: one for one in losses(run)} for run in runs]
    groups = dict.fromkeys(group for of_run in found for group in of_run)
    lost = [
        group
        for group in sorted(groups, key=lambda one: ORDER.get(one.kind, 1))
        if any(group in of_run and not of_run[group].is_nothing for of_run in found)
    ]
    if not lost:
        return []
    return [
        Table(
            name,
            caption,
            ("Who", *labels),
            tuple(
                row_of(
                    group_name(group),
                    *(
                        write(run, of_run[group]) if group in of_run else ""
                        for run, of_run in zip(runs, found, strict=True)
                    ),
                )
                for group in lost
            ),
            numbers=frozenset(range(1, len(labels) + 1)),
        )
        for name, caption, write in (
            ("losses", "Days lost, mean (5 to 95 %)", _days_cell),
            ("first-shortages", "First shortage in the median history", _first_cell),
        )
    ]


def _days_cell(run: StoredRun, loss: Loss) -> Cell:
    return Cell(f"{days(loss.days.mean)} ({span(*loss.band)})", loss.days.mean)


def _first_cell(run: StoredRun, loss: Loss) -> Cell:
    date = _first(run, loss)
    return Cell("never") if date is None else Cell(date_text(date), date.isoformat())


def first_date(run: StoredRun, loss: Loss) -> str:
    """Give the date of the first shortage of a group in the median history; nothing if never."""
    date = _first(run, loss)
    return "" if date is None else date_text(date)


def _first(run: StoredRun, loss: Loss) -> dt.date | None:
    first = loss.found.get(FIRST)
    return None if first is None else date_of(run.start, first.quantiles[MEDIAN])


PRODUCTS, WORTH = "lost_products", "lost_output_musd"


def production(run: StoredRun) -> Table | None:
    """Put what is not built for want of magnets into a table; none where nothing is lost."""
    rows = []
    for one in run.outcomes:
        wanted = one.measure in {PRODUCTS, WORTH} and one.group.kind in {"region", "all"}
        if not wanted or one.values.max(initial=0.0) < 0.5:
            continue
        found = run.describe(one.values)
        unit, by = (one.item, 1.0) if one.item else ("worth, billion USD", 1e3)
        mean, low, high = (
            value / by for value in (found.mean, found.quantiles[LOW], found.quantiles[HIGH])
        )
        rows.append(
            row_of(
                group_name(one.group), unit or "", Cell(_round(mean), mean),
                Cell(f"{_round(low)} to {_round(high)}", high),
            )
        )  # fmt: skip
    if not rows:
        return None
    return Table(
        "production",
        "What is not built for want of magnets, and not made up for later",
        ("Who", "What", "Mean", "5 to 95 %"),
        tuple(rows),
        numbers=frozenset({2, 3}),
        below=("Only of consumers that state what they build with a tonne.",),
    )


def _round(value: float) -> str:
    """Write three digits of a number."""
    if abs(value) < 0.005:
        return "0"
    return f"{float(f'{value:.3g}'):,.0f}" if abs(value) >= 10 else f"{value:.2g}"
