"""What an option asks for and nobody knows."""

from collections.abc import Iterator
from contextlib import contextmanager

import click


@contextmanager
def refusing(option: str) -> Iterator[None]:
    """Say of which option it is that a value cannot be meant."""
    try:
        yield
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint=option) from None
