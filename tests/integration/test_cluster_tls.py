"""A cluster whose messages are encrypted: who lacks the certificates is told so in a line.

That a run with them works, the commands of the README show (``tests/cli/test_readme.py``).
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from sim.cli import main
from tests.certificates import certify, needs_openssl
from tests.integration.shell import ROOT, ran, wait_for

pytest.importorskip("distributed")
pytestmark = [
    needs_openssl,
    pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX"),
]

COMMAND = ("two-mines", "-n", "64", "--no-figures", "-q")


@dataclass(frozen=True)
class Encrypted:
    """A scheduler that speaks with who has its certificates, and has no workers."""

    address: str
    certificates: dict[str, str]
    others: dict[str, str]
    """Of another authority."""


@pytest.fixture(scope="module")
def encrypted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Encrypted]:
    folder = tmp_path_factory.mktemp("encrypted")
    ours, others = certify(folder / "ours"), certify(folder / "others")
    files = [
        f"--tls-{o}={f}" for o, f in zip(("ca-file", "cert", "key"), ours.values(), strict=True)
    ]
    at = ("--host", "tls://127.0.0.1", "--port", "0", "--no-dashboard")
    file = folder / "scheduler.json"
    with subprocess.Popen(
        [sys.executable, "-m", "dask", "scheduler", *at, "--scheduler-file", str(file), *files],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        wait_for(lambda: file.exists() and file.read_text(), "a scheduler")
        yield Encrypted(json.loads(file.read_text())["address"], ours, others)
        process.terminate()


def told(out: Path, address: str, monkeypatch, certificates: dict[str, str]) -> str:
    """Run with certificates against an address that refuses; give the line that says why."""
    for name, value in certificates.items():
        monkeypatch.setenv(name, value)
    done = ran(out, *COMMAND, "--cluster", address)
    assert (done.status, done.out) == (2, "")
    (line,) = done.err.splitlines()
    assert address in line
    assert not list(out.glob("*/summary.json"))
    return line


def test_who_has_the_certificates_is_let_in(encrypted, monkeypatch, tmp_path):
    line = told(tmp_path, encrypted.address, monkeypatch, encrypted.certificates)
    assert "has no workers" in line


def test_certificates_of_another_authority_are_refused(encrypted, monkeypatch, tmp_path):
    line = told(tmp_path, encrypted.address, monkeypatch, encrypted.others)
    assert "certificate verify failed" in line
    assert "DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT" in line


def test_a_certificate_that_the_scheduler_does_not_know_is_refused(
    encrypted, monkeypatch, tmp_path
):
    mixed = encrypted.others | {
        name: encrypted.certificates[name] for name in list(encrypted.others)[:1]
    }
    assert "no dask scheduler answers" in told(tmp_path, encrypted.address, monkeypatch, mixed)


def test_without_certificates_it_is_told_where_they_are_named(encrypted, monkeypatch, tmp_path):
    assert "DASK_DISTRIBUTED__COMM__TLS__CA_FILE" in told(
        tmp_path, encrypted.address, monkeypatch, {}
    )


def test_a_file_that_is_not_there_is_told(encrypted, monkeypatch, tmp_path):
    away = dict.fromkeys(encrypted.certificates, str(tmp_path / "away.pem"))
    assert "No such file" in told(tmp_path / "out", encrypted.address, monkeypatch, away)


def test_plain_against_encrypted_is_refused(encrypted, monkeypatch, tmp_path):
    plain = encrypted.address.replace("tls://", "tcp://")
    assert "write tls://" in told(tmp_path, plain, monkeypatch, encrypted.certificates)


@pytest.mark.parametrize("address", ["", "http://x", "tls://", "nonsense://here", "tcp://a b:1"])
def test_what_is_no_address_is_told_at_once(address, tmp_path):
    words = ["run", *COMMAND, "--out", str(tmp_path), "--cluster", address]
    done = CliRunner().invoke(main, words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "this is no address of a scheduler; write tcp://host:8786" in done.stderr
