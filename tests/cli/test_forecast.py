"""`shortfall forecast` and `shortfall score`: what is to come is frozen, and judged when it came."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.episode import SCENARIO
from tests.forecasts import written

QUICK = ("--workers", 1, "-q")
PAST = "month,series,t\n2026-01,out,8.5\n2026-02,out,7.7\n2026-03,out,8\n"
DRAWN = SCENARIO.replace("duration_days: 61", "duration_days: {uniform: [40, 90]}")


@pytest.fixture
def strait(tmp_path: Path) -> Path:
    """A world known up to the end of March, with a record beside it."""
    file = tmp_path / "strait.yaml"
    file.write_text(DRAWN.replace("histories: 8", "histories: 8\nas_of: 2026-03-31"))
    (tmp_path / "observed").mkdir()
    (tmp_path / "observed" / "strait.csv").write_text(PAST)
    return file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "results" / "forecast-strait-from-2026-04"


def test_a_forecast_is_told_and_written(call: Call, strait: Path, folder: Path) -> None:
    result = call("forecast", strait, "--workers", 1)
    assert result.exit_code == 0, result.stderr
    assert "Recorded months from strait.csv" in result.stderr
    assert (
        "Forecast: strait, 2026-04 to 2026-09  8 histories  known up to 2026-03-31" in result.stdout
    )
    assert "Events in the bands: halt (how long)." in result.stdout
    assert {f.relative_to(folder).as_posix() for f in folder.rglob("*.*")} == {
        "forecast.json", "forecast.csv", "forecast.md", "extras.json", "figures/forecast.svg",
        "figures/forecast.png", "figures/forecast.csv", "figures/forecast.txt",
    }  # fmt: skip
    made = json.loads((folder / "forecast.json").read_text())
    assert made["sha256"] in result.stdout
    assert made["flows"]["out"]["past"] == {"2026-01": 8.5, "2026-02": 7.7, "2026-03": 8.0}
    assert made["sha256"] in (folder / "forecast.md").read_text()
    rows = list(csv.DictReader(io.StringIO((folder / "forecast.csv").read_text())))
    assert [float(rows[0][f"q{q}_t"]) for q in ("05", "25", "50", "75", "95")] == made["flows"][
        "out"
    ]["t"]["2026-04"]


def test_the_same_command_writes_the_same_bytes(call: Call, strait: Path, folder: Path) -> None:
    """Also after more histories were run, and in as many processes as you like."""
    call("forecast", strait, *QUICK)
    files = sorted(f for f in folder.rglob("*.*") if f.is_file())
    before = [f.read_bytes() for f in files]
    assert call("forecast", strait, *QUICK).exit_code == 0
    assert [f.read_bytes() for f in files] == before
    call("run", strait, *QUICK, "-n", 80, "--no-plots")
    elsewhere = call("forecast", strait, "--workers", 2, "-q", "--out", "other")
    assert elsewhere.exit_code == 0, elsewhere.stderr
    other = Path("other") / folder.name
    assert [(other / f.relative_to(folder)).read_bytes() for f in files] == before


def test_no_forecast_is_written_over(call: Call, strait: Path, folder: Path) -> None:
    """Whatever is different: histories, seed, months, the record; nor one that was altered."""
    call("forecast", strait, *QUICK)
    file, record = folder / "forecast.json", strait.parent / "observed" / "strait.csv"
    before = file.read_bytes()

    def is_refused(*options: object) -> None:
        stood = file.read_bytes()
        result = call("forecast", strait, *QUICK, *options)
        assert result.exit_code == 2
        assert "is another forecast, which is never written over; move its" in result.stderr
        assert file.read_bytes() == stood

    for options in (("-n", 9), ("--seed", 2), ("--months", 2)):
        is_refused(*options)
    record.write_text(PAST.replace("8.5", "8.6"))
    is_refused()
    record.write_text(PAST)
    file.write_bytes(before.replace(b'"seed": 1', b'"seed": 3'))
    is_refused()


def test_without_a_record_it_says_so(call: Call, strait: Path, tmp_path: Path) -> None:
    (tmp_path / "observed" / "strait.csv").unlink()
    result = call("forecast", strait, "--workers", 1, "--months", 2)
    assert "No recorded months" in result.stderr
    (tmp_path / "came.csv").write_text("month,series,t\n2026-04,out,8\n")
    score = call("score", "results/forecast-strait-from-2026-04", "came.csv")
    assert "there is no persistence to beat" in score.stdout


def test_a_record_of_other_flows_is_refused(call: Call, strait: Path, tmp_path: Path) -> None:
    (tmp_path / "past.csv").write_text("month,series,t\n2026-01,outt,8.5\n")
    result = call("forecast", strait, *QUICK, "--past", "past.csv")
    assert result.exit_code == 2
    assert "past.csv:2:9  error  series" in result.stderr
    assert "Did you mean 'out'?" in result.stderr


def test_the_shipped_record_has_a_name(call: Call, strait: Path) -> None:
    """Here it is of other flows, and so refused: it was found."""
    result = call("forecast", strait, *QUICK, "--past", "as-of-2026")
    assert result.exit_code == 2
    assert "as-of-2026.csv:2:9  error  series" in result.stderr


def test_a_record_that_is_not_there_is_told(call: Call, strait: Path) -> None:
    for name in ("as-of-2025", "as-of-2025.csv"):
        result = call("forecast", strait, *QUICK, "--past", name)
        assert result.exit_code == 2
        assert "as-of-2025.csv:1:1  error" in result.stderr
        assert "There is no such file." in result.stderr


def test_what_the_world_knows_is_not_forecast(call: Call, strait: Path) -> None:
    result = call("forecast", strait, *QUICK, "--from", "2026-03")
    assert result.exit_code == 2
    assert "known up to 2026-03-31, so that this is no forecast" in result.stderr


def test_a_world_without_flows_is_refused_with_the_remedy(call: Call) -> None:
    result = call("forecast", "two-mines", *QUICK)
    assert result.exit_code == 2
    assert "measures.flows" in result.stderr


def test_months_and_stops_are_judged_as_they_come_in(call: Call, tmp_path: Path) -> None:
    """Two months, then all three: what is there is judged, the rest is to come."""
    file, came = written(tmp_path), tmp_path / "came.csv"
    came.write_text("month,series,t\n2026-07,out,100\n2026-08,out,130\n")
    stops = tmp_path / "stops.csv"
    stops.write_text("series,date\nfirst_stop_1pct[cars],2026-08-01\n")
    first = call("score", file, came, stops)
    assert first.exit_code == 0, first.stderr
    assert "2 of 3 months judged (2026-07 to 2026-08), 1 to come." in first.stdout
    assert "Exports         2        1        1     40    140" in first.stdout
    assert "In the 90 % band: 50 %" in first.stdout
    assert "from 1 % to 99 % (95 % interval)" in first.stdout
    assert "So few months prove little" in first.stdout
    assert "1 inside their 90 % band, 0 outside, 0 still open." in first.stdout
    assert "Not in the bands: all." in first.stdout
    came.write_text(f"{came.read_text()}2026-09,out,101\n")
    assert (
        "3 of 3 months judged (2026-07 to 2026-09), 0 to come." in call("score", file, came).stdout
    )


def test_the_forms_of_the_scores(call: Call, tmp_path: Path) -> None:
    file, came = written(tmp_path), tmp_path / "came.csv"
    came.write_text("month,series,t\n2026-07,out,100\n")
    content = json.loads(call("score", file, came, "--json").stdout)
    assert content["series"]["out"]["inside"] == {"90": 1, "50": 1}
    (row, *_) = csv.DictReader(io.StringIO(call("score", file, came, "--csv").stdout))
    assert (row["series"], row["months"], row["interval_score_90_t"]) == ("out", "1", "40")
    both = call("score", file, came, "--csv", "--json")
    assert both.exit_code == 2


def test_nothing_known_yet(call: Call, tmp_path: Path) -> None:
    came = tmp_path / "came.csv"
    came.write_text("month,series,t\n")
    result = call("score", written(tmp_path), came)
    assert result.exit_code == 0
    assert "No month is judged yet, 3 are to come." in result.stdout


def test_mistakes_are_told_all_at_once(call: Call, tmp_path: Path) -> None:
    (tmp_path / "came.csv").write_text("month,series,t\n2026-07,outt,1\n2026-08,out,x\n")
    result = call("score", written(tmp_path), "came.csv")
    assert result.exit_code == 2
    assert "came.csv:2:9  error  series" in result.stderr
    assert "came.csv:3:13  error  t" in result.stderr
    assert "2 errors in 1 file." in result.stderr
    assert not result.stdout


def test_an_altered_forecast_is_refused(call: Call, tmp_path: Path) -> None:
    file = written(tmp_path)
    file.write_text(file.read_text().replace("120.0]", "180.0]", 1))
    (tmp_path / "came.csv").write_text("month,series,t\n")
    result = call("score", file, "came.csv")
    assert result.exit_code == 2
    assert "by-hand.json: it is not as it was written" in result.stderr


def test_a_forecast_that_is_not_there(call: Call) -> None:
    result = call("score", "as-of-2025", "came.csv")
    assert result.exit_code == 2
    assert "There is no forecast 'as-of-2025'." in result.stderr


def test_kilograms_are_warned_of(call: Call, tmp_path: Path) -> None:
    (tmp_path / "came.csv").write_text("month,series,t\n2026-07,out,104500\n")
    result = call("score", written(tmp_path), "came.csv")
    assert result.exit_code == 0
    assert "871 times the most that was expected" in result.stderr


def test_a_shipped_forecast_has_a_name(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.forecast.frozen.shipped_folder", lambda: tmp_path)
    (tmp_path / "forecasts").mkdir()
    written(tmp_path / "forecasts")
    (tmp_path / "came.csv").write_text("month,series,t\n2026-07,out,100\n")
    for name in ("by-hand", "by-hand.json"):
        assert "1 of 3 months judged" in call("score", name, "came.csv").stdout
    result = call("score", "by-hands", "came.csv")
    assert result.exit_code == 2
    assert "Did you mean 'by-hand'? Shipped: by-hand." in " ".join(result.stderr.split())
