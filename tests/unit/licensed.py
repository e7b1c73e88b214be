"""Run the one lane of the known answers under licences, and read what leaves and the ledger."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.world.licence.licence_recorder import LICENCES
from tests.unit.effects import BUFFER, Outcome, run

START = 100
"""First day of the control."""

CASE = """
end: {end}
policy: {{licence_learning_days: {learning}, failing_days: 28}}
measures: {{flows: {{exports: {{good: magnets, from: CN}}}}}}
consumers: {{motors: {{stock_days: {buffer}, unmet: {unmet}}}}}
disruptions:
  halt: {{mode: licence, start: 100, duration_days: null, {more}}}
"""

FOREVER = 1e9
"""Learning so slow that buyers never order ahead."""


def licensed(
    folder: Path,
    more: str,
    *layers: str,
    learning: float = FOREVER,
    buffer: float = BUFFER,
    unmet: str = "backlog",
    end: str = "2027-10-02",
    n: int = 1,
) -> Outcome:
    """Run a control of exports by licence from its first day on, with more said of it."""
    case = CASE.format(more=more, learning=learning, buffer=buffer, unmet=unmet, end=end)
    return run(folder, "one_lane", case, *layers, n=n)


def exports(outcome: Outcome) -> NDArray[np.float64]:
    """Give what leaves in a day, t, of the first history."""
    left: NDArray[np.float64] = outcome.record.flow_t[:, 0, 0].astype(float)
    return left


def ledger(outcome: Outcome, entry: str, flow: int = 0) -> NDArray[np.float64]:
    """Give an entry of the ledger of a flow, t, ``[month, history]``."""
    found: NDArray[np.float64] = outcome.record.licences_t[:, flow, LICENCES.at[entry]]
    return found.astype(float)
