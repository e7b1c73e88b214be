"""What the options of a command ask for: which histories are run, of what, where."""

import os
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sim.output.run_request import RunRequest
    from sim.output.until import Until
    from sim.scenario.load import Loaded
    from sim.study.pool import Pool
    from sim.world.chance.sampling import Scheme


@dataclass(frozen=True)
class Request:
    """What is asked of every run of a command; None is what the scenario or the machine says.

    Commands that lack an option leave its field as it is here.
    """

    histories: int | None = None
    seed: int | None = None
    sampling: "Scheme | None" = None
    settings: tuple[str, ...] = ()
    workers: int | None = None
    cluster: str | None = None
    out: Path = Path("results")
    root: Path | None = None
    yes: bool = False

    @property
    def processes(self) -> int:
        """Processes of this machine to use."""
        return self.workers or os.cpu_count() or 1

    def load(self, file: str) -> "Loaded":
        """Read a scenario with what ``--set`` changes.

        Raises
        ------
        ScenarioError
            With all that is wrong with it.
        """
        from sim.scenario.load import load

        return load(file, self.settings, self.root)

    def run_request(self, loaded: "Loaded", until: "Until | None" = None) -> "RunRequest":
        """Ask for the run of a scenario, with its own histories and seed where none are given."""
        from sim.output.run_request import RunRequest
        from sim.study.job import is_random

        scenario = loaded.scenario
        if not is_random(scenario):
            until = None  # its one history is exact
        histories = scenario.histories if self.histories is None else self.histories
        return RunRequest(
            loaded,
            histories if until is None else min(histories, until.at_most),
            scenario.seed if self.seed is None else self.seed,
            self.sampling or "random",
            self.out,
            until,
        )

    def pool(self) -> "AbstractContextManager[Pool]":
        """Open the pool that ``--workers`` or ``--cluster`` asks for."""
        if self.workers and self.cluster is not None:
            raise click.UsageError("--workers is for this machine; leave it out with --cluster")
        from sim.study.pool import cluster_pool, local_pool

        return local_pool(self.processes) if self.cluster is None else cluster_pool(self.cluster)
