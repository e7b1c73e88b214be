"""Measured flows in a scenario file."""

import pytest

from sim.scenario.load import load
from tests.chain import CHAIN, place, problems, write

# fmt: off
REFUSALS = {
    "no such place": (
        "{good: magnets, from: CN, to: ALLIED}", "to: ALLIED", "measures.flows.out.to",
        ("no place 'ALLIED'", "Did you mean 'ALLIES'?"),
    ),
    "nothing leaves": (
        "{good: magnets, from: US}", "out:", "measures.flows.out",
        ("No lane carries magnets from US to another country", "Leaving US: nothing"),
    ),
    "not to there": (
        "{good: magnets, from: CN, to: CN}", "out:", "measures.flows.out",
        ("No lane carries magnets from CN to CN", "Leaving CN: magnets to DE, magnets to US"),
    ),
    "another good": (
        "{good: oxide, from: CN}", "out:", "measures.flows.out",
        ("No lane carries oxide from CN to another country",),
    ),
    "no such day": (
        "{good: magnets, from: CN, at: departur}", "at: departur", "measures.flows.out.at",
        ("'departur' is not one of: departure, arrival", "Did you mean 'departure'?"),
    ),
}
# fmt: on


def measuring(flow: str) -> str:
    return f"{CHAIN}measures:\n  flows:\n    out: {flow}\n"


@pytest.mark.parametrize("name", REFUSALS)
def test_a_wrong_flow_is_refused_at_its_place(name, tmp_path):
    flow, at, path, says = REFUSALS[name]
    text = measuring(flow)
    (problem,) = problems(write(tmp_path, text))
    assert problem.path == path
    assert (problem.line, problem.column) == place(text, at)
    for words in says:
        assert words in f"{problem.message} {problem.remedy}"


def test_a_bloc_can_be_named_and_all_is_the_default(tmp_path):
    scenario = load(write(tmp_path, measuring("{good: magnets, from: CN, to: ALLIES}"))).scenario
    assert scenario.measures.flows["out"].buyers == "ALLIES"
    scenario = load(write(tmp_path, measuring("{good: magnets, from: CN}"))).scenario
    assert scenario.measures.flows["out"].buyers == "all"
