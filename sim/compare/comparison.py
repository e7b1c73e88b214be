"""Several runs against a baseline: what differs in them, and what in their results."""

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

from sim.compare.changes import Change, changes
from sim.compare.common import common_settings
from sim.compare.contrast import Terms, contrast
from sim.compare.notes import notes_of
from sim.compare.pairing import Pairing, pair
from sim.compare.row import Row, Value
from sim.compare.tidy import tidy
from sim.compare.widths import Widths
from sim.measures import QUANTILES, Statistics
from sim.measures.measure import better_of
from sim.scenario.settings import brief
from sim.scenario.visible import one_line
from sim.study.arguments import every

if TYPE_CHECKING:
    from sim.output.outcomes import Outcome
    from sim.output.stored import StoredRun

Key = tuple[str, str, str, str | None]
"""Kind and name of the group, measure, item."""

MEDIAN = QUANTILES.index(0.5)


@dataclass(frozen=True, eq=False)
class Comparison:
    """Runs and how they differ from the first of them.

    Attributes
    ----------
    runs : tuple of StoredRun
        The baseline first.
    labels : tuple of str
        What reports call them, each its own.
    pairings : tuple of Pairing
        How the histories of each go with the baseline's; its own first.
    changes : tuple of Change
        What differs in the resolved scenarios.
    table : tuple of Row
        Every measure of every group.
    onsets : tuple of int
        Day of each run that figures call 0; nothing where they draw by date.
    """

    runs: "tuple[StoredRun, ...]"
    labels: tuple[str, ...]
    pairings: tuple[Pairing, ...]
    changes: tuple[Change, ...]
    table: tuple[Row, ...]
    onsets: tuple[int, ...] = ()

    @cached_property
    def notes(self) -> list[str]:
        """Say in sentences how to read the table: what is paired, what chance alone would mark."""
        return notes_of(self.runs, self.labels, self.pairings, self.changes, self.table)

    @cached_property
    def widths(self) -> Widths:
        """Take the width of shortfall days apart, in every run."""
        return Widths(self)

    @property
    def starts(self) -> tuple[dt.date, ...]:
        """First day of each run."""
        return tuple(run.loaded.scenario.start for run in self.runs)

    @property
    def moves(self) -> tuple[int, ...]:
        """Days by which those of each run are moved in figures: to the baseline's, or its onset."""
        if self.onsets:
            return tuple(-day for day in self.onsets)
        return tuple((start - self.starts[0]).days for start in self.starts)

    @property
    def digest(self) -> str:
        """Ten hexadecimal digits that name the runs and their order."""
        text = " ".join(run.digest for run in self.runs)
        return hashlib.sha256(text.encode()).hexdigest()[:10]

    def rows(self) -> list[dict[str, Any]]:
        """Give the table as tidy rows, one for each group, measure and run, for a data frame."""
        return [line for row in self.table for line in tidy(row, self.labels, self.starts)]

    def _repr_html_(self) -> str:
        """Show it in a notebook: who loses what in which run as a table, and its first figure."""
        # What draws imports what compares: it is found by name when a notebook asks for it.
        shown: str = import_module("sim.plots.notebook").html_of_comparison(self)
        return shown


def compare(
    runs: "Sequence[StoredRun]",
    labels: Sequence[str] = (),
) -> Comparison:
    """Compare runs with the first of them.

    Parameters
    ----------
    runs : sequence of StoredRun
        At least two, the baseline first.
    labels : sequence of str, optional
        What to call them; their names if not given, with the digest where two share one.

    Returns
    -------
    Comparison

    Raises
    ------
    TypeError
        If it is no list of stored runs, or of labels.
    ValueError
        If there are fewer than two runs, or labels are not one each.
    """
    every("runs", runs, object, "a list of runs as StoredRun.open gives them")
    for run in runs:  # a path, above all
        if not hasattr(run, "outcomes"):
            raise TypeError(f"runs(={run!r}) must be runs as StoredRun.open gives them")
    every("labels", labels, str, "a list of texts")
    if len(runs) < 2:
        raise ValueError(f"a comparison needs two runs or more, not {len(runs)}")
    labels = [one_line(one) for one in labels]
    if labels and (len(labels) != len(runs) or len(set(labels)) < len(labels)):
        raise ValueError(f"{len(runs)} runs need as many labels, each its own: {', '.join(labels)}")
    pairings = tuple(pair(runs[0], run) for run in runs)
    terms = [_terms(runs[0], run, pairing) for run, pairing in zip(runs, pairings, strict=True)]
    outcomes = [{_key(outcome): outcome for outcome in run.outcomes} for run in runs]
    return Comparison(
        runs=tuple(runs),
        labels=tuple(labels) or labels_of(runs),
        pairings=pairings,
        changes=tuple(changes([run.loaded for run in runs])),
        table=tuple(
            _row([found.get(key) for found in outcomes], terms, runs) for key in _in_order(outcomes)
        ),
    )


