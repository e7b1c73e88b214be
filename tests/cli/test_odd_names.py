"""A name that no file can have is told, whatever command gets it, and so is what is no file."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Call

LONG = "a" * 300


@pytest.mark.parametrize("name", [LONG, f"{LONG}/b", "chain.yaml/b", "no\tsuch\nfile"])
@pytest.mark.parametrize(
    "command",
    ["run", "validate", "explain", "bound", "hindcast", "forecast", "compare chain.yaml", "explain --licences",
     "new mine --from", "sweep --vary seed=1,2"],
)  # fmt: skip
def test_a_name_that_nothing_has_is_wrong_use(
    call: Call, chain: Path, command: str, name: str
) -> None:
    """Exit status 2 and a sentence."""
    result = call(*command.split(), name)
    assert result.exit_code == 2, result.output
    assert "Error: " not in result.output or "Usage: " in result.output


def test_what_the_shell_substitutes_is_named_as_it_is_given(tmp_path: Path) -> None:
    """There is no path behind it; the remedy works."""
    read, write = os.pipe()
    os.close(write)
    command = [sys.executable, "-m", "sim", "validate", f"/dev/fd/{read}"]
    done = subprocess.run(command, pass_fds=[read], capture_output=True, text=True, check=False)
    os.close(read)
    assert done.returncode == 2
    assert done.stdout.startswith(f"/dev/fd/{read}:1:1  error\n    It is a pipe.\n    Give  -  for")
