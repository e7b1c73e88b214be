"""From when on the event is told apart: nothing comes of it before it may differ."""

import numpy as np
import pytest

import sim
from sim.measures.width import Everything
from sim.output.fan import Fan
from sim.output.stored import StoredRun
from sim.output.width import width_of
from tests.unit.effects import KNOWN_ANSWERS

LASTS = "disruptions.halt.duration_days={uniform: [20, 60]}"
ELSE = "consumers.motors.demand_t_per_year={uniform: [200, 5000]}"
START = "disruptions.halt.start={uniform: [100, 130]}"


def width(folder, *settings):
    """Give the width of a run, and its histories."""
    scenario = sim.load(KNOWN_ANSWERS / "uncertain.yaml", [ELSE, *settings])
    sim.run(scenario, n=64).save(folder, figures=False)
    histories = StoredRun.open(folder)
    return width_of(histories), histories


def test_a_halt_of_unknown_length_is_felt_from_its_earliest_end_on(tmp_path):
    found, histories = width(tmp_path, LASTS)
    assert found.is_split
    assert found.since == int(histories.end_day.min()) > int(histories.onset_day.min()) > 0


def test_one_that_may_begin_later_from_its_earliest_start_on(tmp_path):
    found, histories = width(tmp_path, START, LASTS)
    assert found.since == int(histories.onset_day.min()) > 0


def test_one_that_is_announced_may_be_felt_before(tmp_path):
    found, _ = width(tmp_path, START, LASTS, "disruptions.halt.announced_days_before=30")
    assert found.since == 0


def test_one_that_may_not_happen_from_its_start_on(tmp_path):
    found, histories = width(tmp_path, LASTS, "disruptions.halt.probability=0.5")
    assert found.since == int(np.nanmin(histories.onset_day)) > 0


@pytest.mark.parametrize("since", [0, 3, 5, 9])
def test_the_band_of_the_event_is_the_mean_before_it_may_differ(since):
    values = np.arange(63.0).reshape(9, 7) ** 2
    fan = Fan.over([values[:4], values[4:]], event=Everything(), since=since)
    assert np.array_equal(fan.event[:since], np.repeat(fan.mean[:since, None], 2, axis=1))
    assert np.array_equal(fan.event[since:], fan.quantiles[since:][:, [0, -1]])
