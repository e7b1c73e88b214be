"""`shortfall explain RUN --day`: from a shortfall up the chain to what binds."""

import datetime as dt
import json
from pathlib import Path

import pytest

from sim.output.stored import StoredRun
from sim.upstream.answer import FOLDER, explain_day, watched_history
from tests.chain import spoilt, write
from tests.cli.conftest import Call

QUICK = ("--workers", 1, "--no-figures", "-q", "--set", "warm_up_days=30")
ABROAD = spoilt("  maker:\n    country: CN", "  maker:\n    country: DE").replace(
    "    goods: [magnets]\n    destinations: [ALLIES]",
    "    goods: [metal]\n    destinations: [ALLIES]",
)
"""Magnets are made abroad, of metal that stays away in the halt."""


def folder_of(call: Call, file: Path, *settings: str) -> Path:
    """Run a scenario, and give its folder."""
    found = call("run", file, *QUICK, *(part for one in settings for part in ("--set", one)))
    assert found.exit_code == 0, found.stderr
    return next(file.parent.glob("results/*"))


def test_a_closed_lane_is_what_binds(call: Call, chain: Path) -> None:
    """With the tonnes that did not come, and the disruption by name."""
    folder = folder_of(call, chain)
    found = call("explain", folder, "--day", "2026-06-20", "--consumer", "us_ev")
    assert found.exit_code == 0, found.stderr
    assert "Running the history again, 171 days, and keeping it ..." in found.stderr
    lines = found.stdout.splitlines()
    assert lines[0].startswith("us_ev on 2026-06-20, history 0")
    assert lines[1].startswith("0.274 t of the day's 0.274 t are not served; on the shelf are 0 t")
    (lane,) = [line for line in lines if line.startswith("<- ")]
    assert lane.startswith(
        "<- 100 %  magnets of maker (sea), 2026-04-19 to 2026-05-16: 0 t of 7.67"
    )
    assert lane.endswith("the lane is closed or narrowed: halt")
    assert lines[-1] == "What binds in the end: lanes closed or narrowed (halt) 100 %"


def test_a_maker_without_feed_is_walked_up(call: Call, tmp_path: Path) -> None:
    """To the lane of what it makes its goods of, earlier by the days on the way."""
    folder = folder_of(call, write(tmp_path, ABROAD))
    found = call("explain", folder, "--day", "2026-06-25", "--consumer", "de_wind", "--json")
    assert found.exit_code == 0, found.stderr
    said = json.loads(found.stdout)
    (sea,) = said["lanes"]
    assert (sea["seller"], sea["constraint"], sea["causes"]) == ("maker", "feed", [])
    (metal,) = sea["above"]
    assert (metal["lane"], metal["constraint"], metal["causes"]) == ("metal", "lane", ["halt"])
    assert metal["shipped_t"] < metal["planned_t"]
    assert metal["last"] <= sea["last"] < said["date"]
    assert said["missing_t"] == pytest.approx(sea["missing_t"])
    shown = call("explain", folder, "--day", "2026-06-25", "--consumer", "de_wind")
    assert "Running" not in shown.stderr  # it is kept
    assert "\n   <- 100 %  metal of smelter (metal), " in shown.stdout


def test_what_is_out_is_what_binds(call: Call, tmp_path: Path) -> None:
    """A plant that makes all it can, by the outage that takes its capacity."""
    outage = "{kind: outage, facilities: [maker], start: 2026-02-01, duration_days: 120}"
    file = write(tmp_path, spoilt("    duration_days: 90\n", "    duration_days: 1\n"))
    folder = folder_of(call, file, f"disruptions.fire={outage}")
    found = call("explain", folder, "--day", "2026-05-20", "--consumer", "de_wind")
    assert found.exit_code == 0, found.stderr
    assert "it made all it can: fire" in found.stdout
    assert "What binds in the end: capacity at maker (fire) 100 %" in found.stdout


