"""A row of a comparison as plain rows, one for each run."""

from collections.abc import Iterator, Sequence
from typing import Any

from sim.compare.row import Row

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
