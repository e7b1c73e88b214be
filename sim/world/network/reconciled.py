"""Uncertain numbers made to agree with what is known of 2024: data reconciliation.

The flows of the balance are planned with the numbers as drawn. By how much they miss is taken back
from all numbers at once, from each as far as it is uncertain and matters: the scores become what
they are expected to be given the flows (the Kalman gain of the flows as a linear function of the
scores, applied to the flows as planned until they agree). So numbers that 2024 pins down, together
or alone, become less uncertain, and others stay as they were drawn.

References
----------
Narasimhan and Jordache (2000), Data Reconciliation and Gross Error Detection.
"""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.scenario.uncertainty.inputs import Inputs
from sim.world.chance.drawn import Drawn, Scores
from sim.world.network.balance_year import BalanceYear
from sim.world.state.state import BATCH

F64 = NDArray[np.float64]

STEP = 0.5
"""Standard deviations by which each number is moved to see what it does to the flows."""
SPREAD = 0.005
"""Standard deviation of what may remain of what a flow misses, part of it."""
NEAR = 0.01
"""Most that a flow misses of replications that are left as they are."""
CLOSED = 0.03
"""Most that it misses in the end."""
ROUNDING = 1e-9
"""Part of a flow that is none: what moves it by less does not matter to it."""
LEAST = 1e-3
"""Least part of itself that is left of a flow: what is less is as far off."""
ROUNDS = 4
"""Steps to agreement at a time: two are enough for most replications."""
RETREATS = 8
"""How often replications that do not come to agree are taken back towards what is written ..."""
RETREAT = 0.7
"""... and the part that is left each time of how far their numbers are off."""


class Reconciler:
    """Makes the uncertain numbers of a scenario agree with the balance.

    Parameters
    ----------
    year : BalanceYear
    inputs : Inputs
    """

    def __init__(self, year: BalanceYear, inputs: Inputs) -> None:
        self._year, self._inputs = year, inputs

    def reconciled(self, scores: Scores) -> Drawn:
        """Give the numbers by their scores, in agreement with the balance.

        What becomes of a replication depends on itself alone: it is left as it is once it agrees.
        """
        if not self._year.rows:
            return self._drawn(scores)
        open_ = np.arange(scores.rests.shape[-1])
        found = Scores(scores.factors.copy(), scores.rests.copy())
        for _ in range(RETREATS):
            for _ in range(ROUNDS):
                missed = self._missed_of(found.of(open_))
                far = _most(missed) > NEAR
                open_ = open_[far]
                if not len(open_):
                    return self._drawn(found)
                found.put(open_, self._moved(found.of(open_), -missed[:, far]))
            open_ = open_[_most(self._missed_of(found.of(open_))) > CLOSED]
            if not len(open_):
                return self._drawn(found)
            found.put(open_, self._less(found.of(open_), RETREAT))
        found.put(open_, self._less(found.of(open_), 0.0))
        return self._drawn(found)

    def _missed_of(self, scores: Scores) -> F64:
        """Give the same of any number of replications: the last one fills up a batch."""
        width = scores.rests.shape[-1]
        whole = np.minimum(np.arange(-(-width // BATCH) * BATCH), width - 1)
        missed = self.missed(self._drawn(scores.of(whole)))
        return np.broadcast_to(missed, (len(missed), len(whole)))[:, :width]

    def missed(self, drawn: Drawn) -> F64:
        """Give by how much flows differ from those as written, ``[row, replication]``."""
        part = self._year.planned(drawn).flows()[self._there] / self._written
        # A surplus is a difference: it may be less than nothing, and follows on a straight line.
        return np.where(self._is_surplus, part - 1.0, np.log(np.maximum(part, LEAST)))

    def _drawn(self, scores: Scores) -> Drawn:
        return Drawn(self._inputs, scores.of_numbers(self._inputs), scores.factors)

    @cached_property
    def _there(self) -> NDArray[np.intp]:
        """Rows of which something flows."""
        return np.flatnonzero(self._year.planned().flows()[:, 0] > 0.0)

    @cached_property
    def _written(self) -> F64:
        """Flows with numbers as written, ``[row, 1]``."""
        return self._year.planned().flows()[self._there][:, :1]

    @cached_property
    def _is_surplus(self) -> NDArray[np.bool_]:
        """Which rows are of a surplus, ``[row, 1]``."""
        rows = [self._year.rows[at].surplus is not None for at in self._there]
        return np.array(rows)[:, None]

    def _moved(self, scores: Scores, by: F64) -> Scores:
        """Move factors and rests so that flows move, by as much as each is behind them."""
        of_factors, of_rests = self._gain
        return Scores(
            scores.factors + _applied(of_factors, by), scores.rests + _applied(of_rests, by)
        )

    def _less(self, scores: Scores, part: float) -> Scores:
        """Leave a part of the scores that flows depend on."""
        behind = [np.logical_or.reduce(gain != 0.0)[:, None] for gain in self._gain]
        return Scores(
            np.where(behind[0], scores.factors * part, scores.factors),
            np.where(behind[1], scores.rests * part, scores.rests),
        )

    @cached_property
    def _gain(self) -> tuple[F64, F64]:
        """By how much each factor and rest moves for what a flow misses, ``[flow, score]``."""
        inputs, by_number = self._inputs, self._slopes
        by_factor = np.zeros((len(by_number), len(inputs.factors)))
        np.add.at(by_factor.T, np.array(inputs.factor_of), by_number.T)
        by_factor *= np.sqrt(inputs.common)
        by_rest = np.sqrt(1.0 - inputs.common) * by_number
        behind = np.concatenate([by_factor, by_rest], axis=1)
        together = np.add.reduce(behind[:, None] * behind[None], axis=-1)
        together = together + SPREAD**2 * np.eye(len(together))
        found = _solved(together, behind)
        return found[:, : len(inputs.factors)], found[:, len(inputs.factors) :]

    @cached_property
    def _slopes(self) -> F64:
        """What a standard deviation of each number does to each flow, ``[flow, number]``."""
        count = len(self._inputs.drawn)
        width = -(-count // BATCH) * BATCH
        scores = np.zeros((count, width))
        scores[np.arange(count), np.arange(count)] = STEP
        moved = Drawn(self._inputs, scores, np.zeros((len(self._inputs.factors), width)))
        missed = np.broadcast_to(self.missed(moved), (len(self._there), width))
        slopes = missed[:, :count] / STEP
        return np.where(np.abs(slopes) > ROUNDING, slopes, 0.0)


def _most(missed: F64) -> F64:
    """Give the most that any flow misses, ``[replication]``."""
    return np.asarray(np.maximum.reduce(np.abs(missed), axis=0, initial=0.0))


def _applied(gain: F64, missed: F64) -> F64:
    """Add up what the flows take from each score, ``[score, replication]``, flow by flow."""
    found = np.zeros((gain.shape[1], missed.shape[-1]))
    for by, of in zip(gain, missed, strict=True):
        found += by[:, None] * of
    return found


def _solved(matrix: F64, right: F64) -> F64:
    """Solve a symmetric, positive definite system by elimination: the same bits everywhere.

    A library's solver may add up in another order with another number of threads.
    """
    left, found = matrix.copy(), right.copy()
    for row in range(len(left)):
        found[row] /= left[row, row]
        left[row] /= left[row, row].copy()
        for other in range(len(left)):
            if other != row and left[other, row] != 0.0:
                by = left[other, row].copy()
                left[other] -= by * left[row]
                found[other] -= by * found[row]
    return found
