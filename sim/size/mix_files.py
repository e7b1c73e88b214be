"""Files of the mixes that a budget buys."""

import json
from collections.abc import Sequence
from typing import Any

from sim.output.disk import make, write
from sim.output.text import csv_text, number, rounded
from sim.scenario.schema import Form
from sim.size.mix import Mix
from sim.size.question import Question

MIXES, CONTENT = "mixes.csv", "mixes.json"


def write_mixes(
    question: Question, mixes: Sequence[Mix], forms: Sequence[Form], budget_musd: float
) -> None:
    """Write ``mixes.csv`` and ``mixes.json``, best first.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    make(question.folder)
    write(question.folder / MIXES, mixes_csv(mixes, forms).encode())
    content = mixes_content(question, mixes, budget_musd)
    write(question.folder / CONTENT, (json.dumps(content, indent=1) + "\n").encode())


def mixes_csv(mixes: Sequence[Mix], forms: Sequence[Form]) -> str:
    """Write a row a mix: what is spent, bought and held of each form, and what it comes to."""
    header = [f"{form}_{unit}" for form in forms for unit in ("musd", "t", "days")]
    header += ["share_meeting", "share_low95", "share_high95", "mean", "half_width95"]
    rows = []
    for mix in mixes:
        sizes = (mix.musd, mix.tonnes, mix.days)
        found, verdict = mix.point.statistics, mix.point.verdict
        values = [size.get(form, 0.0) for form in forms for size in sizes]
        values += [verdict.share, verdict.share_low, verdict.share_high]
        rows.append([number(v) for v in [*values, found.mean, found.half_width95]])
    return csv_text([*header, "shortfall_days"], [
        [*row, number(float(mix.point.shortfall_days.mean()))]
        for row, mix in zip(rows, mixes, strict=True)
    ])  # fmt: skip


def mixes_content(question: Question, mixes: Sequence[Mix], budget_musd: float) -> dict[str, Any]:
    """Give what ``mixes.json`` holds."""
    return {
        "name": question.scenario.name,
        "digest": question.digest,
        "target": question.target.text,
        "stockpile": question.stockpile,
        "budget_musd": budget_musd,
        "histories": question.histories,
        "seed": question.request.seed,
        "mixes": [
            {
                "musd": {form: rounded(value) for form, value in mix.musd.items()},
                "t": {form: rounded(value) for form, value in mix.tonnes.items()},
                "days": {form: rounded(value) for form, value in mix.days.items()},
                "meets": mix.point.verdict.meets,
                "share_meeting": rounded(mix.point.verdict.share),
                "mean": rounded(mix.point.statistics.mean),
                "half_width95": rounded(mix.point.statistics.half_width95),
                "shortfall_days": rounded(float(mix.point.shortfall_days.mean())),
            }
            for mix in mixes
        ],
    }
