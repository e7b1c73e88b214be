"""The reference job as a plain loop, the yardstick of every other version.

Mine -> separation -> magnets -> consumer: base stocks under random daily demand, full backlog,
partial shipments. Orders climb the whole chain on the day of the demand; while its lane is
closed the mine keeps the orders, and ships them all on the day it opens.
"""

from collections import deque
from collections.abc import Container, Iterable

import numpy as np

MEAN, SD = 100.0, 20.0
LEVELS = (3150.0, 2120.0, 1080.0)
LEAD_DAYS = (30, 20, 10)
DAYS = 3650
OUTAGE = range(1000, 1180)
BACKLOG_DAYS = 606.5
"""Mean number of days that end with a backlog, known from long runs elsewhere."""


def demand(history: int) -> list[float]:
    """Draw the daily demand of a history: max(0, N(100, 20))."""
    draws = np.random.default_rng((history, 20261110)).normal(MEAN, SD, DAYS)
    return [float(draw) for draw in np.maximum(draws, 0.0)]


def backlog(demand: Iterable[float], outage: Container[int] = OUTAGE) -> list[float]:
    """Follow the chain day by day; give the consumer's backlog at the end of each day."""
    under_way = [deque([MEAN] * days) for days in LEAD_DAYS]
    on_hand = [level - MEAN * days for level, days in zip(LEVELS, LEAD_DAYS, strict=True)]
    owed = [0.0] * 4  # by the mine, by separation, by magnets, by the consumer to the world
    ends = []
    for day, wanted in enumerate(demand):
        for site, lane in enumerate(under_way):
            on_hand[site] += lane.popleft()
        owed = [debt + wanted for debt in owed]
        under_way[0].append(0.0 if day in outage else owed[0])
        owed[0] -= under_way[0][-1]
        for site in range(3):
            sent = min(on_hand[site], owed[site + 1])
            on_hand[site] -= sent
            owed[site + 1] -= sent
            if site < 2:
                under_way[site + 1].append(sent)
        ends.append(owed[3])
    return ends


def days_behind(backlog: Iterable[float]) -> int:
    """Count the days that end with a backlog."""
    return sum(left > 1e-9 for left in backlog)
