"""Why no size meets a target: who might be a member, and is none."""

from pathlib import Path

import numpy as np
import pytest

from sim.output.run_request import RunRequest
from sim.scenario.load import load
from sim.size.point import Point
from sim.size.question import asked
from sim.size.reason import reason_of
from sim.size.size_result import SizeResult
from sim.size.target import read_target
from sim.size.verdict import verdict
from sim.size.words import sentence

CASE = Path(__file__).parents[1] / "known_answers" / "motor_stage.yaml"
TOOLS = (
    "consumers.tools={region: US, sector: tools, demand_t_per_year: 10, grades: {plain: 1}}",
    "lanes.tools={good: magnets, from: maker, to: tools, share: 1}",
)
"""A consumer of magnets, beside one of motors."""


def reason(members):
    """Give the reason and its sentence where nothing that is tried helps."""
    pile = f"stockpiles.pile={{country: US, members: {members}, fill_days: 0}}"
    target = read_target("mean shortfall_days[US] <= 0")
    question = asked(RunRequest(load(CASE, [*TOOLS, pile]), 1, 1), target, None, 1.0, {})
    short = np.array([9.0])
    judged = verdict(target, short, None, exact=True)
    taken = {f"region.US.{name}": short for name in ("shortfall_days", "unmet_t")}
    point = Point(1, 1.0, "d", short, short, short, None, judged)
    found = reason_of(question, "magnets", point, point, lambda *_: [taken])
    result = SizeResult(
        "magnets", ("tools",), 1.0, (point,), point, None, None, None, None, found
    )  # fmt: skip
    return found, sentence(question, result)


@pytest.mark.parametrize(
    ("members", "lacking"),
    [("[tools]", ("plant",)), ("[plant]", ("tools",)), ("[tools, plant]", ())],
)
def test_only_who_may_be_a_member_is_named(members, lacking):
    found, _ = reason(members)
    assert found.outsiders == lacking
    assert found.cause == ("outsiders" if lacking else "elsewhere")


def test_plants_are_named_for_those_whom_they_serve():
    assert "plant, through whom magnets reach US, may not draw on it" in reason("[tools]")[1]
    assert "tools of US may not draw on it" in reason("[plant]")[1]
    assert "Make them members" not in reason("[tools, plant]")[1]
