"""What `shortfall sweep` shows: slopes, dependence, kinds of groups, wide tables."""

import csv
import io
import json
from pathlib import Path

import pytest

from sim.cli.table import folded
from sim.cli.table import table as aligned
from tests.cli.conftest import Call
from tests.cli.test_sweep import BUFFERS, HALTS, QUICK, ROOT, table


def test_slopes_are_reckoned_along_an_input(call: Call, tmp_path: Path) -> None:
    """Each month that the halt begins later costs nothing, each day of stock saves a day."""
    arguments = ("sweep", "two-mines", *HALTS, *BUFFERS, *QUICK)
    result = call(*arguments, "--per", "stock_days", "--group", "motors")
    assert result.exit_code == 0, result.stderr
    shown = result.stdout.partition("shortfall days per day of stock: a line through")[2]
    whole, steps = shown.split("and from each value to the next")
    lines = [line.split() for line in whole.splitlines() if line.endswith("-1.0")]
    assert lines == [[halt, "10", "50", "-1.0"] for halt in ("50", "100", "150")]
    assert len([line for line in steps.splitlines() if line.endswith("-1.0")]) == 6
    (file,) = (tmp_path / "results").glob("sweep-*/slopes.csv")
    rows = [
        row
        for row in csv.DictReader(io.StringIO(file.read_text()))
        if (row["kind"], row["group"], row["measure"]) == ("consumer", "motors", "shortfall_days")
    ]
    assert [(row["from"], row["to"]) for row in rows] == [
        ("10", "50"),
        ("10", "30"),
        ("30", "50"),
    ] * 3
    assert [row["over"] for row in rows] == ["all", "step", "step"] * 3
    assert {(row["per"], row["unit"]) for row in rows} == {
        ("consumers.motors.stock_days", "shortfall days per day of stock")
    }
    assert {float(row["mean"]) for row in rows} == {-1.0}
    told = json.loads(call(*arguments, "--per", "stock_days", "--json", "-q").stdout)
    assert len(told["points"]) == 9
    (of_us, *_) = [
        row for row in told["slopes"]
        if (row["group"], row["measure"]) == ("US", "shortfall_days")
    ]  # fmt: skip
    assert of_us["inputs"] == {"disruptions.halt.duration_days": 50}
    assert (of_us["from"], of_us["to"], of_us["mean"], of_us["points"]) == (10, 50, -1, 3)


def test_dependence_on_a_place_is_measured_where_it_is_asked_for(
    call: Call, tmp_path: Path
) -> None:
    """It is that of a run; a measure of a place that nobody asks for is refused with a remedy."""
    file = str(ROOT / "tests" / "known_answers" / "exposure.yaml")
    inputs = ("--vary", "consumers.motors.stock_days=10,50", "--set", "end=2026-07-31")
    asked = ("--measure", "dependence[CN]", "--per", "stock_days", "--no-figures", "-q", "--runs")
    result = call("sweep", file, *inputs, *asked)
    assert result.exit_code == 0, result.stderr
    assert "dependence on CN (points of %) per day of stock" in result.stdout
    found = [float(row["US.dependence[CN].mean"]) for row in table(tmp_path / "results")]
    (folder,) = (tmp_path / "results").iterdir()
    design = list(csv.DictReader(io.StringIO((folder / "design.csv").read_text())))
    for mean, row in zip(found, design, strict=True):
        summary = json.loads((folder / "runs" / row["run"] / "summary.json").read_text())
        (of_run,) = [
            one["mean"] for one in summary["rows"]
            if (one["kind"], one["measure"], one.get("item")) == ("region", "dependence", "CN")
        ]  # fmt: skip
        assert mean == of_run
    (slope,) = [
        float(row["mean"])
        for row in csv.DictReader(io.StringIO((folder / "slopes.csv").read_text()))
        if (row["group"], row["measure"]) == ("US", "dependence[CN]")
    ]
    assert slope == pytest.approx((found[1] - found[0]) / 40, rel=1e-3)
    nobody = call("sweep", "two-mines", *BUFFERS, "--measure", "dependence[CN]")
    assert nobody.exit_code == 2
    assert "as --set 'measures.exposure=[CN]' does" in nobody.stderr


