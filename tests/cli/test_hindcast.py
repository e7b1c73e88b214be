"""`shortfall hindcast`: an episode is replayed and scored."""

import csv
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.episode import written

QUICK = ("--workers", 1, "-q")


def scores(text: str) -> dict[tuple[str, str, str | None], dict[str, object]]:
    return {(s["of"], s["what"], s["when"]): s for s in json.loads(text)["scores"]}


def test_a_kept_episode_is_told_on_stdout_and_written(call: Call, tmp_path: Path) -> None:
    """Scores, series and figure lie in a folder of their own, the run beside it."""
    result = call("hindcast", written(tmp_path), "--workers", 1)
    assert result.exit_code == 0, result.stderr
    assert "Does a halt of two months stop exports for two months?" in result.stdout
    assert "ok, 4 of 4 limits kept." in result.stdout
    assert "first stop            2026-04-30 to 2026-05-10  60 to 70" in result.stdout
    assert "Replaying strait by strait ..." in result.stderr
    folder = tmp_path / "results" / "hindcast-strait"
    assert {f.relative_to(folder).as_posix() for f in folder.rglob("*.*")} == {
        "hindcast.json", "hindcast.csv", "extras.json", "figures/hindcast.svg",
        "figures/hindcast.png", "figures/hindcast.csv", "figures/hindcast.txt",
    }  # fmt: skip
    assert len(list(tmp_path.glob("results/strait-*/summary.json"))) == 1


def test_the_scores(call: Call, tmp_path: Path) -> None:
    """Nothing leaves in March and April; 28 t recorded in May and June."""
    found = scores(call("hindcast", written(tmp_path), *QUICK, "--json").stdout)
    assert found["leaving", "wape_in_sample", "2026-03 to 2026-04"]["value"] == pytest.approx(1.0)
    assert found["leaving", "trough", "2026-03"]["simulated"] == "0"
    lost = found["leaving", "lost_days", "2026-04"]
    # 0.1 t of 8.1 t a month in April: 0.4 days less than two whole months.
    assert (lost["recorded"], lost["simulated"]) == ("60.5", "60.9")
    assert lost["verdict"] == "ok"
    assert found["leaving", "total", "2026-05 to 2026-06"]["verdict"] is None
    # 30 days of stock, 35 at sea.
    assert found["motors", "first_stop", None]["simulated"].startswith("65 ")


@pytest.mark.parametrize(
    ("settings", "least", "most"),
    [
        (["disruptions.halt.duration_days={uniform: [10, 61]}"], 1.0, 1.0),
        (
            [
                "disruptions.halt.duration_days=20",
                "consumers.motors.demand_t_per_year={uniform: [50, 100]}",
            ],
            0.0,
            0.0,
        ),
        (
            [
                "disruptions.halt.duration_days={uniform: [10, 61]}",
                "consumers.motors.demand_t_per_year={uniform: [50, 100]}",
            ],
            0.3,
            1.0,
        ),
    ],
)
def test_the_width_of_the_event_alone(
    call: Call, tmp_path: Path, settings: list[str], least: float, most: float
) -> None:
    """All, nothing, or a part of the band of exports in the months of the halt."""
    asked = [word for one in settings for word in ("--set", one)]
    done = call("hindcast", written(tmp_path), *QUICK, *asked, "-n", 64, "--json")
    found = scores(done.stdout)["leaving", "event_width", "2026-03 to 2026-04"]
    assert least <= found["value"] <= most
    assert found["limit"] is None
    text = (tmp_path / "results/hindcast-strait/hindcast.csv").read_text()
    row = {row["month"]: row for row in csv.DictReader(text.splitlines())}["2026-04"]
    wide = float(row["q95_t"]) - float(row["q05_t"])
    event = float(row["event_q95_t"]) - float(row["event_q05_t"])
    assert 0.0 <= event <= 1.001 * wide


def test_a_replay_says_what_its_histories_differ_by(call: Call, tmp_path: Path) -> None:
    """And where nothing is random, there is no width to score."""
    halt = "disruptions.halt.duration_days={uniform: [10, 61]}"
    shown = call("hindcast", written(tmp_path), *QUICK, "--set", halt).stdout
    assert "width of event alone" in shown
    assert "Histories differ by halt (how long)." in shown
    fixed = call("hindcast", written(tmp_path), *QUICK).stdout
    assert "width of event alone" not in fixed
    assert "Histories differ by nothing." in fixed


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("within: 3}", "within: 0.1}"),
        ("wape_in_sample: 1", "wape_in_sample: 0.9"),
        ("trough_points: 5", "trough_points: 5, rebound_points: 1"),
        ("within: 5,", "within: 0, "),
    ],
)
def test_a_missed_limit_is_told_by_the_exit_status(
    call: Call, tmp_path: Path, old: str, new: str
) -> None:
    """3, as the help says."""
    if new == "within: 0, ":
        old, new = "days: [60, 70], within: 5", "days: [60, 64], within: 0"
    result = call("hindcast", written(tmp_path, old, new), *QUICK)
    assert result.exit_code == 3, result.stdout
    assert "outside" in result.stdout


