"""Learning: what a new plant does not yet do as well as it will."""

from sim.scenario.schema.base import Block, Place, SourceIds
from sim.scenario.schema.quantity import Amount, SomeAmount, ToGrade, Yield


class Learning(Block):
    """How a plant learns: of what it lacks half is gone after so many tonnes, and so on.

    Tonnes count in the unit of its capacity: concentrate or scrap in t REO, metal, magnets as
    blanks, magnets in motors. Buyers and the plan expect what it learns in full use; what it does
    learn follows what it makes.
    """

    yield_at_first: Yield = 1.0
    """Its yield at first product, as a part of its own (of recovery, metal_yield, motor_yield, or
    finished_t_per_t_blank)."""
    on_spec_at_first: ToGrade = 1.0
    """The share of its oxide that is to grade at first product, as a part of its own (of on_spec);
    of separation plants only: magnets that are not to grade are scrap, and lower the yield."""
    t_to_half: SomeAmount
    """Tonnes after which half of what it lacks is learned."""
    made_before_t: Amount | None = None
    """Tonnes that it has made before the start; none takes what its projects would have in full
    use."""


class Regions(Block):
    """How new plants learn, by where they stand: those that are nothing before their projects.

    A plant takes what is said of its country, or of the first bloc named that it is in; what is
    said of the plant itself counts instead. Elsewhere plants know what to do from the first day.
    """

    separation_plants: dict[Place, Learning] = {}
    """Of new separation plants."""
    recyclers: dict[Place, Learning] = {}
    """Of new recyclers."""
    metal_makers: dict[Place, Learning] = {}
    """Of new metal makers."""
    magnet_makers: dict[Place, Learning] = {}
    """Of new magnet makers."""
    motor_makers: dict[Place, Learning] = {}
    """Of new motor makers."""
    sources: SourceIds = {}
    """Sources of the numbers, by block."""
