"""``licences.csv``: the ledger of every licence flow by month."""

from sim.output.ledger import AT, Ledger
from sim.output.month import month_text
from sim.output.summary import NAMES
from sim.output.tables import Tables
from sim.output.text import csv_text, number

HEADER = [
    "month", "control", "good", "destination", "end_use", "kind", "entry", "unit", "mean", *NAMES,
]  # fmt: skip


def licences_csv(tables: Tables) -> str:
    """Write a row for each licence flow, month and entry, those of all destinations included."""
    months = [month_text(tables.histories.start, i) for i in range(len(tables.supply_t))]
    return csv_text(HEADER, [row for one in tables.ledgers for row in _rows(one, months)])


def _rows(ledger: Ledger, months: list[str]) -> list[list[str]]:
    flow = ledger.flow
    whose = [flow.control, flow.good, flow.destination, flow.end_use, flow.kind]
    return [
        [month, *whose, entry, ledger.unit(entry), number(mean), *map(number, quantiles)]
        for month, means, spreads in zip(
            months, ledger.mean.tolist(), ledger.quantiles.tolist(), strict=True
        )
        for entry, mean, quantiles in zip(AT, means, spreads, strict=True)
    ]
