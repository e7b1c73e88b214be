"""A run says below its table whether what was expected of the scenario has come."""

import json
from pathlib import Path

import pytest

from tests.chain import CHAIN, write
from tests.cli.conftest import Call

QUICK = ("-n", 1, "--workers", 1, "--no-figures", "--set", "end=2026-06-30")
EXPECT = """\
expect:
  - shortfall_days[US] >= 10
  - shortfall_days[US] < 1 with 90%
  - shortfall_days[US] < calm
"""


@pytest.fixture
def halted(tmp_path: Path) -> Path:
    """Write a scenario that expects something, of which a part does not come."""
    write(tmp_path, "extends: halted.yaml\ndisruptions: {halt: null}\n", "calm.yaml")
    return write(tmp_path, CHAIN.replace("name: chain", "name: halted") + EXPECT, "halted.yaml")


def test_a_run_says_what_has_come_and_what_has_not(call: Call, halted: Path) -> None:
    """It is no failure: who expected wrongly learns most."""
    result = call("run", "halted.yaml", *QUICK)
    assert result.exit_code == 0
    _, _, below = result.stdout.partition("Expected before the run:\n")
    rows = below.splitlines()
    assert rows[0].startswith("  holds  shortfall_days[US] >= 10  (mean ")
    assert rows[1] == "  FAILS  shortfall_days[US] < 1 with 90%  (in 0 % of histories)"
    assert rows[2] == (
        "  open   shortfall_days[US] < calm  ('shortfall compare calm halted.yaml' tells)"
    )


def test_the_summary_keeps_it(call: Call, halted: Path) -> None:
    """With the value that came."""
    told = json.loads(call("run", "halted.yaml", *QUICK, "--json").stdout)["expectations"]
    assert [(one["holds"], one["unit"]) for one in told] == [(True, "d"), (False, "histories")]
    assert told[0]["value"] > 10


def test_a_comparison_judges_what_a_scenario_expects_of_another(call: Call, halted: Path) -> None:
    """From differences, history by history."""
    told = call("compare", "calm.yaml", "halted.yaml", *QUICK).stdout
    assert "halted expects: FAILS  shortfall_days[US] < calm  (mean difference " in told
    assert "expects" not in call("compare", "calm.yaml", "calm.yaml", *QUICK).stdout


def test_only_what_is_told_of_expectations_is_another(
    call: Call, halted: Path, tmp_path: Path
) -> None:
    """Every other file of the results is the same to the byte."""
    found = []
    for more in ((), ("--set", "expect=[]")):
        (tmp_path / "out").mkdir()
        assert call("run", "halted.yaml", *QUICK, *more, "--out", "out").exit_code == 0
        files = {file.name: file.read_bytes() for file in tmp_path.glob("out/*/*.csv")}
        summary = json.loads(next(tmp_path.glob("out/*/summary.json")).read_text())
        found.append((files, summary["rows"]))
        (tmp_path / "out").rename(tmp_path / f"out{len(found)}")
    assert len(found[0][0]) == 5
    assert found[0] == found[1]
