"""The stored run that a command is asked about: by its folder, or by its scenario."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.echo import echo

if TYPE_CHECKING:
    from sim.output.stored import StoredRun

RESULTS = Path("results")
"""Where runs are that are asked for by name."""


def opened(run: str, shows: str, hint: str = "FILE") -> "StoredRun":
    """Open a run, or say what to give instead.

    Parameters
    ----------
    run : str
        Folder of the run; or the name, or the file, of a scenario with one complete run in
        ``results``.
    shows : str
        What the option does, as ``--day walks up from a run``.
    hint : str
        What the command calls the argument.
    """
    from sim.output.errors import OutputError
    from sim.output.stored import StoredRun
    from sim.scenario.locate import is_folder

    folder = Path(run) if is_folder(Path(run)) else _named(run, shows, hint)
    try:
        return StoredRun.open(folder)
    except OutputError as error:
        raise click.BadParameter(str(error), param_hint=hint) from None


def _named(run: str, shows: str, hint: str) -> Path:
    """Find the one complete run of a scenario, and say which it is."""
    from sim.scenario.locate import is_there, locate

    found = _runs(run)
    if len(found) == 1:
        echo(f"Taking {found[0]}", err=True)
        return found[0]
    if found:
        says = f"there are several runs of {run}; give one of {', '.join(map(str, found))}"
    elif is_there(locate(run)):
        says = (
            f"{run} is a scenario, and {shows}, of which there is none in {RESULTS}; run it "
            f"('shortfall run {run}') and ask again, or give the folder of a run, results/NAME-HASH"
        )
    else:
        says = f"there is no folder {run}; give that of a run, results/NAME-HASH"
    raise click.BadParameter(says, param_hint=hint)


def _runs(called: str) -> list[Path]:
    """List the folders of complete runs whose scenario is called so, or was asked for so."""
    from sim.output.errors import OutputError
    from sim.output.manifest import MANIFEST, Manifest

    names = {called, Path(called).name, Path(called).name.removesuffix(".yaml")}
    found = []
    for file in sorted(RESULTS.glob(f"*/{MANIFEST}")):
        try:
            manifest = Manifest.read(file.parent)
        except OutputError:  # a folder that cannot be read is not what is asked for
            continue
        if manifest is not None and manifest.numbers and {manifest.name, manifest.named} & names:
            found.append(file.parent)
    return found
