"""Changes of the program that are tried without writing a file, each in a child of a process.

The quick way: a process has collected all tests, and in the child every function takes the code of
the changed file. It saves the seconds of a start, but does not reach what runs while modules are
loaded or tests are collected, nor processes that a test starts. The thorough way: the child loads the
program, with the changed file in place of its own, and collects the tests. It misses only the last.
"""

import ast
import gc
import os
import resource
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.machinery import SourceFileLoader
from inspect import CO_OPTIMIZED
from pathlib import Path
from types import CodeType, FunctionType
from typing import IO

import pytest

OPTIONS = ("-q", "-n", "0", "-x", "--hypothesis-seed=0", "-p", "no:cacheprovider")


@dataclass(frozen=True)
class Change:
    """A changed file, and the tests to run in order until one fails."""

    file: Path
    text: str
    tests: Sequence[str]
    seconds: float
    """CPU seconds after which a loop without end is assumed, and so a change that is noticed."""


def nested(code: CodeType) -> Iterator[CodeType]:
    """Give a code and all codes inside it, in the order in which they are written."""
    yield code
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from nested(one)


def does(code: CodeType) -> tuple[object, ...]:
    """Give what a code does by itself, wherever it stands."""
    plain = [repr(one) for one in code.co_consts if not isinstance(one, CodeType)]
    return code.co_code, plain, code.co_names


def exchanged(change: Change) -> dict[CodeType, CodeType]:
    """Pair every code of a file with that of the changed text; none if what loads it changes."""
    tree, other = ast.parse(change.file.read_text(encoding="utf-8")), ast.parse(change.text)
    for one, twin in zip(ast.walk(tree), ast.walk(other), strict=True):
        ast.copy_location(twin, one)  # lines count in codes
    old, new = (
        list(nested(compile(one, str(change.file), "exec", dont_inherit=True)))
        for one in (tree, other)
    )
    pairs = dict(zip(old, new, strict=True))
    loads = (pair for pair in pairs.items() if not pair[0].co_flags & CO_OPTIMIZED)
    return {} if any(does(one) != does(other) for one, other in loads) else pairs


def put(file: Path, pairs: dict[CodeType, CodeType]) -> None:
    """Give all living functions of a file their changed code."""
    gc.unfreeze()
    for one in gc.get_objects():
        if type(one) is FunctionType and one.__code__.co_filename == str(file):
            one.__code__ = pairs.get(one.__code__, one.__code__)


def child(work: Callable[[], bool], seconds: float) -> bool:
    """Tell whether something holds, worked out in a child that prints nothing and may take so long."""
    if not (number := os.fork()):
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 5))
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.dup2(1, 2)
            os._exit(0 if work() else 1)
        finally:
            os._exit(2)
    return os.waitpid(number, 0)[1] == 0


class Quick:
    """A plugin of pytest that tries changes the quick way, once all tests are collected."""

    def __init__(self, changes: Sequence[Change], survivors: IO[str]) -> None:
        self.changes, self.survivors = changes, survivors

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try all changes, in place of running all tests, and note the places of those that survive."""
        items = {item.nodeid: item for item in session.items}
        for place, change in enumerate(self.changes):
            pairs = exchanged(change)
            work = partial(passes, session, items, change, pairs)
            if not pairs or child(work, change.seconds):
                print(place, file=self.survivors, flush=True)
        return True


def passes(
    session: pytest.Session,
    items: dict[str, pytest.Item],
    change: Change,
    pairs: dict[CodeType, CodeType],
) -> bool:
    """Tell whether all tests pass with a change, made in this process."""
    from tests import warm

    folder = tempfile.mkdtemp()  # states that are warm without the change are no use
    trees = Path(os.environ[warm.FOLDER]).glob("*.tree")
    for tree in trees:
        os.link(tree, Path(folder, tree.name))
    os.environ[warm.FOLDER] = folder
    put(change.file, pairs)
    asked = [items[test] for test in change.tests if test in items]
    try:
        for one, after in zip(asked, [*asked[1:], None], strict=True):
            one.config.hook.pytest_runtest_protocol(item=one, nextitem=after)
            if session.testsfailed:
                return False
        return True
    finally:
        shutil.rmtree(folder)


def quickly(tests: Sequence[str], changes: Sequence[Change]) -> list[int]:
    """Try changes the quick way, in a child that has collected the tests; place those that survive."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as survivors:
        if not (number := os.fork()):
            try:
                pytest.main([*OPTIONS, *tests], plugins=[Quick(changes, survivors)])
            finally:
                os._exit(0)
        os.waitpid(number, 0)
        survivors.seek(0)
        return [int(line) for line in survivors]


def thoroughly(change: Change) -> bool:
    """Tell whether a change survives the thorough way, in a process that has not loaded the program."""

    def work() -> bool:
        read = SourceFileLoader.get_code

        def loaded(self: SourceFileLoader, name: str) -> CodeType | None:
            if Path(self.path) != change.file:
                return read(self, name)
            code: CodeType = compile(change.text, self.path, "exec", dont_inherit=True)
            return code

        setattr(SourceFileLoader, "get_code", loaded)  # noqa: B010
        with tempfile.NamedTemporaryFile("w", encoding="utf-8") as asked:
            asked.write("\n".join(change.tests))
            asked.flush()
            return pytest.main([*OPTIONS, f"@{asked.name}"]) == 0

    return child(work, change.seconds)
