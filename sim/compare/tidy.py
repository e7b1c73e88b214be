"""A comparison as plain rows: ``compare.csv`` and ``compare.json``."""

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sim.compare.row import Row
from sim.output.text import csv_text, number, rounded

if TYPE_CHECKING:
    from sim.compare.comparison import Comparison

FORMAT = 1
"""Version of the format of ``compare.json``."""

HEADER = [
    "kind", "group", "label", "measure", "item", "unit", "better", "run", "n", "mean", "mean_low",
    "mean_high", "median", "share_never", "difference", "difference_low", "difference_high",
    "difference_percent", "pairs", "mark", "reason",
]  # fmt: skip
"""Columns of ``compare.csv``, keys of :func:`tidy`."""


def tidy(row: Row, labels: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Give a row for each run; None is *does not apply*, infinite is *never* (or *from 0*)."""
    shared = {
        "kind": row.kind,
        "group": row.group,
        "label": row.label,
        "measure": row.measure,
        "item": row.item,
        "unit": row.unit,
        "better": row.better,
    }
    for label, value, contrast in zip(labels, row.values, row.contrasts, strict=True):
        line: dict[str, Any] = {**dict.fromkeys(HEADER), **shared, "run": label}
        if value is not None:
            line |= {
                "n": value.n,
                "mean": value.mean,
                "mean_low": value.mean - value.half_width95,
                "mean_high": value.mean + value.half_width95,
                "median": value.median,
                "share_never": value.share_never,
            }
        if contrast is not None:
            line |= {
                "difference": contrast.difference,
                "difference_low": contrast.low,
                "difference_high": contrast.high,
                "difference_percent": None if contrast.share is None else 100 * contrast.share,
                "pairs": contrast.pairs,
                "mark": contrast.mark,
                "reason": contrast.reason,
            }
        yield line


def csv_of(comparison: "Comparison", table: Sequence[Row]) -> str:
    """Write rows as CSV, a row for each group, measure and run."""
    lines = (line for row in table for line in tidy(row, comparison.labels))
    return csv_text(HEADER, [[_cell(value) for value in line.values()] for line in lines])


def json_of(comparison: "Comparison", table: Sequence[Row]) -> str:
    """Write a comparison as JSON: runs, notes, what differs in the scenarios, and rows."""
    head = {
        "format": FORMAT,
        "baseline": comparison.labels[0],
        "runs": list(_runs(comparison)),
        "notes": comparison.notes,
    }
    changes = [
        {
            "path": change.name,
            "runs": [
                {"run": label, "value": value, "place": place}
                for label, value, place in zip(
                    comparison.labels, change.values, change.places, strict=True
                )
            ],
        }
        for change in comparison.changes
    ]
    lines = [
        {key: _plain(value) for key, value in line.items()}
        for row in table
        for line in tidy(row, comparison.labels)
    ]
    parts = [f" {json.dumps(key)}: {_json(value)}" for key, value in head.items()]
    parts += [_block("scenarios", changes), _block("rows", lines)]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _runs(comparison: "Comparison") -> Iterator[dict[str, Any]]:
    for label, run, pairing in zip(
        comparison.labels, comparison.runs, comparison.pairings, strict=True
    ):
        scenario = run.loaded.scenario
        yield {
            "run": label,
            "name": run.name,
            "digest": run.digest,
            "seed": run.seed,
            "sampling": run.sampling.scheme,
            "histories": len(run.numbers),
            "start": scenario.start.isoformat(),
            "end": scenario.end.isoformat(),
            "paired": pairing.is_paired,
            "pairs": pairing.pairs if pairing.is_paired else None,
            "why_not_paired": pairing.why_not or None,
        }


def _block(name: str, items: Sequence[Any]) -> str:
    """Write a list with an item a line, as diffs like it."""
    lines = ",\n".join(f"  {_json(item)}" for item in items)
    return f" {json.dumps(name)}: [\n{lines}\n ]" if items else f" {json.dumps(name)}: []"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _plain(value: Any) -> Any:
    return rounded(value) if isinstance(value, float) else value


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return number(value) if isinstance(value, float) else str(value)
