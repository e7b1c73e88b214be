"""What plants could make of a reserve today, on top of what they make of other feed."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.rules.stockpile import over_use
from sim.world.facility.maker import Makers
from sim.world.time.clock import Clock

F64 = NDArray[np.float64]
Index = NDArray[np.intp]


class SpareCapacity:
    """Capacity left by other feed at each step from the form of a reserve to magnets.

    What plants make they make when they plan; what they made of the reserve is known from what the
    reserve gave since they planned before.

    Parameters
    ----------
    clock : Clock
    days : int
        Days between two plans.
    steps : sequence of (Makers, array of int)
        The plants of each step, and their rows; the first are given the reserve.
    """

    def __init__(self, clock: Clock, days: int, steps: Sequence[tuple[Makers, Index]]) -> None:
        self._clock, self._days, self._steps = clock, days, steps
        self._planned: int | None = None
        self._before = [np.zeros(1)] * (1 + len(steps))
        self._rates = self._before

    def over_use(self, use: F64, uses: Sequence[F64]) -> F64:
        """Give the least, over the steps, of spare capacity over the members' use.

        Parameters
        ----------
        use : array, t a day, ``[1 or replication]``
            In the form of the reserve.
        uses : sequence of array, t a day, ``[1 or replication]``
            In what each step makes.

        Returns
        -------
        array, ``[1 or replication]``
            inf where nothing limits it, or nothing is used.
        """
        day = self._clock.day
        if self._planned is None or (day % self._days == 0 and day != self._planned):
            self._look()
            self._planned = day
        given, *made = self._rates
        of_reserve = over_use(given, use, unused=0.0)
        spare = np.array([np.inf])
        for (plants, rows), rate, asked in zip(self._steps, made, uses, strict=True):
            capacity = np.add.reduce(plants.most_in(day, 1)[rows])
            other = np.maximum(rate - of_reserve * asked, 0.0)
            left = np.maximum(capacity - other, 0.0)
            spare = np.minimum(spare, over_use(left, asked))
        return spare

    def _look(self) -> None:
        """Note what the reserve gave, and what each step made, t a day."""
        plants, rows = self._steps[0]
        assert plants.bought is not None
        given = plants.bought.relief[plants.in_rows][rows]
        totals = [given, *(some.started[rows] for some, rows in self._steps)]
        now = [np.add.reduce(total, axis=(0, 1)) for total in totals]
        self._rates = [(t - b) / self._days for t, b in zip(now, self._before, strict=True)]
        self._before = now