def test_a_stop_may_be_compared_with_the_part_of_demand_that_stands_still(
    call: Call, tmp_path: Path
) -> None:
    """All of it stops at once: half of it on the day on which the first does."""
    new = "within: 0, measure: first_stop_50pct, judged_by: band,"
    found = scores(call("hindcast", written(tmp_path, "within: 5,", new), *QUICK, "--json").stdout)
    stop = found["motors", "first_stop", None]
    assert stop["simulated"].startswith("65 (65 to 65)")
    assert stop["verdict"] == "ok"


def test_a_stop_judged_by_its_band_tells_how_far_its_median_is_off(
    call: Call, tmp_path: Path
) -> None:
    """The band is the gap of the value, 65 days here: five before the window."""
    band = written(
        tmp_path, "days: [60, 70], within: 5,", "days: [70, 80], within: 5, judged_by: band,"
    )
    told = call("hindcast", band, *QUICK).stdout
    assert "65 (65 to 65)" in told
    assert "-5.0 d (-5.0 d)" in told
    assert "Value of a first stop: days between the recorded window and the 5 to 95 % band" in told
    plain = call("hindcast", written(tmp_path), *QUICK).stdout
    assert "Value of a first stop" not in plain


def test_what_has_no_limit_is_not_judged(call: Call, tmp_path: Path) -> None:
    result = call("hindcast", written(tmp_path, "within: 5,", ""), *QUICK)
    assert result.exit_code == 0
    assert "ok as far as judged, 3 of 3 limits kept; not judged: motors." in result.stdout
    content = json.loads((tmp_path / "results/hindcast-strait/hindcast.json").read_text())
    assert content["not_judged"] == ["motors"]


def test_the_help_names_the_exit_status(call: Call) -> None:
    assert "Exits with 3 if a limit is missed." in " ".join(call("hindcast", "-h").stdout.split())


def test_the_table_by_month(call: Call, tmp_path: Path) -> None:
    """Recorded and simulated, side by side."""
    call("hindcast", written(tmp_path), *QUICK)
    text = (tmp_path / "results/hindcast-strait/hindcast.csv").read_text()
    rows = {row["month"]: row for row in csv.DictReader(text.splitlines())}
    assert list(rows) == [f"2026-0{month}" for month in range(1, 7)]
    assert [row["sample"] for row in rows.values()] == [
        "normal", "normal", "in", "in", "out", "out",
    ]  # fmt: skip
    assert (rows["2026-04"]["recorded_t"], rows["2026-04"]["grade"]) == ("0.1", "estimate")
    assert (rows["2026-04"]["mean_t"], rows["2026-05"]["recorded_t"]) == ("0", "")
    assert float(rows["2026-01"]["mean_t"]) == pytest.approx(31 * 100 / 365.25, rel=0.01)
    # Within the total only its end is known: the lost days go on from there.
    assert rows["2026-05"]["recorded_lost_days"] == ""
    assert float(rows["2026-06"]["recorded_lost_days"]) == pytest.approx(
        4 * 30.4375 * (1 - 28.1 / 8.1 / 4), abs=1e-3
    )


def test_the_highest_month_is_sought_among_those_fitted_to(call: Call, tmp_path: Path) -> None:
    """And among all where none after the lowest was fitted to."""
    more = "2026-04: 0.1, 2026-05: 3, 2026-06: 9}"
    file = written(tmp_path, "2026-04: 0.1}", more)
    found = scores(call("hindcast", file, *QUICK, "--json").stdout)
    assert [when for of, what, when in found if what == "rebound"] == ["2026-04"]
    text = file.read_text().replace("2026-03: 0, 2026-04: 0.1", "2026-03: 0.1, 2026-04: 0")
    file.write_text(text)
    found = scores(call("hindcast", file, *QUICK, "--json").stdout)
    assert [when for of, what, when in found if what == "rebound"] == ["2026-06"]


def test_a_replay_resumes_and_repeats_to_the_byte(call: Call, tmp_path: Path) -> None:
    """More histories in the folder change nothing of a replay with fewer."""
    file, scenario = written(tmp_path), tmp_path / "strait.yaml"
    scenario.write_text(scenario.read_text().replace("61", "{uniform: [58, 64]}"))
    first = call("hindcast", file, *QUICK, "--json", "-n", 4)
    folder = tmp_path / "results" / "hindcast-strait"
    before = {f: f.read_bytes() for f in folder.rglob("*.*")}
    lots = {f: f.stat().st_mtime_ns for f in tmp_path.rglob("histories/*.npz")}
    call("hindcast", file, *QUICK, "-n", 70)
    assert json.loads((folder / "hindcast.json").read_text())["histories"] == 70
    again = call("hindcast", file, *QUICK, "--json", "-n", 4)
    assert again.stdout == first.stdout
    assert {f: f.read_bytes() for f in folder.rglob("*.*")} == before
    assert all(f.stat().st_mtime_ns == when for f, when in lots.items())


def test_an_unknown_name_is_met_with_a_suggestion(call: Call) -> None:
    result = call("hindcast", "senkaku-2011")
    assert result.exit_code == 2
    assert "There is no episode 'senkaku-2011'. Did you mean 'senkaku-2010'?" in result.stderr


def test_a_wrong_file_is_refused_before_anything_is_run(call: Call, tmp_path: Path) -> None:
    result = call("hindcast", written(tmp_path, "flow: out", "flow: outt"))
    assert result.exit_code == 2
    assert "observed/strait.yaml:9:" in result.stderr
    assert not (tmp_path / "results").exists()
