"""The design and the results of a sweep as tables for the terminal."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sim.cli.table import table

if TYPE_CHECKING:
    from sim.sweep.measured import Key
    from sim.sweep.plan import Sweep
    from sim.sweep.results import Results

MOST = 20
"""Most points that are shown."""
LONGEST = 40
"""Most characters of a value or an error that are shown."""


def design_table(sweep: "Sweep") -> str:
    """Write a row a point: its values, and whether it is invalid."""
    rows = [["point", *_names(sweep), ""]]
    for point in sweep.points[:MOST]:
        state = "invalid" if point.request is None else ""
        rows.append([str(point.number), *map(_short, point.values), state])
    return _with_rest(table(rows, right=range(len(rows[0]) - 1)), len(sweep.points))


def result_table(results: "Results", measure: str, groups: Sequence[str]) -> str:
    """Write a row a point: its values, and the mean of a measure in each group with its interval.

    Parameters
    ----------
    results : Results
    measure : str
    groups : sequence of str
        Names of groups; none for those that are ever short, and all consumers.
    """
    keys = _shown(results, measure, groups)
    rows = [["point", *_names(results.sweep), *(key[1] for key in keys)]]
    for point, result in zip(results.sweep.points, results.of, strict=True):
        cells = [str(point.number), *map(_short, point.values)]
        if result.status == "complete":
            cells += [_mean(result.measured.get(key)) for key in keys]
        else:
            cells += [result.status, *([""] * (len(keys) - 1))][: max(len(keys), 1)]
        rows.append(cells)
    if not keys:
        rows[0].append("")
    shown = table(rows[: MOST + 1], right=range(len(rows[0])))
    return _with_rest(shown, len(results.of))


def _shown(results: "Results", measure: str, groups: Sequence[str]) -> list["Key"]:
    """Choose the columns."""
    keys = [key for key in results.keys if key[2] == measure]
    if groups:
        return [key for key in keys if key[1] in groups]
    highest = {
        key: max(
            (abs(r.measured[key].mean) for r in results.of if key in r.measured),
            default=0.0,
        )
        for key in keys
    }
    regions = [key for key in keys if key[0] == "region"]
    return [
        key for key in keys if highest[key] >= 0.05 and not (key[0] == "all" and len(regions) == 1)
    ] or keys[-1:]


def _names(sweep: "Sweep") -> Iterator[str]:
    """Name the inputs by their last word where that is enough."""
    last = [path.rpartition(".")[2] for path in sweep.design.inputs]
    for path, word in zip(sweep.design.inputs, last, strict=True):
        yield word if last.count(word) == 1 else path


def _mean(found: object) -> str:
    if found is None:
        return "-"
    mean, half = getattr(found, "mean", 0.0), getattr(found, "half_width95", 0.0)
    if mean != mean:  # nan: it never happens
        return "never"
    return f"{_number(mean)} ± {_number(half)}" if half >= 0.05 else _number(mean)


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.1f}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."


def _with_rest(shown: str, points: int) -> str:
    return f"{shown}\n... and {points - MOST:,} more" if points > MOST else shown
