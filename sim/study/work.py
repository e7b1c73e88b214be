"""How much work a run is, reckoned before anything of it is done."""

import math
from dataclasses import dataclass

from sim.scenario.errors import plural
from sim.scenario.network import items, routes
from sim.scenario.schema import Scenario
from sim.study.job import Job
from sim.study.replicate import block_width
from sim.world.state.state import BATCH

DAY_SECONDS = 0.003
"""What a day of a block takes, however few histories it has: of one processor (all of these are
measured)."""
ROW_SECONDS = 2.3e-8
"""What a day of a history takes for each item of each lane."""
WARM_UP = 0.2
"""What a day of the warm-up takes, as part of another: nothing is recorded, few things happen."""
LICENCES, MARKET, UNCERTAIN, PLACE = 3.0, 1.5, 1.5, 0.1
"""How many times that long it takes with queues of licences, with prices, with uncertain numbers;
and how much longer for each place that content is followed by."""


@dataclass(frozen=True)
class Work:
    """What a run comes to."""

    days: int
    """Days of every history, the warm-up included."""
    lanes: int
    histories: int
    """Histories with and without the disruptions, in whole lots."""
    seconds: float
    """About how long a processor takes."""

    def __str__(self) -> str:
        """Say what it is."""
        return (
            f"{plural(self.histories, 'history')} of {self.days:,} days over "
            f"{plural(self.lanes, 'lane')}"
        )


def work_of(job: Job, histories: int) -> Work:
    """Reckon the work of a run, its undisrupted twin included.

    Parameters
    ----------
    job : Job
    histories : int
        How many are run.
    """
    twins = 0 if job.twin is None else histories if job.twin_is_random else 1
    return work_of_points(job.scenario, 1, histories, twins=twins)


def work_of_points(
    scenario: Scenario, points: int, histories: int, worlds: int = 1, twins: int = 0
) -> Work:
    """Reckon the work of a design.

    Parameters
    ----------
    scenario : Scenario
        What they have in common.
    points, histories : int
        How many points there are, and histories at each.
    worlds : int
        Into how many worlds the points are put, about as many in each.
    twins : int
        Histories of undisrupted twins, besides.
    """
    of_one, of_twins = _whole(-(-points * histories // worlds)), _whole(twins)
    width, run = block_width(scenario), worlds * of_one + of_twins
    blocks = worlds * math.ceil(of_one / width) + math.ceil(of_twins / width)
    lanes = list(routes(scenario))
    rows = sum(len(items(scenario, lane.good)) for lane in lanes)
    days = scenario.days + WARM_UP * scenario.warm_up_days
    seconds = days * (blocks * DAY_SECONDS + run * rows * ROW_SECONDS) * _times(scenario)
    return Work(scenario.days + scenario.warm_up_days, len(lanes), run, seconds)


def _whole(histories: int) -> int:
    """Give the histories of whole batches: fewer take as long."""
    return -(-histories // BATCH) * BATCH


def _times(scenario: Scenario) -> float:
    """Tell how many times as long a day takes as one without all that takes longer."""
    licensed = any(one.licenses is not None for one in scenario.disruptions.values())
    longer = (LICENCES if licensed else 1.0) * (1.0 if scenario.market is None else MARKET)
    if scenario.uncertainty is not None and scenario.worlds != "central":
        longer *= UNCERTAIN
    return longer * (1.0 + PLACE * len(scenario.measures.exposure))


def in_words(seconds: float) -> str:
    """Write a time as people say it.

    Examples
    --------
    >>> in_words(0.4), in_words(42.0), in_words(150.0), in_words(9000.0)
    ('about 1 second', 'about 42 seconds', 'about 2.5 minutes', 'about 2.5 hours')
    >>> in_words(9e5), in_words(5e9)
    ('about 10 days', 'about 158 years')
    """
    if seconds < 90:
        return f"about {plural(max(math.ceil(seconds), 1), 'second')}"
    for unit, size, most in (("minutes", 60, 90), ("hours", 3600, 48), ("days", 86_400, 730)):
        if seconds < most * size:
            return f"about {seconds / size:.2g} {unit}"
    return f"about {seconds / 86_400 / 365.25:,.0f} years"
