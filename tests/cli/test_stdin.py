"""`-` is a scenario on standard input."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sim.cli import main
from sim.scenario.text import MOST_BYTES
from tests.chain import CHAIN, write
from tests.cli.conftest import Call

QUICK = ("-n", "2", "--workers", "1", "--no-figures", "--set", "warm_up_days=30")
CHILD = "extends: chain\nconsumers: {us_ev: {stock_days: 30}}\n"


def piped(text: str | bytes | io.IOBase, *arguments: str) -> Result:
    """Call the command line with something on standard input."""
    return CliRunner().invoke(main, arguments, input=text)


def test_a_scenario_is_run_from_standard_input(call: Call, chain: Path, tmp_path: Path) -> None:
    """What it extends lies in the working folder; its folder is named after where it came from."""
    result = piped(CHILD, "run", "-", *QUICK)
    assert result.exit_code == 0, result.stderr
    assert result.stderr.startswith("Reading standard input ...\n")
    (folder,) = (tmp_path / "results").iterdir()
    assert folder.name.startswith("stdin-")
    write(tmp_path, CHILD.replace("extends", "name: stdin\nextends"), "case.yaml")
    again = call("run", "case.yaml", *QUICK)
    assert "complete already" in again.stderr


def test_every_command_that_reads_scenarios_takes_it(call: Call, chain: Path) -> None:
    """Each reads it once, also where it is changed again."""
    vary = ("--vary", "consumers.us_ev.stock_days=10,20", "--dry-run")
    for arguments, says in {
        ("validate", "-"): "No problem in 1 file.",
        ("explain", "-", "--field", "consumers.us_ev.stock_days"): "<stdin>:2:21",
        ("sweep", "-", *vary): "2 points",
        ("compare", "chain.yaml", "-", *QUICK): "shortfall_days",
    }.items():
        result = piped(CHILD, *arguments)
        assert result.exit_code == 0, result.stderr
        assert says in result.stdout


def test_a_problem_is_told_at_its_place(call: Call) -> None:
    """With the line."""
    result = piped(CHAIN + "seeed: 1\n", "validate", "-")
    assert "<stdin>:54:1  error  seeed" in result.stdout


def test_what_is_piped_in_reads_nothing_outside(call: Call) -> None:
    """It counts as of the working folder."""
    assert "leads out of" in piped("extends: /etc/passwd\n", "validate", "-").stdout


@pytest.mark.parametrize("command", ["run", "compare", "validate"])
def test_standard_input_is_read_only_once(call: Call, command: str) -> None:
    """Twice is wrong use."""
    result = piped(CHAIN, command, "-", "-")
    assert result.exit_code == 2
    assert "can be read only once" in result.stderr


@pytest.mark.parametrize("text", ["", "  \n"])
def test_an_empty_input_is_told(call: Call, text: str) -> None:
    """As when the command before it failed."""
    result = piped(text, "run", "-")
    assert result.exit_code == 2
    assert "Standard input is empty." in result.stderr


def test_an_endless_input_is_read_up_to_the_limit(call: Call) -> None:
    """No further."""

    class Endless(io.BytesIO):
        given = 0

        def read(self, size: int | None = -1, /) -> bytes:
            assert size is not None
            assert size >= 0, "to its end"
            self.given += size
            return b"#" * size

    stream = Endless()
    assert "at most 2 MB" in piped(stream, "validate", "-").stdout
    assert stream.given < 2 * MOST_BYTES


def test_a_closed_input_is_told(tmp_path: Path) -> None:
    """Rather than a traceback."""
    code = "import sys; sys.stdin = None; from sim.cli import main; main(['validate', '-'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Standard input cannot be read." in done.stdout


def test_a_new_scenario_does_not_build_on_it(call: Call) -> None:
    """Its file could not name it."""
    assert "There is no scenario '-'" in piped(CHAIN, "new", "mine", "--from", "-").stderr
