"""Costs in a scenario file."""

import pytest

from sim.scenario.load import load
from tests.chain import CHAIN, place, problems, spoilt, write

RATE = "transit_holding_usd_per_t_day"


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("mines.pit.holding_usd_per_t_day=-1", "-1 must be at least 0"),
        ("lanes.sea.transport_usd_per_t=much", "a number"),
        ("mines.pit.feed_holding_usd_per_t_day=1", "Did you mean 'holding_usd_per_t_day'"),
        ("lanes.sea.holding_usd_per_t_day=1", "There is no 'holding_usd_per_t_day' in lanes.sea"),
    ],
)
def test_what_is_no_cost_is_refused(setting, says, tmp_path):
    (problem,) = problems(write(tmp_path, CHAIN), [setting])
    assert problem.path == setting.partition("=")[0]
    assert says in f"{problem.message} {problem.remedy}"


def test_a_wrong_cost_is_refused_at_its_place(tmp_path):
    text = spoilt(
        "{country: CN, metal_yield: 0.95}", f"{{country: CN, metal_yield: 0.95, {RATE}: -3}}"
    )
    (problem,) = problems(write(tmp_path, text))
    assert (problem.line, problem.column) == place(text, RATE)
    assert "-3 must be at least 0" in problem.message


IDLE = "recyclers.idle={country: CN, recovery: {dy: 0.9}"


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("consumers.us_ev.backlog_usd_per_t_day=1", "is lost and never waits"),
        ("separation_plants.separator.process_holding_usd_per_t_day=1", "processing_days of 0"),
        (f"depots.idle={{country: CN, {RATE}: 1}}", "No lane brings it magnets"),
        (f"{IDLE}, feed_holding_usd_per_t_day: 1}}", "No lane brings it scrap"),
        (f"{IDLE}, holding_usd_per_t_day: 1}}", "No lane takes oxide from it"),
    ],
)
def test_a_cost_of_what_is_never_there_is_told(setting, says, tmp_path):
    loaded = load(write(tmp_path, CHAIN), [setting])
    (warning,) = (one for one in loaded.warnings if "always 0" in one.message)
    assert says in warning.message


def test_costs_of_what_is_there_are_taken_without_a_word(tmp_path):
    settings = [
        "mines.pit.holding_usd_per_t_day=1",
        f"metal_makers.smelter.{RATE}=0",
        "metal_makers.smelter.feed_holding_usd_per_t_day={uniform: [1, 2]}",
        "consumers.us_ev.unmet_usd_per_t=5",
        "lanes.sea.transport_usd_per_t=5",
    ]
    assert load(write(tmp_path, CHAIN), settings).warnings == load(write(tmp_path, CHAIN)).warnings
