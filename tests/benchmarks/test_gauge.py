"""The gauge tells the memory of the largest process, whoever started it, and passes on failures."""

import json
import subprocess
import sys

import pytest

from tests.benchmarks.jobs import GAUGE

pytest.importorskip("resource", reason="not on this system")

HOLD = "held = bytearray(150 * 2**20)"
START = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {HOLD!r}], check=True)"


def gauge(program: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(GAUGE), sys.executable, "-c", program]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_memory_of_a_child_of_the_command_counts_and_that_of_its_caller_does_not():
    held = bytearray(400 * 2**20)
    megabytes = json.loads(gauge(START).stdout)["megabytes"]
    assert len(held) > 2 * megabytes * 2**20
    assert megabytes > 150


def test_a_command_that_fails_is_told():
    assert gauge("raise SystemExit(3)").returncode == 3
