"""`shortfall stress`: two makers in parallel, and what is told and written of them."""

import csv
import json
from pathlib import Path

import pytest

from tests.plots.studies import files_of

CASE = Path(__file__).resolve().parents[1] / "known_answers" / "two_makers.yaml"
QUICK = ("--days", "60", "--kinds", "facility", "--workers", 1)


def test_the_ranking_is_told_and_written(call, tmp_path):
    done = call("stress", CASE, *QUICK, "--group", "pumps")
    assert done.exit_code == 0, done.stderr
    assert "one history at each, as nothing is random" in done.stderr
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["apart", "0.99", "%", "37", "30.0", "7", "1.00", "pumps", "30.0", "d"] in lines
    assert "2 of 3 facilities cost nobody anything in 60 days: 2 as others make up for it." in (
        done.stdout
    )
    (folder,) = tmp_path.glob("results/stress-two-makers-*")
    assert {f.name for f in folder.iterdir()} == {
        "points", "stress.csv", "stress.json", "figures", "extras.json",
    }  # fmt: skip
    assert {f.name for f in (folder / "figures").iterdir()} == set(files_of("stress"))
    rows = list(csv.DictReader((folder / "stress.csv").read_text().splitlines()))
    (lost,) = (
        row
        for row in rows
        if (row["node"], row["group_kind"], row["group"], row["measure"])
        == ("apart", "consumer", "pumps", "shortfall_days")
    )
    assert (lost["days"], float(lost["mean"])) == ("60", pytest.approx(30, abs=1e-3))


def test_the_same_command_gives_the_same_bytes(call, tmp_path):
    asked = ("stress", CASE, *QUICK, "--node", "apart", "--node", "east", "--pairs", 2, "-q")
    first = call(*asked, "--json", "--no-figures")
    (folder,) = tmp_path.glob("results/stress-*")
    before = {f: f.read_bytes() for f in folder.rglob("*") if f.is_file()}
    again = call(*asked, "--json", "--no-figures")
    assert (first.stdout, first.stderr) == (again.stdout, "")
    assert {f: f.read_bytes() for f in folder.rglob("*") if f.is_file()} == before
    told = json.loads(first.stdout)
    assert told == json.loads((folder / "stress.json").read_text())
    assert [(node["node"], node["rank"]) for node in told["nodes"]] == [("apart", 1), ("east", 2)]
    (pair,) = told["pairs"]
    assert pair["beyond"] == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (("--node", "weest"), "Did you mean 'west'?"),
        (("--days", "30,x"), "--days"),
        (("--days", "0"), "--days"),
        (("--days", "1000"), "fewer --days or a later end (--set end=...)"),
        (("--kinds", "facility,port"), "'port' is not one of 'facility', 'lane'"),
        (("--from", "2030-01-01"), "from 2026-01-01 to 2026-12-31"),
        (("--group", "nobody"), "There is no group 'nobody'"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_run(call, tmp_path, asked, says):
    done = call("stress", CASE, *asked)
    assert (done.exit_code, done.stdout) == (2, "")
    assert says in " ".join(done.stderr.split())
    assert not list(tmp_path.glob("results/*"))


def test_work_of_more_than_a_moment_is_told(call, monkeypatch):
    monkeypatch.setattr("sim.cli.budget.TOLD_SECONDS", 0.0)
    done = call("stress", CASE, *QUICK, "--node", "apart", "--no-figures")
    assert "This takes about" in done.stderr
