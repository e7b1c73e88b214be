"""``--until``: histories are added until an interval is narrow enough, the same on any machine."""

import json
from pathlib import Path

import pytest

from sim.output.until import Until
from tests.cli.conftest import Call, call
from tests.integration.shell import RANDOM, files, folder_in, made

__all__ = ["call"]

COMMAND = (*RANDOM, "-n", "64", "--no-figures")


def shortfall_in(out: Path) -> tuple[int, float, float]:
    """Give the number of histories, the mean shortfall days of all and their half-width."""
    summary = json.loads((folder_in(out) / "summary.json").read_text())
    (row,) = (
        row for row in summary["rows"] if (row["kind"], row["measure"]) == ("all", "shortfall_days")
    )
    return summary["histories"], row["mean"], row["ci95"][1] - row["mean"]


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note the numbers of histories after which it is asked how many are next."""
    found: list[int] = []
    ask = Until.next

    def noted(self, outcomes, replicates):
        found.append(outcomes[0].values.size)
        return ask(self, outcomes, replicates)

    monkeypatch.setattr(Until, "next", noted)
    return found


def test_it_ends_with_the_interval_that_was_asked_for(call: Call, tmp_path, tried):
    result = call("run", *COMMAND, "--workers", 1, "--until", "ci=3%")
    assert result.exit_code == 0, result.stderr
    count, mean, half_width = shortfall_in(tmp_path / "results")
    assert half_width <= 0.03 * mean
    assert "the target of 3 % is reached with" in result.stdout
    # A standard deviation of 36 days at a mean of 111 needs (1.96 x 36 / 3.3)^2, some 450.
    assert tried == [64, *tried[1:-1], count]
    assert tried == sorted(tried)
    assert 300 < count < 700
    assert count % 64 == 0
    first = list(tried)
    again = call("run", *COMMAND, "--workers", 1, "--until", "ci=3%", "--out", "again")
    assert tried == first * 2
    assert again.stdout.replace("again/", "results/") == result.stdout
    assert "complete already" in call("run", *COMMAND, "--until", "ci=3%").stderr
    # A plain run of as many histories has the same bytes: nothing depends on the steps.
    plain = made(tmp_path / "plain", *COMMAND, "-n", str(count), "--workers", "2")
    assert files(tmp_path / "results") == plain


def test_neither_workers_nor_what_is_there_change_where_it_ends(call: Call, tmp_path):
    assert call("run", *COMMAND, "--workers", 1, "--until", "ci=5", "--out", "one").exit_code == 0
    expected = files(tmp_path / "one")
    assert made(tmp_path / "two", *COMMAND, "--workers", "2", "--until", "ci=5") == expected
    assert shortfall_in(tmp_path / "one")[0] > 64


def test_the_cap_is_respected_and_said(call: Call, tmp_path, tried):
    command = ("run", *COMMAND, "--workers", 1, "--until", "ci=0.1%")
    result = call(*command, "--at-most", 100)
    assert shortfall_in(tmp_path / "results")[0] == 100
    assert tried == [64, 100]
    assert "the target of 0.1 % is not reached with 100 histories" in result.stdout
    assert "complete already" in call(*command, "--at-most", 100).stderr
    fewer = call(*command, "--at-most", 50, "--out", "fewer")
    assert "is not reached with 50 histories" in fewer.stdout


def test_sobol_points_stop_at_a_whole_lot_below_the_cap(call: Call, tmp_path):
    pytest.importorskip("scipy")
    command = ("run", *COMMAND, "--workers", 1, "--sampling", "sobol", "--until", "ci=0.01%")
    assert call(*command, "--at-most", 200).exit_code == 0
    assert shortfall_in(tmp_path / "results")[0] == 192


def test_the_measure_and_the_group_can_be_chosen(call: Call):
    target = "US.line_down_days:ci=4%"
    result = call("run", *COMMAND, "--workers", 1, "--until", target)
    assert "95 % interval of the mean line_down_days of US: " in result.stdout
    assert "the target of 4 % is reached" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--until", "2%"), "'2%' is not a target; write ci=2%"),
        (("--until", "ci=0"), "is not a target"),
        (("--until", "EU.line_down_days:ci=2%"), "There is no group 'EU'"),
        (("--until", "US.line_down:ci=2%"), "There is no measure 'line_down'"),
        (("--until", "ci=2%", "--sampling", "latin"), "use --sampling sobol, which extends"),
        (("--at-most", "100"), "--at-most limits --until"),
        (("--until", "ci=2%", "--at-most", "0"), "--at-most"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_run(
    arguments, message, call: Call, tmp_path
):
    result = call("run", *COMMAND, *arguments)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.replace("│", "").split())
    assert not (tmp_path / "results").exists()
