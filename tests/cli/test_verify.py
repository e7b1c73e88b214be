"""`shortfall verify` and `reproduce`: stored runs as evidence."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sim.cli import compare_runs, main
from sim.output import disk
from sim.output.figures import draw_again
from sim.output.lock import LOCK
from sim.output.log import LOG
from sim.output.manifest import MANIFEST, Manifest
from sim.output.run_request import RunRequest
from sim.output.store import begin, list_also
from sim.output.stored import StoredRun
from tests.chain import CHAIN, write
from tests.cli.conftest import Call

RANDOM = "disruptions.halt.duration_days={uniform: [80, 100]}"
RUN = (
    *("-n", 70, "--workers", 1, "-q", "--set", RANDOM),
    *("--set", "warm_up_days=30", "--set", "end=2026-06-30"),
)  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run with figures, which is only read."""
    at = tmp_path_factory.mktemp("whole")
    arguments = [write(at, CHAIN, "chain.yaml"), *RUN, "--out", at / "results"]
    assert CliRunner().invoke(main, ["run", *map(str, arguments)]).exit_code == 0
    (folder,) = (at / "results").iterdir()
    return folder


@pytest.fixture
def folder(call: Call, whole: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(whole, tmp_path / "results" / whole.name))


def manifest(folder: Path) -> Manifest:
    found = Manifest.read(folder)
    assert found is not None
    return found


def test_every_file_of_a_run_is_listed_but_the_log_and_the_manifest_itself(folder: Path) -> None:
    """Figures and lots, too."""
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    listed = manifest(folder).files
    assert there == {*listed, MANIFEST, LOG}
    assert {"histories/0000064.npz", "figures/fill.svg", "scenario.yaml"} < listed.keys()
    assert all((folder / name).stat().st_size == one.bytes for name, one in listed.items())


def test_a_sound_run_is_told(call: Call, folder: Path) -> None:
    """Files of the user's own and the log do not count; the former are named."""
    (folder / "notes.txt").write_text("mine")
    (folder / LOG).write_text("another day")
    result = call("verify", folder)
    assert result.exit_code == 0
    size = sum(one.bytes for one in manifest(folder).files.values())
    files = len(manifest(folder).files)
    assert result.stdout == (
        f"{folder}: 1 file in no record, not checked: notes.txt\n"
        f"{folder}: {files} files, {size:,} bytes, all as written\n"
    )


def test_what_is_missing_changed_and_added_is_listed_with_the_remedy(
    call: Call, folder: Path
) -> None:
    """And the remedy makes it sound again."""
    (folder / "series.csv").write_text("date\n")
    (folder / "summary.json").unlink()
    (folder / "figures/fill.svg").unlink()
    lot = folder / "histories/0000128.npz"
    lot.write_bytes((folder / "histories/0000064.npz").read_bytes())
    result = call("verify", folder, "--json")
    assert result.exit_code == 2
    (found,) = json.loads(result.stdout)
    says = {Path(one["path"]).name: one["says"] for one in found["faults"]}
    assert says.pop("0000128.npz").startswith("added")
    assert says == {"series.csv": "changed", "summary.json": "missing", "fill.svg": "missing"}
    assert not found["sound"]
    lot.unlink()
    told = call("verify", folder).stdout.splitlines()[-1]
    remedy = told.partition("run it again: shortfall ")[2].split()
    assert remedy[:2] == ["run", str(folder / "scenario.yaml")]
    again = call(*remedy, "--workers", 1)
    assert again.exit_code == 0, again.output
    assert f"{folder}/series.csv: changed; written again" in again.stderr
    assert call("verify", folder).exit_code == 0


def test_the_remedy_for_a_renamed_run_says_that_it_makes_another_folder(
    call: Call, folder: Path
) -> None:
    """It is sound, and of the run's own name; the renamed one stays as it is."""
    moved = folder.rename(folder.with_name("from-a-colleague"))
    assert call("verify", moved).exit_code == 0
    (moved / "series.csv").unlink()
    told = call("verify", moved).stdout.splitlines()[-1]
    assert "run it again, into a folder of its own name: shortfall run" in told
    assert call(*told.partition(": shortfall ")[2].split(), "--workers", 1).exit_code == 0
    assert call("verify", folder).exit_code == 0
    assert call("verify", moved).exit_code == 2


