"""What a run tells of its branches: on the screen, in its tables and in its summary."""

import csv
import json
import re
from pathlib import Path

import pytest

from tests.chain import CHAIN, write
from tests.cli.conftest import Call

N = 40
COMMAND = ("-n", N, "--workers", 1, "--no-figures", "-q", "--set", "warm_up_days=30")
FUTURES = """
branches:
  november:
    label: What became of it
    start: 2026-03-01
    weights: {lapsed: 5, extended: 15, never: 0}
"""


@pytest.fixture
def branching(tmp_path: Path) -> Path:
    """The chain, whose halt is one of two futures."""
    text = CHAIN.replace("    start: 2026-03-01\n", "    branch: november.lapsed\n")
    return write(tmp_path, text + FUTURES, "branching.yaml")


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_branch_is_told_by_itself(call: Call, branching: Path, tmp_path: Path) -> None:
    """Weight, histories and means, the same wherever they stand."""
    result = call("run", branching, *COMMAND)
    assert result.exit_code == 0, result.stderr
    (folder,) = (tmp_path / "results").iterdir()
    histories = rows(folder, "histories.csv")
    taken = [row["november.branch"] for row in histories]
    counts = {name: taken.count(name) for name in ("lapsed", "extended", "never")}
    assert counts["lapsed"] + counts["extended"] == N
    assert all((row["halt.start_day"] == "59") == (row["november.branch"] == "lapsed")
               for row in histories)  # fmt: skip

    of_all = {
        row["branch"]: row
        for row in rows(folder, "branches.csv")
        if (row["kind"], row["measure"]) == ("all", "shortfall_days")
    }
    assert list(of_all) == ["lapsed", "extended", "never"], "as they are written"
    assert [row["weight"] for row in of_all.values()] == ["0.25", "0.75", "0"]
    assert [int(row["histories"]) for row in of_all.values()] == list(counts.values())
    days = [float(h["all.shortfall_days"]) for h in histories if h["november.branch"] == "lapsed"]
    assert float(of_all["lapsed"]["mean"]) == pytest.approx(sum(days) / len(days), rel=1e-5)
    assert of_all["extended"]["mean"] == "0"
    assert (of_all["never"]["mean"], of_all["never"]["q50"]) == ("", "")

    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    told = {one["branch"]: one for one in summary["branches"]}
    assert {name: one["histories"] for name, one in told.items()} == counts
    (row,) = (
        row
        for row in told["lapsed"]["rows"]
        if (row["kind"], row["measure"]) == ("all", "shortfall_days")
    )
    assert row["mean"] == float(of_all["lapsed"]["mean"])

    screen = result.stdout.partition("\nWhat became of it")[2].splitlines()
    assert screen[0].split() == ["lapsed", "extended", "never"]
    assert screen[1].split() == ["weight", "25", "%", "75", "%", "0", "%"]
    assert screen[2].split() == ["histories", *map(str, counts.values())]
    (last,) = (line for line in screen if line.startswith("All consumers"))
    assert re.fullmatch(r"All consumers +[\d.]+ +0 +-", last)


def test_a_weight_is_set_alone(call: Call, branching: Path, tmp_path: Path) -> None:
    """The others keep theirs beside it, and a run without chance in its branch is one history."""
    sure = ("--set", "branches.november.weights.extended=0")
    result = call("run", branching, *COMMAND, *sure)
    assert "1 history" in result.stdout
    (folder,) = (tmp_path / "results").iterdir()
    (row,) = rows(folder, "histories.csv")
    assert row["november.branch"] == "lapsed"


def test_what_has_no_branches_has_no_table_of_them(call: Call, tmp_path: Path) -> None:
    """Nor a column, nor a word."""
    call("run", write(tmp_path, CHAIN), *COMMAND)
    (folder,) = (tmp_path / "results").iterdir()
    assert not (folder / "branches.csv").exists()
    assert "branches" not in (folder / "summary.json").read_text(encoding="utf-8")
