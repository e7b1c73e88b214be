"""Progress: lines where nobody watches, a bar where somebody does."""

import io
import re
import sys

import pytest

from sim.cli.progress import progress
from sim.cli.screen import HEAD, READ, screen

ROW = {"kind": "all", "group": "all", "label": "All consumers", "item": None}
SUMMARY = {
    "start": "2026-01-01",
    "rows": [
        {**ROW, "measure": "shortfall_days", "q05": 10.0, "q50": 12.34, "q95": 2000.0, "mean": 13.0,
         "ci95": [12.0, 14.0]},
        {**ROW, "measure": "first_short_day", "q50": 31.0},
        {**ROW, "measure": "unmet_t", "q50": None},
        {**ROW, "kind": "sector", "label": "Wind", "measure": "shortfall_days", "q50": 1.0},
    ],
}  # fmt: skip


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_line_is_written_for_every_tenth(capsys: pytest.CaptureFixture[str]) -> None:
    """However many steps there are."""
    with progress(200) as report:
        for done in range(1, 201):
            report(done, 200)
    lines = capsys.readouterr().err.splitlines()
    assert [line.split()[0] for line in lines] == [str(ten) for ten in range(10, 101, 10)]
    assert lines[4].split()[:3] == ["50", "%", "100/200"]


def test_what_follows_on_what_is_done_counts_anew(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its time left is that of its own pace: one a second, after two minutes for the first ten."""
    clock = iter([0.0, 120.0, 121.0, 122.0])
    monkeypatch.setattr("sim.cli.progress.time.monotonic", lambda: next(clock))
    with progress(10) as report:
        report(10, 10)
        report(1, 4)
        report(2, 4)
    assert [line.split(maxsplit=2)[1:] for line in capsys.readouterr().err.splitlines()] == [
        ["%", "10/10  120.0 s"],
        ["more,", "on what these left open"],
        ["%", "1/4  1.0 s, 3 s left"],
        ["%", "2/4  2.0 s, 2 s left"],
    ]


def test_quiet_is_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    """Neither lines nor a bar."""
    with progress(10, quiet=True) as report:
        report(10, 10)
    assert capsys.readouterr() == ("", "")


def test_a_terminal_has_a_bar_without_colour_if_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR is obeyed."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    with progress(10) as report:
        report(5, 10)
    assert "5/10" in terminal.getvalue()
    assert not re.search(r"\x1b\[\d*;?3\dm", terminal.getvalue())


def test_the_screen_has_a_line_for_each_group_of_interest() -> None:
    """Regions, defence and all; a dash for what is not defined, and dates for days."""
    *_, last, read = screen(SUMMARY).splitlines()
    assert read == READ
    assert last.split() == [
        "All", "consumers", "12.3", "10.0", "to", "2,000", "13.0", "±", "1.0", "-", "2026-02-01",
        "-", "-",
    ]  # fmt: skip
    assert "Wind" not in screen(SUMMARY)


def test_every_column_says_which_statistic_it_is() -> None:
    """The last line over the numbers; and of several histories, what they and ± are over."""
    assert [*HEAD[-1]] == ["", "median", "5 to 95 %", "mean", *["median"] * 4]
    for none in ([None, None], [13.0, 13.0]):
        alone = [{**row, "ci95": none} for row in SUMMARY["rows"]]
        assert READ not in screen({**SUMMARY, "rows": alone}), "no chance, no interval"
        assert "±" not in screen({**SUMMARY, "rows": alone})
    surplus = {"left_t": 5.0, "held_t": 0.0, "made_t": 10.0, "bought_t": 0.0, "most_left_t": 5.0}
    *_, said, line = screen({**SUMMARY, "surplus": {**surplus, "most_of": "mine"}}).splitlines()
    assert (said, line.partition(",")[0]) == ("Means over the histories:", "Surplus of oxide")
