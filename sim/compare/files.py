"""A comparison as files: ``compare.csv``, ``robust.csv`` and ``compare.json``."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sim.compare.comparison import Comparison
from sim.compare.robust import Robust, disagreements
from sim.compare.row import Row
from sim.compare.tidy import HEADER, ROBUST_HEADER, robust_lines, target_lines, tidy
from sim.output.text import csv_text, number, rounded
from sim.scenario.visible import visible

FORMAT = 1
"""Version of the format of ``compare.json``."""


def csv_of(comparison: Comparison, table: Sequence[Row]) -> str:
    """Write rows as CSV, a row for each group, measure and run."""
    lines = (line for row in table for line in tidy(row, comparison.labels))
    return csv_text(HEADER, [[_cell(value) for value in line.values()] for line in lines])


def robust_csv_of(robust: Robust, table: Sequence[Row]) -> str:
    """Write rows by criteria as CSV, a row for each group, measure and run."""
    lines = robust_lines(robust, table)
    return csv_text(ROBUST_HEADER, [[_cell(value) for value in line.values()] for line in lines])


def json_of(comparison: Comparison, table: Sequence[Row], robust: Robust | None = None) -> str:
    """Write a comparison as JSON: runs, notes, what differs in the scenarios, and rows.

    With criteria, also what they find, the targets, and where they name different runs.
    """
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
    if robust:
        by_criteria = [
            {key: _plain(value) for key, value in line.items()}
            for line in robust_lines(robust, table)
        ]
        said = [*disagreements(robust.rows(table), comparison.labels)]
        parts += [_block("robust", by_criteria), _block("targets", [*target_lines(robust)])]
        parts.append(_block("disagreements", said))
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _runs(comparison: Comparison) -> Iterator[dict[str, Any]]:
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
            **({"as_of": scenario.as_of.isoformat()} if scenario.as_of else {}),
            "paired": pairing.is_paired,
            "pairs": pairing.pairs if pairing.is_paired else None,
            "why_not_paired": pairing.why_not or None,
        }


def _block(name: str, items: Sequence[Any]) -> str:
    """Write a list with an item a line, as diffs like it."""
    lines = ",\n".join(f"  {_json(item)}" for item in items)
    return f" {json.dumps(name)}: [\n{lines}\n ]" if items else f" {json.dumps(name)}: []"


def _json(value: Any) -> str:
    return visible(json.dumps(value, ensure_ascii=False, allow_nan=False))


def _plain(value: Any) -> Any:
    return rounded(value) if isinstance(value, float) else value


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return number(value) if isinstance(value, float) else str(value)
