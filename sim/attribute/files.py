"""Files of an attribution: shares by group and month, what causes do together, and the answer."""

import json
import platform
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim import __version__
from sim.attribute.attribution import Attribution, Shares
from sim.attribute.cause import NONE, TOTAL
from sim.attribute.take import UNITS
from sim.attribute.words import sentence
from sim.measures.statistics import QUANTILES
from sim.output.disk import make, write
from sim.output.month import month_text
from sim.output.text import csv_text, number, rounded
from sim.scenario.chain import STOCKPILES

F64 = NDArray[np.float64]

FORMAT = 1
"""Version of the files' format."""

ANSWER, SHARES, INTERACTIONS = "attribution.json", "attribution.csv", "interactions.csv"

RUN = "total"
"""What stands in the place of a month for the whole run."""
OTHERS = "(others)"
"""What stands in the place of another cause for all of them, where orders are sampled."""

STATISTICS = ("mean", "half_width95", *(f"q{100 * p:02.0f}" for p in QUANTILES))


def write_attribution(answer: Attribution) -> None:
    """Write both tables and, when all else is there, ``attribution.json``.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    folder = answer.question.folder
    make(folder)
    write(folder / SHARES, shares_csv(answer).encode())
    write(folder / INTERACTIONS, interactions_csv(answer).encode())
    content = attribution_content(answer)
    write(folder / ANSWER, (json.dumps(content, indent=1) + "\n").encode())


def shares_csv(answer: Attribution) -> str:
    """Write a row for each group, month (and the whole run) and cause; none and all are causes.

    ``sampling_half_width95`` is what comes from the orders that were drawn, 0 where every set of
    causes counts.
    """
    names = [cause.name for cause in answer.question.causes]
    rows = []
    for shares in answer.shares:
        named = {**dict(zip(names, shares.by_cause, strict=True)), NONE: shares.none}
        named[TOTAL] = shares.total
        for cause, values in named.items():
            error = np.zeros(len(values) + 1)
            if shares.sampling_error is not None and cause in names:
                error = shares.sampling_error[names.index(cause)]
            for at, (month, cells) in enumerate(_by_month(answer, values)):
                head = [shares.group.kind, shares.group.name, month, cause, *_unit(answer)]
                rows.append([*head, *cells, number(float(error[at]))])
    columns = ["kind", "group", "month", "cause", "measure", "unit", *STATISTICS]
    columns.append("sampling_half_width95")
    return csv_text(columns, rows)


def interactions_csv(answer: Attribution) -> str:
    """Write a row for each group, month and cause alone, and for each pair of causes.

    With those of no cause they sum to the total.
    """
    names = [cause.name for cause in answer.question.causes]
    rows = []
    for shares in answer.shares:
        every = {(NONE, ""): shares.none}
        every |= {(name, ""): one for name, one in zip(names, shares.alone, strict=True)}
        every |= {(names[a], names[b]): one for (a, b), one in shares.pairs.items()}
        if not answer.question.game.is_exact:
            every |= {(n, OTHERS): one for n, one in zip(names, shares.others, strict=True)}
        for (cause, other), values in every.items():
            for month, cells in _by_month(answer, values):
                head = [shares.group.kind, shares.group.name, month, cause, other, *_unit(answer)]
                rows.append([*head, *cells])
    columns = ["kind", "group", "month", "cause", "with", "measure", "unit", *STATISTICS]
    return csv_text(columns, rows)


def _unit(answer: Attribution) -> tuple[str, str]:
    measure = answer.question.measure
    return measure, UNITS[measure]


def _by_month(answer: Attribution, values: F64) -> Iterator[tuple[str, list[str]]]:
    """Summarise each month, and last the whole run."""
    start = answer.question.scenario.start
    for month, one in enumerate(values):
        yield month_text(start, month), _cells(answer, one)
    yield RUN, _cells(answer, values.sum(axis=0))


def _cells(answer: Attribution, values: F64) -> list[str]:
    found = answer.described(values)
    return [number(x) for x in (found.mean, found.half_width95, *found.quantiles)]


def attribution_content(answer: Attribution) -> dict[str, Any]:
    """Give what ``attribution.json`` holds; nothing in it depends on the time or the machine."""
    question = answer.question
    request = question.request
    return {
        "format": FORMAT,
        "name": question.scenario.name,
        "digest": question.digest,
        "scenario": Path(request.loaded.named).name,
        "settings": list(request.loaded.settings),
        "measure": question.measure,
        "unit": UNITS[question.measure],
        "histories": question.histories,
        "seed": request.seed,
        "sampling": question.scheme,
        "points": len(question.game.points),
        "orders": None if question.game.is_exact else question.orders,
        "versions": {
            "shortfall": __version__,
            "python": platform.python_version(),
            **{name: version(name) for name in ("numpy", "simpy")},
        },
        "part_of_the_world": list(question.known),
        "causes": [
            {
                "name": cause.name,
                "label": cause.label,
                "disruptions": sorted(cause.disruptions),
                STOCKPILES: sorted(cause.stockpiles),
                "no_share_because": answer.reasons.get(cause.name),
            }
            for cause in question.causes
        ],
        "groups": [_group(answer, shares) for shares in answer.shares],
    }


def _group(answer: Attribution, shares: Shares) -> dict[str, Any]:
    """Give what a group goes without, over the run, and what of it comes from where."""
    question = answer.question
    names = [cause.name for cause in question.causes]

    def of_run(values: F64) -> dict[str, Any]:
        found = answer.described(values.sum(axis=0))
        ends = dict(zip(STATISTICS[2:], map(rounded, found.quantiles), strict=True))
        return {"mean": rounded(found.mean), "half_width95": rounded(found.half_width95), **ends}

    def with_error(place: int) -> Mapping[str, Any]:
        if shares.sampling_error is None:
            return {}
        return {"sampling_half_width95": rounded(float(shares.sampling_error[place, -1]))}

    return {
        "kind": shares.group.kind,
        "group": shares.group.name,
        "label": shares.group.label,
        "says": sentence(question, shares),
        "total": of_run(shares.total),
        "none_of_these": of_run(shares.none),
        "causes": [
            {"cause": name, **of_run(shares.by_cause[at]), **with_error(at)}
            for at, name in enumerate(names)
        ],
        "alone": [{"cause": n, **of_run(shares.alone[at])} for at, n in enumerate(names)],
        "pairs": [
            {"causes": [names[a], names[b]], **of_run(values)}
            for (a, b), values in shares.pairs.items()
        ],
    }
