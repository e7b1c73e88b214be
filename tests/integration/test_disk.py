"""Disks that are full or must not be written to: one clear line, no half file, and on it goes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.shell import ROOT, files, lots_of, made, ran

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits and mounts of POSIX")

COMMAND = ("two-mines", "-n", "128", "--workers", "1", "--no-figures")


def can_mount() -> bool:
    """Tell whether a process may mount a file system of its own here."""
    if shutil.which("unshare") is None:
        return False
    trial = ["unshare", "-rm", "sh", "-c", 'mount -t tmpfs -o size=64k tmpfs "$0"', str(ROOT)]
    return subprocess.run(trial, capture_output=True, check=False).returncode == 0


mounts = pytest.mark.skipif(not can_mount(), reason="no file system of one's own may be mounted")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every file of a run with room enough."""
    return made(tmp_path_factory.mktemp("undisturbed"), *COMMAND)


def limited(size: int) -> dict[str, object]:
    """Let no file of the command grow beyond a size, as a full disk would not."""
    resource = pytest.importorskip("resource")
    return {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))}


def in_mounted(folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Run a shell script in a namespace of its own, with $DIR to mount on and $RUN to call."""
    run = " ".join(f"'{part}'" for part in [sys.executable, "-m", "sim", "run", *COMMAND, "--out"])
    return subprocess.run(
        ["unshare", "-rm", "sh", "-c", f'run() {{ {run} "$@"; }}\n{script}'],
        cwd=ROOT,
        env={**os.environ, "DIR": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )


# The scenario has some 2,000 bytes, a lot of 64 histories 50,000 and series.csv 130,000.
@pytest.mark.parametrize(
    ("size", "file"), [(200, "scenario.yaml"), (8_000, ".npz"), (100_000, "series.csv")]
)
def test_a_file_that_finds_no_room_is_named_in_a_line(size, file, undisturbed, tmp_path):
    done = ran(tmp_path, *COMMAND, "-q", **limited(size))
    assert (done.status, done.out) == (2, "")
    (line,) = done.err.splitlines()
    assert line.startswith(f"Error: {tmp_path}")
    assert f"{file}: File too large; free space there or choose another folder (--out)" in line
    assert list(tmp_path.rglob(".*")) == []  # no temporary file is left
    assert not list(tmp_path.glob("*/summary.json"))
    before = lots_of(tmp_path)
    assert all(len(lot.read_bytes()) <= size for lot in tmp_path.rglob("*.npz"))
    assert made(tmp_path, *COMMAND) == undisturbed
    assert {name: lots_of(tmp_path)[name] for name in before} == before


@mounts
def test_a_full_disk_is_told_in_a_line_and_the_run_goes_on_when_there_is_room(
    undisturbed, tmp_path
):
    disk, copy = tmp_path / "disk", tmp_path / "copy"
    disk.mkdir()
    done = in_mounted(
        disk,
        f"""mount -t tmpfs -o size=64k tmpfs "$DIR"
        run "$DIR" -q; echo "status $?"
        find "$DIR" -name '.*.part' -o -name summary.json
        mount -o remount,size=64m "$DIR"
        run "$DIR" -q >'{tmp_path}/out'; echo "status $?"
        cp -r "$DIR" '{copy}'""",
    )
    assert done.stdout == "status 2\nstatus 0\n"
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"Error: {disk}")
    assert "No space left on device; free space there or choose another folder (--out)" in line
    assert files(copy) == undisturbed


@mounts
def test_a_disk_that_is_read_only_is_told_before_anything_is_simulated(tmp_path):
    done = in_mounted(
        tmp_path,
        """mount -t tmpfs -o size=1m,ro tmpfs "$DIR"
        run "$DIR"; echo "status $?" """,
    )
    assert done.stdout == "status 2\n"
    assert done.stderr.splitlines()[-1].startswith(f"Error: {tmp_path}")
    assert "Read-only file system" in done.stderr
    assert " %" not in done.stderr


@pytest.mark.parametrize("folder", ["file/below", "/proc/nowhere"])
def test_a_folder_that_cannot_be_made_is_told_before_anything_is_simulated(folder, tmp_path):
    if folder.startswith("/proc") and sys.platform != "linux":
        pytest.skip("no /proc")
    (tmp_path / "file").write_text("")
    done = ran(tmp_path / folder, *COMMAND)
    assert (done.status, done.out) == (2, "")
    last = done.err.splitlines()[-1]
    assert last.startswith(f"Error: {tmp_path / folder}")
    assert last.endswith("or choose another folder (--out)")
    assert " %" not in done.err
