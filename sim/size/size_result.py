"""The result for one form: the smallest size, its interval, and the sizes that were tried."""

from dataclasses import dataclass

from sim.compare.estimate import Estimate
from sim.design.take import Taken
from sim.scenario.schema import Form
from sim.size.point import Point
from sim.size.reason import Reason


@dataclass(frozen=True)
class SizeResult:
    """How large the stockpile must be in a form."""

    form: Form
    members: tuple[str, ...]
    """Who draws on it."""
    t_per_day: float
    """Tonnes of a day's size."""
    points: tuple[Point, ...]
    """Sizes that were run, ascending; the endless one is not among them."""
    endless: Point
    """A stock that never runs out."""
    steps: int | None
    """The smallest size that meets the target; none if no size does."""
    low_steps: int | None
    """Lower end of its 95 % interval; none if no size meets it even at the better end."""
    high_steps: int | None
    """Upper end; none if no size meets it at the worse end of the interval."""
    slope: Estimate | None
    """Difference that each step more makes to the shortfall days; none where there is no size."""
    reason: Reason | None
    """Why no size meets the target."""
    nothing: Taken | None = None
    """What was taken of no stock, where that is the same in every form."""

    def at(self, steps: int) -> Point:
        """Give the point of a size that was run."""
        return next(point for point in (*self.points, self.endless) if point.steps == steps)
