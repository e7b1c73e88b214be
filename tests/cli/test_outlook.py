"""Who checks or runs an outlook after its future has passed is told so on stderr."""

import datetime as dt
from pathlib import Path

import pytest

from tests.cli.conftest import Call

QUICK = ("-n", 1, "--workers", 1, "--set", "end=2026-06-30")
TOLD = "warning: chain looks ahead, but halt begins on 2026-03-01, before today, 2026-04-01"
AHEAD = ("--set", "outlook=true")


@pytest.fixture(autouse=True)
def in_april(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be the first of April 2026."""
    monkeypatch.setattr("sim.cli.say.today", lambda: dt.date(2026, 4, 1))


@pytest.mark.parametrize(
    "command",
    [
        ("validate", "chain.yaml"),
        ("run", "chain.yaml", *QUICK, "--no-figures"),
        ("compare", "chain.yaml", "chain.yaml", *QUICK, "--no-figures"),
        ("sweep", "chain.yaml", "--vary", "consumers.us_ev.stock_days=9:12:2", *QUICK, "--dry-run"),
        ("attribute", "chain.yaml", *QUICK, "--no-figures"),
    ],
    ids=lambda command: command[0],
)
def test_an_outlook_that_is_overtaken_is_told_of(
    call: Call, chain: Path, command: tuple[str, ...]
) -> None:
    """Once, with what to do, and no more than that."""
    result = call(*command, *AHEAD)
    assert result.exit_code == 0, result.stderr
    assert result.stderr.count(TOLD) == 1
    assert "--set disruptions.halt.start=2026-05-01" in result.stderr
    assert TOLD not in result.stdout


def test_the_suggested_settings_help(call: Call, chain: Path) -> None:
    """Then nothing is told."""
    moved = call("validate", "chain.yaml", *AHEAD, "--set", "disruptions.halt.start=2026-05-01")
    assert "looks ahead" not in moved.stderr


def test_it_is_no_problem_of_the_file(call: Call, chain: Path) -> None:
    """A check that is strict passes on every day, and its JSON is the same."""
    result = call("validate", "chain.yaml", *AHEAD, "--strict", "--json")
    assert (result.exit_code, result.stdout) == (0, "[]\n")


def test_what_is_written_does_not_depend_on_the_day(
    call: Call, chain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not a byte of it."""
    once = ("run", "chain.yaml", *QUICK, "--no-figures", *AHEAD)
    assert call(*once, "--out", "now").exit_code == 0
    monkeypatch.setattr("sim.cli.say.today", lambda: dt.date(2027, 4, 1))
    assert call(*once, "--out", "later").exit_code == 0
    now, later = (
        {
            file.name: file.read_bytes()
            for file in tmp_path.glob(f"{out}/*/*.*")
            if file.stem != "run"
        }
        for out in ("now", "later")
    )
    assert "manifest.json" in now
    assert now == later
