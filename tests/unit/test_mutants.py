"""Changes of operators are made as they are said to be, and reach functions that are in use."""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tests.live import Change, exchanged, put
from tests.mutants import Map, Mutant, mutants

TEXT = """\
LIMIT = 2.0 * 3

def larger(a, b):
    return a + min(a, b) if a > b else 0.0

class Pair:
    @property
    def difference(self):
        return (lambda a, b: a - b)(5, 3)

def made(by):
    def inner(a):
        return a * by
    return inner

double = made(2)
"""
CHANGES = {
    "2.0 * 3  ->  2.0 / 3",
    "a + min(a, b)  ->  a - min(a, b)",
    "a > b  ->  a >= b",
    "a > b  ->  a < b",
    "0.0  ->  1.0",
    "a - b  ->  a + b",
    "a * by  ->  a / by",
}


@pytest.fixture
def module(tmp_path: Path) -> ModuleType:
    """A module that has been loaded from a file."""
    file = tmp_path / "changed.py"
    file.write_text(TEXT)
    spec = importlib.util.spec_from_file_location("changed", file)
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def test_every_operator_is_changed_by_itself(module):
    found = list(mutants(module.__file__))
    assert {str(one).partition(": ")[2] for one in found} == CHANGES
    for one in found:
        assert one.after in one.text
        assert TEXT.splitlines()[one.lines[-1] - 1].strip()


@pytest.mark.parametrize(
    ("before", "result", "was", "becomes"),
    [
        ("a + min(a, b)", lambda module: module.larger(3, 1), 4, 2),
        ("a - b", lambda module: module.Pair().difference, 2, 8),
        ("a * by", lambda module: module.double(8), 16, 4.0),
    ],
)
def test_a_function_in_use_takes_the_changed_code(
    module, before: str, result: Callable[[ModuleType], float], was, becomes
):
    assert result(module) == was
    change = next(one for one in mutants(module.__file__) if one.before == before)
    file = Path(module.__file__)
    put(file, exchanged(Change(file, change.text, [], 1.0)))
    assert result(module) == becomes


def test_what_runs_as_a_module_is_loaded_is_left_to_a_new_process(module):
    change = next(one for one in mutants(module.__file__) if one.before == "2.0 * 3")
    assert exchanged(Change(Path(module.__file__), change.text, [], 1.0)) == {}


def test_those_that_run_the_line_come_first_the_fastest_before_and_no_more_than_there_is_time_for():
    """Then the others of their files, which may look at what these have made."""
    seconds = {"a::slow": 3.0, "a::quick": 1.0, "a::other": 0.5, "b::far": 0.1, "c::runs": 2.0}
    known = Map({"f.py": {"7": ["a::slow", "a::quick", "c::runs"], "9": ["b::far"]}}, seconds)

    def of(first: int, last: int, most: float = 60.0) -> list[str]:
        return known.of(Mutant("f.py", range(first, last + 1), "", "", ""), most)

    assert of(6, 7) == ["a::quick", "c::runs", "a::slow", "a::other"]
    assert of(6, 7, most=3.0) == ["a::quick", "c::runs"]
    assert of(9, 9) == ["b::far"]
    assert of(1, 1) == ["b::far", "a::quick", "c::runs", "a::slow", "a::other"]  # no test runs it
