"""Motor makers: magnets into motors and actuators, grade by grade."""

from sim.scenario.chain import MOTOR_MAKERS
from sim.world.facility.yield_plant import YieldPlants


class MotorMakers(YieldPlants):
    """All motor makers. Motors are counted in t of the magnets in them."""

    block = MOTOR_MAKERS
