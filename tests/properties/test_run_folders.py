"""Whatever befalls a file of a run: it is made again to the byte, or refused with the remedy."""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from sim.cli import main
from sim.output.log import LOG
from tests.chain import CHAIN, write
from tests.examples import examples

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes and links of POSIX")

RUN = (
    "-n",
    70,
    "--workers",
    1,
    "--no-figures",
    "--set",
    "warm_up_days=30",
    "--set",
    "disruptions.halt.duration_days={uniform: [20, 50]}",
    "--set",
    "end=2026-04-30",
)
FILES = (
    "manifest.json", "scenario.yaml", "summary.json", "series.csv", "histories.csv", "summary.csv", "events.csv",
    "stockpile_days.csv", "histories/0000000.npz", "histories/0000064.npz", "histories/twin-0000000.npz",
)  # fmt: skip

Damage = Callable[[Path, st.DataObject], None]


def called(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def contents(folder: Path) -> dict[str, bytes]:
    """Read all files of a run, the log left out, and no more of them than any has."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != LOG:
            with path.open("rb") as file:
                found[path.relative_to(folder).as_posix()] = file.read(10_000_000)
    return found


class Runs:
    """A run, one of another seed, and what is compared."""

    def __init__(self, folder: Path) -> None:
        self.chain = write(folder, CHAIN, "chain.yaml")
        self.whole, self.other = self.run(folder / "whole"), self.run(folder / "other", 2)
        self.contents = contents(self.whole)
        assert self.contents.keys() == set(FILES)
        self.compared = self.compare(self.whole).stdout

    def run(self, out: Path, seed: int = 1) -> Path:
        done = called("run", self.chain, *RUN, "--seed", seed, "--out", out, "-q")
        assert done.exit_code == 0, done.output
        (folder,) = out.iterdir()
        return folder

    def compare(self, folder: Path) -> Result:
        with tempfile.TemporaryDirectory() as out:
            return called("compare", self.other, folder, "--csv", "--no-figures", "--figures", out)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    return Runs(tmp_path_factory.mktemp("runs"))


def flip(path: Path, data: st.DataObject) -> None:
    content = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)


def cut(path: Path, data: st.DataObject) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: data.draw(st.integers(0, len(content) - 1))])


def replaced(by: Callable[[Path], object]) -> Damage:
    def damage(path: Path, data: st.DataObject) -> None:
        path.unlink()
        by(path)

    damage.__name__ = getattr(by, "__name__", "replaced")
    return damage


def linked(path: Path) -> None:
    path.symlink_to("/etc/hostname")


def huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(15 << 30)


def garbage(path: Path, data: st.DataObject) -> None:
    path.write_bytes(
        data.draw(
            st.sampled_from(
                [b"{}", b"[]", b"[" * 100_000, b'{"format": 3}', b'{"format": 2}', b"\xff", b"null"]
            )
        )
    )


def swap(path: Path, data: st.DataObject) -> None:
    folder = path.parents[1] if path.suffix == ".npz" else path.parent
    other = folder / data.draw(st.sampled_from(FILES).filter(lambda name: folder / name != path))
    one, two = path.read_bytes(), other.read_bytes()
    path.write_bytes(two)
    other.write_bytes(one)


DAMAGES: list[Damage] = [
    flip, cut, garbage, swap, replaced(Path.mkdir), replaced(os.mkfifo), replaced(linked),
    replaced(huge), replaced(lambda _: None),
]  # fmt: skip


@examples(25)
@given(st.sampled_from(FILES), st.integers(-1, len(DAMAGES) - 1), st.data())
def test_a_damaged_file_is_made_again_to_the_byte_or_refused(runs, name, kind, data):
    with tempfile.TemporaryDirectory() as out:
        folder = Path(out) / runs.whole.name
        shutil.copytree(runs.whole, folder)
        (folder / "notes.txt").write_text("of the user's own")
        if kind < 0:  # the file of another run
            (folder / name).write_bytes((runs.other / name).read_bytes())
        else:
            DAMAGES[kind](folder / name, data)
        is_same = all((folder / n).is_file() for n in FILES) and contents(folder) == (
            runs.contents | {"notes.txt": b"of the user's own"}
        )
        verified = called("verify", folder)
        assert verified.exit_code == (0 if is_same else 2), verified.output
        assert is_same or str(folder) in verified.stdout
        compared = runs.compare(folder)
        assert compared.exit_code in {0, 2}, compared.output
        if compared.exit_code == 0:
            assert compared.stdout == runs.compared
        done = called("run", runs.chain, *RUN, "--seed", 1, "--out", out, "--json")
        assert "Traceback" not in done.output
        if done.exit_code == 0:
            assert contents(folder).pop("notes.txt")
            assert {**contents(folder), "notes.txt": b""} == {**runs.contents, "notes.txt": b""}
            assert called("verify", folder).exit_code == 0
        else:
            assert done.exit_code == 2, done.output
            assert str(folder) in done.stderr
            assert any(word in done.stderr for word in ("move", "remove", "--out")), done.stderr
