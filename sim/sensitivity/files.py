"""Files of an answer: a row an input, a row a group of inputs, and the whole as JSON."""

import json
from collections.abc import Sequence
from typing import Any

from sim.output.disk import make, write
from sim.output.text import csv_text, number, rounded
from sim.sensitivity.answer import Answer
from sim.sensitivity.driver import Driver, End
from sim.sensitivity.partition import Estimate
from sim.sensitivity.pick_freeze import Row
from sim.sensitivity.sensitivity import Sensitivity, Share
from sim.sensitivity.words import sentence, value_text, whole

FORMAT = 1
"""Version of the files' format."""
INPUTS, SHARES, ANSWER = "inputs.csv", "shares.csv", "sensitivity.json"
SOBOL = "sobol.csv"
OF_INPUTS = (
    *("kind", "group", "measure", "input", "label", "index", "low95", "high95", "above_noise"),
    *("direction", "from", "to", "unit", "mean_low", "mean_high", "about", "source", "grade"),
    *("country", "stage", "place"),
)
"""Columns of ``inputs.csv``: of a row the group, then the input."""
OF_SHARES = ("kind", "group", "measure", "by", "name", "inputs", "index", "low95", "high95")
"""Columns of ``shares.csv``."""
OF_SOBOL = (
    *("kind", "group", "measure", "input", "label", "first", "first_low95", "first_high95"),
    *("total", "total_low95", "total_high95"),
)
"""Columns of ``sobol.csv``."""


def write_sensitivity(answer: Answer, rows: Sequence[Row] = ()) -> None:
    """Write the tables and the answer, with first and total indices if there are any.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    make(answer.folder)
    write(answer.folder / INPUTS, inputs_csv(answer).encode())
    write(answer.folder / SHARES, shares_csv(answer).encode())
    if rows:
        write(answer.folder / SOBOL, sobol_csv(answer, rows).encode())
    content = json.dumps(sensitivity_content(answer, rows), indent=1)
    write(answer.folder / ANSWER, f"{content}\n".encode())


def inputs_csv(answer: Answer) -> str:
    """Write a row for each group and input, the strongest first."""
    rows = [[*_head(found), *_cells(found, one)] for found in answer.found for one in found.drivers]
    return csv_text(list(OF_INPUTS), rows)


def shares_csv(answer: Answer) -> str:
    """Write a row for each group and kind, source, country or stage of inputs."""
    rows = [
        [*_head(found), one.by, one.name, str(one.inputs), *_estimate(one.index)]
        for found in answer.found
        for one in found.shares
    ]
    return csv_text(list(OF_SHARES), rows)


def sobol_csv(answer: Answer, rows: Sequence[Row]) -> str:
    """Write a row for each group and input that was run anew."""
    cells = [
        [
            *(one.kind, one.group, answer.measure, one.input.name, one.input.label),
            *(*_estimate(one.indices.first), *_estimate(one.indices.total)),
        ]
        for one in rows
    ]
    return csv_text(list(OF_SOBOL), cells)


def sensitivity_content(answer: Answer, rows: Sequence[Row] = ()) -> dict[str, Any]:
    """Give what ``sensitivity.json`` holds."""
    run = answer.run
    return {
        "format": FORMAT,
        "run": f"{run.name}-{run.digest}",
        "histories": run.count,
        "measure": answer.measure,
        "groups": [_group(found, rows) for found in answer.found],
        "nothing_told_of": answer.reasons,
    }


def _group(found: Sensitivity, rows: Sequence[Row]) -> dict[str, Any]:
    group, (low, high) = found.outcome.group, found.band
    return {
        "kind": group.kind,
        "name": group.name,
        "unit": found.outcome.unit,
        "mean": rounded(float(found.measured.mean())),
        "q05": rounded(low),
        "q95": rounded(high),
        "noise": rounded(found.floor),
        "all_inputs": _as_dict(found.all_together),
        "says": f"{sentence(found)} {whole(found)}",
        "inputs": [_driver(found, one) for one in found.drivers],
        "shares": [_share(one) for one in found.shares],
        "sobol": [
            {
                "input": one.input.name,
                "label": one.input.label,
                "first": _as_dict(one.indices.first),
                "total": _as_dict(one.indices.total),
            }
            for one in rows
            if (one.kind, one.group) == (group.kind, group.name)
        ],
    }


def _driver(found: Sensitivity, one: Driver) -> dict[str, Any]:
    source = one.input
    return {
        "input": source.name,
        "label": source.label,
        "index": _as_dict(one.index),
        "above_noise": one in found.strong,
        "direction": rounded(one.direction),
        "from": rounded(source.low),
        "to": rounded(source.high),
        "unit": source.unit,
        "lowest": _end(found, one, one.low),
        "highest": _end(found, one, one.high),
        **{key: getattr(source, key) for key in ("about", "source", "grade", "country", "stage")},
        "place": source.place,
        "numbers": list(source.members),
    }


def _end(found: Sensitivity, one: Driver, end: End) -> dict[str, Any]:
    return {
        "input": value_text(found, one.input, end.value),
        "mean": rounded(end.mean),
        "histories": end.histories,
    }


def _share(one: Share) -> dict[str, Any]:
    return {"by": one.by, "name": one.name, "inputs": one.inputs, "index": _as_dict(one.index)}


def _as_dict(one: Estimate | None) -> dict[str, float | None] | None:
    if one is None:
        return None
    return {"value": rounded(one.value), "low95": rounded(one.low), "high95": rounded(one.high)}


def _head(found: Sensitivity) -> list[str]:
    return [found.outcome.group.kind, found.outcome.group.name, found.outcome.full_name]


def _estimate(one: Estimate | None) -> list[str]:
    return ["", "", ""] if one is None else [number(one.value), number(one.low), number(one.high)]


def _cells(found: Sensitivity, one: Driver) -> list[str]:
    source = one.input
    return [
        *(source.name, source.label, *_estimate(one.index)),
        str(int(one in found.strong)),
        *(number(one.direction), number(source.low), number(source.high), source.unit),
        *(number(one.low.mean), number(one.high.mean), source.about, source.source, source.grade),
        *(source.country, source.stage, source.place),
    ]
