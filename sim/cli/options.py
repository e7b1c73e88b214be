"""Options that several commands share, given to them as one object."""

from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import Any

import click

from sim.cli.request import Request

Command = Callable[..., Any]
Decorator = Callable[[Command], Command]

SCHEMES = ("random", "sobol", "latin")

MOST_HISTORIES, MOST_SEED, MOST_WORKERS = 1_000_000, 2**63 - 1, 256
"""Upper bounds; given here too, as help is not to import what simulates."""


class Real(click.FloatRange):
    """A number within bounds; also refuses nan, which lies within any."""

    name = "float"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read it."""
        number = float(super().convert(value, param, ctx))
        if number != number:
            self.fail(f"{value} is not a number.", param, ctx)
        return number


class Day(click.DateTime):
    """A day, written as everywhere in files."""

    name = "date"

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d"])

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read it."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            says = f"'{value}' is no day; write year, month and day, as 2027-03-15"
            self.fail(says, param, ctx)


def set_once(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse two values of one path: which of them was meant is not known."""
    first: dict[str, str] = {}
    for setting in value:
        path = setting.partition("=")[0].strip()
        if path in first and path != "without":  # of these each leaves out more
            says = f"'{path}' is set twice, by '{first[path]}' and by '{setting}'. Leave one out."
            raise click.BadParameter(says, ctx, param)
        first.setdefault(path, setting)
    return value


REQUEST: Mapping[str, Mapping[str, Any]] = {
    "histories": {
        "flags": ("-n", "--histories"),
        "type": click.IntRange(1, MOST_HISTORIES),
        "help": "Histories. [the scenario's]",
    },
    "seed": {
        "flags": ("--seed",),
        "type": click.IntRange(0, MOST_SEED),
        "help": "Seed of all chance. [the scenario's]",
    },
    "sampling": {
        "flags": ("--sampling",),
        "type": click.Choice(SCHEMES),
        "help": "How random inputs are drawn: at random, as scrambled Sobol' points or as a "
        "Latin hypercube. [random]",
    },
    "settings": {
        "flags": ("--set",),
        "multiple": True,
        "metavar": "PATH=VALUE",
        "callback": set_once,
        "help": "Change a value.",
    },
    "workers": {
        "flags": ("--workers",),
        "type": click.IntRange(1, MOST_WORKERS),
        "help": "Processes. [one a processor]",
    },
    "cluster": {
        "flags": ("--cluster",),
        "metavar": "ADDRESS",
        "help": "Use a dask cluster, as tcp://host:8786.",
    },
    "out": {
        "flags": ("--out",),
        "type": click.Path(file_okay=False, path_type=Path),
        "default": Path("results"),
        "help": "Folder in which the folder of the run is made. [results]",
    },
    "root": {
        "flags": ("--root",),
        "type": click.Path(exists=True, file_okay=False, path_type=Path),
        "metavar": "FOLDER",
        "help": "Folder that extended files must lie in. [this one, or the scenario's]",
    },
    "yes": {"flags": ("--yes",), "is_flag": True, "help": "Also run what takes many hours."},
}
"""Options of a request, by its fields."""

IN_LOTS = {
    "help": "Histories; run in whole lots of 64, so that fewer take nearly as long. "
    "[the scenario's]"
}
"""What is different in ``-n`` where whole runs are kept."""


def one_stdin(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> Any:
    """Refuse to read standard input twice."""
    if value.count("-") > 1:
        raise click.BadParameter("standard input (-) can be read only once", ctx, param)
    return value


def shared(name: str, **changed: Any) -> Decorator:
    """Add one option of a request by itself, with what is different in it."""
    attributes = {**REQUEST[name], **changed}
    return click.option(*attributes.pop("flags"), name, **attributes)


def grouped(argument: str, make: Callable[..., Any], *options: Decorator) -> Decorator:
    """Add options to a command, and give it what *make* makes of them as one argument."""

    def decorate(command: Command) -> Command:
        @wraps(command)
        def called(*args: Any, **given: Any) -> Any:
            return command(*args, **{argument: make(**{n: given.pop(n) for n in names})}, **given)

        for option in reversed(options):
            option(called)
        names = [param.name for param in vars(called)["__click_params__"][-len(options) :]]
        return called

    return decorate


def running(**changed: Mapping[str, Any] | None) -> Decorator:
    """Add the options that say what is run, how often and where, as one `Request`.

    Parameters
    ----------
    changed : mapping or None
        By field of a request: what is different in this command's option; None leaves it out.
    """
    asked = {name: changed.get(name, {}) for name in REQUEST}
    options = [shared(name, **own) for name, own in asked.items() if own is not None]
    return grouped("request", Request, *options)
