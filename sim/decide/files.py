"""What is learned of a choice as files: a row an input, a row a group of inputs, and JSON."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from sim.decide.findings import Findings, Told
from sim.decide.learner import Lesson
from sim.decide.words import EVENT, sentences
from sim.output.disk import make, write
from sim.output.text import csv_text, number, rounded

FORMAT = 1
"""Version of the files' format."""
INPUTS, GROUPS, ANSWER = "inputs.csv", "groups.csv", "measure-first.json"
OF_TOLD = (
    *("is_told", "share", "takes_off", "share_of_difference", "takes_off_difference"),
    *("worth", "worth_low95", "worth_high95", "flips"),
    *("worth_musd", "worth_musd_low95", "worth_musd_high95", "flips_by_money"),
)
"""Columns of what is told, in both tables."""
OF_INPUTS = (
    *("input", "label", "about", "measurable", "from", "to", "unit", "source", "grade"),
    *("country", "stage", "place"),
)
OF_GROUPS = ("by", "name", "inputs")


def write_findings(found: Findings, folder: Path) -> None:
    """Write the tables and the answer.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    make(folder)
    write(folder / INPUTS, inputs_csv(found).encode())
    write(folder / GROUPS, groups_csv(found).encode())
    content = json.dumps(content_of(found), indent=1)
    write(folder / ANSWER, f"{content}\n".encode())


def inputs_csv(found: Findings) -> str:
    """Write a row an input, that of most worth first."""
    return _csv((*OF_INPUTS, *OF_TOLD), inputs_of(found))


def groups_csv(found: Findings) -> str:
    """Write a row a group of inputs."""
    return _csv((*OF_GROUPS, *OF_TOLD), groups_of(found))


def inputs_of(found: Findings) -> list[dict[str, Any]]:
    """Give each input with what it tells; None where there is nothing to tell of."""
    return [
        {
            "input": one.name,
            "label": one.label,
            "about": one.about,
            "measurable": one.about != EVENT,
            "from": one.low,
            "to": one.high,
            "unit": one.unit,
            "source": one.source,
            "grade": one.grade,
            "country": one.country,
            "stage": one.stage,
            "place": one.place,
            **told_of(found, told),
        }
        for one, told in found.inputs
    ]


def groups_of(found: Findings) -> list[dict[str, Any]]:
    """Give each group of inputs with what it tells."""
    return [
        {
            "by": one.kind,
            "name": one.name,
            "inputs": len(one.members),
            **told_of(found, one.told),
        }
        for one in found.groups
    ]


def told_of(found: Findings, told: Told) -> dict[str, Any]:
    """Give what is told, by the names of :data:`OF_TOLD`."""
    difference, choice, money = told.difference, told.choice, told.money
    return {
        "is_told": told.is_told,
        "share": told.band.share,
        "takes_off": found.taken_off(told),
        "share_of_difference": difference and difference.share,
        "takes_off_difference": None if difference is None else found.taken_apart(told),
        **_worth(choice, "worth", "flips"),
        **_worth(money, "worth_musd", "flips_by_money"),
    }


def _worth(lesson: Lesson | None, name: str, flips: str) -> dict[str, Any]:
    columns = (name, f"{name}_low95", f"{name}_high95", flips)
    if lesson is None:
        return dict.fromkeys(columns)
    return dict(zip(columns, (lesson.worth, lesson.low, lesson.high, lesson.flips), strict=True))


def content_of(found: Findings) -> dict[str, Any]:
    """Give what ``measure-first.json`` holds."""
    choice, limits = found.choice, found.limits
    money = choice.money
    costs = [None] * len(choice.labels) if money is None else money.costs.mean(axis=1).tolist()
    return {
        "format": FORMAT,
        "kind": choice.group.kind,
        "group": choice.group.name,
        "measure": choice.measure,
        "unit": choice.unit,
        "better": choice.better,
        "histories": choice.histories,
        "options": [
            {
                "run": label,
                "digest": run.digest,
                "mean": rounded(float(mean)),
                "musd": None if cost is None else rounded(cost),
            }
            for label, run, mean, cost in zip(
                choice.labels, choice.runs, choice.values.mean(axis=1), costs, strict=True
            )
        ],
        "chosen": choice.labels[found.chosen],
        "next_best": None if found.next_best is None else choice.labels[found.next_best],
        "chosen_by_money": None if found.cheapest is None else choice.labels[found.cheapest],
        "another_is_better": rounded(found.beaten),
        "money_is": None if money is None else money.of,
        "no_money": choice.no_money or None,
        "band": rounded(found.width),
        "band_sd": rounded(float(np.std(choice.values[found.chosen], ddof=1))),
        "band_of_difference": rounded(found.width_apart) if choice.is_choice else None,
        "perfect": rounded(found.perfect) if choice.is_choice else None,
        "perfect_musd": (None if found.perfect_musd is None else rounded(found.perfect_musd)),
        "noise": {
            name: {"share": rounded(one.share), "worth": rounded(one.worth)}
            for name, one in zip(("band", "difference", "choice", "money"), limits, strict=False)
        },
        "says": sentences(found),
        "inputs": [_plain(one) for one in inputs_of(found)],
        "groups": [_plain(one) for one in groups_of(found)],
    }


def _csv(header: tuple[str, ...], rows: list[dict[str, Any]]) -> str:
    return csv_text(list(header), [[_cell(row[name]) for name in header] for row in rows])


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    return number(value) if isinstance(value, float) else str(value)


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: rounded(value) if isinstance(value, float) else value for name, value in row.items()
    }
