"""Work that takes hours is refused before it starts, and numbers have upper bounds."""

import re
from pathlib import Path

import pytest

from sim.cli.options import MOST_HISTORIES, MOST_SEED, MOST_WORKERS
from sim.study import arguments, pool
from tests.episode import written


def test_the_bounds_of_options_are_those_of_the_python_face():
    assert (MOST_HISTORIES, MOST_SEED) == (arguments.MOST_HISTORIES, arguments.MOST_SEED)
    assert MOST_WORKERS == pool.MOST_WORKERS


@pytest.mark.parametrize(
    "command",
    [
        ("run", "export-halt", "-n", 1_000_000),
        ("run", "export-halt", "--until", "ci=0.1%", "--at-most", 1_000_000),
        ("compare", "export-halt", "no-buffer", "-n", 1_000_000),
        ("sweep", "export-halt", "--vary", "consumers.us_ev.stock_days=1:60:3", "-n", 1_000_000),
        (
            "size",
            "vault-60-days",
            "--stockpile",
            "vault",
            "--target",
            "shortfall_days[US] <= 1 with 90%",
            "-n",
            100_000,
        ),
        ("hindcast", "licences-2025", "-n", 1_000_000),
        ("forecast", "as-of-2026", "-n", 1_000_000),
        ("stress", "export-halt", "-n", 1_000),
    ],
    ids=lambda command: command[0],
)
def test_hours_of_work_are_told_and_ask_for_yes(call, command):
    done = call(*command, "--workers", 1)
    assert (done.exit_code, done.stdout) == (2, "")
    says = " ".join(done.stderr.split())
    assert re.search(
        r"histories of [\d,]+ days over \d+ lanes: it takes about [\d.,]+ (hours|d|y)", says
    )
    assert "--yes" in says
    assert "Traceback" not in says


QUICK = ("-n", 1, "--workers", 1)
RESERVE = Path(__file__).resolve().parents[1] / "known_answers" / "one_lane_with_reserve.yaml"
FLOW = "measures.flows={out: {good: magnets, from: CN}}"
NONE_SHORT = "shortfall_days[motors] <= 0 with 95%"


@pytest.mark.parametrize(
    "command",
    [
        ("run", "two-mines", *QUICK, "--no-figures"),
        ("compare", "two-mines", "two-mines@end=2026-09-30", *QUICK, "--no-figures"),
        ("compare", "two-mines", "two-mines@consumers.motors.stock_days=9", *QUICK, "--no-figures"),
        ("sweep", "two-mines", "--vary", "consumers.motors.stock_days=9,20", *QUICK),
        ("size", RESERVE, "--target", NONE_SHORT, *QUICK, "--step", 60, "--no-figures"),
        ("stress", "two-mines", "--kinds", "stage", "--days", 30, *QUICK, "--no-figures"),
        ("attribute", "two-mines", *QUICK, "--no-figures"),
        ("hindcast", "EPISODE", *QUICK),
        ("forecast", "two-mines", "--set", FLOW, *QUICK),
        ("bound", "two-mines", "--set", "end=2026-05-31"),
    ],
    ids=lambda command: command[0],
)
def test_what_takes_a_while_says_how_long_and_how_far_it_is(call, tmp_path, monkeypatch, command):
    """Each command that runs anything."""
    monkeypatch.setattr("sim.cli.budget.TOLD_SECONDS", 0.0)
    given = [written(tmp_path) if word == "EPISODE" else word for word in command]
    done = call(*given)
    assert done.exit_code == 0, done.stderr
    before, told, after = done.stderr.partition("This takes about ")
    assert told, done.stderr
    assert "100 %" not in before
    assert re.search(r"100 %  |histories meet it|variables", after)


def test_what_is_meant_is_run(call, monkeypatch):
    monkeypatch.setattr("sim.cli.budget.FREE_SECONDS", 0.0)
    run = ("run", "two-mines", "-n", 1, "--workers", 1, "--no-figures", "-q")
    assert call(*run).exit_code == 2
    assert call(*run, "--yes").exit_code == 0
    assert call(*run).exit_code == 0, "what is complete costs nothing"


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (("run", "two-mines", "-n", 1_000_001), "-n"),
        (("run", "two-mines", "-n", "9" * 5000), "-n"),
        (("run", "two-mines", "--seed", 2**63), "--seed"),
        (("run", "two-mines", "--workers", 257), "--workers"),
        (("run", "two-mines", "--until", "ci=1%", "--at-most", 10**7), "--at-most"),
        (("run", "two-mines", "--traces", "9" * 5000), "--traces"),
        (("run", "two-mines", "--traces", 10**7), "--traces"),
        (("sweep", "two-mines", "--vary", "a=0:1", "--lhs", 10_001), "--lhs"),
        (("sweep", "two-mines", "--vary", f"a=0:1:{'9' * 5000}"), "more than 10,000 values"),
        (
            ("size", "vault-60-days", "--stockpile", "vault", "--target", "x", "--step", "1e-300"),
            "--step",
        ),
        (
            ("size", "vault-60-days", "--stockpile", "vault", "--target", "x", "--step", "nan"),
            "--step",
        ),
        (
            (
                "size",
                "vault-60-days",
                "--stockpile",
                "vault",
                "--target",
                "x",
                "--budget-musd",
                "inf",
            ),
            "--budget-musd",
        ),
        (("compare", "two-mines", "two-mines", "--width-mm", "nan"), "--width-mm"),
        (("bound", "two-mines", "--history", "9" * 5000), "--history"),
        (("bound", "two-mines", "--at-most", 10**12), "--at-most"),
    ],
)
def test_a_number_beyond_reason_is_refused_at_once(call, command, says):
    done = call(*command)
    assert done.exit_code == 2
    assert says in done.stderr
