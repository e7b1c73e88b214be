"""The command line. Commands load what they need when they run, so that help comes at once."""

import click

from sim import __version__
from sim.cli.group import LazyGroup

__all__ = ["main"]


@click.group(
    cls=LazyGroup,
    commands_by_name={
        "list": "List the scenarios: what each asks and, once run, what it answers.",
        "run": "Simulate scenarios: files, figures and a summary on one screen.",
        "compare": "Compare runs with a baseline: differences, intervals, figures.",
        "report": "Write what runs show as one page, to be handed on.",
        "plot": "Draw any kind of figure from stored runs, with its data and caption.",
        "sweep": "Run a scenario at many points: one table of inputs and measures.",
        "size": "Find the smallest stockpile that meets a target, in each form.",
        "stress": "Put every part of the chain out in turn: who loses how much, ranked.",
        "attribute": "Tell which disruption each day of shortfall comes from.",
        "sensitivity": "Tell which inputs drive a measure, from a run that is there.",
        "measure-first": "Tell which number to go and measure before choosing between runs.",
        "bound": "Compare histories with what perfect foresight could have saved.",
        "hindcast": "Replay recorded episodes and score them against limits.",
        "forecast": "Freeze what is to come, month by month, so that it can be judged.",
        "score": "Score a frozen forecast by the months and first stops that have come in.",
        "constrain": "Find worlds that agree with a recorded episode, and their weights.",
        "verify": "Check that every file of stored runs is as it was written.",
        "reproduce": "Run a stored run again, or draw a figure, and compare every byte.",
        "validate": "Find all that is wrong with scenario files.",
        "explain": "Show every value with its place in a file and its source.",
        "new": "Write a commented scenario to start from.",
        "schema": "Print the JSON Schema of scenario files, for editors.",
    },
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit status: 0 good, 1 the program failed, 2 wrong use, files or machine, 3 a limit of "
    "compare --fail-on or of a hindcast is missed, or reproduce finds other bytes, "
    "130 interrupted (129 and 143: ended by SIGHUP, SIGTERM).",
)
@click.version_option(__version__, prog_name="shortfall")
@click.option("--debug", is_flag=True, envvar="SHORTFALL_DEBUG", help="Show tracebacks.")
def main(debug: bool) -> None:
    """Count the days of production that a rare-earth supply disruption costs."""
