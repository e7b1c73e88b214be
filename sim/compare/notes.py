"""How to read a comparison, in sentences."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sim.compare.changes import Change
from sim.compare.expected import expected
from sim.compare.pairing import Pairing, pairing_note
from sim.compare.row import Row
from sim.scenario.errors import listed, plural
from sim.scenario.uncertainty.inputs import inputs_of

if TYPE_CHECKING:
    from sim.output.stored import StoredRun

CHANCE = 0.05
"""Share of 95 % intervals that leave out the truth."""

READING = (
    "Numbers are means over the histories, ± half the 95 % interval. Differences are run less "
    "baseline; an interval holds the true one in 95 of 100 cases. Within noise: it has 0 in it."
)


def notes_of(
    runs: "Sequence[StoredRun]",
    labels: Sequence[str],
    pairings: Sequence[Pairing],
    changes: Sequence[Change],
    table: Sequence[Row],
) -> list[str]:
    """List what a reader of the table of a comparison has to know.

    Parameters
    ----------
    runs, labels, pairings : sequences
        A run each, the baseline first.
    changes : sequence of Change
        What differs in the scenarios.
    table : sequence of Row
        Every measure of every group.
    """
    pairs = (
        pairing_note(label, pairing, runs[0], run)
        for label, pairing, run in zip(labels[1:], pairings[1:], runs[1:], strict=True)
    )
    return [READING, *pairs, *_others(runs, labels, changes), _chance_note(table)]


def _chance_note(table: Sequence[Row]) -> str:
    """Say how many marks chance alone would give: each interval is for its row alone."""
    count = sum(
        contrast is not None and contrast.is_random for row in table for contrast in row.contrasts
    )
    if not count:
        return "No difference has an interval of any width: each is exact, or cannot be taken."
    return (
        f"Each interval is for its row alone: of the {plural(count, 'difference')} with an "
        f"interval in the whole table, some {CHANCE * count:.0f} would be marked better or worse "
        "by chance if nothing differed."
    )


def _others(
    runs: "Sequence[StoredRun]", labels: Sequence[str], changes: Sequence[Change]
) -> Iterator[str]:
    """Warn of what makes equal names mean different things, and judge what was expected."""
    baseline = runs[0]
    thresholds = [change.name for change in changes if change.path[0] == "measures"]
    if thresholds:
        yield f"The runs measure differently: {', '.join(thresholds)}."
    for label, run in zip(labels[1:], runs[1:], strict=True):
        if run.source != baseline.source:
            yield f"{label} was run by another version of shortfall than the baseline."
        one, two = baseline.loaded.scenario, run.loaded.scenario
        if (one.start, one.end) != (two.start, two.end):
            yield (
                f"{label} spans {two.start} to {two.end}, the baseline {one.start} to {one.end}: "
                "nothing is comparable."
            )
        if one.as_of != two.as_of:
            said = [f"as known on {s.as_of}" if s.as_of else "of no stated day" for s in (two, one)]
            yield f"{label} has a world {said[0]}, the baseline one {said[1]}."
        ours, theirs = members(baseline), members(run)
        changed = [name for name in ours if name in theirs and ours[name] != theirs[name]]
        if changed:
            yield f"{label}: other consumers than in the baseline make up {listed(changed)}."
        yield from _known_in_one(label, run, baseline)
    yield from expected(runs, labels)


def _known_in_one(label: str, run: "StoredRun", baseline: "StoredRun") -> Iterator[str]:
    """Say which numbers are uncertain in one of two runs alone, as the other sets them."""
    ours, theirs = (inputs_of(one.loaded.scenario) for one in (run, baseline))
    if ours is None or theirs is None:
        return
    for one, other, whose in ((ours, theirs, label), (theirs, ours, "the baseline")):
        names = {found.name for found in other.drawn}
        if known := [name for name in one.known if name in names]:
            yield (
                f"{label}: {listed(known, most=4)} is known in {whose}, which sets it without a "
                "source, and uncertain in the other."
            )


def members(run: "StoredRun") -> dict[str, frozenset[str]]:
    """Give the consumers that each group of several consists of."""
    names = {g.members[0]: g.name for g in run.groups if g.kind == "consumer"}
    return {
        group.name: frozenset(names[i] for i in group.members)
        for group in run.groups
        if group.kind != "consumer"
    }
