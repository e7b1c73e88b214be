"""All figures of a run."""

from collections.abc import Collection, Iterator
from concurrent.futures import BrokenExecutor
from pathlib import Path

from matplotlib.figure import Figure

from sim.output.tables import Tables
from sim.plots.catalogue import OF_A_RUN
from sim.plots.style import draw_into
from sim.study.pool import Pool, Processes


def draw_figures(
    tables: Tables, folder: Path, kinds: Collection[str] = OF_A_RUN.keys()
) -> list[Path]:
    """Draw the figures that a run has into a folder, as SVG and PNG, and give the paths.

    Parameters
    ----------
    tables : Tables
    folder : Path
    kinds : collection of str
        Which kinds of them; all if not given.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    return draw_into(folder, lambda: _pages(tables, kinds), tables.histories.scenario.known_until)


def draw_in_turns(pool: Pool, tables: Tables, folder: Path) -> list[Path]:
    """Draw all of them, every other one in another process of this machine if there is any.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    kinds = list(OF_A_RUN)
    if not isinstance(pool, Processes):
        return draw_figures(tables, folder)
    theirs = pool.submit(draw_figures, tables, folder, kinds[1::2])
    paths = draw_figures(tables, folder, kinds[::2])
    try:
        return paths + theirs.result()
    except BrokenExecutor:  # it was lost; this one is not
        return paths + draw_figures(tables, folder, kinds[1::2])


def _pages(tables: Tables, kinds: Collection[str]) -> Iterator[tuple[str, Figure]]:
    """Draw the figures of a run, page by page, each with its name."""
    for kind in OF_A_RUN.values():
        if kind.name not in kinds:
            continue
        for number, page in enumerate(kind.pages(tables), start=1):
            yield kind.name if number == 1 else f"{kind.name}-{number}", page
