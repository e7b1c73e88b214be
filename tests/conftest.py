"""What all tests share: what happens in calm."""

import compileall
import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from py_compile import PycInvalidationMode

import pytest
from hypothesis import settings

import sim
from sim.study import replicate
from tests import warm

collect_ignore = ["lines.py"]
"""A plugin of ``tests.mutants``, which has no doctests and counts lines once imported."""

warm.share()
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder of warm states, in the process that starts the others."""
    if warm.FOLDER not in os.environ:
        if sys.dont_write_bytecode:  # then each of some hundred processes would compile the program
            compileall.compile_dir(
                Path(sim.__file__).parent,
                quiet=2,
                invalidation_mode=PycInvalidationMode.CHECKED_HASH,
            )
        folder = tempfile.mkdtemp(prefix="shortfall-warm-")
        os.environ[warm.FOLDER] = folder

        def remove() -> None:
            del os.environ[warm.FOLDER]
            shutil.rmtree(folder)

        config.add_cleanup(remove)


UNTRACED = ("tests/integration", "tests/properties")
"""Whole worlds, many of them: to trace their lines for coverage takes as long as to run them."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Measure coverage by the other tests alone, if it is measured."""
    if config.pluginmanager.hasplugin("_cov"):
        for item in items:
            if item.nodeid.startswith(UNTRACED):
                item.add_marker("no_cover")


def pytest_collection_finish() -> None:
    """Throw away what collecting the tests left over."""
    gc.collect()


@pytest.fixture(autouse=True, scope="module")
def nothing_old_is_searched() -> None:
    """Take what is there by now out of the search for garbage, which a run does after each block."""
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def one_core() -> Iterator[None]:
    """Have commands work in the process that calls them, unless a test asks for others.

    Those load the program anew, and other tests are at work on the other cores.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "cpu_count", lambda: 1)
        yield


@pytest.fixture
def nothing_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a test make all by itself, as it changes what happens in calm."""
    monkeypatch.delenv(warm.FOLDER)
    monkeypatch.setattr(replicate, "_begun", [])
