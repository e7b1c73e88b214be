"""``shortfall verify``: whether every file of stored runs is as it was written."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.echo import echo
from sim.cli.group import WRONG_USE

if TYPE_CHECKING:
    from sim.output.audit import Audit


@click.command("verify")
@click.argument(
    "runs",
    nargs=-1,
    required=True,
    metavar="RUN...",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def command(runs: tuple[Path, ...], as_json: bool) -> None:
    """Check that every file of stored runs is as it was written.

    RUN is the folder of a run, or one with runs below it, as that of a sweep. Every file is
    hashed and compared with the manifest; what is missing, changed, added among the histories or
    of another run is listed, and the exit status is 2 then. So is what commands have written into
    it since, which extras.json lists. Files that are in neither are named, and left alone.
    """
    from sim.output.audit import audit, runs_in

    found = [audit(folder) for run in runs for folder in runs_in(run)]
    if as_json:
        echo(json.dumps([_content(one) for one in found], indent=1))
    else:
        for one in found:
            _show(one)
    if any(one.faults for one in found):
        click.get_current_context().exit(WRONG_USE)


def _content(one: "Audit") -> dict[str, Any]:
    return {
        "folder": str(one.folder),
        "sound": not one.faults,
        "files": one.files,
        "bytes": one.bytes,
        "faults": [{"path": str(fault.path), "says": fault.says} for fault in one.faults],
        "unlisted": [str(path) for path in one.unlisted],
    }


def _show(one: "Audit") -> None:
    for fault in one.faults:
        echo(str(fault))
    if one.unlisted:
        from sim.scenario.errors import listed, plural

        names = listed(path.relative_to(one.folder) for path in one.unlisted)
        echo(
            f"{one.folder}: {plural(len(one.unlisted), 'file')} in no record, not checked: {names}"
        )
    if one.faults:
        echo(f"{one.folder} is not as it was written; {one.remedy}")
    else:
        echo(f"{one.folder}: {one.files} files, {one.bytes:,} bytes, all as written")
