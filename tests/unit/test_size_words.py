"""What is doubted of a size before anything is run."""

import pytest

from sim.output.run_request import RunRequest
from sim.scenario.load import load
from sim.size.question import asked
from sim.size.target import read_target
from sim.size.words import doubts

TARGET = "shortfall_days[US] <= 0 with 95%"
RESERVE = "stockpiles.reserve={country: US, members: [motors], fill_days: 0}"


def told(*settings, target=TARGET, n=200):
    request = RunRequest(load("two-mines", [RESERVE, *settings]), n, 1)
    return list(doubts(asked(request, read_target(target), None, 1.0, {})))


def test_nothing_is_doubted_where_the_halt_is_over_in_time():
    assert told() == []


def test_too_few_histories_are_told_with_how_many_it_takes():
    (says,) = told(n=10)
    assert "10 histories are too few to be sure of 95 %" in says
    assert "(-n 72)" in says
    assert told(target="mean shortfall_days[US] <= 1", n=10) == []
    assert told("disruptions.halt.duration_days=100", n=1) == [], "nothing is random"


def test_what_the_world_of_an_outlook_knows_of_may_go_on_without_a_word():
    known = "disruptions.halt.start=2026-01-01", "disruptions.halt.duration_days=null"
    assert told(*known, "outlook=true", "as_of=2026-01-31") == []
    assert told(*known) != []


@pytest.mark.parametrize(
    "lasts",
    [
        "duration_days=null",
        "duration_days={uniform: [100, 5000]}",
        "duration_days={lognormal: {median: 900, sigma: 1}}",
    ],
)
def test_a_halt_that_may_outlast_the_run_is_told(lasts):
    (says,) = told(f"disruptions.halt.{lasts}")
    assert says.startswith("halt may last until the run ends on 20")
    assert "grows with a later end" in says
