"""Every command and every program in the README works as it stands there.

Blocks marked ``sh`` hold a command a line, blocks marked ``python`` a program each; text in
backticks is a command if it names a file. They run in a folder with the checkout's scenarios, where
a later command may use what an earlier one wrote, but none must; ``tests/in_brief.py`` says how they are
made quick. A command without a redirection is called in this process.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from socket import socket

import pytest
from click.testing import CliRunner
from matplotlib import get_configdir

from sim.cli import main
from sim.cli.hindcast import MISSED
from tests import warm
from tests.certificates import certify, needs_openssl
from tests.in_brief import in_brief

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(sh|python)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)

COMMANDS = [line for kind, text in BLOCKS if kind == "sh" for line in text.splitlines() if line]
COMMANDS += re.findall(r"`((?:shortfall|python) [^`\n]*\.\w+)`", README)
IN_CI = COMMANDS[:2]
"""The README opens with them; they make an environment, so .ci/run runs them."""
TESTED = [command for command in COMMANDS[2:] if re.match(r"(\.venv/bin/)?shortfall ", command)]
SCRIPTS = [command for command in COMMANDS[2:] if re.match(r"(\.venv/bin/)?python ", command)]
CLUSTER = [command for command in COMMANDS if command.startswith("dask ") or "--cluster" in command]
TESTED = [command for command in TESTED if command not in CLUSTER]
PROGRAMS = [text for kind, text in BLOCKS if kind == "python"]

SHORTFALL = f"""\
#!/bin/sh
PYTHONPATH='{ROOT}' exec '{sys.executable}' -m tests.in_brief "$@"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the scenarios and a command `shortfall` that is quick."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "scenarios", folder / "scenarios")
    command = folder / ".venv" / "bin" / "shortfall"
    command.parent.mkdir(parents=True)
    command.write_text(SHORTFALL)
    command.chmod(0o755)
    return folder


def succeeds(command: list[str], folder: Path, **environment: str) -> None:
    """Run a command that must not fail; warm states and the list of fonts are there already."""
    ready = {warm.FOLDER: os.environ[warm.FOLDER], "MPLCONFIGDIR": get_configdir()}
    done = subprocess.run(
        command, cwd=folder, env=ready | environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_readme_opens_with_the_two_commands():
    run, test = IN_CI
    for command in IN_CI:
        assert command.startswith("python3 -m venv .venv && .venv/bin/pip install ")
    assert run.endswith(" && .venv/bin/shortfall run scenarios/export-halt.yaml")
    assert test.endswith(" && .venv/bin/python -m pytest")


def test_ci_runs_them_word_for_word():
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert [command for command in IN_CI if command not in lines] == []


def test_no_command_goes_untested():
    assert set(COMMANDS) - {*IN_CI, *TESTED, *CLUSTER, *SCRIPTS} == set()


@pytest.mark.parametrize("command", TESTED)
def test_a_command_works(command, folder, monkeypatch):
    monkeypatch.chdir(folder)
    new = [one for one in TESTED if one.startswith("shortfall new ")]
    for one in [n for n in new if written(n) in command and n != command] + [command]:
        if one in new:
            (folder / written(one)).unlink(missing_ok=True)
        called(one, folder)


def called(command: str, folder: Path) -> None:
    """Call a command that must not fail, by a shell where one is needed."""
    if re.search("[>&*]", re.sub("'.*?'", "", command)):
        path = f"{folder / '.venv' / 'bin'}:/usr/bin:/bin"
        succeeds(["bash", "-c", command], folder, PATH=path, HOME=str(folder))
    else:
        done = CliRunner().invoke(main, in_brief(shlex.split(command)[1:]))
        right = {0, MISSED} if command.startswith("shortfall hindcast") else {0}
        assert done.exit_code in right, done.output


def written(new: str) -> str:
    """Name the file that ``shortfall new`` writes."""
    return f"{new.split()[2]}.yaml"


@pytest.mark.parametrize("kind", ["tcp", pytest.param("tls", marks=needs_openssl)])
def test_the_cluster_of_two_workers_works(kind, folder):
    security = None
    if kind == "tls":
        names = certify(folder).values()
        security = dict(
            zip(("tls_ca_file", "tls_client_cert", "tls_client_key"), names, strict=True)
        )
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    ours = CLUSTER[:3] if kind == "tcp" else CLUSTER[3:]
    scheduler, workers, run = (command.replace("8786", str(port)) for command in ours)
    path = f"{folder / '.venv' / 'bin'}:{Path(sys.executable).parent}:/usr/bin:/bin"
    environment = {"PATH": path, "HOME": str(folder), "PYTHONPATH": str(ROOT)}
    with ExitStack() as stack:
        for command in (f"{scheduler} --no-dashboard", f"{workers} --no-dashboard"):
            started = stack.enter_context(
                subprocess.Popen(
                    shlex.split(command),
                    cwd=folder,
                    env=environment,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            )
            stack.callback(started.terminate)
        until(lambda: workers_at(f"{kind}://127.0.0.1:{port}", security) == 2)
        succeeds(["bash", "-c", run.replace(" -n 128", "")], folder, **environment)


def workers_at(address: str, security: dict[str, str] | None) -> int:
    """Count the workers of a scheduler."""
    from distributed import Client
    from distributed.security import Security

    try:
        with Client(address, timeout=1, security=security and Security(**security)) as client:
            return len(client.nthreads())
    except (OSError, TimeoutError):
        return 0


def until(come: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for something to come about."""
    end = time.monotonic() + seconds
    while not come():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.2)


@pytest.mark.parametrize("command", SCRIPTS)
def test_a_script_is_there_and_explains_itself(command, folder):
    script = command.split()[1]
    succeeds([sys.executable, str(ROOT / script), "--help"], folder, PYTHONPATH=str(ROOT))


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda text: text.splitlines()[-1])
def test_a_program_works(program, folder):
    succeeds([sys.executable, "-c", program], folder, PYTHONPATH=str(ROOT), HOME=str(folder))
