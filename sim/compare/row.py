"""A measure of a group in every run, and how each run's differs from the baseline's."""

from dataclasses import dataclass
from typing import Literal

from sim.measures.measure import Better
from sim.output.groups import Kind

Mark = Literal["better", "worse", "different", "within noise", "the same", "not comparable"]
"""What a difference means; *different* is for measures without a direction of better."""


@dataclass(frozen=True)
class Value:
    """A measure in one run, in its unit."""

    n: int
    """Number of histories."""
    mean: float
    """Mean over the histories in which it happens, ``nan`` if in none."""
    half_width95: float
    """Half-width of the mean's 95 % interval, ``nan`` if there is none."""
    median: float
    """Median over all histories, ``inf`` for never."""
    share_never: float
    """Share of histories in which it never happens."""


@dataclass(frozen=True)
class Contrast:
    """How a run differs from the baseline: other less baseline, in the measure's unit."""

    mark: Mark
    """What it means."""
    reason: str = ""
    """Why there is no difference or no interval."""
    difference: float | None = None
    """Mean difference."""
    low: float | None = None
    """Lower end of its 95 % interval."""
    high: float | None = None
    """Upper end of it."""
    share: float | None = None
    """Difference as a share of the baseline's mean; infinite if that is 0."""
    pairs: int | None = None
    """Histories it is taken over one by one; none if it is not paired."""

    @property
    def is_random(self) -> bool:
        """Whether its mark could be by chance: it has an interval of some width."""
        return self.low is not None and self.low != self.high


@dataclass(frozen=True)
class Row:
    """A measure of a group."""

    kind: Kind
    group: str
    """Name of the group."""
    label: str
    """How reports call the group."""
    measure: str
    item: str | None
    """Grade or element, where the measure is of one."""
    unit: str
    """Unit, as in ``summary.json``."""
    better: Better | None
    """Direction of better."""
    values: tuple[Value | None, ...]
    """Of each run, the baseline first; none where a run has no such group or measure."""
    contrasts: tuple[Contrast | None, ...]
    """Of each run; none for the baseline."""

    @property
    def name(self) -> str:
        """Name of the measure with its item, as ``unmet_element_t[dy]``."""
        return f"{self.measure}[{self.item}]" if self.item else self.measure
