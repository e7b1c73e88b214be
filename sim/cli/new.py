"""``shortfall new``: a commented scenario to start from."""

import datetime as dt
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.echo import echo

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{,63}")


@click.command("new")
@click.argument("name")
@click.option(
    "--from", "base", default="baseline", metavar="FILE", help="Scenario to build on. [baseline]"
)
def command(name: str, base: str) -> None:
    """Write NAME.yaml, a commented scenario that builds on another, and nothing that exists.

    The base is a shipped scenario, by its name, or a scenario file.
    """
    file = Path(name if name.endswith(".yaml") else f"{name}.yaml")
    if not _NAME.fullmatch(file.stem):
        says = "a name has up to 64 lower-case letters, digits and hyphens"
        better = re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-")[:64].strip("-")
        hint = f" Try '{better}'." if better else ""
        raise click.BadParameter(f"'{file.stem}': {says}.{hint}", param_hint="NAME")
    from sim.scenario.dump import flow
    from sim.scenario.errors import did_you_mean
    from sim.scenario.load import load
    from sim.scenario.locate import is_there, locate, shipped_folder, shipped_names
    from sim.scenario.reach import OutOfReachError, Reach

    found = locate(base)
    if not is_there(found):
        hint = did_you_mean(Path(base).stem, shipped_names())
        hint = hint or "shortfall list shows those shipped."
        raise click.BadParameter(f"There is no scenario '{base}'. {hint}", param_hint="--from")
    is_shipped = found.resolve().parent == shipped_folder()
    extends = found.name if is_shipped else os.path.relpath(found, file.parent)
    loaded = load(found)
    text = _TEMPLATE.format(
        name=flow(file.stem),
        extends=flow(extends),
        start=loaded.scenario.start,
        end=loaded.scenario.end,
        halt=_within(_HALT, loaded.scenario.start, loaded.scenario.end),
        plant=_plant(loaded.scenario, found.stem),
    )
    try:
        with file.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise click.UsageError(
            f"{file} exists; it is left as it is. Choose another name."
        ) from None
    except FileNotFoundError:
        raise click.UsageError(f"There is no folder {file.parent}; make it first.") from None
    except OSError as error:
        raise click.UsageError(f"{file} cannot be written: {error.strerror}.") from None
    echo(f"Wrote {file}, which builds on {extends}")
    try:
        Reach.of(file).find(extends, file.resolve().parent)
    except OutOfReachError:
        folders = found.resolve().parent, file.resolve().parent
        root = f" --root {os.path.relpath(os.path.commonpath(folders))}"
    else:
        root = ""
    echo(f"Next: shortfall validate {file}{root}; shortfall run {file}{root}")


_HALT = dt.date(2027, 2, 1)
"""The example's halt begins when those of the shipped outlooks do, if the scenario runs so long."""


def _within(date: dt.date, start: dt.date, end: dt.date) -> dt.date:
    return date if start <= date <= end else start + (end - start) // 2


def _plant(scenario: "Scenario", base: str) -> str:
    """Give the example of a plant of one's own, in names of the base; nothing without magnets."""
    from sim.scenario.chain import MAGNETS
    from sim.scenario.dump import flow

    users = {key: one for key, one in scenario.consumers.items() if one.good == MAGNETS}
    if not users or not scenario.magnet_makers:
        return ""
    like = users.get("eu_ev") or next(iter(users.values()))
    makers = scenario.magnet_makers
    return _PLANT.format(
        base=base,
        region=flow(like.region),
        sector=flow(like.sector),
        grade=flow(next(iter(like.grades))),
        maker="eu_makers" if "eu_makers" in makers else next(iter(makers)),
    )


_PLANT = """
# A plant of your own, and of whom it buys: `shortfall run FILE --group my_plant` gives it a line.
# Take what it uses off the demand of its sector, or it comes on top of that.
# Names of makers: shortfall explain {base} --field magnet_makers; of grades: --field grades
#
# consumers:
#   my_plant:
#     label: My plant
#     region: {region}
#     sector: {sector}
#     demand_t_per_year: 100
#     grades: {{{grade}: 1}}
#     stock_days: 40
#     holding_usd_per_t_day: 20
#     unmet_usd_per_t: 2000000
# lanes:
#   my_supplier: {{good: magnets, from: {maker}, to: my_plant, share: 1, transit_days: 30}}
"""

_TEMPLATE = """\
# Question: what does this scenario answer?
# Covers:   what it changes, and what it leaves alone.
#
# This file holds only what differs from the file it extends: mappings merge by name, lists
# replace, and null removes an inherited entry. `shortfall explain` shows every value of it with
# the file it comes from.

extends: {extends}

schema: 1
name: {name}
# title: What pages and figures are headed with
question: What does this scenario answer?
start: {start}
end: {end}

# What goes wrong. Take the leading "# " away from what you need. Any number may be drawn from a
# distribution, as {{triangular: [90, 180, 365]}} or {{choice: {{0: 0.7, 12: 0.3}}}}.
#
# disruptions:
#   halt:
#     kind: export_control
#     exporter: CN
#     goods: [magnets, metal]
#     mode: halt
#     start: {halt}
#     duration_days: {{triangular: [90, 180, 365]}}

# Any other block can be changed in the same way; sources says where a number comes from.
#
# stockpiles:
#   reserve:
#     country: US
#     good: magnets
#     members: [US]
#     fill_days: 60
#     lag_days: 7
{plant}"""
