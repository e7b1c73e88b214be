"""One block of histories: as few of them as can be, as long as nothing drawn tells them apart.

How long a buyer takes to accept more of a seller is drawn, and matters only once more is ordered.
Up to that day one batch stands for all: a wide block goes on where that batch is then.
"""

from collections.abc import Callable

import numpy as np

from sim.world.chance.chance import NeededError
from sim.world.record.record import Record, repeated
from sim.world.state.moment import Before
from sim.world.state.state import BATCH
from sim.world.supply_chain import WarmState
from sim.world.world import World


def run_as_one(
    batch: World,
    width: int,
    make: Callable[[int], World],
    warm: WarmState,
    on_progress: Callable[[int], None],
) -> Record:
    """Run all days of histories from a warm state, as one as long as they are.

    Parameters
    ----------
    batch : World
        That of the first batch of them, as it is built.
    width : int
        How many they are.
    make : function
        Builds the world of so many of them, the first ones.
    warm : WarmState
    on_progress : function
        Hears now and then how many days more are done.
    """
    days = batch.scenario.days
    batch.open(warm)
    batch.context.chance.refuse()
    try:
        batch.go_on(days, on_progress)
    except NeededError:
        parting = batch.clock.day
    else:
        return repeated(batch.record(), width)
    past, world = make(BATCH), make(width)
    past.open(warm)
    before = Before(past, past.state)
    past.go_on(parting)
    world.open(warm)
    world.branch(before, np.zeros(width, dtype=np.intp))
    world.go_on(days, on_progress)
    return world.record()
