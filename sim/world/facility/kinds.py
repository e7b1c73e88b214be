"""The kinds of plant: which class carries which stage of the chain."""

from sim.world.facility.converter import Plants
from sim.world.facility.magnet_maker import MagnetMakers
from sim.world.facility.metal_maker import MetalMakers
from sim.world.facility.motor_maker import MotorMakers
from sim.world.facility.recycler import Recyclers
from sim.world.facility.separation_plant import SeparationPlants
from sim.world.network.context import Context
from sim.world.trade.trade import Trades

KINDS: tuple[type[Plants], ...] = (
    SeparationPlants,
    Recyclers,
    MetalMakers,
    MagnetMakers,
    MotorMakers,
)
"""Every stage that converts, in the order of the chain."""


def make_plants(context: Context, trades: Trades) -> list[Plants]:
    """Make the plants of all stages that the scenario's lanes run through."""
    return [kind(context, trades) for kind in KINDS if kind.can_run(trades)]
