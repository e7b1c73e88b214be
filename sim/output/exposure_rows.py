"""``exposure.csv``: which part of what was used has been where, by month and year."""

from collections.abc import Iterable, Iterator

import numpy as np

from sim.output.exposure import BAND, Exposed
from sim.output.text import DIGITS, csv_text

HEADER = (
    *("period", "kind", "group", "place", "stage", "element", "used_t", "part_t"),
    *(f"share_{name}" for name in BAND),
    *(f"days_without_{name}" for name in BAND),
)
"""Columns of ``exposure.csv``."""


def exposure_csv(found: Iterable[Exposed]) -> str:
    """Write a row for each place, stage, group, period and element."""
    return ",".join(HEADER) + "\n" + "".join(text for one in found for text in _rows(one))


def _rows(one: Exposed) -> Iterator[str]:
    """Write the rows of a group, all numbers of a row in one formatting step."""
    whose = csv_text([one.group.kind, one.group.name, one.place, one.stage], []).rstrip("\n")
    line = f",%.{DIGITS}g" * (len(HEADER) - 6) + "\n"
    numbers = np.concatenate(
        [one.used_t[..., None], one.part_t[..., None], one.share, one.days], axis=-1
    )
    rows = (numbers + 0.0).tolist()  # + 0.0: no minus before zero
    for period, by_element in zip(one.periods, rows, strict=True):
        for element, row in zip(one.elements, by_element, strict=True):
            yield f"{period},{whose},{element}" + (line % tuple(row)).replace("nan", "")
