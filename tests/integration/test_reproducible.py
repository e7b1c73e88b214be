"""The same scenario and seed give the same bytes, however and wherever they are run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import sim
from sim.output.log import LOG
from sim.study import replicate
from tests.integration.blocks import differing

ROOT = Path(__file__).resolve().parents[2]


def files(folder: Path) -> dict[str, bytes]:
    """Read all files of the only run in a folder, the log left out."""
    found = {f.relative_to(folder).as_posix(): f for f in folder.rglob("*") if f.is_file()}
    return {name: file.read_bytes() for name, file in found.items() if file.name != LOG}


def command(out: Path, *arguments: str, cwd: Path, hash_seed: int = 0) -> dict[str, bytes]:
    """Call ``shortfall run`` in a process of its own and read what it writes."""
    subprocess.run(
        [sys.executable, "-m", "sim", "run", *arguments, "-n", "70", "--out", out, "--quiet"],
        cwd=cwd,
        env={**os.environ, "PYTHONHASHSEED": str(hash_seed), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return files(out)


@pytest.fixture(scope="module")
def small_run(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every file of a small run, figures too."""
    return command(tmp_path_factory.mktemp("first"), "two-mines", "--workers", "1", cwd=ROOT)


def test_a_run_writes_what_the_readme_of_the_results_says(small_run):
    (folder,) = {name.partition("/")[0] for name in small_run}
    stems = {name.partition("/")[2].partition("/")[0] for name in small_run}
    described = (ROOT / "results" / "README.md").read_text(encoding="utf-8")
    assert folder.startswith("two-mines-")
    assert [stem for stem in {*stems, LOG} if f"| `{stem}" not in described] == []


def test_workers_hash_seed_and_folder_change_no_byte(small_run, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    again = command(tmp_path / "out", "two-mines", "--workers", "2", cwd=elsewhere, hash_seed=12345)
    assert again == small_run


def contents(run: dict[str, bytes]) -> dict[str, bytes]:
    """Name the files of a run without its folder, whose name holds the seed's digest."""
    return {name.partition("/")[2]: content for name, content in run.items()}


def test_another_seed_gives_another_run(small_run, tmp_path):
    """Other series, other rows of histories: not just another digest."""
    one = contents(small_run)
    other = contents(command(tmp_path, "two-mines", "--seed", "2", "--no-figures", cwd=ROOT))
    tables = {name for name in other if name.endswith(".csv")}
    assert tables == {"events.csv", "histories.csv", "series.csv", "summary.csv"}
    assert [name for name in tables if one[name] == other[name]] == []


def test_history_17_is_the_same_among_70_and_130_and_in_blocks_of_any_width(monkeypatch):
    scenario = sim.load("two-mines")
    many = sim.run(scenario, n=130).record
    monkeypatch.setattr(replicate, "CELLS_PER_BLOCK", 1)
    assert len(replicate.blocks(scenario, 0, range(3), 1)) == 3
    in_blocks = sim.run(scenario, n=130, workers=2).record
    assert differing(in_blocks, many, 130) == []
    assert differing(sim.run(scenario, n=70).record, many, 70) == []
    assert differing(sim.run(scenario, n=70, seed=2).record, many, 70) != []


def test_the_world_gives_the_same_histories_to_one_worker_and_to_two(monkeypatch):
    scenario = sim.load("export-halt", ["start=2027-01-25", "end=2027-02-28", "warm_up_days=10"])
    alone = sim.run(scenario, n=70).record
    monkeypatch.setattr(replicate, "CELLS_PER_BLOCK", 1)
    assert differing(sim.run(scenario, n=128, workers=2).record, alone, 70) == []