def test_a_lot_of_another_seed_is_known_as_such(call: Call, chain: Path, folder: Path) -> None:
    """Also one that the manifest was made to list."""
    assert call("run", chain, *RUN, "--seed", 2, "--out", "other").exit_code == 0
    (other,) = Path("other").iterdir()
    name = "histories/0000064.npz"
    (folder / name).write_bytes((other / name).read_bytes())
    assert f"{folder / name}: changed" in call("verify", folder).stdout
    mine = manifest(folder)
    forged = mine.with_changes(files={**mine.files, name: manifest(other).files[name]})
    forged.save(folder)
    assert f"{folder / name}: of another run" in call("verify", folder).stdout


def test_the_lots_of_another_seed_are_run_again(call: Call, chain: Path, folder: Path) -> None:
    """Not built on."""
    assert call("run", chain, *RUN, "--seed", 2, "--out", "other").exit_code == 0
    (other,) = Path("other").iterdir()
    name = "histories/0000064.npz"
    mine = (folder / name).read_bytes()
    (folder / name).write_bytes((other / name).read_bytes())
    result = call("run", chain, *(one for one in RUN if one != "-q"), "-n", 130)
    assert result.exit_code == 0, result.output
    assert f"{name}: of another run; its histories are run again" in result.stderr
    assert (folder / name).read_bytes() == mine


def test_what_is_made_again_is_of_as_many_histories_as_it_was(
    call: Call, chain: Path, folder: Path
) -> None:
    """Though fewer are asked for."""
    before = (folder / "series.csv").read_bytes()
    (folder / "series.csv").unlink()
    assert call("run", chain, *RUN, "-n", 5).exit_code == 0
    assert (folder / "series.csv").read_bytes() == before
    assert manifest(folder).numbers == [[0, 69]]
    assert call("run", chain, *RUN, "-n", 5, "--force").exit_code == 0
    assert manifest(folder).numbers == [[0, 4]]


def test_the_points_of_a_design_are_read_and_a_changed_one_is_told(
    call: Call, tmp_path: Path
) -> None:
    """By their own seals; the command that made them mends them. Whole runs are runs."""
    vary = ("--vary", "disruptions.halt.duration_days=10,20", "--no-figures", "-q", "-n", 2)
    sweep = ("sweep", "two-mines", *vary, "--set", "warm_up_days=30")
    assert call(*sweep).exit_code == 0
    (folder,) = (tmp_path / "results").iterdir()
    result = call("verify", folder)
    assert result.exit_code == 0, result.output
    parts = sorted((folder / "points").iterdir())
    assert result.stdout.startswith(f"{folder}: {len(parts)} files, ")
    parts[0].write_bytes(parts[0].read_bytes()[:-1])
    result = call("verify", folder)
    assert result.exit_code == 2
    assert result.stdout.startswith(f"{parts[0]}: changed\n")
    assert call(*sweep, "--runs").exit_code == 0
    assert len(call("verify", folder).stdout.splitlines()) == 3


@pytest.mark.parametrize("left", ["summary.json", "histories/0000064.npz"])
def test_a_run_below_a_folder_is_found_without_its_manifest(
    call: Call, folder: Path, left: str
) -> None:
    """Whatever else of it is left; the twin that runs share is no run."""
    for name in [*manifest(folder).files, MANIFEST]:
        if name != left:
            (folder / name).unlink()
    shared = folder.parent / "twins/histories"
    shared.mkdir(parents=True)
    (shared / "twin-0000000.npz").touch()
    result = call("verify", folder.parent)
    assert result.exit_code == 2
    assert result.stdout.startswith(f"{folder / MANIFEST}: missing")
    assert "twins" not in result.stdout


def test_what_stands_in_the_place_of_a_file_hides_no_other_fault(call: Call, folder: Path) -> None:
    """Each is told with its path, and once."""
    for name in ("series.csv", "events.csv", "summary.json", "histories/0000064.npz"):
        (folder / name).unlink()
    (folder / "series.csv").mkdir()
    (folder / "histories/0000064.npz").mkdir()
    (folder / "figures").rename(folder / "drawn")
    (folder / "figures").symlink_to("drawn")
    *told, unlisted, _ = call("verify", folder).stdout.splitlines()
    assert "files in no record, not checked: drawn/" in unlisted
    shown = [line.removeprefix(f"{folder}/").partition("; ")[0] for line in told]
    stands = "a folder stands where a file of a run belongs"
    assert sorted(shown) == [
        "events.csv: missing",
        "figures: a link stands where a folder of a run belongs",
        f"histories/0000064.npz: {stands}",
        f"series.csv: {stands}",
        "summary.json: missing",
    ]


