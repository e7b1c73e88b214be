"""A row of a comparison as plain rows, one for each run."""

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from typing import Any

from sim.compare.judged import Judged
from sim.compare.robust import CRITERIA, Robust
from sim.compare.row import Row
from sim.output.text import iso

HEADER = [
    "kind", "group", "label", "measure", "item", "unit", "better", "run", "n", "mean", "mean_low",
    "mean_high", "median", "share_never", "difference", "difference_low", "difference_high",
    "difference_percent", "pairs", "mark", "reason", "mean_date", "median_date",
]  # fmt: skip
"""Columns of ``compare.csv``, keys of :func:`tidy`."""
BESIDE = "robust_"
"""What the names of columns of criteria begin with in rows of a comparison."""
_ABOUT = HEADER[: HEADER.index("run") + 1]


def robust_header(robust: Robust) -> list[str]:
    """Give the columns of ``robust.csv``, keys of :func:`robust_lines`."""
    names = [*CRITERIA, *(one.limit.text for one in robust.targets)]
    numbers = [f"{name}{end}" for name in names for end in ("", "_low", "_high")]
    return [*_ABOUT, "n", *numbers, "best_by", "tied_by"]


def with_criteria_header(robust: Robust) -> list[str]:
    """Give the columns of a comparison and those of criteria, keys of :func:`with_criteria`."""
    return [*HEADER, *(f"{BESIDE}{name}" for name in robust_header(robust)[len(_ABOUT) :])]


def tidy(row: Row, labels: Sequence[str], starts: Sequence[dt.date]) -> Iterator[dict[str, Any]]:
    """Give a row for each run; None is *does not apply*, infinite is *never* (or *from 0*).

    Days of a run have their dates beside them, by the first day of each run.
    """
    shared = _about(row)
    runs = zip(labels, starts, row.values, row.contrasts, strict=True)
    for label, start, value, contrast in runs:
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
            if row.unit == "day":
                line["mean_date"] = iso(start, value.mean)
                line["median_date"] = iso(start, value.median)
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
    """Give a row for each run by each criterion; infinite is *never*, None *does not apply*."""
    for one in robust.rows(table):
        for at, label in enumerate(robust.labels):
            line: dict[str, Any] = {
                **dict.fromkeys(robust_header(robust)),
                **_about(one.row),
                "run": label,
                "n": robust.histories,
                "best_by": "; ".join(k for k, of in one.by.items() if at in of.best),
                "tied_by": "; ".join(
                    k for k, of in one.by.items() if at in {*of.tied} - {*of.best}
                ),
            }
            for name, judged in one.by.items():
                line |= _numbers(name, judged, at)
            yield line


def with_criteria(
    robust: Robust, table: Sequence[Row], labels: Sequence[str], starts: Sequence[dt.date]
) -> Iterator[dict[str, Any]]:
    """Give the rows of a comparison with what criteria find of each beside."""
    header = with_criteria_header(robust)
    found = {
        tuple(line[key] for key in _ABOUT): {f"{BESIDE}{key}": line[key] for key in line}
        for line in robust_lines(robust, table)
    }
    for row in table:
        for line in tidy(row, labels, starts):
            beside = found.get(tuple(line[key] for key in _ABOUT), {})
            yield {key: (line | beside).get(key) for key in header}


def target_lines(robust: Robust) -> Iterator[dict[str, Any]]:
    """Give a row for each target and run: the share of histories that meet it, as JSON has it."""
    for one in robust.targets:
        for at, label in enumerate(robust.labels):
            yield {
                "target": one.limit.text,
                "run": label,
                **_numbers("share", one.shares, at),
                "holds": None if one.kept is None else one.kept[at],
                "best": at in one.shares.best,
                "tied": at in one.shares.tied,
            }


def _numbers(name: str, judged: Judged, at: int) -> dict[str, float | None]:
    """Give a run's number and its interval, of which an end is None where there is none."""
    found, (low, high) = judged.found[at] + 0.0, judged.ends[at]
    is_never = math.isinf(found)
    return {
        name: found,
        f"{name}_low": low + 0.0 if is_never or math.isfinite(low) else None,
        f"{name}_high": high + 0.0 if is_never or math.isfinite(high) else None,
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
