"""`run.log`: what may differ when a run is repeated."""

import datetime as dt
from pathlib import Path

from tests.cli.conftest import Call

QUICK = ("-n", 1, "--workers", 1, "--no-figures", "--set", "warm_up_days=30")


def test_the_log_says_when_where_how_long_and_with_what(
    call: Call, chain: Path, tmp_path: Path
) -> None:
    """A line for each."""
    before = dt.datetime.now(dt.UTC)
    assert call("run", chain, *QUICK).exit_code == 0
    (log,) = tmp_path.glob("results/*/run.log")
    noted = dict(map(_split, log.read_text().splitlines()))
    began = dt.datetime.fromisoformat(noted["began"])
    assert abs(began - before) < dt.timedelta(minutes=1)
    assert noted["workers"] == "1"
    assert float(noted["seconds to simulate"]) > 0
    assert {"host", "platform", "processor", "shortfall", "python", "numpy", "simpy"} <= set(noted)


def test_the_log_of_a_complete_run_is_kept(call: Call, chain: Path, tmp_path: Path) -> None:
    """Asking again runs nothing, so there is nothing to note."""
    call("run", chain, *QUICK)
    (log,) = tmp_path.glob("results/*/run.log")
    log.write_text("as it was")
    call("run", chain, *QUICK)
    assert log.read_text() == "as it was"
    call("run", chain, *QUICK, "--force")
    assert log.read_text() != "as it was"


def _split(line: str) -> tuple[str, str]:
    name, _, value = line.partition("  ")
    return name, value.strip()
