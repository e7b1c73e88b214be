"""The axis of an input: where its values lie, and how they and their unit are written."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from sim.plots.sweep_panels import CHARACTER
from sim.scenario.errors import clipped
from sim.scenario.schema import Scenario
from sim.sweep.design import Design
from sim.sweep.unit import brief_name, full_name
from sim.sweep.vary import is_date, position

F64 = NDArray[np.float64]

LONGEST = 30
"""Most characters of a value that are shown."""
TICK = 0.62
"""Room for the label of a tick, inch."""


@dataclass(frozen=True)
class InputAxis:
    """An input along an axis."""

    path: str
    at: F64
    """Place of each point: a number, a date as its ordinal, else the number of the value."""
    values: tuple[str, ...]
    """Distinct values, in order along the axis."""
    is_number: bool
    """Whether distances along the axis mean something; dates count."""
    is_date: bool

    @classmethod
    def of(cls, design: Design, index: int) -> "InputAxis":
        """Read the input of a number from a design."""
        column = [point[index] for point in design.points]
        distinct = list(dict.fromkeys(design.axes[index].values or column))
        places = [position(value) for value in distinct]
        dates = [is_date(value) for value in distinct]
        known = [place for place in places if place is not None]
        scaled = len(known) == len(distinct) and (all(dates) or not any(dates))
        if scaled:
            at = dict(zip(distinct, known, strict=True))
            # 5 and 5.0 are in one place, which has one label.
            labels = {at[value]: value for value in reversed(distinct)}
            distinct = [labels[place] for place in sorted(labels)]
        else:
            at = {value: float(number) for number, value in enumerate(distinct)}
        return cls(
            path=design.inputs[index],
            at=np.array([at[value] for value in column]),
            values=tuple(distinct),
            is_number=scaled,
            is_date=scaled and all(dates),
        )

    @property
    def brief(self) -> str:
        """What it is in a few words."""
        return brief_name(self.path, self.values)

    def label(self, scenario: Scenario) -> str:
        """Say what it is by the labels of a scenario, with its unit."""
        return full_name(self.path, self.values, scenario)

    @property
    def rank(self) -> NDArray[np.intp]:
        """Number of each point's value among the distinct ones, ``[point]``."""
        return np.unique(self.at, return_inverse=True)[1]

    def texts(self, longest: int = LONGEST) -> list[str]:
        """Give the distinct values as labels of so many characters at most."""
        if self.is_date:
            dates = [dt.date.fromordinal(int(day)) for day in np.unique(self.at)]
            months = [f"{date:%b %Y}" for date in dates]
            return months if len(set(months)) == len(dates) else list(self.values)
        if self.is_number:
            return [value if len(value) <= 6 else f"{float(value):.4g}" for value in self.values]
        return [clipped(value, max(longest, 4)) for value in self.values]

    def mark(self, ax: Axes, width: float) -> None:
        """Set limits and ticks of an x axis: at the values where so many fit, else at round ones.

        Parameters
        ----------
        ax : Axes
        width : float, inch
            Its width.
        """
        if not self.is_number:
            ax.set_xlim(-0.6, len(self.values) - 0.4)
            longest = int(width / len(self.values) / CHARACTER) - 1
            ax.set_xticks(range(len(self.values)), self.texts(longest))
            return
        low, high = float(self.at.min()), float(self.at.max())
        room = 0.06 * (high - low) or 0.5
        ax.set_xlim(low - room, high + room)
        distinct, ticks = np.unique(self.at), max(int(width / TICK), 2)
        if self.is_date:
            even = np.unique(np.round(np.linspace(low, high, ticks)))
            picked = distinct if len(distinct) <= ticks else even
            dates = [dt.date.fromordinal(int(day)) for day in picked]
            form = "%b %Y" if high - low > 31 * len(picked) else "%d %b %y"
            ax.set_xticks(picked, [f"{date:{form}}" for date in dates])
        elif len(distinct) <= ticks:
            ax.set_xticks(distinct, self.texts())
        else:
            from matplotlib.ticker import MaxNLocator

            ax.xaxis.set_major_locator(MaxNLocator(max(int(width / 0.4), 2)))
