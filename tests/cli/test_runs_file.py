"""`shortfall compare --runs FILE`: runs from a file, with values and labels of their own."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Call

QUICK = ("--workers", 1, "--no-figures", "-q", "--set", "warm_up_days=30")


def compared(call: Call, *arguments: object) -> list[str]:
    """Compare, and give the labels of the runs."""
    found = call("compare", *arguments, *QUICK, "--json")
    assert found.exit_code == 0, found.stderr
    return [one["run"] for one in json.loads(found.stdout)["runs"]]


def test_runs_come_from_a_file(call: Call, chain: Path, tmp_path: Path) -> None:
    """With values of their own, after those of the command line; comments are left out."""
    file = tmp_path / "runs.txt"
    file.write_text(
        "# shelves\n\nAs it is: chain.yaml\nLong shelves: chain.yaml@consumers.us_ev.stock_days=60\n"
    )
    assert compared(call, "--runs", file) == ["As it is", "Long shelves"]
    file.write_text("chain.yaml@consumers.us_ev.stock_days=30\nchain.yaml@seed=2\n")
    assert compared(call, chain, "--runs", file) == [
        "chain",
        "chain@us_ev.stock_days=30",
        "chain@seed=2",
    ]


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("# none\n", "names no run: write one a line"),
        ("One: chain.yaml\nchain.yaml@seed=2\n", "'chain.yaml@seed=2' has no label"),
        ("chain.yaml\n", "a comparison needs two runs or more"),
        ("One: chain.yaml\nOne: chain.yaml@seed=2\n", "2 runs need as many names, each its own"),
        ("chain.yaml@end\n", "after @ come changes as PATH=VALUE"),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused(
    call: Call, chain: Path, tmp_path: Path, lines: str, says: str
) -> None:
    (tmp_path / "runs.txt").write_text(lines)
    found = call("compare", "--runs", "runs.txt", *QUICK)
    assert found.exit_code == 2
    assert says in " ".join(found.stderr.split())


def test_a_file_that_is_not_there_is_told(call: Call) -> None:
    found = call("compare", "--runs", "none.txt", *QUICK)
    assert found.exit_code == 2
    assert "none.txt" in found.stderr
