"""Licences and changes of controls that make no sense are refused, with the rule and the remedy."""

import pytest

from sim.scenario.load import load
from sim.scenario.schema.disruption.export_control import ExportControl
from sim.scenario.schema.licence import SURVEYED_DECISION
from sim.study.job import is_random
from tests.chain import CHAIN, problems, spoilt, write

HALT = "kind: export_control, exporter: CN, goods: [magnets]"
LICENCE = f"{HALT}, mode: licence"
CHANGE = "kind: control_change, start: 10"


@pytest.mark.parametrize(
    ("disruption", "key", "says"),
    [
        (f"{{{CHANGE}, control: hallt, suspended: true}}", "control",
         "no disruption 'hallt'. Did you mean 'halt'?"),
        (f"{{{CHANGE}, control: more, suspended: true}}", "control",
         "more is of the kind control_change. Name an export_control"),
        (f"{{{CHANGE}, control: halt}}", "control",
         "It changes nothing. Write suspended: true, or one of licence, general, inspection"),
        (f"{{{CHANGE}, control: halt, licence: {{granted: 0.5}}}}", "licence",
         "halt has the mode halt; licence acts on licences. Give the control mode: licence"),
        (f"{{{CHANGE}, control: halt, suspended: true, destinations: [CN]}}", "destinations",
         "halt hits no lane with these destinations, end uses and goods. It can hit nothing"),
        (f"{{{CHANGE}, control: halt, suspended: true, end_uses: [defence]}}", "destinations",
         "It can hit nothing"),
        (f"{{{CHANGE}, control: halt, suspended: true, goods: [oxide]}}", "goods",
         "halt is not about oxide. Its goods: magnets"),
        (f"{{{CHANGE}, control: halt, suspended: true, goods: []}}", "goods",
         "It can hit nothing"),
        (f"{{{CHANGE}, control: halt, suspended: true, goods: [magnet]}}", "goods.0", "magnets"),
        (f"{{{CHANGE}, control: halt, suspended: true, destinations: [UK]}}", "destinations.0",
         "There is no place 'UK'. Known: ALLIES, CN, DE, US"),
        (f"{{{LICENCE}, licence: {{decision_days: 500}}}}", "licence.decision_days",
         "decision_days is 500. Write at most 365"),
        (f"{{{LICENCE}, licence: {{granted: {{civil: 1.2}}}}}}", "licence.granted.civil",
         "1.2 must be at most 1"),
        (f"{{{LICENCE}, licence: {{granted: {{military: 0}}}}}}", "licence.granted.military",
         "civil"),
        (f"{{{LICENCE}, licence: {{validity_days: 0}}}}", "licence.validity_days", "0 must be above 0"),
        (f"{{{LICENCE}, general: {{share: 0.5, validity_days: 9999}}}}", "general.validity_days",
         "Write at most 3650"),
        (f"{{{LICENCE}, inspection: {{share: 0.5, days: 400}}}}", "inspection.days", "Write at most 365"),
        (f"{{{LICENCE}, licence: {{validity: 5}}}}", "licence.validity", "Did you mean 'validity_days'?"),
    ],
)  # fmt: skip
def test_a_regime_that_makes_no_sense_is_refused(disruption, key, says, tmp_path):
    (problem,) = problems(write(tmp_path, CHAIN), [f"disruptions.more={disruption}"])
    assert problem.path == f"disruptions.more.{key}"
    assert says in f"{problem.message} {problem.remedy}"


def test_licences_of_a_halt_are_noted_as_without_effect(tmp_path):
    change = f"disruptions.halt={{{HALT}, licence: {{granted: 0.5}}}}"
    (warning,) = load(write(tmp_path, CHAIN), [change]).warnings
    assert warning.path == "disruptions.halt.licence"
    assert "no effect with the mode halt" in warning.message


def test_tests_of_goods_that_are_never_tested_are_noted_as_without_effect(tmp_path):
    control = "disruptions.halt={goods: [oxide, magnets], mode: licence, destinations: all}"
    change = (
        f"disruptions.more={{{CHANGE}, control: halt, goods: [GOOD], inspection: {{share: 1}}}}"
    )
    file = write(tmp_path, spoilt("smelter: {country: CN", "smelter: {country: US"))
    (warning,) = load(file, [control, change.replace("GOOD", "oxide")]).warnings
    assert warning.path == "disruptions.more.inspection"
    assert "only magnets are tested" in warning.message
    assert not load(file, [control, change.replace("GOOD", "magnets")]).warnings


def test_a_control_in_licence_mode_decides_as_surveyed_unless_it_says_otherwise(tmp_path):
    scenario = load(write(tmp_path, CHAIN), ["disruptions.halt.mode=licence"]).scenario
    control = scenario.disruptions["halt"]
    assert isinstance(control, ExportControl)
    assert control.licence is not None
    assert control.licence.decision_days == SURVEYED_DECISION
    assert is_random(scenario), "so its histories differ"
    fixed = load(
        write(tmp_path, CHAIN),
        ["disruptions.halt.mode=licence", "disruptions.halt.licence.decision_days=20"],
    ).scenario
    assert not is_random(fixed)
    drawn = load(
        write(tmp_path, CHAIN),
        [
            "disruptions.halt.mode=licence",
            "disruptions.halt.licence.decision_days=20",
            "disruptions.halt.licence.decisions=random",
            "disruptions.halt.licence.granted=0.5",
        ],
    ).scenario
    assert is_random(drawn)
