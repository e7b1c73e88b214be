"""What is set without a source counts as known, and every command says so; nothing is set twice."""

import json
from pathlib import Path

import pytest

from sim.cli.screen_worlds import worlds_of
from sim.compare import compare
from sim.scenario.load import load
from sim.scenario.uncertainty.inputs import UNSOURCED, inputs_of
from sim.scenario.uncertainty.meant import meant
from tests.cli.conftest import Call
from tests.unit.compare_runs import Synthetic

ASKED = "uncertainty=from_grades"
NUMBER = "consumers.motors.stock_days"
SET = f"{NUMBER}=12"
SOURCED = "consumers.motors.sources.stock_days=example"
NO_WIDTH = "uncertainty={sources: {example: 0}}"


def scenario(*settings):
    return load("two-mines", settings).scenario


def test_what_is_set_is_known_unless_it_is_given_a_source():
    found = inputs_of(scenario(ASKED, SET))
    assert found.known == (NUMBER,)
    assert NUMBER not in {one.name for one in found.drawn}
    assert inputs_of(scenario(ASKED)).known == ()
    again = inputs_of(scenario(ASKED, SET, SOURCED))
    assert again.known == ()
    (one,) = (one for one in again.drawn if one.name == NUMBER)
    assert (one.centre, one.grade) == (12.0, "C")


@pytest.mark.parametrize(
    "setting", ["histories=8", "policy.hoarding=2", "disruptions.halt.duration_days=100"]
)
def test_what_no_source_would_make_uncertain_is_not_told_of(setting):
    assert inputs_of(scenario(ASKED, setting)).known == ()


def test_a_run_says_what_is_known_on_the_screen_and_in_its_files(call: Call, tmp_path: Path):
    done = call(
        "run", "two-mines", "-q", "--no-figures", "--out", "o", "--set", ASKED, "--set", SET
    )
    assert f"Known in every history, as it is set without a source: {NUMBER}." in done.stdout
    assert f"--set {SOURCED.replace('example', 'ID')} makes it as uncertain" in done.stdout
    (folder,) = (tmp_path / "o").iterdir()
    assert json.loads((folder / "manifest.json").read_text())["known"] == [NUMBER]
    assert json.loads((folder / "summary.json").read_text())["worlds"]["known"] == [NUMBER]


def test_explain_says_why_it_is_not_drawn(call: Call):
    asked = ("explain", "two-mines", "--uncertainty", "--field", "consumers", "--set", SET)
    done = call(*asked, "--json")
    assert json.loads(done.stdout)["stays"][NUMBER] == UNSOURCED
    assert "Shares of lanes are shown as drawn" not in call(*asked).stderr
    lanes = call("explain", "two-mines", "--uncertainty", "--field", "lanes")
    assert "Shares of lanes are shown as drawn" in lanes.stderr


def test_a_comparison_says_that_one_run_knows_what_the_other_does_not():
    runs = [Synthetic(name=name) for name in ("guessed", "set")]
    for run, settings in zip(runs, ((ASKED,), (ASKED, SET)), strict=True):
        run.__dict__["loaded"] = load("two-mines", settings)
        run.__dict__["outcomes"] = ()
    (plain, set_too), known = compare(runs).labels, f"{NUMBER} is known in"
    says = "which sets it without a source, and uncertain in the other."
    assert f"{set_too}: {known} {set_too}, {says}" in compare(runs).notes
    assert f"{plain}: {known} the baseline, {says}" in compare(runs[::-1]).notes
    runs[1].__dict__["loaded"] = load("two-mines", (ASKED, SET, SOURCED))
    assert not any("is known in" in note for note in compare(runs).notes)


def test_widths_of_0_are_the_central_world():
    found = meant(scenario(NO_WIDTH))
    assert found.kind == "central"
    (said,) = worlds_of({"worlds": found.as_dict()})
    assert said == (
        "Worlds: the central one (all widths are 0, so that no number is off): estimates as "
        "written, bands of all else that differs."
    )
    assert meant(scenario("uncertainty={sources: {example: 0.1}}")).kind == "prior"


@pytest.mark.parametrize(
    "asked",
    [
        ("validate", "two-mines", "--set", SET, "--set", f"{NUMBER}=13"),
        ("compare", "two-mines", f"two-mines@{SET},{NUMBER}=13"),
    ],
)
def test_one_path_is_not_set_twice(call: Call, asked: tuple[str, ...]):
    done = call(*asked)
    assert done.exit_code == 2
    assert (
        f"'{NUMBER}' is set twice, by '{SET}' and by '{NUMBER}=13'. Leave one out." in done.stderr
    )


def test_a_variant_may_set_what_all_runs_set(call: Call):
    """The variant's holds: it is the nearer one."""
    asked = ("compare", "two-mines", f"two-mines@{SET}", "--set", f"{NUMBER}=20", "-n", "1", "-q")
    done = call(*asked, "--no-figures", "--json")
    (change,) = json.loads(done.stdout)["scenarios"]
    assert [run["value"] for run in change["runs"]] == ["20", "12"]


@pytest.mark.parametrize("word", ["nope", "0.3", "[a]"])
def test_what_uncertainty_may_be_is_listed(call: Call, tmp_path: Path, word: str):
    (tmp_path / "odd.yaml").write_text(f"extends: two-mines\nuncertainty: {word}\n")
    done = call("validate", "odd.yaml")
    assert "odd.yaml:2:1  error  uncertainty" in done.stdout + done.stderr
    says = "is not from_grades or a mapping of common, sources, values, widths."
    assert says in done.stdout + done.stderr
