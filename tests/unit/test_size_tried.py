"""What need not be run of a size, and what is."""

import numpy as np
import pytest

from sim.output.run_request import RunRequest
from sim.scenario.load import load
from sim.size.question import asked
from sim.size.target import read_target
from sim.size.tried import Tried

NEEDED = np.array([0.0, 5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 320.0])
"""Size that each history needs."""


def tried_with(target):
    request = RunRequest(load("vault-60-days"), len(NEEDED), 1)
    question = asked(request, read_target(target), "vault", 1.0, {})
    ran = {}

    def run(form, wanted, extra):
        ran.update(wanted)
        return [
            {
                f"region.US.{name}": np.maximum(NEEDED - steps, 0.0)[list(some)]
                for name in ("shortfall_days", "unmet_t")
            }
            for steps, some in wanted.items()
        ]

    return Tried(question, "magnets", run), ran


@pytest.mark.parametrize("steps", [6, 30, 100])
def test_histories_that_other_sizes_tell_of_are_not_run(steps):
    """They keep the limit with less, or miss it with more; the verdict is that of all."""
    tried, ran = tried_with("shortfall_days[US] <= 0 with 50%")
    tried.run_whole([0, 10, 200])
    ran.clear()
    tried.decide([steps])
    assert ran == {steps: {6: [1, 2], 30: [3, 4, 5, 6], 100: [3, 4, 5, 6]}[steps]}
    assert tried.verdict(steps).share == (steps >= NEEDED).mean()
    assert tried.whole == {0, 10, 200}
    ran.clear()
    tried.run_whole([steps])
    assert len(ran[steps]) == len(NEEDED) - len({6: [1, 2]}.get(steps, range(4)))
    assert tried.point(steps).values.tolist() == np.maximum(NEEDED - steps, 0.0).tolist()
    assert tried.point(steps).verdict == tried.verdict(steps)


def test_nothing_is_run_where_every_outcome_is_told():
    tried, ran = tried_with("shortfall_days[US] <= 0 with 50%")
    tried.run_whole([10, 15])
    ran.clear()
    tried.decide([12])
    assert ran == {}
    assert 12 in tried.decided
    assert tried.verdict(12).share == 3 / 8


def test_a_mean_takes_every_history():
    tried, ran = tried_with("mean shortfall_days[US] <= 20")
    tried.run_whole([0, 200])
    tried.decide([100])
    assert ran[100] == list(range(len(NEEDED)))


def test_what_was_run_counts_before_what_is_told():
    """A history that does worse with more is seen where it is run."""
    tried, _ = tried_with("shortfall_days[US] <= 0 with 50%")
    tried.run_whole([0, 10])
    odd = {name: np.array([7.0]) for name in ("region.US.shortfall_days", "region.US.unmet_t")}
    tried.note(20, odd, [0])
    tried.decide([20])
    assert tried.verdict(20).share == 3 / 8
