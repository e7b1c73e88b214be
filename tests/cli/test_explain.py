"""`shortfall explain`: values, places, sources."""

import json
import subprocess
import sys
from pathlib import Path

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


def test_an_unknown_field_is_wrong_use(call: Call, chain: Path) -> None:
    """With a suggestion."""
    result = call("explain", chain, "--field", "magnet_maker")
    assert result.exit_code == 2
    assert "Did you mean 'magnet_makers'?" in result.stderr


def test_a_reader_that_goes_away_is_no_error(chain: Path) -> None:
    """`shortfall explain ... | head -1` prints one line and no complaint."""
    command = f"{sys.executable} -m sim explain {chain} --json | head -1"
    done = subprocess.run(
        ["/bin/bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False
    )
    assert done.stdout == "[\n"
    assert "Traceback" not in done.stderr
    assert "Error" not in done.stderr