def test_the_remedy_fits_what_was_added_and_traces(call: Call, folder: Path) -> None:
    """Neither is mended by the run alone."""
    pytest.importorskip("pyarrow")
    (lot := folder / "histories/0000512.npz").write_bytes(b"")
    assert call("verify", folder).stdout.endswith("; move away what was added\n")
    lot.unlink()
    assert call("run", folder / "scenario.yaml", *RUN, "--traces", 1).exit_code == 0
    (folder / "traces.parquet").write_bytes(b"")
    told = call("verify", folder).stdout.splitlines()[-1]
    remedy = told.partition("run it again: shortfall ")[2].split()
    assert call(*remedy, "--workers", 1).exit_code == 0
    assert call("verify", folder).exit_code == 0


def test_a_run_is_opened_as_it_is_once_nobody_else_writes(
    call: Call, chain: Path, folder: Path
) -> None:
    """What was read of it before may be of fewer histories."""
    stored = StoredRun.open(folder)
    assert call("run", chain, *RUN, "-n", 130, "--no-figures").exit_code == 0
    with stored.held() as now:
        assert (folder / LOCK).exists()
        draw_again(now, lambda tables, to: [disk.write(to / "a.svg", b"")])
    assert not (folder / LOCK).exists()
    assert (stored.count, now.count) == (70, 130)
    assert call("verify", folder).exit_code == 0


@pytest.mark.parametrize("command", ["run", "compare"])
def test_what_was_run_is_shown_though_another_command_has_begun_in_its_folder(
    command: str, call: Call, chain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To add histories: until they are there, the folder holds no complete run."""
    from sim.output import ensure_run as module

    def and_another_begins(request: RunRequest, *arguments: Any, **more: Any) -> StoredRun:
        stored = ensure_run(request, *arguments, **more)
        begin(stored.job, stored.folder)
        return stored

    ensure_run = module.ensure_run
    for place in (module, compare_runs):
        monkeypatch.setattr(place, "ensure_run", and_another_begins)
    result = call(command, *[chain] * (1 + (command == "compare")), *RUN, "--no-figures")
    assert result.exit_code == 0, result.output
    assert "shortfall" in result.stdout


def test_a_run_that_was_broken_off_and_what_is_no_run_are_told_so(
    call: Call, folder: Path, tmp_path: Path
) -> None:
    """With exit status 2."""
    manifest(folder).with_changes(numbers=None, files={}).save(folder)
    result = call("verify", folder)
    assert result.exit_code == 2
    assert len(result.stdout.splitlines()) == 2
    assert "not complete: the run was broken off\n" in result.stdout
    assert result.stdout.endswith("; give the command again that began it\n")
    (tmp_path / "empty").mkdir()
    result = call("verify", tmp_path / "empty")
    assert result.exit_code == 2
    assert "manifest.json: missing: no run, or not a whole one" in result.stdout


def test_an_old_folder_is_told_so_and_nothing_breaks(call: Call, folder: Path) -> None:
    """Of the format before files were listed."""
    (folder / MANIFEST).write_text('{"format": 2, "name": "chain", "digest": "0123456789"}')
    for command in (("verify", folder), ("compare", folder, folder), ("reproduce", folder)):
        result = call(*command)
        assert result.exit_code == 2
        assert "format 2, this version reads 3; run again into another folder" in result.output


def test_a_run_comes_again_to_the_byte(call: Call, folder: Path) -> None:
    """Figures, too."""
    result = call("reproduce", folder, "--workers", 1, "-q")
    assert result.exit_code == 0, result.output
    files = len(manifest(folder).files)
    assert result.stdout == f"{folder}: {files} files, the same to the byte\n"


def test_a_folder_of_runs_is_told_to_be_none(call: Call, folder: Path) -> None:
    """One of those in it is named."""
    result = call("reproduce", folder.parent)
    assert result.exit_code == 2
    assert f"name one of those in it, as {folder}" in result.stderr


def test_what_does_not_come_again_is_listed_with_what_may_be_why(call: Call, folder: Path) -> None:
    """Though the manifest was made to fit."""
    (folder / "series.csv").write_text("date\n")
    list_also(folder, [folder / "series.csv"])
    mine = manifest(folder)
    mine.with_changes(versions={**mine.versions, "numpy": "1.0"}).save(folder)
    result = call("reproduce", folder, "--workers", 1, "-q")
    assert result.exit_code == 3
    assert "series.csv: differs\n" in result.stdout
    assert f"1 of {len(mine.files)} files differ" in result.stdout
    assert "  numpy: 1.0 then, " in result.stdout


def test_a_run_with_a_hole_is_not_run_again(call: Call, folder: Path) -> None:
    """It would have other tables."""
    manifest(folder).with_changes(numbers=[[64, 69]]).save(folder)
    result = call("reproduce", folder)
    assert result.exit_code == 2
    assert "the run was broken off" in result.stderr
