"""What notes some series of a part of the world while it runs."""

from abc import ABC, abstractmethod
from typing import ClassVar

from sim.world.record.series import Recorded, Series


class SeriesRecorder(ABC):
    """Notes some series of a part of the world while it runs."""

    declares: ClassVar[tuple[Series, ...]]
    """Series that it may give."""

    def record(self, day: int) -> None:  # noqa: B027 - what is known at the end needs no notes
        """Note a day, at its end."""

    @abstractmethod
    def series(self) -> list[Recorded]:
        """Give what was noted, when the run is over."""
