"""Writes down where what consumers used has been, month by month."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import CONSUMERS
from sim.world.network.context import Context
from sim.world.record.series import Recorded, Series
from sim.world.record.series_recorder import SeriesRecorder
from sim.world.time.months import Months

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

USED = Series(
    name="used_content_t",
    axes=("month", CONSUMERS, "elements"),
    unit="t",
    doc="what each consumer used, by month, in contained element",
    kept="used_content_t",
)
EXPOSURE = Series(
    name="exposure_t",
    axes=("month", "exposures", CONSUMERS, "elements"),
    unit="t",
    doc="the part of it that was in a place of `measures.exposure`, by place and stage "
    "(`CN.mined`, ..., `CN.any`)",
    kept="exposure_t.<exposure>",
)


class ExposureRecorder(SeriesRecorder):
    """Notes at each month's end what was used in it.

    Parameters
    ----------
    context : Context
    consumers : sequence of str
        Names of the consumers in the order of their rows; they are noted in that of their ids.
    labels : mapping of str to int
        What is noted, by name, and where it stands among the labels.
    used : callable
        Gives what was used in the month, t, ``[consumer, element, label, replication]``.
    """

    declares = (USED, EXPOSURE)

    def __init__(
        self,
        context: Context,
        consumers: Sequence[str],
        labels: Mapping[str, int],
        used: Callable[[], F64],
    ) -> None:
        self._months, self._read_used = Months(context.scenario), used
        self._by_id = np.argsort(np.array(consumers), kind="stable")
        self._exposures, self._labels = tuple(labels), list(labels.values())
        elements = tuple(context.coefficients.elements)
        names = tuple(sorted(consumers))
        self._ids = {CONSUMERS: names, "elements": elements}
        count, shape = self._months.count, (len(names), len(elements), context.state.width)
        self._used: F32 = np.zeros((count, *shape), np.float32)
        self._exposure: F32 = np.zeros((count, len(labels), *shape), np.float32)

    def record(self, day: int) -> None:
        """Note what was used if the month ends today."""
        if self._months.ends(day):
            used, month = self._read_used().take(self._by_id, axis=0), self._months.of(day)
            self._used[month] = used[:, :, 0]
            self._exposure[month] = np.moveaxis(used[:, :, self._labels], 2, 0)

    def series(self) -> list[Recorded]:
        """Give what was used, and where it has been."""
        exposure = EXPOSURE.of(self._exposure, exposures=self._exposures, **self._ids)
        return [USED.of(self._used, **self._ids), exposure]
