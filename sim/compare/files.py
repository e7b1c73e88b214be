"""A comparison as files: ``compare.csv``, ``robust.csv`` and ``compare.json``."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sim.compare.comparison import Comparison
from sim.compare.robust import Robust, disagreements, ties
from sim.compare.row import Row
from sim.compare.tidy import (
    HEADER,
    robust_header,
    robust_lines,
    target_lines,
    tidy,
    with_criteria,
    with_criteria_header,
)
from sim.output.text import csv_text, number, rounded
from sim.scenario.visible import visible

FORMAT = 1
"""Version of the format of ``compare.json``."""


def csv_of(comparison: Comparison, table: Sequence[Row], robust: Robust | None = None) -> str:
    """Write rows as CSV, a row for each group, measure and run; with what criteria find beside."""
    if robust:
        lines = with_criteria(robust, table, comparison.labels, comparison.starts)
        return _csv(with_criteria_header(robust), lines)
    return _csv(
        HEADER, (line for row in table for line in tidy(row, comparison.labels, comparison.starts))
    )


def robust_csv_of(robust: Robust, table: Sequence[Row]) -> str:
    """Write rows by criteria as CSV, a row for each group, measure and run."""
    return _csv(robust_header(robust), robust_lines(robust, table))


def _csv(header: list[str], lines: Iterable[dict[str, Any]]) -> str:
    return csv_text(header, [[_cell(line[name]) for name in header] for line in lines])


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
        for line in tidy(row, comparison.labels, comparison.starts)
    ]
    parts = [f" {json.dumps(key)}: {_json(value)}" for key, value in head.items()]
    parts += [_block("scenarios", changes), _block("rows", lines)]
    parts.append(f' "widths": {_json(comparison.widths.as_dict(table))}')
    if robust:
        by_criteria = [
            {key: _plain(value) for key, value in line.items()}
            for line in robust_lines(robust, table)
        ]
        judged = robust.rows(table)
        parts += [_block("robust", by_criteria), _block("targets", [*target_lines(robust)])]
        for name, says in (("disagreements", disagreements), ("ties", ties)):
            parts.append(_block(name, [*says(judged, comparison.labels)]))
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
