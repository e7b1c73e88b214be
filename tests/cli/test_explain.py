"""`shortfall explain`: values, places, sources."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Call


def test_every_value_is_shown_with_its_place(call: Call, chain: Path) -> None:
    """One line a value; the count goes to stderr."""
    result = call("explain", chain)
    assert result.exit_code == 0
    assert "disruptions.halt.duration_days" in result.stdout
    assert "chain.yaml:50:5" in result.stdout
    assert " values" in result.stderr


def test_a_field_is_shown_with_its_defaults(call: Call, chain: Path) -> None:
    """What no file says is a default."""
    result = call("explain", chain, "--field", "magnet_makers.maker", "--set", "seed=4")
    rows = dict(line.split(maxsplit=1) for line in result.stdout.splitlines())
    assert rows["magnet_makers.maker.country"].split() == ["CN", "chain.yaml:23:5"]
    assert rows["magnet_makers.maker.stock_days"].split() == ["14", "default"]
    assert len(rows) == sum(name.startswith("magnet_makers.maker.") for name in rows)


def test_settings_are_their_own_origin(call: Call, chain: Path) -> None:
    """As they are for a run."""
    result = call("explain", chain, "--field", "seed", "--set", "seed=4", "--json")
    assert json.loads(result.stdout) == [
        {"path": "seed", "value": 4, "origin": "--set", "sources": []}
    ]


@pytest.mark.parametrize(
    ("field", "meant"), [("magnet_maker", "magnet_makers"), ("balance-2042", "balance-2024")]
)
def test_an_unknown_field_is_wrong_use(call: Call, field: str, meant: str) -> None:
    """With a suggestion."""
    result = call("explain", "baseline", "--field", field)
    assert result.exit_code == 2
    assert f"Did you mean '{meant}'?" in result.stderr


def test_where_no_name_is_near_those_that_there_are_are_listed(call: Call) -> None:
    """Blocks of the scenario; or names in a block."""
    said = " ".join(call("explain", "baseline", "--field", "nosuch").stderr.split())
    assert "There is no 'nosuch' in the scenario. There are: as_of, blocs, " in said
    said = " ".join(call("explain", "two-mines", "--field", "magnet_makers.zzz").stderr.split())
    assert "There is no 'zzz' in magnet_makers. There are: maker." in said


@pytest.mark.parametrize("day", ["15.3.2027", "2027-13-01"])
def test_a_day_is_asked_for_as_files_write_it(call: Call, day: str) -> None:
    said = call("explain", "results/x", "--day", day)
    assert said.exit_code == 2
    assert f"'{day}' is no day; write year, month and day, as 2027-03-15" in said.stderr


def test_a_source_is_found_by_its_id(call: Call) -> None:
    """As blocks name it."""
    result = call("explain", "baseline", "--field", "balance-2024")
    assert result.exit_code == 0
    assert result.stdout == call("explain", "baseline", "--field", "sources.balance-2024").stdout
    assert result.stdout.startswith("sources.balance-2024.title ")


def test_the_closure_is_a_table(call: Call, chain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the run gives beside what the source says; for shares the difference is in points."""
    row = {"stage": "mines", "item": "All", "unit": "t", "run": 1234.5, "source_says": 1200.0,
           "difference_percent": 2.875, "tolerance": 5.0, "source": "s"}  # fmt: skip
    share = row | {"stage": "magnets", "unit": "%", "run": 94.2, "source_says": 94.0}
    monkeypatch.setattr("sim.study.closure.closure_table", lambda scenario: [row, share])
    table = call("explain", chain, "--closure").stdout.splitlines()
    assert table[1].split() == ["mines", "All", "1,234", "1,200", "t", "+2.9", "%", "s"]
    assert table[2].split()[-3:] == ["+2.9", "points", "s"]
    assert json.loads(call("explain", chain, "--closure", "--json").stdout) == [row, share]


def test_a_reader_that_goes_away_is_no_error(chain: Path) -> None:
    """`shortfall explain ... | head -1` prints one line and no complaint."""
    command = f"{sys.executable} -m sim explain {chain} --json | head -1"
    done = subprocess.run(
        ["/bin/bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False
    )
    assert done.stdout == "[\n"
    assert "Traceback" not in done.stderr
    assert "Error" not in done.stderr
