"""The screen of a run: the answer first, the rest on request, and of whom is asked for."""

import json
from pathlib import Path

import pytest

from sim.cli.screen_headline import headline, more
from sim.cli.screen_stops import first_stops
from sim.cli.screen_width import widths
from sim.scenario.load import load
from tests.cli.conftest import Call

QUICK = ("-n", 8, "--workers", 1, "--no-figures", "-q")


def row(kind: str, label: str, mean: float, half: float = 0.0) -> dict[str, object]:
    return {"kind": kind, "label": label, "mean": mean, "q05": mean - half, "q95": mean + half,
            "ci95": (mean - half / 2, mean + half / 2)}  # fmt: skip


def test_the_headline_says_what_all_lose_with_its_interval_and_who_loses_most() -> None:
    days = [row("region", "EU", 80.0), row("region", "US", 30.0), row("all", "All", 19.2, 4.0)]
    assert [*headline(days)] == [
        "All consumers lose 19.2 ± 2.0 days of normal supply (mean, 5 to 95 %: 15.2 to 23.2); "
        "most of all EU: 80.0."
    ]
    assert [*headline([row("region", "US", 30.0)])] == [
        "US loses 30.0 days of normal supply (mean)."
    ]
    assert [*headline([row("all", "All", 0.0)])] == []
    assert [*headline([])] == []


def test_what_is_folded_is_named_where_there_is_any() -> None:
    assert "licences" in more({"licences": [1], "grey": {}}, "results/x")
    assert "grey lanes" not in more({"licences": [1], "grey": {}}, "results/x")


@pytest.fixture
def file(tmp_path: Path) -> str:
    settings = {
        "motors": {"firms": {"stock_days_factor": {"lognormal": {"median": 1, "sigma": 0.5}}}}
    }
    (tmp_path / "firms.yaml").write_text(
        f"extends: two-mines.yaml\nschema: 1\nname: firms\nconsumers: {json.dumps(settings)}\n"
    )
    return "firms.yaml"


def test_a_run_answers_first_and_shows_all_on_request(call: Call, file: str) -> None:
    brief = call("run", file, *QUICK)
    assert brief.exit_code == 0, brief.stderr
    assert " days of normal supply (mean" in brief.stdout.split("\n\n")[1]
    assert "First stops, of 1 % of demand, median: motors" in brief.stdout
    assert "More: --all" in brief.stdout
    every = call("run", file, *QUICK, "--all").stdout
    assert "First stops, of demand" in every
    assert "More: --all" not in every


def test_widths_are_of_the_groups_that_are_asked_for() -> None:
    event = {"share": 0.5, "ci95": (0.4, 0.6), "alone": (1.0, 2.0), "known": (3.0, 4.0)}
    rows = [
        row(kind, name, 5.0) | {"group": name, "measure": "shortfall_days", "event": event}
        for kind, name in (("region", "US"), ("consumer", "us_ev"))
    ]
    width = {"event": ["halt"], "rest": ["chance"], "histories_needed": None}
    for asked, named in (((), "US"), (("us_ev",), "us_ev"), (("consumer",), "us_ev")):
        lines = widths({"width": width, "rows": rows, "histories": 64}, None, asked).splitlines()
        assert [line.split()[0] for line in lines[2:-4]] == [named]


def test_first_stops_are_of_the_groups_that_are_asked_for(file: str, tmp_path: Path) -> None:
    loaded = load(tmp_path / file)
    stop = {"kind": "consumer", "group": "motors", "measure": "first_stop_1pct", "label": "motors",
            "q05": 30.0, "q50": 40.0, "q95": None}  # fmt: skip
    summary = {"start": "2026-01-01", "rows": [stop]}
    for asked, told in (("US", 1), ("motors", 1), ("defence", 0), ("all", 1)):
        assert len([*first_stops(summary, loaded, (asked,))]) == told
    assert [*first_stops(summary, loaded, brief=True)] == [
        "First stops, of 1 % of demand, median: motors 2026-02-10"
    ]
