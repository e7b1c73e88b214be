"""What a world knows of may have begun before the run: it is in force from the first day, or over."""

import numpy as np
import pytest

import sim
from sim.scenario.errors import ScenarioError
from tests import late_twin
from tests.chain import CHAIN, write

CASE = """
schema: 1
extends: chain.yaml
name: case
start: 2026-04-01
end: 2026-10-31
KNOWN
disruptions:
  halt: null
  licences:
    kind: export_control
    exporter: CN
    goods: {magnets: [dy]}
    mode: licence
    start: STARTS
    licence: {decision_days: 40}
  general:
    kind: control_change
    control: licences
    start: CHANGES
    general: {share: 0.5}
  winter: {kind: lane_closure, lanes: [sea], factor: 0.5, start: 2026-01-10, END}
"""
KNOWN = "as_of: 2026-06-30"


def served(folder, *, known=KNOWN, starts="2025-04-04", changes="2026-02-01", end):
    write(folder, CHAIN, "chain.yaml")
    text = CASE.replace("KNOWN", known).replace("STARTS", starts).replace("CHANGES", changes)
    scenario = sim.load(write(folder, text.replace("END", end)))
    return late_twin.run(scenario, 2).record


@pytest.mark.parametrize(
    ("end", "same"),
    [("end: 2026-05-01", "end: 2026-05-01"), ("duration_days: 111", "end: 2026-05-01")],
)
def test_what_began_before_is_in_force_from_the_first_day(tmp_path, end, same):
    past = served(tmp_path, end=end)
    plain = served(tmp_path, starts="2026-04-01", changes="2026-04-01", end=same)
    np.testing.assert_array_equal(past.served_t, plain.served_t)
    np.testing.assert_array_equal(past.onset_day, 0.0)


def test_what_is_over_before_does_nothing(tmp_path):
    over = served(tmp_path, end="end: 2026-03-15")
    never = served(tmp_path, end="probability: 0")
    np.testing.assert_array_equal(over.served_t, never.served_t)
    assert np.isnan(over.onset_day[over.disruptions.index("winter")]).all()


@pytest.mark.parametrize(
    "more",
    [
        "duration_days: 20, recurs: {after_days: 60}",
        "end: 2026-03-15}\n  wave: {kind: lane_closure, lanes: [ore], duration_days: 9, "
        "trigger: {after: winter, lag_days: 90}",
    ],
)
def test_nothing_may_follow_from_what_began_before_the_run(tmp_path, more):
    with pytest.raises(ScenarioError, match="began on 2026-01-10, before the run, and"):
        served(tmp_path, end=more)


@pytest.mark.parametrize("known", ["", "as_of: 2026-01-05"])
def test_a_start_before_the_run_that_the_world_does_not_know_of_is_a_mistake(tmp_path, known):
    with pytest.raises(ScenarioError, match="2026-01-10 lies before the horizon"):
        served(
            tmp_path, known=known, starts="2026-04-01", changes="2026-04-01", end="end: 2026-05-01"
        )
