"""Files of a run: whole or not at all, the same bytes again, and what they hold."""

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest

from sim.output.disk import make, write
from sim.output.errors import OutputError
from sim.output.series import HEADER
from sim.output.soundness import is_complete
from sim.output.store import begin, save
from sim.output.stored import stored_summary
from tests import factories

NAMES = [
    "series.csv",
    "histories.csv",
    "summary.csv",
    "events.csv",
    "summary.json",
    "manifest.json",
]


@pytest.fixture(scope="module")
def tables():
    return factories.run(histories=6, regions={"CN": ("ev",), "US": ("ev", "defence")}).tables


@pytest.fixture(scope="module")
def folder(tables, tmp_path_factory):
    folder = tmp_path_factory.mktemp("results") / "run"
    make(folder)
    save(tables, folder)
    return folder


def rows(path):
    return list(csv.DictReader(io.StringIO(path.read_text())))


def test_the_manifest_is_last(tmp_path):
    names = [path.name for path in factories.run(histories=2).save(tmp_path, figures=False)]
    lots = ["0000000.npz", "twin-0000000.npz"]
    assert names == ["scenario.yaml", *lots, *NAMES]


def test_a_second_run_writes_the_same_bytes(folder, tmp_path):
    again = factories.run(histories=6, regions={"CN": ("ev",), "US": ("ev", "defence")})
    save(again.tables, tmp_path)
    for name in NAMES:
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


def test_nothing_else_is_left(folder):
    assert sorted(path.name for path in folder.iterdir()) == sorted(NAMES)


def test_the_manifest_names_what_was_run(tables, tmp_path):
    begin(tables.histories.job, tmp_path / "run", inputs={"case.yaml": "0" * 64})
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text())
    assert manifest["digest"] == tables.histories.job.digest
    assert (manifest["seed"], manifest["sampling"]) == (1, "random")
    assert manifest["inputs"] == {"case.yaml": "0" * 64}


def test_the_summary_has_every_group_and_measure(folder):
    summary = stored_summary(folder)
    found = {(row["kind"], row["group"], row["measure"], row["item"]) for row in summary["rows"]}
    assert len(found) == len(summary["rows"])
    assert ("end_use", "defence", "shortfall_days_caused", None) in found
    row = next(r for r in summary["rows"] if (r["group"], r["measure"]) == ("US", "shortfall_days"))
    assert row["ci95"][0] < row["mean"] < row["ci95"][1]
    assert row["q05"] <= row["q25"] <= row["q50"] <= row["q75"] <= row["q95"]
    never = next(
        r for r in summary["rows"] if (r["group"], r["measure"]) == ("CN", "time_to_survive")
    )
    assert (never["mean"], never["q50"], never["share_never"]) == (None, None, 1.0)


def test_the_series_has_a_row_a_day_for_every_consumer(folder, tables):
    found = rows(folder / "series.csv")
    assert list(found[0]) == HEADER
    ours = [row for row in found if row["group"] == "us_ev"]
    assert len(ours) == tables.histories.days
    assert (ours[0]["date"], ours[-1]["date"]) == ("2026-01-01", "2032-12-31")
    daily = np.array([float(row["shortfall_days_mean"]) for row in ours])
    assert float(ours[-1]["cumulative_days_mean"]) == pytest.approx(daily.sum(), rel=1e-4)


def test_a_row_a_history(folder):
    found = rows(folder / "histories.csv")
    assert [row["history"] for row in found] == [str(i) for i in range(6)]
    assert {row["CN.first_short_day"] for row in found} == {"inf"}
    assert {row["halt.start_day"] for row in found} == {"313"}
    assert float(found[0]["halt.end_day"]) > 313 + 90
    assert "" in {row["slip.start_day"] for row in found}


def test_events_tell_what_happened_when(folder):
    found = rows(folder / "events.csv")
    assert len(found) == 12
    halt = found[0]
    assert (halt["disruption"], halt["happened"], halt["start_date"]) == ("halt", "1", "2026-11-10")
    absent = next(row for row in found if row["happened"] == "0")
    assert (absent["start_day"], absent["end_date"]) == ("", "")


def test_complete_means_a_summary_of_enough_histories(folder, tmp_path):
    assert is_complete(folder, 6)
    assert is_complete(folder, 5)
    assert not is_complete(folder, 7)
    assert not is_complete(tmp_path, 1)


def test_a_run_that_is_broken_off_does_not_look_complete(tables, tmp_path):
    save(tables, tmp_path)

    def fails(_tables, _folder):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save(tables, tmp_path, draw=fails)
    assert not is_complete(tmp_path, 1)


def test_a_full_disk_leaves_the_old_file_and_no_other(tmp_path, monkeypatch):
    path = write(tmp_path / "series.csv", b"old")

    def full(_self, _content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OutputError, match=r"series\.csv: No space left on device; free space"):
        write(path, b"new")
    assert path.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["series.csv"]


def test_a_file_in_the_place_of_the_folder_is_one_clear_error(tables, tmp_path):
    (tmp_path / "run").write_text("")
    with pytest.raises(OutputError, match="--out"):
        begin(tables.histories.job, tmp_path / "run")


@pytest.mark.parametrize("content", ["", "[]", '{"format": 99}'])
def test_a_summary_of_another_kind_is_refused(content, tmp_path):
    (tmp_path / "summary.json").write_text(content)
    with pytest.raises(OutputError, match=r"summary\.json"):
        stored_summary(tmp_path)
