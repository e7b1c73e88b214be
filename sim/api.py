"""The Python face: a scenario in, every history and every table out.

What the command line does, in three calls, without a file being written unless asked for::

    import sim

    scenario = sim.load("export-halt", ["disruptions.halt.duration_days=180"])
    result = sim.run(scenario, n=64)
    result.save("results/half-a-year")
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sim.output.disk import make
from sim.output.frames import to_pandas, to_polars
from sim.output.histories import Histories
from sim.output.lock import locked
from sim.output.lot import condense
from sim.output.lots import FOLDER, keep
from sim.output.store import begin, save
from sim.output.summary import summary_rows
from sim.output.tables import Tables, tabulate
from sim.scenario.load import load as load_with_origins
from sim.scenario.schema import Scenario
from sim.study.arguments import every, kind
from sim.study.replicate import Block, Progress
from sim.study.run import Run
from sim.study.run import run as simulate
from sim.world.chance.sampling import Scheme


@dataclass(frozen=True)
class Result(Run):
    """A scenario that was run, and its tables.

    Attributes
    ----------
    job : Job
        What was run: scenario, seed and sampling.
    histories : int
        Number of histories.
    record : Record
        Arrays with a history at each place of the last axis, as ``served_t`` (t a day,
        ``[day, consumer, history]``).
    twin : Record
        The same histories without the disruptions; a single one if nothing else is random.
    tables : Tables
        Every table of the run.
    """

    @cached_property
    def tables(self) -> Tables:
        """Every group, outcome and daily series, computed when first asked for.

        Examples
        --------
        >>> import sim
        >>> result = sim.run(sim.load("two-mines"), n=4)
        >>> [group.label for group in result.tables.of_kind("region")]
        ['US']
        >>> outcome = result.tables.outcomes[0]
        >>> outcome.group.name, outcome.measure, outcome.unit, outcome.values.shape
        ('motors', 'shortfall_days', 'd', (4,))
        """
        return tabulate(self.condensed)

    @cached_property
    def condensed(self) -> Histories:
        """What the tables are made of, and what is stored of each history."""
        lots = condense(self.scenario, Block(0, 0, self.whole.histories), self.whole)
        twin = dict[int, bytes]()
        if self.job.twin is not None:
            block = Block(1, 0, self.whole_twin.histories)
            twin = condense(self.job.twin, block, self.whole_twin)
        return Histories(self.job, self.sampling, lots, twin, self.histories)

    def summary(self) -> list[dict[str, Any]]:
        """Give the headline numbers: a row for each measure of each region, defence and all.

        Returns
        -------
        list of dict
            ``kind``, ``group``, ``label``, ``measure``, ``unit``, ``share_never``, ``median``,
            ``q05``, ``q95``, ``mean``, ``half_width95`` and ``event_share``, the part of the
            variance that comes from when, how long and whether disruptions come; ready for a data
            frame. None is *never*, or *not defined*.

        Examples
        --------
        >>> import sim
        >>> scenario = sim.load("two-mines", ["disruptions.halt.duration_days=100"])
        >>> row = sim.run(scenario, n=1).summary()[0]
        >>> row["group"], row["measure"], row["median"], row["unit"]
        ('US', 'shortfall_days', 70.0, 'd')
        """
        return summary_rows(self.tables)

    def _repr_html_(self) -> str:
        """Show it in a notebook: who loses what as a table, and its first figure."""
        from sim.plots.notebook import html_of

        return html_of(self.tables)

    def _repr_svg_(self) -> str:
        """Show its first figure where a notebook asks for that alone."""
        from sim.plots.notebook import svg_of

        return svg_of(self.tables).decode()

    def to_pandas(self, table: str = "summary") -> Any:
        """Give a table as a pandas data frame: ``summary``, or another CSV file of a run.

        ``histories`` has a row a history, ``series`` a row a day and group. Only empty cells are
        missing: the region ``NA`` is Namibia.

        Examples
        --------
        >>> import sim
        >>> frame = sim.run(sim.load("two-mines"), n=2).to_pandas("histories")
        >>> frame["US.shortfall_days"].shape
        (2,)
        """
        return to_pandas(self.tables, table)

    def to_polars(self, table: str = "summary") -> Any:
        """Give a table as a polars data frame, as :meth:`to_pandas` does."""
        return to_polars(self.tables, table)

    def save(self, folder: str | os.PathLike[str], figures: bool = True) -> list[Path]:
        """Write the files that ``shortfall run`` writes, ``run.log`` excepted.

        Parameters
        ----------
        folder : str or Path
            Where to write; made if it is not there. What another run has written there is replaced.
        figures : bool
            Draw the figures, too.

        Returns
        -------
        list of Path
            The files, in the order they were written.

        Raises
        ------
        TypeError
            If the folder is no path.
        OutputError
            If a file cannot be written.

        Examples
        --------
        >>> import sim, tempfile
        >>> result = sim.run(sim.load("two-mines"), n=1)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     [path.name for path in result.save(folder, figures=False)][-2:]
        ['summary.json', 'manifest.json']
        """
        from sim.plots.figures import Drawing

        kind("folder", folder, (str, os.PathLike), "a path")
        kind("figures", figures, bool, "True or False")
        to = Path(folder)
        make(to / FOLDER)
        with locked(to):
            begun = begin(self.job, to)
            kept = keep(self.job, to, 0, self.condensed.lots)
            kept += keep(self.job, to, 1, self.condensed.twin)
            return begun + kept + save(self.tables, to, draw=Drawing() if figures else None)


def load(
    path: str | os.PathLike[str],
    settings: Sequence[str] = (),
    root: str | os.PathLike[str] | None = None,
) -> Scenario:
    """Read a scenario file, with all it extends.

    Parameters
    ----------
    path : str or Path
        The file; the name of a scenario that comes with the program, as ``export-halt``; or ``-``
        for standard input.
    settings : sequence of str
        Changes as on the command line, as ``["consumers.us_ev.stock_days=30"]``; of two of one path
        the later holds.
    root : str or Path, optional
        Folder that extended files must lie in, if they do not come with the program. Not given,
        it is the working folder if the file lies in it, else the file's own folder.

    Returns
    -------
    Scenario
        The resolved scenario, frozen.

    Raises
    ------
    TypeError
        If the path is none, or the settings are no list of texts.
    ScenarioError
        With all problems found, each with its place and remedy.

    Examples
    --------
    >>> import sim
    >>> scenario = sim.load("two-mines", ["consumers.motors.stock_days=60"])
    >>> scenario.name, scenario.days, scenario.consumers["motors"].stock_days
    ('two-mines', 365, 60.0)
    """
    kind("path", path, (str, os.PathLike), "a path or the name of a scenario")
    every("settings", settings, str, 'a list of texts, as ["consumers.us_ev.stock_days=30"]')
    if root is not None:
        kind("root", root, (str, os.PathLike), "a folder, or None")
    return load_with_origins(path, settings, root).scenario


def run(
    scenario: Scenario,
    n: int | None = None,
    seed: int | None = None,
    workers: int = 1,
    progress: Progress | None = None,
    sampling: Scheme = "random",
) -> Result:
    """Run a scenario, and its twin without the disruptions.

    Parameters
    ----------
    scenario : Scenario
        As :func:`load` gives it.
    n : int, optional
        Number of histories; the scenario's own if not given.
    seed : int, optional
        Seed of all chance; the scenario's own if not given. The same seed gives the same
        histories, and the first 64 of 1,000 are the same 64.
    workers : int
        Processes to use, at most 256. With more than one, a script must guard its main part with
        ``if __name__ == "__main__":``.
    progress : callable, optional
        Called with the number of histories done and in all.
    sampling : str
        How random inputs are drawn: ``random``; ``sobol`` (scrambled Sobol' points; *n* is rounded
        up to whole lots of 64) or ``latin`` (a Latin hypercube of just *n* histories).

    Returns
    -------
    Result
        Series and totals of every history, and the tables made from them.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of its kind, or out of bounds; the message names it and the rule.
    PoolError
        If workers are lost again and again, or would run a script that is not guarded.
    BalanceError
        If the books of a facility do not close.
    SamplingError
        If the scheme does not fit the number of histories.

    Examples
    --------
    Exports stop on day 59. The goods at sea and in the buffer last another 65 days.

    >>> import sim
    >>> result = sim.run(sim.load("two-mines"), n=8)
    >>> result.record.served_t.shape
    (365, 1, 8)
    >>> short = result.record.served_t < 0.99 * result.record.demand_t
    >>> short[:, 0].argmax(axis=0).tolist()
    [124, 124, 124, 124, 124, 124, 124, 124]
    >>> bool((result.twin.served_t == result.twin.demand_t).all())
    True
    """
    done = simulate(scenario, n, seed, workers, progress, sampling)
    return Result(done.job, done.sampling, done.histories, done.whole, done.whole_twin)
