"""Runs that differ by numbers alone, run side by side before each is put together."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sim.cli.echo import echo
from sim.cli.progress import progress

if TYPE_CHECKING:
    from sim.design.joint_runs import JointRuns
    from sim.study.pool import Pool


def run_jointly(joint: "Iterable[JointRuns]", pool: "Pool", *, quiet: bool) -> None:
    """Run the histories of runs that share worlds."""
    from sim.design.joint_runs import run_joint
    from sim.scenario.errors import plural

    for some in joint:
        if not quiet:
            many = plural(len(some.requests), "run")
            echo(f"{many} in one world: they differ by numbers or disruptions alone", err=True)
        with progress(some.histories, quiet=quiet) as report:
            run_joint(some, pool, report)
