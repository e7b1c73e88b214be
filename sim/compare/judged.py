"""One criterion of a choice: its number for each run, the interval of that, and who wins by it."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.compare import criteria, intervals
from sim.compare.estimate import paired
from sim.compare.intervals import Ends

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Judged:
    """Runs by one criterion."""

    found: tuple[float, ...]
    """A number a run; infinite for never."""
    ends: tuple[Ends, ...]
    """The 95 % interval of each: infinite where nothing bounds it."""
    best: tuple[int, ...]
    """Places of the runs that win; several where they are equal."""
    tied: tuple[int, ...]
    """Those, and the runs that are not told apart from them."""

    def turned(self) -> "Judged":
        """Give losses as values of a measure of which more is better."""
        return replace(
            self,
            found=tuple(0.0 - one for one in self.found),
            ends=tuple((0.0 - high, 0.0 - low) for low, high in self.ends),
        )


@dataclass(frozen=True, eq=False)
class Judge:
    """Judges runs in the same histories; less is better, ``[run, history]``."""

    replicates: NDArray[np.intp] | None
    """The replicate of each history, where they are not independent."""
    certain: tuple[bool, ...]
    """Whether nothing is random in each run: one history is all there is to know of it."""

    @property
    def exact(self) -> bool:
        """Whether nothing is random in any."""
        return all(self.certain)

    def mean(self, loss: F64) -> Judged:
        """Judge by the mean; runs are told apart by the interval of their paired difference."""
        found = criteria.expected(loss)

        def apart(best: int, other: int) -> bool:
            if not np.isfinite(found[[best, other]]).all():
                return bool(found[best] != found[other])
            return paired(loss[best], loss[other], self.replicates, exact=self.exact).low > 0.0

        return self._judged(found, (intervals.of_mean(of, self.replicates) for of in loss), apart)

    def mean_regret(self, loss: F64, regret: F64) -> Judged:
        """Judge by the mean regret, which differs between runs as the mean itself does."""
        by_mean, found = self.mean(loss), criteria.expected(regret)
        of_each = (_of_regret(intervals.of_mean(of, self.replicates)) for of in regret)
        tied = {*by_mean.tied}
        return self._judged(found, of_each, lambda best, other: not {best, other} <= tied)

    def worst_tenth(self, loss: F64) -> Judged:
        """Judge by the mean of the worst tenth, likewise: of the terms that tell its error."""
        found, terms = criteria.worst_tenth(loss), intervals.tail_terms(loss)

        def apart(best: int, other: int) -> bool:
            if self.exact or not np.isfinite(found[[best, other]]).all():
                return bool(found[best] != found[other])
            difference = terms[other] - terms[best]
            half = intervals.tail_half_width(difference, self.replicates)
            return bool(difference.mean() > half)

        ends = (intervals.of_worst_tenth(of, self.replicates) for of in loss)
        return self._judged(found, ends, apart)

    def far_regret(self, regret: F64) -> Judged:
        """Judge by the regret in 90 %; runs are told apart where intervals do not overlap.

        That errs on the safe side, the least where one regrets what the other does not.
        """
        ends = [_of_regret(intervals.of_quantile(of, criteria.FAR)) for of in regret]
        found = criteria.far_regret(regret)
        return self._judged(found, ends, lambda best, other: ends[best][1] < ends[other][0])

    def largest_regret(self, regret: F64) -> Judged:
        """Judge by the largest regret; the other's has no upper end.

        Runs are told apart where that of the best lies below what as many new histories of the
        other would hold.
        """
        ends = [_of_regret(intervals.of_largest(of)) for of in regret]
        found = criteria.largest_regret(regret)
        return self._judged(found, ends, lambda best, other: bool(found[best] < ends[other][0]))

    def share_met(self, meets: NDArray[np.bool_]) -> Judged:
        """Judge by the share of histories that meet a target, of which more is better."""
        shares, count = criteria.share_met(meets), meets.shape[1]
        found = self._judged(
            -shares,
            (intervals.of_share(int((~of).sum()), count) for of in meets),
            lambda best, other: intervals.is_met_more_often(meets[best], meets[other]),
        )
        ends = tuple(
            (share, share) if certain else (1.0 - high, 1.0 - low)
            for share, certain, (low, high) in zip(shares, self.certain, found.ends, strict=True)
        )
        return replace(found, found=tuple(shares.tolist()), ends=ends)

    def _judged(self, lost: F64, ends: Iterable[Ends], apart: Callable[[int, int], bool]) -> Judged:
        """Find the winners, and who is not told apart from each of them."""
        best = criteria.winners(lost)
        if self.exact:
            return Judged(
                tuple(lost.tolist()), tuple((one, one) for one in lost.tolist()), best, best
            )
        others = [at for at in range(len(lost)) if at not in best]
        near = [at for at in others if not all(apart(one, at) for one in best)]
        return Judged(tuple(lost.tolist()), tuple(ends), best, tuple(sorted((*best, *near))))


def _of_regret(ends: Ends) -> Ends:
    """No regret is less than none."""
    return (max(ends[0], 0.0), ends[1]) if math.isfinite(ends[0]) else ends
