"""The design and the results of a sweep as tables for the terminal."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sim.cli.table import folded, table

if TYPE_CHECKING:
    from sim.sweep.chosen import Chosen
    from sim.sweep.measured import Key
    from sim.sweep.plan import Sweep
    from sim.sweep.results import Results
    from sim.sweep.slopes import Slope

MOST = 20
"""Most points that are shown."""
EVENT = "of the event:"
"""Heads the column of the part of the variance that the event makes alone, with a group's name."""
LONGEST = 40
"""Most characters of a value or an error that are shown."""


def design_table(sweep: "Sweep") -> str:
    """Write a row a point: its values, and whether it is invalid."""
    rows = [["point", *_names(sweep), ""]]
    for point in sweep.points[:MOST]:
        state = "invalid" if point.request is None else ""
        rows.append([str(point.number), *map(_short, point.values), state])
    return _with_rest(table(rows, right=range(len(rows[0]) - 1)), len(sweep.points))


def result_table(results: "Results", chosen: "Chosen") -> str:
    """Write a row a point: its values, and the mean of a measure in each group with its interval.

    Last the event's part of the variance in the first group, where it is known of any point.

    Parameters
    ----------
    results : Results
    chosen : Chosen
        The measure; and groups, none for those that are ever short, and all consumers.
    """
    keys = _shown(results, chosen)
    rows = [["point", *_names(results.sweep), *(key[1] for key in keys)]]
    for point, result in zip(results.sweep.points, results.of, strict=True):
        cells = [str(point.number), *map(_short, point.values)]
        if result.status == "complete":
            start = (point.request or results.sweep.request).loaded.scenario.start
            cells += [_mean(result.measured.get(key), start) for key in keys]
        else:
            cells += [result.status, *([""] * (len(keys) - 1))][: max(len(keys), 1)]
        rows.append(cells)
    if not keys:
        rows[0].append("")
    elif any(map(bool, parts := [*_parts(results, keys[0])])):
        for row, more in zip(rows, [f"{EVENT} {keys[0][1]}", *parts], strict=True):
            row.append(more)
    shown = folded(rows[: MOST + 1], 1 + len(results.sweep.design.inputs))
    return _with_rest(shown, len(results.of))


def _parts(results: "Results", key: "Key") -> Iterator[str]:
    """Write the event's part of the variance in one group at each point; nothing if not known."""
    for result in results.of:
        found = result.measured.get(key)
        share = float("nan") if found is None else found.event_share
        yield "" if share != share else f"{100 * share:.0f} %"


def slope_table(
    results: "Results", chosen: "Chosen", found: Sequence["Slope"], *, whole: bool
) -> str:
    """Write a row for each value of the other inputs: the mean slope in each group.

    Parameters
    ----------
    results : Results
    chosen : Chosen
        As of :func:`result_table`.
    found : sequence of Slope
    whole : bool
        Show the slopes of all values; otherwise those between neighbours, a row each.
    """
    from sim.sweep.slopes import told

    keys, per = _shown(results, chosen), chosen.per
    names = list(_names(results.sweep))
    rows: dict[tuple[str, ...], dict[Key, str]] = {}
    for one in found:
        if one.is_whole == whole and one.key in keys:
            cells = rows.setdefault((*one.others, one.first, one.last), {})
            cells[one.key] = told(one)
    header = [name for number, name in enumerate(names) if number != per]
    header += [f"{names[per or 0]} from", "to", *(key[1] for key in keys)]
    shown = [header]
    for values, cells in rows.items():
        shown.append([*map(_short, values), *(cells.get(key, "-") for key in keys)])
    text = folded(shown[: MOST + 1], len(header) - len(keys))
    return f"{text}\n... and {len(shown) - 1 - MOST:,} more" if len(shown) > MOST + 1 else text


def _shown(results: "Results", chosen: "Chosen") -> list["Key"]:
    """Choose the columns."""
    from sim.sweep.chosen import unit_of_measure

    keys = [key for key in results.keys if chosen.shows(key)]
    highest = {
        key: max(
            (abs(r.measured[key].mean) for r in results.of if key in r.measured),
            default=0.0,
        )
        for key in keys
    }
    regions = [key for key in keys if key[0] == "region"]
    least = 0.0005 if unit_of_measure(chosen.measure) == "1" else 0.05
    return [
        key
        for key in keys
        if key[:2] in chosen.groups
        or (highest[key] >= least and not (key[0] == "all" and len(regions) == 1))
    ] or keys[-1:]


def _names(sweep: "Sweep") -> Iterator[str]:
    """Name the inputs by their last word where that is enough."""
    last = [
        "+".join(dict.fromkeys(path.rpartition(".")[2] for path in axis.paths))
        for axis in sweep.design.axes
    ]
    for path, word in zip(sweep.design.inputs, last, strict=True):
        yield word if last.count(word) == 1 else path


def _mean(found: object, start: dt.date) -> str:
    if found is None:
        return "-"
    mean, half = getattr(found, "mean", 0.0), getattr(found, "half_width95", 0.0)
    if mean != mean:  # nan: it never happens
        return "never"
    if getattr(found, "unit", "") == "day":
        return str(start + dt.timedelta(days=int(mean))) + (f" ± {_number(half)} d" if half else "")
    if getattr(found, "unit", "") == "1":  # a share
        return f"{mean:.3f} ± {half:.3f}" if half >= 0.0005 else f"{mean:.3f}"
    return f"{_number(mean)} ± {_number(half)}" if half >= 0.05 else _number(mean)


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.1f}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."


def _with_rest(shown: str, points: int) -> str:
    return f"{shown}\n... and {points - MOST:,} more" if points > MOST else shown
