"""``inputs.csv``: what was uncertain, as each history had it."""

from sim.output.histories import Histories
from sim.output.text import csv_text, number
from sim.world.network.input_recorder import FACTORS, NUMBERS


def inputs_csv(histories: Histories) -> str:
    """Write a row a history: normal scores of the factors, by source and kind, then the numbers."""
    kept = [(histories.ids(s.axes[0]), histories.read(s.name)) for s in (FACTORS, NUMBERS)]
    names = [name for ids, _ in kept for name in ids]
    rows = [
        [str(history), *(number(float(row[at])) for _, values in kept for row in values)]
        for at, history in enumerate(histories.numbers)
    ]
    return csv_text(["history", *names], rows)