def test_inputs_can_move_together(call: Call, tmp_path: Path) -> None:
    """A day more at sea and a day more in the buffer: what the halt costs stays the same."""
    both = "lanes.sea.transit_days+consumers.motors.stock_days=20,30,40"
    result = call("sweep", "two-mines", "--vary", both, *QUICK, "--measure", "fill_rate")
    assert result.exit_code == 0, result.stderr
    rows = table(tmp_path / "results")
    name = "lanes.sea.transit_days+consumers.motors.stock_days"
    assert [row[name] for row in rows] == ["20", "30", "40"]
    assert all(float(row["US.fill_rate.mean"]) < 1 for row in rows)
    (file,) = (tmp_path / "results").glob("sweep-*/design.csv")
    command = list(csv.DictReader(io.StringIO(file.read_text())))[2]["command"]
    assert "--set lanes.sea.transit_days=40 --set consumers.motors.stock_days=40" in command


@pytest.mark.parametrize(("points", "parts"), [(2, 3), (4, 1), (20, 4)])
def test_a_table_that_is_too_wide_is_turned_or_goes_on_below(
    points: int, parts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What says of which point a value is stands in each part; nothing is lost."""
    rows = [["point", "stock", *(f"consumer {n}" for n in range(12))]]
    rows += [[str(n), "10", *(f"{n}.{m} ± 0.1" for m in range(12))] for n in range(points)]
    monkeypatch.setenv("COLUMNS", "80")
    found = folded(rows, 2).split("\n\n")
    assert len(found) == parts
    assert all(len(line) <= 80 for part in found for line in part.splitlines())
    for part in found:
        assert "point" in part
        assert "stock" in part
    told = " ".join(found)
    assert all(cell in told for row in rows for cell in row)
    monkeypatch.setenv("COLUMNS", "200")
    assert folded(rows, 2) == aligned(rows, right=range(14))
    monkeypatch.setenv("COLUMNS", "5")
    assert len(folded(rows[:2] * 20, 2).split("\n\n")) == 12, "a column at least"


def test_a_kind_of_groups_stands_for_those_of_it_that_are_short(call: Call, tmp_path: Path) -> None:
    """Tables hold all of the kind."""
    arguments = ("sweep", "two-mines", *BUFFERS, *QUICK, "--set", "disruptions.halt=null")
    extra = "consumers.fans={region: JP, sector: fans, demand_t_per_year: 1, grades: {traction: 1}, stock_days: 200}"
    lane = "lanes.more={good: magnets, from: maker, to: fans, share: 1, transit_days: 1}"
    outage = (
        "disruptions.ice={kind: lane_closure, lanes: [sea], start: 2026-03-01, duration_days: 90}"
    )
    more = [word for setting in (extra, lane, outage) for word in ("--set", setting)]
    result = call(*arguments, *more, "--group", "consumer")
    assert result.exit_code == 0, result.stderr
    header = next(line for line in result.stdout.splitlines() if line.startswith("point"))
    assert header.split() == ["point", "stock_days", "motors"]
    (first, *_) = table(tmp_path / "results")
    assert float(first["consumer.motors.shortfall_days.mean"]) > 10
    assert float(first["consumer.fans.shortfall_days.mean"]) == pytest.approx(0, abs=1e-3)


def test_days_of_a_run_are_shown_as_dates(call: Call, tmp_path: Path) -> None:
    """The first lost day is 20 days later with 20 days more of stock; a short halt costs none."""
    shown = call(
        "sweep", "two-mines", "--vary", "consumers.motors.stock_days=10,30",
        "--vary", "disruptions.halt.duration_days=20,100", "--measure", "first_short_day",
        "-n", "1", "--out", str(tmp_path), "-q",
    )  # fmt: skip
    rows = [line.split() for line in shown.output.splitlines() if line.strip()[:1].isdigit()]
    assert [row[-1] for row in rows] == ["2026-04-15", "2026-04-15", "never", "2026-05-05"]
