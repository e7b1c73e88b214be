"""What plants can make in some days: the sum of its days, in whatever order they are asked for."""

import numpy as np
import pytest

import sim
from sim.scenario.chain import MAGNET_MAKERS
from sim.world.chance.chance import Chance
from sim.world.network.capacity import Capacity
from sim.world.supply_chain import SupplyChain
from sim.world.time.clock import DAYS_PER_MONTH, DAYS_PER_YEAR
from tests.chain import CHAIN, write

FIRST, MONTHS, BASE = 40, 3.0, 300.0
"""Day of first product, months to nameplate, and t a year without the project."""
SETTINGS = (
    "projects.more={facility: maker, adds_per_year: {uniform: [50, 150]}, "
    "first_product: 2026-02-10, ramp_months: 3, curve: linear}",
    "start=2026-01-01",
    f"magnet_makers.maker.capacity_t_blanks_per_year={BASE}",
)


@pytest.fixture
def makers(tmp_path) -> Capacity:
    """Magnet makers, one of which grows, by how much differs between histories."""
    scenario = sim.load(write(tmp_path, CHAIN), SETTINGS)
    return SupplyChain(scenario, Chance(1, 0, 64)).context.capacities[MAGNET_MAKERS]


def known(makers: Capacity, day: int, days: int, late: float = 0.0) -> np.ndarray:
    """Give the closed form for the plant that grows, history by history."""
    past = np.arange(day - days + 1, day + 1)[:, None]
    share = np.clip((past - FIRST - late) / (MONTHS * DAYS_PER_MONTH), 0.0, 1.0)
    of_day = (BASE + makers.paths["more"].adds * share) / DAYS_PER_YEAR
    found: np.ndarray = of_day.sum(axis=0)
    return found


@pytest.mark.parametrize("step", [1, 2, 33, -1, -5])
def test_it_is_the_sum_of_the_days(makers, step):
    row = makers.names.index("maker")
    for day in range(7, 250)[::step]:
        for days in (1, 7, 3, 28):
            found = makers.made_in(day, days)[row]
            np.testing.assert_allclose(
                found, known(makers, day, days), rtol=1e-12, err_msg=str(day)
            )


def test_what_is_put_off_counts_from_that_day(makers):
    """Though weeks to come were reckoned before."""
    row, where = makers.names.index("maker"), np.arange(64) < 20
    makers.made_in(60, 7)
    makers.paths["more"].put_off(where, np.ones(64), 0.0)
    makers.redo("maker")
    late = np.ceil(DAYS_PER_MONTH)
    expected = np.where(where, known(makers, 61, 7, late), known(makers, 61, 7))
    np.testing.assert_allclose(makers.made_in(61, 7)[row], expected, rtol=1e-12)
