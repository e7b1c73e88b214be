"""A row of a comparison as plain rows, one for each run."""

from collections.abc import Iterator, Sequence
from typing import Any

from sim.compare.robust import CRITERIA, Robust
from sim.compare.row import Row

HEADER = [
    "kind", "group", "label", "measure", "item", "unit", "better", "run", "n", "mean", "mean_low",
    "mean_high", "median", "share_never", "difference", "difference_low", "difference_high",
    "difference_percent", "pairs", "mark", "reason",
]  # fmt: skip
"""Columns of ``compare.csv``, keys of :func:`tidy`."""
ROBUST_HEADER = [
    "kind", "group", "label", "measure", "item", "unit", "better", "run", "n", *CRITERIA, "best_by",
]  # fmt: skip
"""Columns of ``robust.csv``, keys of :func:`robust_lines`."""


def tidy(row: Row, labels: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Give a row for each run; None is *does not apply*, infinite is *never* (or *from 0*)."""
    shared = _about(row)
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


def robust_lines(robust: Robust, table: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """Give a row for each run by each criterion; infinite is *never*."""
    for one in robust.rows(table):
        for at, label in enumerate(robust.labels):
            best = [name for name, places in one.best.items() if at in places]
            yield {
                **_about(one.row),
                "run": label,
                "n": robust.histories,
                **{name: one.found[name][at] + 0.0 for name in CRITERIA},
                "best_by": "; ".join(best),
            }


def target_lines(robust: Robust) -> Iterator[dict[str, Any]]:
    """Give a row for each target and run: the share of histories that meet it, as JSON has it."""
    for one in robust.targets:
        for at, label in enumerate(robust.labels):
            yield {
                "target": one.limit.text,
                "run": label,
                "share": one.shares[at],
                "holds": None if one.kept is None else one.kept[at],
                "best": at in one.best,
            }


def _about(row: Row) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "group": row.group,
        "label": row.label,
        "measure": row.measure,
        "item": row.item,
        "unit": row.unit,
        "better": row.better,
    }
