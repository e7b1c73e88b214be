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
    world: World,
    make: Callable[[int], World],
    warm: WarmState,
    on_progress: Callable[[int], None],
) -> Record:
    """Run all days of histories from a warm state, as one as long as they are.

    Parameters
    ----------
    world : World
        Theirs, as it is built.
    make : function
        Builds the world of so many of them, the first ones.
    warm : WarmState
    on_progress : function
        Hears now and then how many days more are done.
    """
    width, days, batch = world.state.width, world.scenario.days, _opened(make, warm)
    batch.context.chance.refuse()
    try:
        batch.go_on(days, on_progress)
    except NeededError:
        parting = batch.clock.day
    else:
        return repeated(batch.record(), width)
    past = _opened(make, warm)
    before = Before(past, past.state)
    past.go_on(parting)
    world.open(warm)
    world.branch(before, np.zeros(width, dtype=np.intp))
    world.go_on(days, on_progress)
    return world.record()


def _opened(make: Callable[[int], World], warm: WarmState) -> World:
    found = make(BATCH)
    found.open(warm)
    return found
