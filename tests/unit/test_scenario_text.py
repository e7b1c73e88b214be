"""What is read from a path: a regular file, and no more of it than a scenario may have."""

import os
import socket
import time
from pathlib import Path

import pytest

from sim.scenario import text
from sim.scenario.load import load
from sim.scenario.text import MOST_BYTES
from tests.chain import CHAIN, problems, write


@pytest.mark.parametrize("name", ["/dev/zero", "/dev/null", "/dev/full"])
def test_a_device_is_refused(name: str) -> None:
    """Before it is opened."""
    (problem,) = problems(Path(name))
    assert (problem.message, problem.file) == ("It is a device.", name)


def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    """Nobody writes to it; the remedy is standard input."""
    os.mkfifo(tmp_path / "pipe.yaml")
    began = time.perf_counter()
    (problem,) = problems(tmp_path / "pipe.yaml")
    assert problem.message == "It is a pipe."
    assert "Give  -" in problem.remedy
    assert time.perf_counter() - began < 2


def test_a_pipe_that_takes_the_place_of_the_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was a file when it was looked at may be none when it is open."""
    os.mkfifo(tmp_path / "pipe.yaml")
    looks = iter([lambda mode, shown: None, text._refuse_other])
    monkeypatch.setattr(text, "_refuse_other", lambda *given: next(looks)(*given))
    assert problems(tmp_path / "pipe.yaml")[0].message == "It is a pipe."


def test_a_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It cannot be opened as a file."""
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as one:
        one.bind("socket.yaml")
        assert problems(Path("socket.yaml"))[0].message == "It is a socket."


def test_no_more_is_read_than_a_scenario_may_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever its size was said to be."""
    file = write(tmp_path, CHAIN + "#" * (MOST_BYTES - len(CHAIN)))
    assert load(file).scenario.name == "chain"
    write(tmp_path, CHAIN + "#" * (MOST_BYTES + 1 - len(CHAIN)))
    assert "too large: a scenario has at most 2 MB" in problems(file)[0].message


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"name: a\x00b\n", (1, 8)),
        (b"name: ab\r\nseed: \x1b[31m\r\n", (2, 7)),
        (b"name: ab\rseed: \x07\r", (2, 7)),
        ("name: é\u2028seed: \x7f".encode(), (2, 7)),
        ("# \U0001f600\nname: \ufffe".encode(), (2, 7)),
    ],
)
def test_a_character_that_does_not_print_has_a_place(
    content: bytes, place: tuple[int, int], tmp_path: Path
) -> None:
    """Line and column are those of the character, as the parser counts them."""
    file = tmp_path / "bad.yaml"
    file.write_bytes(content)
    (problem,) = problems(file)
    assert (problem.line, problem.column) == place
    assert "does not print" in problem.message
