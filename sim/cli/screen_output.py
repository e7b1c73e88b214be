"""What is not built for lack of magnets, below the table of a run, from ``summary.json``."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from sim.cli.table import table
from sim.scenario.errors import listed, plural
from sim.scenario.load import Loaded

Row = Mapping[str, Any]

PRODUCTS, WORTH = "lost_products", "lost_output_musd"
HEAD = ("Lost production", "", "mean", "5 to 95 %")
READ = (
    "As much as what lacks would have gone into, less what is made up for later. Shortfall days\n"
    "are of magnets: of products fewer are lost as parts under way bridge a gap, and more as one\n"
    "grade that lacks stops all."
)
"""What the numbers are of."""
RARE = "A mean beyond its band is of what fewer than one history of twenty loses."
"""Said where there is one: else it would seem a slip."""
SHOWN = 0.5
"""Products, or million USD, from which on a number is not folded as nought."""
SHORT = 0.05
"""Shortfall days, in the mean, from which on a consumer goes short."""
MILLIONS = 1e5
"""Products from which on they are told in millions."""


def lost_production(
    summary: Mapping[str, Any], loaded: Loaded | None = None, *, brief: bool = False
) -> Iterator[str]:
    """Write a table: for each region, and for all, the products lost and their worth.

    Means over the histories. What is not lost anywhere between the quantiles shown is named in a
    line below, without a row. So is, with the scenario at hand, who goes short and is not counted.
    In *brief* a line tells what is lost in all.
    """
    rows = [*_told(summary["rows"])]
    lost = [row for row in rows if max(row["mean"], row["q95"]) >= SHOWN]
    if not rows:
        return
    if not lost:
        products = dict.fromkeys(row["item"] for row in rows if row["item"] is not None)
        none = f"Lost production: none{f' of {listed(list(products))}' if products else ''}"
        yield "\n".join([none, *_uncounted(summary["rows"], loaded)])
        return
    if brief:
        yield _in_all(lost)
        return
    rare = [RARE] if any(row["mean"] > row["q95"] for row in lost) else []
    below = [*rare, *_folded(rows, lost), *_uncounted(summary["rows"], loaded), READ]
    yield "\n".join([table([HEAD, *_cells(lost)], right=(2, 3)), *below])


def _told(rows: Iterable[Row]) -> Iterator[Row]:
    """Give what is told: of regions, and of all what more than one of them builds."""
    found = [row for row in rows if row["measure"] in {PRODUCTS, WORTH}]
    builders = Counter(row["item"] for row in found if row["kind"] == "region")
    for row in found:
        if row["kind"] == "region" or (row["kind"] == "all" and builders[row["item"]] > 1):
            yield row


def _in_all(lost: list[Row]) -> str:
    """Write what all lose in a line, or what each region does where none of it is of several."""
    rows = [row for row in lost if row["kind"] == "all"] or lost
    told = (f"{label} {item} {mean} ({band})".strip() for label, item, mean, band in _cells(rows))
    return f"Lost production, mean (5 to 95 %): {'; '.join(told)}"


def _cells(lost: list[Row]) -> Iterator[tuple[str, ...]]:
    before = None
    for row in lost:
        label = "" if row["label"] == before else row["label"]
        before = row["label"]
        yield label, row["item"] or "worth, bn USD", *_spread(row)


def _folded(rows: list[Row], lost: list[Row]) -> Iterator[str]:
    """Name what is not lost, by region."""
    none = [row for row in rows if row not in lost and row["item"] and row["kind"] == "region"]
    if none:
        by_label = groupby(none, key=lambda row: str(row["label"]))
        parts = [f"{label} {listed([row['item'] for row in found])}" for label, found in by_label]
        yield f"None lost: {'; '.join(parts)}"


def _uncounted(rows: Iterable[Row], loaded: Loaded | None) -> Iterator[str]:
    """Name the sectors of those who go short and do not say what they build."""
    consumers = {} if loaded is None else loaded.scenario.consumers
    short = [
        consumers[row["group"]].sector
        for row in rows
        if (row["kind"], row["measure"]) == ("consumer", "shortfall_days")
        and row["mean"] >= SHORT
        and row["group"] in consumers
        and consumers[row["group"]].output is None
    ]
    if short:
        yield (
            f"Not counted, as they state no output: {plural(len(short), 'consumer')} that "
            f"{'goes' if len(short) == 1 else 'go'} short ({'; '.join(sorted(set(short)))})"
        )


def _spread(row: Row) -> tuple[str, str]:
    """Write the mean and the quantiles, in one unit."""
    mean, low, high = (row[name] for name in ("mean", "q05", "q95"))
    if row["item"] is None:
        mean, low, high = (musd / 1e3 for musd in (mean, low, high))
    unit = ""
    if row["item"] is not None and max(mean, high) >= MILLIONS:
        mean, low, high, unit = mean / 1e6, low / 1e6, high / 1e6, " M"
    return f"{_digits(mean)}{unit}", f"{_digits(low)} to {_digits(high)}{unit}"


def _digits(value: float) -> str:
    """Write two digits after the point at most, and three in all where a number is large."""
    if abs(value) < 0.005:
        return "0"
    if abs(value) >= 10:
        return f"{float(f'{value:.3g}'):,.0f}"
    return f"{value:.1f}" if abs(value) >= 1 else f"{value:.2f}"