def labels_of(runs: "Sequence[StoredRun]") -> tuple[str, ...]:
    """Name runs by their scenarios and what ``--set`` changed: ``two-mines@motors.stock_days=10``.

    What it changed in all runs alike is in no name. Where two would share a name it has the digest
    in it, else a number.
    """
    common = frozenset(common_settings(runs))
    names = [_name(run, run.name, common) for run in runs]
    labels: list[str] = []
    for run, name in zip(runs, names, strict=True):
        label = name if names.count(name) == 1 else _name(run, f"{run.name}-{run.digest}", common)
        same = sum(known == label or known.startswith(f"{label} (") for known in labels)
        labels.append(f"{label} ({same + 1})" if same else label)
    return tuple(labels)


def titles_of(runs: "Sequence[StoredRun]") -> tuple[str, ...]:
    """Call runs by titles and what ``--set`` changed; as :func:`labels_of` where two are alike."""
    found = tuple(one_line(run.job.title) for run in runs)
    return found if len({*found}) == len(found) else labels_of(runs)


def _name(run: "StoredRun", name: str, common: frozenset[str]) -> str:
    own = (one for one in run.loaded.settings if one not in common)
    changes = one_line(",".join(map(brief, own)))
    return f"{name}@{changes}" if changes else name


def _key(outcome: "Outcome") -> Key:
    return outcome.group.kind, outcome.group.name, outcome.measure, outcome.item


def _in_order(outcomes: Sequence[dict[Key, Any]]) -> Iterator[Key]:
    """Give the keys of all runs: the baseline's in its order, then what others have besides."""
    return iter(dict.fromkeys(key for found in outcomes for key in found))


def _row(
    outcomes: "Sequence[Outcome | None]",
    terms: Sequence[Terms],
    runs: "Sequence[StoredRun]",
) -> Row:
    """Describe and compare one outcome over the runs."""
    first = next(outcome for outcome in outcomes if outcome is not None)
    better = better_of(first.measure)
    differences = [
        contrast(outcomes[0], other, of, better)
        for other, of in zip(outcomes[1:], terms[1:], strict=True)
    ]
    return Row(
        kind=first.group.kind,
        group=first.group.name,
        label=first.group.label,
        measure=first.measure,
        item=first.item,
        unit=first.unit,
        better=better,
        values=tuple(map(_value, outcomes, runs)),
        contrasts=(None, *differences),
    )


def _value(outcome: "Outcome | None", run: "StoredRun") -> Value | None:
    if outcome is None:
        return None
    return value_of(run.describe(outcome.values))


def value_of(found: Statistics) -> Value:
    """Give what a table says of a measure in a run."""
    return Value(
        n=found.n,
        mean=found.mean,
        half_width95=found.half_width95,
        median=found.quantiles[MEDIAN],
        share_never=found.share_never,
    )


def _terms(baseline: "StoredRun", other: "StoredRun", pairing: Pairing) -> Terms:
    """Settle what holds for all measures of two runs."""
    one, two = baseline.loaded.scenario, other.loaded.scenario
    spans = [f"{scenario.start} to {scenario.end}" for scenario in (one, two)]
    return Terms(
        pairing=pairing,
        replicates=(baseline.replicates, other.replicates),
        exact=not (baseline.is_random or other.is_random),
        followed=(one.measures.exposure, two.measures.exposure),
        apart="" if spans[0] == spans[1] else f"it spans {spans[1]}, the baseline {spans[0]}",
    )
