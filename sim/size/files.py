"""Files of a sized stockpile: the result, and the measure against the size."""

import json
import math
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sim import __version__
from sim.output.disk import make, write
from sim.output.text import csv_text, number, rounded
from sim.size.measured import Scale
from sim.size.point import Point
from sim.size.question import Question
from sim.size.size_result import SizeResult
from sim.size.words import interval_note, sentence

FORMAT = 1
"""Version of the files' format."""

MANIFEST, CURVE = "size.json", "curve.csv"

COLUMNS = (
    "form", "size_days", "size_t", "share_meeting", "share_low95", "share_high95",
    "mean", "half_width95", "q05", "q50", "q95", "shortfall_days", "saved_per_day",
)  # fmt: skip


def write_sizes(question: Question, results: Sequence[SizeResult], scale: Scale) -> None:
    """Write ``curve.csv`` and, when all else is there, ``size.json``.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    make(question.folder)
    write(question.folder / CURVE, curve_csv(results).encode())
    content = size_content(question, results, scale)
    write(question.folder / MANIFEST, (json.dumps(content, indent=1) + "\n").encode())


def curve_csv(results: Sequence[SizeResult]) -> str:
    """Write a row a form and size that was run; the endless stock is ``inf``.

    ``saved_per_day`` is what a day of stock more saves of the shortfall days, from the size of the
    row before to this one.
    """
    rows = []
    for result in results:
        points = [*(p for p in result.points if p is not result.endless), result.endless]
        for before, point in zip([None, *points], points, strict=False):
            saved = math.nan
            if before is not None and point is not result.endless:
                saved = float((before.shortfall_days - point.shortfall_days).mean())
                saved /= point.days - before.days
            rows.append([result.form, *map(number, [*_values(result, point), saved])])
    return csv_text(list(COLUMNS), rows)


def _values(result: SizeResult, point: Point) -> list[float]:
    found, verdict = point.statistics, point.verdict
    days = float("inf") if point.steps == result.endless.steps else point.days
    q05, _, q50, _, q95 = found.quantiles
    return [
        days, days * result.t_per_day, verdict.share, verdict.share_low, verdict.share_high,
        found.mean, found.half_width95, q05, q50, q95, float(point.shortfall_days.mean()),
    ]  # fmt: skip


def size_content(question: Question, results: Sequence[SizeResult], scale: Scale) -> dict[str, Any]:
    """Give what ``size.json`` holds; nothing in it depends on the time or the machine."""
    request, target = question.request, question.target
    return {
        "format": FORMAT,
        "name": question.scenario.name,
        "digest": question.digest,
        "scenario": Path(request.loaded.named).name,
        "settings": list(request.loaded.settings),
        "target": {
            "text": target.text,
            "measure": target.measure,
            "group": ",".join(f"{group.kind}.{group.name}" for group in question.groups),
            "sign": target.sign,
            "limit": target.limit,
            "share": target.probability,
        },
        "stockpile": question.stockpile,
        "step_days": question.step_days,
        "unit": scale.unit,
        "prices_usd_per_kg": dict(scale.prices_usd_per_kg),
        "histories": question.histories,
        "seed": request.seed,
        "sampling": request.sampling,
        "versions": {
            "shortfall": __version__,
            "python": platform.python_version(),
            **{name: version(name) for name in ("numpy", "simpy")},
        },
        "forms": [_form(question, result, scale) for result in results],
    }


def _form(question: Question, result: SizeResult, scale: Scale) -> dict[str, Any]:
    """Give the result of a form for JSON; None where there is none."""
    step = question.step_days

    def size(steps: int | None) -> float | None:
        if steps is None:
            return None
        return rounded(scale.of(result.form, steps * step, result.t_per_day))

    content: dict[str, Any] = {
        "form": result.form,
        "members": list(result.members),
        "t_per_day": rounded(result.t_per_day),
        "size": size(result.steps),
        "size_low95": size(result.low_steps),
        "size_high95": size(result.high_steps),
        "size_days": None if result.steps is None else result.steps * step,
        "says": sentence(question, result),
        "note": interval_note(question, result),
    }
    point = result.endless if result.steps is None else result.at(result.steps)
    content["share_meeting"] = rounded(point.verdict.share)
    content["share_meeting_ci95"] = [
        rounded(point.verdict.share_low), rounded(point.verdict.share_high),
    ]  # fmt: skip
    content["shortfall_days"] = rounded(float(point.shortfall_days.mean()))
    if result.slope is not None:
        content["another_day"] = {
            "shortfall_days": rounded(result.slope.difference / step),
            "half_width95": rounded(result.slope.half_width95 / step),
        }
    if result.reason is not None:
        reason = result.reason
        content["reason"] = {
            "cause": reason.cause,
            "missed": rounded(reason.missed),
            "relieved": rounded(reason.relieved),
            "outsiders": list(reason.outsiders),
        }
    return content
