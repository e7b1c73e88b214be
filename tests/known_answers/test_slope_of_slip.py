"""Known answer: what each month costs that a plant comes late, where half of all comes from it.

Until it runs the consumer gets half of what it needs, whatever else is luck: shortfall days are
half the days that the plant is late, and a constant of each history.
"""

from itertools import pairwise
from math import ceil
from pathlib import Path

import pytest

from sim.output.run_request import RunRequest
from sim.scenario.load import load
from sim.study.pool import Here
from sim.sweep.chosen import Chosen
from sim.sweep.design import grid
from sim.sweep.plan import plan
from sim.sweep.results import Results
from sim.sweep.runner import run_sweep
from sim.sweep.slopes import Slope, slopes
from sim.sweep.vary import read_axis

MONTH, KEY = 30.4375, ("consumer", "motors", "shortfall_days")
SLIPS = (0, 3, 6, 12)
WORLD = (
    "magnet_makers.source={capacity_t_blanks_per_year: 182.625, stock_days: 0}",
    "projects.plant={facility: source, adds_per_year: 182.625, first_product: 2026-04-01, "
    "ramp_months: 0}",
    "consumers.motors.stock_days=0",
)
BEFORE = "disruptions.halt={start: {uniform: [5, 20]}, duration_days: {uniform: [1, 30]}}"
"""Luck that is over before the plant is due."""


def swept(folder: Path, *settings: str, histories: int = 1) -> Results:
    """Sweep the plant's slip."""
    file = Path(__file__).with_name("one_lane.yaml")
    request = RunRequest(load(file, [*WORLD, *settings]), histories, 1, out=folder)
    axis = read_axis(f"projects.plant.slip_months={','.join(map(str, SLIPS))}")
    sweep = plan(request, grid([axis]))
    return run_sweep(sweep, Here(), lambda _: None, chosen=Chosen(groups=(KEY[:2],), per=0))


def slopes_of(results: Results) -> list[Slope]:
    """Give those of the consumer's shortfall days, that of all slips first."""
    return [one for one in slopes(results, 0) if one.key == KEY]


def test_a_month_late_costs_half_a_month(tmp_path: Path) -> None:
    """Of the whole days that the plant is late: it comes on a day."""
    whole, *steps = slopes_of(swept(tmp_path, "disruptions.halt=null"))
    for one, (before, after) in zip(steps, pairwise(SLIPS), strict=True):
        days = ceil(after * MONTH) - ceil(before * MONTH)
        known = 0.5 * days / (after - before)
        assert one.statistics.mean == pytest.approx(known, rel=1e-5)
    assert whole.statistics.mean == pytest.approx(0.5 * MONTH, rel=2e-3)
    assert whole.statistics.half_width95 == 0.0


def test_luck_that_all_slips_meet_alike_is_not_in_the_slope(tmp_path: Path) -> None:
    """Shortfall days of histories differ by days, their slopes by nothing."""
    sure, *_ = slopes_of(swept(tmp_path, "disruptions.halt=null"))
    results = swept(tmp_path, BEFORE, histories=16)
    assert results.of[0].measured[KEY].half_width95 > 1.0
    found, *_ = slopes_of(results)
    assert found.statistics.n == 16
    assert found.statistics.mean == pytest.approx(sure.statistics.mean, rel=1e-5)
    assert found.statistics.half_width95 < 1e-4
