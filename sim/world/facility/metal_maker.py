"""Metal makers: oxides into metal and alloy, element by element."""

from sim.scenario.chain import METAL_MAKERS
from sim.world.facility.yield_plant import YieldPlants


class MetalMakers(YieldPlants):
    """All metal makers."""

    block = METAL_MAKERS
