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
        ("chain.yaml\n", "a comparison needs two runs or more"),
    ],
)
def test_a_file_with_too_few_runs_is_refused(
    call: Call, chain: Path, tmp_path: Path, lines: str, says: str
) -> None:
    (tmp_path / "runs.txt").write_text(lines)
    found = call("compare", "--runs", "runs.txt", *QUICK)
    assert found.exit_code == 2
    assert says in " ".join(found.stderr.split())


DAYS = "consumers.us_ev.stock_days"


@pytest.mark.parametrize(
    ("line", "place", "says"),
    [
        ("chain.yaml@seed=2", "4:1", "'chain.yaml@seed=2' has no label, and others have."),
        ("  Two: chain.yaml@end", "4:8", "after @ come changes as PATH=VALUE"),
        ("One: chain.yaml", "4:1", "The label 'One' stands here twice, first on line 3."),
        ("Two: -@seed=2", "4:6", "Standard input (-) can be read only once."),
        (f"Two: chain.yaml@{DAYS}=4,5", "4:6", "a comma parts two changes. Write 4.5."),
        (f"Two: chain.yaml@{DAYS}=4,{DAYS}=5", "4:6", f"'{DAYS}' is set twice"),
        ("Two: chian.yaml", "4:6", "There is no such file"),
        ("Two: results", "4:6", "results: no complete run"),
        (f"Two: chain.yaml@seed=2,{DAYS}=-1", "4:24", "-1 must be at least 0."),
        ("Two: chain.yaml@seed=2,consumers.us_eb=1", "4:24", "Did you mean 'us_ev'?"),
    ],
)
def test_what_is_wrong_with_a_line_is_told_with_its_place(
    call: Call, chain: Path, tmp_path: Path, line: str, place: str, says: str
) -> None:
    """With the line itself, before anything is run."""
    Path("results").mkdir()
    first = "-" if "Two: -" in line else "chain.yaml"
    (tmp_path / "runs.txt").write_text(f"# two runs\n\nOne: {first}\n{line}\n")
    found = call("compare", "--runs", "runs.txt", *QUICK)
    assert found.exit_code == 2
    assert f"runs.txt:{place}" in found.stderr
    assert says in " ".join(found.stderr.split())
    if "no complete run" not in says:
        assert f"    4 | {line}" in found.stderr
    assert not any(Path("results").iterdir())


def test_all_that_is_wrong_with_the_lines_is_told_at_once(
    call: Call, chain: Path, tmp_path: Path
) -> None:
    (tmp_path / "runs.txt").write_text("One: chain.yaml@end\nchain.yaml\nOne: chain.yaml\n")
    found = call("compare", "--runs", "runs.txt", *QUICK)
    assert [f"runs.txt:{place}" in found.stderr for place in ("1:6", "2:1", "3:1")] == [True] * 3
    assert "3 errors in 1 file. Nothing was run." in found.stderr


def test_what_is_wrong_with_a_scenario_has_its_own_place(
    call: Call, chain: Path, tmp_path: Path
) -> None:
    """As has what the command itself sets."""
    (tmp_path / "runs.txt").write_text("chain.yaml\nchain.yaml@seed=2\n")
    found = call("compare", "--runs", "runs.txt", *QUICK, "--set", f"{DAYS}=-1")
    assert found.exit_code == 2
    assert "runs.txt" not in found.stderr
    assert "--set" in found.stderr
    chain.write_text(chain.read_text().replace("duration_days: 90", "duration_days: -90"))
    found = call("compare", "--runs", "runs.txt", *QUICK)
    assert "chain.yaml:" in found.stderr
    assert "runs.txt" not in found.stderr


def test_a_file_that_is_not_there_is_told(call: Call) -> None:
    found = call("compare", "--runs", "none.txt", *QUICK)
    assert found.exit_code == 2
    assert "none.txt" in found.stderr
