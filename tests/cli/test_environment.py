"""Odd environments: every name, folder, locale and style file gives results or a line that helps."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from sim.cli import main
from sim.cli.group import USED_UP
from tests.integration.shell import LOG, ROOT

RUN = ("run", "two-mines", "-n", "1", "--workers", "1", "-q")
LONG = "x" * 300


def shortfall(
    folder: Path, *words: str, **environment: str | None
) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, with variables changed, or removed by None."""
    ours = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(
        [sys.executable, "-P", "-m", "sim", *words],
        cwd=folder,
        env={name: value for name, value in ours.items() if value is not None},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="names of POSIX")
@pytest.mark.parametrize(
    "words",
    [
        (*RUN, "--out", LONG),
        (*RUN, "--out", "file"),
        (*RUN, "--out", "file/below"),
        (*RUN, "--figures-in", "file/below"),
        ("compare", "two-mines", "two-mines", *RUN[2:], "--figures", "file/below"),
        ("sweep", "two-mines", "--vary", "consumers.motors.stock_days=1,2", "-q", "--out", LONG),
        ("hindcast", "licences-2025", "-q", "--out", "file/below"),
        ("schema", "--write", "file/below"),
        ("schema", "--write", LONG),
        ("new", LONG),
        ("run", LONG),
        ("validate", LONG),
        ("explain", LONG),
        ("bound", LONG),
    ],
    ids=lambda words: " ".join(words).replace(LONG, "LONG"),
)
def test_a_place_that_cannot_be_is_told_in_a_line(words, call, tmp_path):
    (tmp_path / "file").write_text("")
    done = call(*words)
    assert done.exit_code == 2
    assert "Traceback" not in done.output
    assert "--debug" not in done.output
    assert LONG in done.output if LONG in words else "file" in done.output


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """The run in our own environment: what it says, and its files."""
    folder = tmp_path_factory.mktemp("plain")
    done = shortfall(folder, *RUN, "--out", "out")
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout, written(folder / "out")


# All that can stand together, as a run takes seconds: what one variable does, it does with others.
@pytest.mark.parametrize(
    "environment",
    [
        {
            "HOME": None,
            "MPLCONFIGDIR": None,
            "XDG_CACHE_HOME": None,
            "COLUMNS": "1",
            "LINES": "1",
            "TERM": "dumb",
            "NO_COLOR": "1",
            "TZ": "Nowhere/Land",
            "LC_ALL": "xx_YY.nonsense",
            "LANG": "tr_TR",
        },
        {
            "HOME": "/proc/nowhere",
            "MPLCONFIGDIR": "/proc/nowhere",
            "COLUMNS": "nonsense",
            "OMP_NUM_THREADS": "nonsense",
            "MPLBACKEND": "nonsense",
        },
        {"PYTHONWARNINGS": "error"},
    ],
    ids=" ".join,
)
def test_no_variable_changes_a_byte(environment, plain, tmp_path):
    odd = shortfall(tmp_path, *RUN, "--out", "out", **environment)
    assert (odd.returncode, odd.stderr) == (0, "")
    assert (odd.stdout, written(tmp_path / "out")) == plain


def test_a_style_of_the_user_changes_no_figure(plain, tmp_path):
    (tmp_path / "matplotlibrc").write_text("lines.linewidth: 20\nfont.size: 30\nnonsense: 1\n")
    assert shortfall(tmp_path, *RUN, "--out", "styled").returncode == 0
    assert written(tmp_path / "styled") == plain[1]


@pytest.mark.parametrize("columns", ["0", "1", "nonsense", "100000"])
def test_help_fits_any_terminal(columns, tmp_path):
    done = shortfall(tmp_path, "run", "--help", COLUMNS=columns)
    assert (done.returncode, done.stderr) == (0, "")
    assert "--workers" in done.stdout


def test_files_of_familiar_names_in_the_current_folder_are_not_taken(tmp_path):
    """Neither by the command nor by its workers."""
    for name in ("numpy", "simpy", "click", "pydantic", "ruamel", "sim", "types"):
        (tmp_path / f"{name}.py").write_text(f"raise SystemExit('the wrong {name}')")
    words = ("run", "two-mines", "-n", "128", "--workers", "2", "--no-figures", "-q")
    done = shortfall(tmp_path, *words)
    assert (done.returncode, done.stderr) == (0, "")


def written(out: Path) -> dict[str, bytes]:
    """Read all files of the only run, the log left out."""
    return {
        file.relative_to(out).as_posix(): file.read_bytes()
        for file in out.rglob("*")
        if file.is_file() and file.name != LOG
    }


@pytest.mark.parametrize("number", USED_UP)
def test_what_the_machine_has_no_more_of_is_told_in_a_line(number, monkeypatch, tmp_path):
    def fails(_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("sim.study.pool.local_pool", fails)
    done = CliRunner().invoke(main, [*RUN, "--out", str(tmp_path)])
    assert (done.exit_code, done.stderr) == (2, f"Error: {os.strerror(number)}.\n")
