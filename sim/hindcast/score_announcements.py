"""How well announcements were foreseen: by their promises, and by a schedule."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.hindcast.announcements import Announcement, Announcements
from sim.hindcast.foretell import Foretold
from sim.hindcast.past_slips import months_late
from sim.output.text import rounded
from sim.world.time.clock import DAYS_PER_MONTH

F64 = NDArray[np.float64]

BANDS = {0.5: (0.25, 0.75), 0.9: (0.05, 0.95)}
"""Ends of the bands that should hold such a share of what happened."""


@dataclass(frozen=True)
class Score:
    """How a forecast did."""

    expected: float
    """Plants expected to run by the day on which it was known."""
    low: float
    """Their 5 % quantile."""
    high: float
    """Their 95 % quantile."""
    brier: float
    """Mean square of chance less outcome, of running by that day: 0 is perfect."""
    held: dict[float, int]
    """Plants of which a band holds what happened, by the share of them that it should hold."""

    def as_dict(self) -> dict[str, Any]:
        """Give the fields for JSON."""
        return {
            "expected": rounded(self.expected),
            "q05": self.low,
            "q95": self.high,
            "brier": rounded(self.brier),
            "held": {f"{share:g}": count for share, count in self.held.items()},
        }


def came(block: Announcements) -> NDArray[np.bool_]:
    """Tell which announcements ran by the day on which it was known, ``[announcement]``."""
    return np.array([one.came is not None for one in block.announcements.values()])


def brier(chances: F64, happened: NDArray[np.bool_]) -> float:
    """Give the mean square of chances less what happened (Brier 1950).

    Examples
    --------
    >>> brier(np.array([1.0, 0.5]), np.array([True, False]))
    0.125
    """
    return float(np.mean((chances - happened) ** 2))


def score(block: Announcements, foretold: Foretold) -> Score:
    """Score a forecast of announcements."""
    low, high = np.quantile(foretold.running, (0.05, 0.95))
    return Score(
        expected=float(foretold.runs.sum()),
        low=float(low),
        high=float(high),
        brier=brier(foretold.runs, came(block)),
        held={
            share: sum(
                _is_held(one, foretold.quantiles(name, ends), ahead)
                for (name, one), ahead in zip(
                    block.announcements.items(), foretold.ahead, strict=True
                )
            )
            for share, ends in BANDS.items()
        },
    )


def _is_held(one: Announcement, band: F64, ahead: float) -> bool:
    """Tell whether a band of days late holds what happened, as far as that is known.

    What is given up is late for ever; of what has not come, only that it comes later is known.
    """
    low, high = band
    if one.now is not None:
        return bool(high > ahead)
    months = months_late(one)
    late = np.inf if months is None else np.ceil(months * DAYS_PER_MONTH)
    return bool(low <= late <= high)
