"""Options that several commands share, and the pool they ask for."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from sim.study.pool import Pool

Command = TypeVar("Command", bound=Callable[..., Any])

SCHEMES = ("random", "sobol", "latin")


def running(command: Command) -> Command:
    """Add the options that say what is run, how often and where."""
    options = (
        click.option(
            "-n", "--histories", type=click.IntRange(min=1), help="Histories. [the scenario's]"
        ),
        click.option(
            "--seed", type=click.IntRange(min=0), help="Seed of all chance. [the scenario's]"
        ),
        click.option(
            "--sampling",
            type=click.Choice(SCHEMES),
            default="random",
            help="How random inputs are drawn: at random, as scrambled Sobol' points or as a "
            "Latin hypercube. [random]",
        ),
        click.option(
            "--set", "settings", multiple=True, metavar="PATH=VALUE", help="Change a value."
        ),
        click.option("--workers", type=click.IntRange(min=1), help="Processes. [one a processor]"),
        click.option(
            "--cluster", metavar="ADDRESS", help="Use a dask cluster, as tcp://host:8786."
        ),
        click.option(
            "--out",
            type=click.Path(file_okay=False, path_type=Path),
            default=Path("results"),
            help="Folder in which the folder of the run is made. [results]",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@contextmanager
def pool_of(workers: int | None, cluster: str | None) -> "Iterator[Pool]":
    """Open the pool that ``--workers`` or ``--cluster`` asks for."""
    if workers and cluster:
        raise click.UsageError("--workers is for this machine; leave it out with --cluster")
    from sim.study.pool import cluster_pool, local_pool

    with cluster_pool(cluster) if cluster else local_pool(workers or os.cpu_count() or 1) as pool:
        yield pool
