"""A plugin of pytest that notes which tests run which lines of which files, and for how long.

A line tells of itself once a test (``sys.monitoring``, from Python 3.12 on), so that the tests take
hardly longer than without. ``LINES_OF`` names the folders, ``LINES_TO`` where the notes go.
"""

import json
import os
import sys
import time
from collections.abc import Generator
from pathlib import Path
from types import CodeType
from typing import Any

import pytest

FOLDERS = tuple(os.environ["LINES_OF"].split(os.pathsep))

if sys.version_info >= (3, 12):
    watch = sys.monitoring
    TOOL = watch.COVERAGE_ID
    now: set[tuple[str, int]] = set()
    notes: list[tuple[str, float, list[tuple[str, int]]]] = []

    def begins(code: CodeType, place: int) -> Any:
        """Listen to the lines of a function of ours, as it is called for the first time."""
        if code.co_filename.startswith(FOLDERS):
            watch.set_local_events(TOOL, code, watch.events.LINE)
        return watch.DISABLE

    def runs(code: CodeType, line: int) -> Any:
        """Note that a line runs, once."""
        now.add((code.co_filename, line))
        return watch.DISABLE

    watch.use_tool_id(TOOL, "lines")
    watch.register_callback(TOOL, watch.events.PY_START, begins)
    watch.register_callback(TOOL, watch.events.LINE, runs)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
        """Note what a test runs, with what it asks for."""
        now.clear()
        watch.set_events(TOOL, watch.events.PY_START)
        watch.restart_events()
        began = time.process_time()
        found = yield
        notes.append((item.nodeid, time.process_time() - began, sorted(now)))
        return found

    def pytest_sessionfinish() -> None:
        """Keep the notes of this process."""
        watch.set_events(TOOL, watch.events.NO_EVENTS)
        file = Path(os.environ["LINES_TO"], f"{os.getpid()}.json")
        file.write_text(json.dumps(notes), encoding="utf-8")
