"""The files of a run: the manifest first and last, between them the scenario, lots and tables."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from sim.output.contents import contents
from sim.output.disk import make, remove_left_over, write, write_lines
from sim.output.errors import DamagedError, explained
from sim.output.lots import lots_in, remove, sound_lots
from sim.output.manifest import MOST_BYTES, Listed, Manifest, drawing_code
from sim.output.soundness import FIGURES, SCENARIO, SUMMARY, TRACES, is_as_listed
from sim.output.stored_file import fingerprint, read
from sim.output.summary import ranges, summary_json
from sim.output.tables import Tables
from sim.study.job import Job

Draw = Callable[[Tables, Path], list[Path]]
"""Draws the figures of tables into a folder, and gives their paths; its attribute ``look`` says how
if not as usual."""


def begin(job: Job, folder: Path, inputs: Mapping[str, str] | None = None) -> list[Path]:
    """Make the folder of a run, and write what is known before it is run.

    So a folder that cannot be written is found out before any time is spent. What commands that
    were killed left half written is removed, and what another run has left. The manifest goes on
    listing what an earlier run of fewer histories left, but does not call it complete.

    Parameters
    ----------
    job : Job
        What is going to be run.
    folder : path
        Made if it is not there.
    inputs : mapping of str to str, optional
        SHA-256 of the scenario files the run was read from, by their names, for the manifest.

    Raises
    ------
    DamagedError
        If the scenario in it was edited.
    OutputError
        If a file cannot be written.
    """
    from sim.scenario.dump import dump

    make(folder)
    remove_left_over(folder)
    content, path = dump(job.scenario).encode(), folder / SCENARIO
    earlier = Manifest.begun(folder)
    if earlier is not None and earlier.digest != job.digest:
        remove(path for scenario in (0, 1) for path in lots_in(folder, scenario).values())
        remove_stale(folder, earlier, {})
        earlier = None
    files = {} if earlier is None else earlier.files
    is_edited = SCENARIO in files and not is_as_listed(path, files[SCENARIO])
    if is_edited and read(path, MOST_BYTES) not in {None, content}:
        raise DamagedError(
            f"{path}: changed since the run began, so the folder is not what it says; "
            "move the file away, and run it from there if you want what it says now"
        )
    written = [write(path, content)]
    Manifest.of(job, inputs).with_changes(files=files).save(folder)
    return written


def save(tables: Tables, folder: Path, *, draw: Draw | None = None) -> list[Path]:
    """Write the tables of a run and give the paths, in the order they were written.

    Parameters
    ----------
    tables : Tables
        The run's tables.
    folder : path
        Where to write, as :func:`begin` left it: its manifest is not complete before this is.
    draw : function, optional
        Draws the figures of the tables into a folder and gives their paths.

    Raises
    ------
    OutputError
        If a file cannot be written; what was there before is left as it was.
    """
    job = tables.histories.job
    earlier = Manifest.begun(folder) or Manifest.of(job)
    if earlier.numbers:
        earlier.with_changes(numbers=None).save(folder)  # not complete while it is written anew
    written = [write_lines(folder / name, content()) for name, content in contents(tables).items()]
    if draw is not None:
        written += draw(tables, folder / FIGURES)
    written.append(write(folder / SUMMARY, summary_json(tables).encode()))
    lots = [*sound_lots(job, folder, 0).values(), *sound_lots(job, folder, 1).values()]
    files = listed(folder, [folder / SCENARIO, *lots, *written])
    files |= (
        {TRACES: earlier.files[TRACES]}
        if is_as_listed(folder / TRACES, earlier.files.get(TRACES))
        else {}
    )
    remove_stale(folder, earlier, files)
    done = earlier.with_changes(
        numbers=ranges(tables.histories.numbers.tolist()),
        files=files,
        drawing=draw and drawing_code(look_of(draw)),
    )
    return [*written, done.save(folder)]


def look_of(draw: Draw | None) -> str:
    """Tell how figures are drawn; nothing as usual."""
    return str(getattr(draw, "look", ""))


def listed(folder: Path, paths: Iterable[Path]) -> dict[str, Listed]:
    """List files as they are, by their paths within a folder; those that are not there left out."""
    found = {path.relative_to(folder).as_posix(): fingerprint(path) for path in paths}
    return {name: Listed.of(one) for name, one in found.items() if one is not None}


def list_also(folder: Path, paths: Iterable[Path]) -> None:
    """Add files to the manifest of a complete run.

    Raises
    ------
    OutputError
        If that fails.
    """
    if (manifest := Manifest.begun(folder)) is not None:
        manifest.with_changes(files=dict(manifest.files) | listed(folder, paths)).save(folder)


def remove_stale(folder: Path, earlier: Manifest, files: dict[str, Listed]) -> None:
    """Remove files that an earlier manifest lists and this one does not, unless changed since."""
    for name in earlier.files.keys() - files:
        if is_as_listed(folder / name, earlier.files[name]):
            with explained(folder / name):
                (folder / name).unlink()