def test_the_history_is_that_of_the_run(call: Call, tmp_path: Path) -> None:
    """To the bit, and in the middle of all by what is not served on the day."""
    variation = "consumers.de_wind.daily_variation={uniform: [0.5, 1.5]}"
    file = write(
        tmp_path, spoilt("    duration_days: 90\n", "    duration_days: {uniform: [20, 90]}\n")
    )
    folder = folder_of(call, file, variation, "histories=5")
    run = StoredRun.open(folder)
    day = 115
    found = explain_day(run, run.start + dt.timedelta(days=day), "de_wind")
    group = next(one for one in run.groups if one.name == "de_wind")
    lacks = sorted(run.daily(group, "shortfall")[day])
    assert lacks[2] > 0.0
    assert 1.0 - found.served / found.demand == pytest.approx(lacks[2], abs=2e-5)
    watched = watched_history(run, found.history, day + 1, "asked")
    at = list(run.numbers).index(found.history)
    for row, name in enumerate(watched.consumers):
        group = next(one for one in run.groups if (one.kind, one.name) == ("consumer", name))
        ours = 1.0 - watched.served[: day + 1, row] / watched.demand[: day + 1, row]
        assert ours == pytest.approx(run.daily(group, "shortfall")[: day + 1, at], abs=2e-5)
    assert (folder / FOLDER / f"{found.history:07}.npz").is_file()
    assert call("verify", folder).exit_code == 0


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (("--day", "2030-01-01"), "not within the run, from 2026-01-01 to 2026-12-31"),
        (("--day", "2026-06-20", "--consumer", "us_eb"), "Did you mean 'us_ev'?"),
        (("--day", "2026-06-20", "--history", "7"), "The run has no history 7"),
        (("--day", "2026-01-20"), "nothing is lacking on 2026-01-20 in history 0. It does on "),
        (("--day", "2026-06-20", "--closure"), "--closure is for scenarios, and --day for a run"),
        (("--consumer", "us_ev"), "choose what --day explains; add it"),
    ],
)
def test_what_cannot_be_explained_is_told(
    call: Call, chain: Path, asked: tuple[str, ...], says: str
) -> None:
    found = call("explain", folder_of(call, chain), *asked)
    assert found.exit_code == 2
    assert says in " ".join(found.stderr.split())


def test_a_run_is_found_by_the_name_of_its_scenario(call: Call, chain: Path) -> None:
    """If there is one, and else it is said which there are."""
    asked = ("--day", "2026-06-20", "--consumer", "us_ev")
    none = call("explain", chain, *asked)
    assert none.exit_code == 2
    assert "--day walks up from a shortfall of a run, of which there is none" in " ".join(
        none.stderr.split()
    )
    folder = folder_of(call, chain)
    for called in (chain.name, chain.stem, StoredRun.open(folder).name):
        found = call("explain", called, *asked)
        assert found.exit_code == 0, found.stderr
        assert f"Taking results/{folder.name}" in found.stderr
        assert found.stdout == call("explain", folder, *asked).stdout
    folder_of(call, chain, "end=2026-11-30")
    several = call("explain", chain.name, *asked)
    assert several.exit_code == 2
    assert "there are several runs of" in " ".join(several.stderr.split())


def test_a_run_of_another_version_is_not_explained(
    call: Call, chain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_of(call, chain)
    monkeypatch.setattr("sim.upstream.answer.package_hash", lambda: "f" * 64)
    found = call("explain", folder, "--day", "2026-06-20")
    assert found.exit_code == 2
    assert "was run by another version of the program" in " ".join(found.stderr.split())


def test_what_is_damaged_is_run_again(call: Call, chain: Path) -> None:
    folder = folder_of(call, chain)
    asked = ("explain", folder, "--day", "2026-06-20", "--consumer", "us_ev")
    first = call(*asked).stdout
    (folder / FOLDER / "0000000.npz").write_bytes(b"none")
    again = call(*asked)
    assert "Running" in again.stderr
    assert again.stdout == first
