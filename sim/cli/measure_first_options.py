"""The runs that ``shortfall measure-first`` chooses between, by their names, before any is run."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from sim.cli.variant import Variant
from sim.output.run_request import RunRequest
from sim.output.stored import StoredRun

Found = RunRequest | StoredRun


def options_of(
    runs: Sequence[Variant],
    found: Sequence[Found],
    labels: Sequence[str],
    chosen: str | None,
) -> dict[str, Found]:
    """Give the options by what they are called.

    Parameters
    ----------
    runs : sequence of Variant
        As they were given.
    found : sequence of RunRequest or StoredRun
        What these are, in the same order.
    labels : sequence of str
        Of ``--label``; without any they are called as their scenarios, with what is changed, or
        else as their folders.
    chosen : str, optional
        Of ``--choose``: label, name, folder or digest of each option, with commas between.
    """
    folders = [one.folder.name for one in found]
    if len(set(folders)) < len(folders):
        twice = next(name for name in folders if folders.count(name) > 1)
        raise click.UsageError(f"{twice} is given twice: one of the two is enough to choose from")
    names = [run.label(one.loaded.scenario.name) for run, one in zip(runs, found, strict=True)]
    called = [
        name if names.count(name) == 1 else folder
        for name, folder in zip(names, folders, strict=True)
    ]
    every = dict(zip(labels or called, found, strict=True))
    return every if chosen is None else _chosen(every, chosen)


def _chosen(every: Mapping[str, Found], chosen: str) -> dict[str, Found]:
    kept: dict[str, Found] = {}
    for name in _parted(chosen, every):
        meant = [label for label, one in every.items() if name in _names(label, one)]
        if len(meant) != 1:
            says = "is several of the runs" if meant else "is none of the runs"
            raise click.BadParameter(f"'{name}' {says}: {', '.join(every)}", param_hint="--choose")
        kept[meant[0]] = every[meant[0]]
    if len(kept) < 2:
        raise click.BadParameter(
            "a choice is between two runs or more; leave it out to ask of one alone",
            param_hint="--choose",
        )
    return kept


def _names(label: str, one: Found) -> tuple[str, ...]:
    """List what a run is called: label, name, folder, its path, digest."""
    folder = Path(one.folder)
    digest = folder.name.rpartition("-")[2]
    return label, one.loaded.scenario.name, folder.name, str(folder), digest


def _parted(chosen: str, labels: Mapping[str, Found]) -> list[str]:
    """Part names at commas; labels of variants have some in them."""
    left, found = chosen.strip(), list[str]()
    while left:
        known = [label for label in labels if f"{left},".startswith(f"{label},")]
        name = max(known, key=len, default=left.partition(",")[0])
        found.append(name.strip())
        left = left[len(name) + 1 :].strip()
    return found
