"""The figures of a report, with what is said of each, from the catalogue of kinds."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeVar

from matplotlib.figure import Figure

from sim.compare.comparison import Comparison
from sim.output.groups import WITH_SERIES, Group
from sim.output.tables import Tables
from sim.plots.catalogue import OF_A_RUN, OF_SEVERAL
from sim.plots.compare_head import without_note
from sim.plots.kind import Kind
from sim.plots.style import RC, rendered, styled
from sim.plots.told import Told
from sim.plots.view import USUAL, View
from sim.report.curves import panels_of
from sim.report.document import Frame, Plate
from sim.report.months import NAME_OF_KIND, months_of
from sim.scenario.errors import did_you_mean, listed

Source = TypeVar("Source")


STANDARD = (
    "storylines", "shortfall", "map", "bottlenecks", "fill", "supply", "cover", "survival",
    "projects",
)  # fmt: skip
"""Kinds of figure of a run that a report has unless others are asked for: the first comes first."""


FOLLOWING = ("storylines", "shortfall", "bottlenecks")
"""Those that show at first whom the answer is about; others show everybody."""
BESIDE = ("region", "end_use.defence", "all")
"""Who else has a panel in them."""


def figures_of_run(
    tables: Tables, names: Collection[str] = (), group: Group | None = None
) -> Iterator[Plate]:
    """Draw figures of a run, those that it has what they show of.

    Parameters
    ----------
    tables : Tables
    names : collection of str
        Kinds, or ``all``; none takes the standard ones.
    group : Group, optional
        Whom the answer is about; none for all consumers.
    """
    wanted = [*OF_A_RUN] if "all" in names else names or STANDARD
    for name in (name for name in wanted if name in OF_A_RUN):
        if name == NAME_OF_KIND:
            yield from _map(tables)
        else:
            view = _view(group) if name in FOLLOWING else USUAL
            yield from _plates({name: OF_A_RUN[name]}, tables, view, tables.histories.start)


def _view(group: Group | None) -> View:
    """Look at a group before others, if it has daily series."""
    if group is None or group.kind == "all" or group.kind not in WITH_SERIES:
        return USUAL
    return View(groups=(f"{group.kind}.{group.name}", *BESIDE))


def _map(tables: Tables) -> Iterator[Plate]:
    """Draw the map month by month, for a slider."""
    with styled(RC):
        found = months_of(tables)
    if found is not None:
        yield found


def figures_of_several(
    comparison: Comparison, names: Collection[str] = (), group: Group | None = None
) -> Iterator[Plate]:
    """Draw figures of a comparison: of some kinds, or without any of all; first of a group."""
    wanted = [*OF_SEVERAL] if "all" in names else names or OF_SEVERAL
    kinds = {name: OF_SEVERAL[name] for name in wanted if name in OF_SEVERAL}
    start = min(run.loaded.scenario.start for run in comparison.runs)
    for name, kind in kinds.items():
        view = _view(group) if name in FOLLOWING else USUAL
        yield from _plates({name: kind}, comparison, view, start)


def check_names(names: Collection[str], *, several: bool) -> None:
    """Refuse kinds of figure that there are none of.

    Raises
    ------
    ValueError
        With what is meant perhaps.
    """
    known = [*(OF_SEVERAL if several else OF_A_RUN), "all"]
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known) or f"Known: {listed(known)}."
            raise ValueError(f"there is no figure '{name}'. {hint}")


def _plates(
    kinds: Mapping[str, Kind[Source]], source: Source, view: View, start: dt.date
) -> Iterator[Plate]:
    with styled(RC):
        for kind in kinds.values():
            if pages := kind.pages(source, view):
                yield _plate(kind.name, pages, kind.told(source, view), start)


def _plate(name: str, pages: Iterable[Figure], told: Told, start: dt.date) -> Plate:
    frames, panels = [], []
    for number, page in enumerate(pages, start=1):
        cut = without_note(page, told.caption)
        picture = rendered(page, "svg", 150, cut=cut)
        frames.append(Frame("" if number == 1 else f"page {number}", picture))
        if number == 1:
            panels = panels_of(page, told.data, start, cut)
    return Plate(
        name=name,
        title=told.title,
        caption=told.caption,
        alt=told.alt,
        frames=tuple(frames),
        csv=told.data.csv() if told.data.rows else "",
        panels=tuple(panels),
    )
