"""`shortfall verify` on what commands have written into the folder of a run since."""

import json
import shlex
from pathlib import Path

import pytest

from sim.output.extras import EXTRAS, Extras
from sim.output.manifest import MANIFEST
from tests.cli.conftest import Call

RUN = ("-n", 2, "--workers", 1, "-q", "--set", "warm_up_days=30")
RANDOM = ("--set", "disruptions.halt.duration_days={uniform: [80, 100]}")
DAY = ("--day", "2026-06-20", "--consumer", "us_ev", "--history", 1)


@pytest.fixture
def folder(call: Call, chain: Path, tmp_path: Path) -> Path:
    """A run with all that can be asked for besides."""
    made = call("run", chain, *RUN, *RANDOM, "--no-figures")
    assert made.exit_code == 0, made.output
    (found,) = (tmp_path / "results").iterdir()
    before = (found / MANIFEST).read_bytes()
    asked = (*RUN, *RANDOM, "--no-figures", "--xlsx", "--european-csv", "--daily", 0)
    assert call("run", chain, *asked).exit_code == 0
    assert call("explain", found, *DAY).exit_code == 0
    drawn = call("plot", found, "--kind", "fill,cover", "--window", "all", "--out", found / "plots")
    assert drawn.exit_code == 0, drawn.output
    assert (found / MANIFEST).read_bytes() == before
    return found


def listed(folder: Path) -> dict[str, str]:
    """Give the commands of what was written besides, by name."""
    found = Extras.read(folder)
    assert found is not None
    return {name: one.command for name, one in found.files.items()}


def test_what_was_written_besides_is_listed_with_its_commands(call: Call, folder: Path) -> None:
    """By names that any machine has, and verified."""
    commands = listed(folder)
    assert {
        "explain/0000000.npz", "explain/0000001.npz", "daily/0000000-flows.csv", "tables.xlsx",
        "european/histories.csv", "plots/fill.svg", "plots/cover.csv",
    } <= commands.keys()  # fmt: skip
    again = f"shortfall run {folder.name}/scenario.yaml --seed 1 -n 2 --out ."
    assert commands["tables.xlsx"] == f"{again} --xlsx"
    assert commands["explain/0000000.npz"] == f"{again} --daily 0"
    assert commands["explain/0000001.npz"] == (
        f"shortfall explain {folder.name} --day 2026-06-20 --history 1 --consumer us_ev"
    )
    assert commands["plots/fill.svg"] == (
        f"shortfall plot {folder.name} --kind fill --kind cover --window all --format svg,png "
        f"--out {folder.name}/plots"
    )
    told = call("verify", folder)
    assert told.exit_code == 0
    assert told.stdout.endswith("all as written\n")
    assert "no record" not in told.stdout


def test_each_command_makes_its_file_again(
    call: Call, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the byte, whatever befell it."""
    monkeypatch.chdir(folder.parent)
    before = (folder / EXTRAS).read_bytes()
    name = folder.name
    (folder / "tables.xlsx").unlink()
    (folder / "european/series.csv").write_text("a;b\n")
    (folder / "explain/0000001.npz").write_bytes((folder / "explain/0000000.npz").read_bytes())
    (folder / "plots/fill.png").write_bytes(b"none")
    (folder / "daily/0000000-stocks.csv").unlink()
    told = call("verify", name, "--json")
    assert told.exit_code == 2
    (found,) = json.loads(told.stdout)
    says = {Path(one["path"]).name: one["says"] for one in found["faults"]}
    assert {file: what.partition("; ")[0] for file, what in says.items()} == {
        "tables.xlsx": "missing", "series.csv": "changed", "0000001.npz": "changed",
        "fill.png": "changed", "0000000-stocks.csv": "missing",
    }  # fmt: skip
    assert "is made again by its commands" in call("verify", name).stdout.splitlines()[-1]
    for what in says.values():
        _, *command = shlex.split(what.partition("made by: ")[2])
        given = call(*command, *(("--workers", 1) if command[0] == "run" else ()))
        assert given.exit_code == 0, given.output
    assert call("verify", name).exit_code == 0
    assert (folder / EXTRAS).read_bytes() == before


def test_files_in_no_record_are_named(call: Call, folder: Path) -> None:
    """They are the user's own, and no fault; nor is what systems hide there."""
    (folder / "daily/mine.csv").write_text("mine")
    (folder / ".DS_Store").write_text("")
    told = call("verify", folder)
    assert told.exit_code == 0
    assert f"{folder}: 1 file in no record, not checked: daily/mine.csv\n" in told.stdout
    (found,) = json.loads(call("verify", folder, "--json").stdout)
    assert found["unlisted"] == [str(folder / "daily/mine.csv")]


def test_a_list_that_was_altered_is_told(call: Call, folder: Path, tmp_path: Path) -> None:
    """With what helps; then what it listed is in no record."""
    (folder / EXTRAS).write_text("{}")
    told = call("verify", folder)
    assert told.exit_code == 2
    assert f"{folder / EXTRAS}: changed\n" in told.stdout
    assert f"move {EXTRAS} away, then" in told.stdout
    refused = call("explain", folder, "--day", "2026-06-21")
    assert refused.exit_code != 0
    assert "move it away" in refused.stderr
    (folder / EXTRAS).rename(tmp_path / "away")
    told = call("verify", folder)
    assert told.exit_code == 0
    assert "in no record, not checked: daily/0000000-flows.csv" in told.stdout
