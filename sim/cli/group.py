"""A group of commands that are imported one at a time, and what becomes of their errors."""

import errno
import importlib
import signal
import sys
from typing import Any

import click

from sim.cli.echo import echo
from sim.scenario.visible import visible
from sim.study.signals import LEAVES_WITH, status_of

MODEL_FAILED, WRONG_USE = 1, 2
"""Exit statuses, besides 0 and those of signals."""
GIVEN = "sim.given"
"""Under which a context keeps the words that its command is given."""
WRONG = frozenset(
    {
        "OutputError",
        "OccupiedError",
        "DamagedError",
        "SamplingError",
        "PoolError",
        "ClosureError",
        "StreamError",
        "NoSolverError",
        "WorldsError",
        "WindowError",
    }
)
"""Errors of ours, beside those of scenarios, that the user can mend."""
USED_UP = (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN, errno.ENOSPC)
"""Open files, memory, processes, the disk: what a machine has no more of, at whatever place."""


class LazyGroup(click.Group):
    """Imports ``sim.cli.<name>`` when the command *name* is asked for.

    The summaries in *commands_by_name* are static: to list the commands imports none of them.
    """

    def __init__(self, *args: Any, commands_by_name: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.summaries = commands_by_name

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order of their use."""
        return list(self.summaries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in self.summaries:
            return None
        command: click.Command = importlib.import_module(
            f"sim.cli.{cmd_name.replace('-', '_')}"
        ).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is called, or suggest one."""
        if args and args[0] not in self.summaries and not args[0].startswith("-"):
            from sim.scenario.errors import did_you_mean, listed

            hint = did_you_mean(args[0], self.summaries) or f"Commands: {listed(self.summaries)}."
            raise click.UsageError(f"There is no command '{args[0]}'. {hint}", ctx)
        ctx.meta[GIVEN] = tuple(args[1:])
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with their static summaries."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.summaries.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; say what went wrong in a line rather than in a traceback."""
        try:
            return super().invoke(ctx)
        except click.ClickException as error:
            vars(error)["message"] = visible(error.message)  # it may quote a scenario
            raise
        except (click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt as stop:
            LEAVES_WITH.append(stop)
            # CPython ends by the signal, whatever we exit with, if it came while text was executed
            # (as where a dataclass is made); to execute some more makes it forget that.
            exec("")
            status = status_of(stop)
            by = "Interrupted" if not stop.args else f"Ended by {signal.Signals(status - 128).name}"
            # What is kept, and how to go on: see resumable.
            echo(" ".join([f"\n{by}.", *getattr(stop, "__notes__", [])]), err=True)
            ctx.exit(status)
        except Exception as error:
            if ctx.params.get("debug"):
                raise
            echo(message_of(error), err=True)
            ctx.exit(WRONG_USE if is_wrong_use(error) else MODEL_FAILED)


def message_of(error: Exception) -> str:
    """Say what went wrong, as far as the user can act on it."""
    if _is_scenario_error(error):
        return str(error)
    if _is_of_machine(error):
        if isinstance(error, OSError):
            place = f"{error.filename}: " if error.filename else ""
            return f"Error: {place}{error.strerror or error}."
        return "Error: memory ran out. Fewer --workers need less; what is finished is kept."
    name = type(error).__name__
    text = str(error).strip() or "no message"
    # Errors of ours are written for the user; others are mistakes in the program.
    if type(error).__module__.startswith("sim."):
        return f"Error: {text}"
    return f"Error: {name}: {text}\nRun again with 'shortfall --debug ...' for the traceback."


def is_wrong_use(error: Exception) -> bool:
    """Tell whether the user has to change something, and not we."""
    named = type(error).__name__ in WRONG
    return named or _is_scenario_error(error) or _is_of_machine(error)


def _is_of_machine(error: Exception) -> bool:
    """Tell whether a file cannot be used, or something of the machine is used up."""
    if isinstance(error, OSError):
        return bool(error.filename) or error.errno in USED_UP
    return isinstance(error, MemoryError)


def _is_scenario_error(error: Exception) -> bool:
    if "sim.scenario.errors" not in sys.modules:
        return False
    from sim.scenario.errors import ScenarioError

    return isinstance(error, ScenarioError)
