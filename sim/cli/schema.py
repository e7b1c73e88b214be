"""``shortfall schema``: the JSON Schema of scenario files."""

from pathlib import Path

import click

from sim.cli.echo import echo


@click.command("schema")
@click.option("--write", "file", type=click.Path(path_type=Path), help="Write it to a file.")
def command(file: Path | None) -> None:
    """Print the JSON Schema of scenario files.

    Editors that know YAML complete and check keys with it, if the scenario's first line is
    "# yaml-language-server: $schema=./schema.json".
    """
    from sim.scenario.json_schema import json_schema

    if file is None:
        echo(json_schema(), nl=False)
        return
    try:
        file.write_text(json_schema(), encoding="utf-8")
    except OSError as error:
        raise click.UsageError(f"{file} cannot be written: {error.strerror}.") from None
    echo(f"Wrote {file}")
