"""Points of a design whose numbers are uncertain: in one world, and each as if it had been alone."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.design.design import Design
from sim.design.run_design import run_design
from sim.design.together import together
from sim.study.pool import Here
from tests.properties.test_design import HISTORIES, alone, differing, everything

SMALL = Path(__file__).parents[1] / "known_answers" / "uncertain.yaml"
STOCKPILE = (
    "stockpiles.own={{country: US, members: [motors], good: magnets, fill_days: {}, "
    "lag_days: 9, sources: {{lag_days: {}}}}}"
)
"""How much it holds is set, how late it delivers is uncertain."""


@cache
def point(*settings):
    return sim.load(SMALL, ["end=2026-10-31", *settings])


POINTS = {
    "as it is": (),
    "a longer halt": ("disruptions.halt.duration_days=150",),
    "no hoarding": ("policy.hoarding=0.5",),
    "a stockpile": (STOCKPILE.format(10, "ships"),),
    "a larger one": (STOCKPILE.format(40, "ships"),),
}


def worlds(*settings):
    points = [point(*one) for one in settings]
    return len(together(dict(enumerate(points))))


def test_points_that_differ_in_what_is_sure_share_a_world_and_are_as_if_alone():
    points = [point(*settings) for settings in POINTS.values()]
    assert worlds(*POINTS.values()) == 1
    found = run_design(Design(points, HISTORIES, 1, measured=True), everything, Here())
    for one, of in zip(points, found, strict=True):
        assert differing(of, alone(one)) == []
    factors = [of["uncertain_factors[shelf.cover]"] for of in found]
    assert all(np.array_equal(one, factors[0]) for one in factors)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((), ("lanes.sea.transit_days=40",)),
        ((), ("consumers.motors.stock_days=60",)),
        ((), ("uncertainty.common=0.2",)),
        ((STOCKPILE.format(10, "ships"),), (STOCKPILE.format(10, "survey"),)),
        ((), ("stockpiles.own={country: US, members: [motors], good: magnets, fill_days: 9, "
              "sources: {fill_days: shelf}}",)),
    ],
    ids=["an uncertain number", "one that is set", "what is common", "a source", "none to hold"],
)  # fmt: skip
def test_points_whose_numbers_are_drawn_otherwise_have_worlds_of_their_own(one, other):
    assert worlds(one, other) == 2
