"""Standard streams that are closed, full or short of letters: results come, and no traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.shell import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX")
linux = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")

RUN = "run two-mines -n 64 --workers 1 --no-figures --out out"


def shell(
    folder: Path, words: str, redirection: str = "", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run ``shortfall`` with streams redirected as a shell does it."""
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"'{sys.executable}' -m sim {words} {redirection}"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize(
    "closed", ["2>&-", ">&-", "<&-", "<&- >&- 2>&-", pytest.param("2>/dev/full", marks=linux)]
)
def test_a_run_needs_no_stream(closed, tmp_path):
    done = shell(tmp_path, RUN.replace("--workers 1", "--workers 2"), closed)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    assert list(tmp_path.glob("out/*/summary.json"))
    assert (b"Results in out" in done.stdout) == (">&-" not in closed.split())


@linux
def test_what_cannot_be_printed_is_told_when_the_results_are_there(tmp_path):
    done = shell(tmp_path, f"{RUN} -q", ">/dev/full")
    assert (done.returncode, done.stdout) == (2, b"")
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith("Error: standard output cannot be written: No space left on device.")
    assert list(tmp_path.glob("out/*/summary.json"))


@linux
def test_a_failure_counts_more_than_what_cannot_be_printed(tmp_path):
    assert shell(tmp_path, "run no-such-scenario", ">/dev/full").returncode == 2


@pytest.mark.parametrize("words", ["explain baseline", "schema", f"{RUN} -q"])
def test_who_reads_the_first_line_only_is_no_error(words, tmp_path):
    done = shell(tmp_path, words, "| head -n 1")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 1
    for word in (b"Error", b"Traceback", b"Broken"):
        assert word not in done.stderr


def test_a_reader_that_goes_hides_no_failure(tmp_path):
    """As in CI: ``shortfall compare ... --fail-on ... | head``."""
    words = "compare two-mines two-mines --label a --label b -n 64 --workers 1 --no-figures"
    low = "--fail-on 'shortfall_days>-1' --out out -q"
    assert shell(tmp_path, f"{words} {low}", "| head -n 0").returncode == 3


@pytest.mark.parametrize(
    ("letters", "printed"), [("ascii", "+-"), ("utf-8", "±"), ("latin-1", "±"), ("koi8-r", "+-")]
)
def test_a_letter_that_a_stream_lacks_is_printed_in_others(letters, printed, tmp_path):
    done = shell(tmp_path, f"{RUN} -q", PYTHONIOENCODING=letters)
    assert done.returncode == 0
    assert f" {printed} " in done.stdout.decode(letters)


def test_an_alphabet_of_one_byte_is_no_error_for_a_name_of_another(tmp_path):
    done = shell(tmp_path, "validate 'ñandú-日本.yaml'", PYTHONIOENCODING="ascii")
    assert done.returncode == 2
    assert b"\\xf1and\\xfa" in done.stdout + done.stderr
    assert b"Traceback" not in done.stderr


def test_the_current_folder_may_be_gone(tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    done = shell(gone, "--version", "", PYTHONPATH=str(ROOT))
    assert done.returncode == 0
    says = f'rmdir "$PWD"; "{sys.executable}" -P -m sim run two-mines'
    done = subprocess.run(
        ["bash", "-c", says],
        cwd=gone,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == "Error: the current folder was removed. Change to another one.\n"
