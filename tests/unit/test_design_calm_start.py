"""Where histories begin is kept for those that begin alike."""

import numpy as np
import pytest

from sim.design import calm_start as kept
from sim.design.calm_start import calm_start, calm_world
from sim.scenario.load import load


@pytest.fixture(autouse=True)
def nothing_kept():
    kept._kept.clear()
    yield
    kept._kept.clear()


def test_what_is_kept_is_used_for_some_of_its_histories_alone():
    made = []

    def start(cause, *numbers):
        def make():
            made.append(numbers)
            return numbers

        return calm_start(cause, np.array(numbers), make)

    assert start("calm", 1, 4, 6)[0] == (1, 4, 6)
    warm, places = start("calm", 4, 6, 6)
    assert (warm, places.tolist()) == ((1, 4, 6), [1, 2, 2])
    assert start("calm", 4, 7)[0] == (4, 7)
    assert start("another", 4, 7)[0] == (4, 7)
    assert made == [(1, 4, 6), (4, 7), (4, 7)]


@pytest.mark.parametrize("more", [(), ("disruptions.halt.duration_days=9",)])
def test_a_stockpile_that_buys_nothing_and_disruptions_change_no_start(more):
    plain, held = load("two-mines"), "{country: CN, members: [motors], fill_days: 9}"
    with_it = plain.changed([f"stockpiles.reserve={held}", *more])
    assert calm_world(with_it.scenario) == calm_world(plain.scenario)


def test_one_that_buys_does():
    plain = load("vault-late-fill").scenario
    assert calm_world(plain).stockpiles == plain.stockpiles
