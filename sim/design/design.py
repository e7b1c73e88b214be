"""A design: points, which are scenarios that differ, and the histories that each of them meets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sim.scenario.schema import Scenario
from sim.world.chance.sampling import Scheme


@dataclass(frozen=True)
class Design:
    """What is run.

    History 17 meets the same draws at every point: points are paired.

    Attributes
    ----------
    points : sequence of Scenario
        One each. The undisrupted twin of a point is a point of its own, where it is needed
        (:func:`undisrupted`).
    histories : int
        How many at each point.
    seed : int
        Seed of all chance.
    scheme : str
        How random inputs are drawn: ``random``, ``sobol`` or ``latin``.
    measured : bool
        Whether flows and stocks that the scenarios ask for are recorded, too: most studies read
        none.
    exposed : bool
        Whether it is followed what consumers depend on, where the scenarios ask for that.
    in_batches : bool
        Whether a point without chance has a whole batch of histories, all alike, as a run has.
    drawn_as : mapping of int to int
        Points, by place, whose random inputs are laid out as another one's: under ``sobol`` a twin
        meets the draws of its own point only then.
    elsewhere : mapping of int to frozenset of str
        Draws, by name, that a point, by place, takes from other histories: those as many further on
        as the design has, which are whole batches then, drawn at random.
    only : mapping of int to tuple of int
        The histories, ascending, that a point, by place, meets, where it does not meet them all.
    """

    points: Sequence[Scenario]
    histories: int
    seed: int
    scheme: Scheme = "random"
    measured: bool = False
    exposed: bool = False
    in_batches: bool = False
    drawn_as: Mapping[int, int] = field(default_factory=dict)
    elsewhere: Mapping[int, frozenset[str]] = field(default_factory=dict)
    only: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
