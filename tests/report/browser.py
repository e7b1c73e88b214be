"""A real browser, if the machine has one, that goes nowhere."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@contextmanager
def browser() -> Iterator[Any]:
    """Open Debian's Chromium without a window; skip the test where there is none."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("no Chromium here (Debian: apt-get install chromium)")
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=found, args=[*FLAGS])
        yield opened
        opened.close()


class Opened:
    """A page in the browser, with what went wrong in it and what it asked for."""

    def __init__(self, opened: Any, file: Path, **context: Any) -> None:
        self.page = opened.new_context(accept_downloads=True, **context).new_page()
        self.faults: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda said: self.faults.append(said.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", lambda one: self.requests.append(one.url))
        self.page.goto(file.as_uri())

    def column(self, table: str, place: int) -> list[str]:
        """Give the texts of a column of a table, of rows that are shown."""
        rows = self.page.locator(f"#table-{table} tbody tr:visible").all()
        return [row.locator("th, td").nth(place).inner_text() for row in rows]
