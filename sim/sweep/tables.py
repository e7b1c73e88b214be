"""Files of a sweep: the design, what came of it, and what failed; the same bytes when repeated."""

import json
import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sim import __version__
from sim.output.disk import write
from sim.output.groups import is_headline
from sim.output.text import csv_text, iso, number, rounded
from sim.scenario.load import Loaded
from sim.sweep.chosen import unit_of_measure
from sim.sweep.measured import STATISTICS, Key, Measured
from sim.sweep.plan import Sweep
from sim.sweep.results import Results
from sim.sweep.vary import is_date, position

FORMAT = 2
"""Version of the files' format."""
DATED = ("mean", "q05", "q50", "q95")
"""Statistics of days of the run that have their dates beside them."""

DESIGN, TABLE, FAILURES, MANIFEST = "design.csv", "sweep.csv", "failures.csv", "sweep.json"


def write_plan(sweep: Sweep) -> None:
    """Write the design and the manifest, before anything is run.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    write(sweep.folder / DESIGN, design_csv(sweep).encode())
    write(sweep.folder / MANIFEST, manifest_json(sweep).encode())


def write_results(results: Results) -> None:
    """Write what has come of the points so far.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    folder = results.sweep.folder
    write(folder / TABLE, sweep_csv(results).encode())
    write(folder / FAILURES, failures_csv(results).encode())


def design_csv(sweep: Sweep) -> str:
    """Write a row a point: its number, inputs, name and command of a whole run."""
    rows = [
        [str(point.number), *point.values, point.run, sweep.command(point.number)]
        for point in sweep.points
    ]
    return csv_text(["point", *sweep.design.inputs, "run", "command"], rows)


def sweep_csv(results: Results) -> str:
    """Write a row a point: the inputs, and every statistic of every group and measure."""
    keys = results.keys
    header = ["point", *results.sweep.design.inputs, "status", "histories"]
    header += [f"{column(key)}.{name}" for key in keys for name in _columns(key)]
    rows = []
    for point, result in zip(results.sweep.points, results.of, strict=True):
        done = result.status == "complete"
        row = [str(point.number), *point.values, result.status]
        row.append(str(result.histories if done else 0))
        for key in keys:
            found = result.measured.get(key)
            row += _cells(key, found, (point.request or results.sweep.request).loaded)
        rows.append(row)
    return csv_text(header, rows)


def failures_csv(results: Results) -> str:
    """Write a row for each point that failed or is invalid: values, error, command to repeat it."""
    rows = [
        [str(point.number), *point.values, result.error, results.sweep.command(point.number)]
        for point, result in zip(results.sweep.points, results.of, strict=True)
        if result.error
    ]
    return csv_text(["point", *results.sweep.design.inputs, "error", "command"], rows)


def design_rows(sweep: Sweep) -> list[dict[str, Any]]:
    """Give a row a point for JSON: its number, inputs, name and command of a whole run."""
    return [
        {
            "point": point.number,
            "inputs": {
                path: plain_value(value)
                for path, value in zip(sweep.design.inputs, point.values, strict=True)
            },
            "run": point.run,
            "command": sweep.command(point.number),
        }
        for point in sweep.points
    ]


def plain_value(text: str) -> float | str:
    """Give a value for JSON: a number as such, all else as text.

    Examples
    --------
    >>> plain_value("30"), plain_value("2026-11-10"), plain_value("{uniform: [1, 2]}")
    (30.0, '2026-11-10', '{uniform: [1, 2]}')
    """
    place = None if is_date(text) else position(text)
    return text if place is None else place


def joined(results: Results) -> list[dict[str, Any]]:
    """Give a row a point for JSON: statistics as numbers, None for never."""
    rows = design_rows(results.sweep)
    for row, result in zip(rows, results.of, strict=True):
        row["status"] = result.status
        if result.error:
            row["error"] = result.error
        row["measures"] = {
            column(key): {"unit": found.unit, **_statistics(found)}
            for key, found in result.measured.items()
        }
    return rows


def column(key: Key) -> str:
    """Name a group and a measure as columns do, ``US.shortfall_days``.

    Groups that are no headline have their kind before them, ``consumer.us_ev.shortfall_days``.
    """
    kind, group, measure = key
    return f"{group}.{measure}" if is_headline(kind, group) else f"{kind}.{group}.{measure}"


def manifest_json(sweep: Sweep) -> str:
    """Write what is run, with what; nothing in it depends on the time or the machine."""
    request = sweep.request
    content = {
        "format": FORMAT,
        "name": sweep.name,
        "digest": sweep.digest,
        "scenario": Path(request.loaded.named).name,
        "settings": list(request.loaded.settings),
        "inputs": [
            {"path": axis.path, "ends": _words(axis.ends), "values": list(axis.values)}
            for axis in sweep.design.axes
        ],
        "points": len(sweep.points),
        "histories": sweep.histories,
        "seed": request.seed,
        "sampling": request.sampling,
        "versions": {
            "shortfall": __version__,
            "python": platform.python_version(),
            **{name: version(name) for name in ("numpy", "simpy")},
        },
    }
    return json.dumps(content, indent=1) + "\n"


def _columns(key: Key) -> list[str]:
    """Name the statistics of a measure; days of the run have their dates after them."""
    return [*STATISTICS, *([f"{name}_date" for name in DATED] if _is_day(key) else [])]


def _cells(key: Key, found: Measured | None, loaded: Loaded) -> list[str]:
    """Write the statistics of a measure, in the order of its columns."""
    if found is None:
        return [""] * len(_columns(key))
    cells = [number(getattr(found, name)) for name in STATISTICS]
    if _is_day(key):
        cells += [iso(loaded.scenario.start, getattr(found, name)) for name in DATED]
    return cells


def _is_day(key: Key) -> bool:
    return unit_of_measure(key[2]) == "day"


def _words(ends: tuple[object, object] | None) -> list[str] | None:
    return None if ends is None else [str(end) for end in ends]


def _statistics(found: Measured) -> Mapping[str, float | None]:
    return {name: rounded(getattr(found, name)) for name in STATISTICS}
