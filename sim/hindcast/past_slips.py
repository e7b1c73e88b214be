"""The record that announcements make: how late projects came, and how many were given up."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sim.hindcast.announcements import Announcement
from sim.scenario.schema import Distribution
from sim.world.time.clock import DAYS_PER_MONTH

FEWEST = 3
"""Slips that a kind must have of its own; with fewer, all of the record counts."""


@dataclass(frozen=True)
class PastSlips:
    """What is known of earlier projects."""

    months: tuple[int, ...]
    """Whole months late, ascending, of those that were not given up."""
    cancelled: float
    """Chance of being given up: (given up + 1/2) / (all + 1), so that none is never."""

    @property
    def distribution(self) -> Distribution:
        """Each slip as likely as the others."""
        return Distribution(empirical=list(map(float, self.months)))


def months_late(one: Announcement) -> int | None:
    """Give whole months from the promise to first product, or to its new date; none if given up.

    What came within the time promised is on time.
    """
    arrival = one.came or one.now
    if arrival is None:
        return None
    return max(round((arrival - one.promised).days / DAYS_PER_MONTH), 0)


def past_slips(
    announcements: Mapping[str, Announcement], kind: str | None = None, without: str | None = None
) -> PastSlips:
    """Give the record of a kind, or of all where there are too few of it.

    Parameters
    ----------
    announcements : mapping of str to Announcement
    kind : str, optional
        Without it all count.
    without : str, optional
        One that is left out: it is to be foreseen.
    """
    others = [one for name, one in announcements.items() if name != without]
    own = [one for one in others if one.kind == kind]
    if len(_slips(own)) < FEWEST:
        own = others
    slips = _slips(own)
    given_up = len(own) - len(slips)
    return PastSlips(tuple(sorted(slips)), round((given_up + 0.5) / (len(own) + 1), 2))


def _slips(announcements: Collection[Announcement]) -> list[int]:
    return [months for one in announcements if (months := months_late(one)) is not None]
