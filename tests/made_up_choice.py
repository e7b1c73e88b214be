"""A choice with made-up inputs: a number that flips it, one that only widens the band, an event."""

import numpy as np
from numpy.typing import NDArray

from sim.decide.choice import Choice
from sim.decide.money import Money
from sim.output.groups import Group
from sim.sensitivity.input import About, Input

F64 = NDArray[np.float64]

US = Group("region", "US", "US", (0,))
FLIPS, WIDENS, HAPPENS, NOTHING = range(4)
"""Places of the inputs."""


def made_up(
    histories: int = 1024, *, options: int = 2, numbers: int = 0, money: bool = True
) -> Choice:
    """Give a choice of options that are the same but for what the first input does.

    The first option has 60 days, and 10 more for each of `WIDENS` and `HAPPENS`; the second the
    same and 2 + 6 x FLIPS more; another 30 more. Further numbers widen the band a little each.
    """
    rng = np.random.default_rng(1)
    drawn = rng.normal(size=(4 + numbers, histories))
    base = 60.0 + 10.0 * (drawn[WIDENS] + drawn[HAPPENS])
    for row in drawn[4:]:
        base = base + 4.0 * row
    every = [base, base + 2.0 + 6.0 * drawn[FLIPS], base + 30.0][:options]
    inputs = [
        _input("flips", "data", "a survey of shelves, with a name that is long"),
        _input("widens", "projects", "first product of a plant"),
        _input("happens", "event", "duration of the halt"),
        _input("nothing", "data", "a yield"),
        *(_input(f"more_{i}", "data", f"number {i}") for i in range(numbers)),
    ]
    values = np.stack(every)
    labels = ("no stockpile", "sixty days", "far too much")[:options]
    costs = Money(3.0 * values, "lost output") if money else None
    return Choice(
        labels, US, "shortfall_days", "d", "lower", values, costs, "" if money else "nobody says",
        tuple(inputs), drawn, None, (),
    )  # fmt: skip


def _input(name: str, about: About, label: str) -> Input:
    source = "" if about == "event" else f"source_of_{name}"
    return Input(name, label, "number", about, "days", 20.0, 90.0, source, "C", "world.yaml:3:5")
