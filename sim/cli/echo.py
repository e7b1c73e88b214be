"""Print to the terminal: the one way out for text that may be a stranger's."""

import click

from sim.scenario.visible import visible


def echo(text: str = "", *, err: bool = False, nl: bool = True) -> None:
    """Print a text on stdout or stderr, with nothing in it that steers the terminal."""
    click.echo(visible(text), err=err, nl=nl)
