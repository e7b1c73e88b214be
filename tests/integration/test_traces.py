"""``--traces``: the daily series of single histories as a Parquet table."""

import datetime as dt
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.output.traces import TRACES
from tests.cli.conftest import Call, call
from tests.integration.shell import RANDOM, folder_in

parquet = pytest.importorskip("pyarrow.parquet")

__all__ = ["call"]

SETTING = RANDOM[-1]
COLUMNS = {
    "history": "int32",
    "date": "date32[day]",
    "consumer": "dictionary<values=string, indices=int32, ordered=0>",
    "region": "dictionary<values=string, indices=int32, ordered=0>",
    "sector": "dictionary<values=string, indices=int32, ordered=0>",
    "end_use": "dictionary<values=string, indices=int32, ordered=0>",
    "demand_t": "float",
    "served_t": "float",
    "shortfall_days": "float",
    "cover_days": "float",
}


@pytest.fixture
def traced(call: Call, tmp_path: Path):
    """Call ``shortfall run`` with traces; gives the table and the bytes of the file."""

    def run(traces: str, *arguments: object):
        command = (*RANDOM, "-n", 70, "--workers", 1, "--no-figures", "--out", "out")
        result = call("run", *command, "--traces", traces, *arguments)
        assert result.exit_code == 0, result.stderr
        file = folder_in(tmp_path / "out") / TRACES
        return result, parquet.read_table(file), file.read_bytes()

    return run


def test_every_history_day_and_consumer_has_a_row(traced):
    _, table, _ = traced("all")
    assert {field.name: str(field.type) for field in table.schema} == COLUMNS
    assert table.num_rows == 70 * 365
    days = [dt.date(2026, 1, 1) + dt.timedelta(day) for day in range(365)]
    assert table["history"].to_numpy().tolist() == [n for n in range(70) for _ in days]
    assert table["date"].to_pylist() == days * 70
    assert set(table["consumer"].to_pylist()) == {"motors"}
    assert set(table["region"].to_pylist()) == {"US"}


def test_the_rows_are_those_of_the_simulation(traced):
    _, table, _ = traced("all")
    record = sim.run(sim.load("two-mines", [SETTING]), n=70).record
    demand, served, on_hand = (
        getattr(record, name)[:, 0].T.ravel().astype(np.float64)
        for name in ("demand_t", "served_t", "on_hand_t")
    )
    found = {name: table[name].to_numpy() for name in COLUMNS if name.endswith(("_t", "_days"))}
    assert np.array_equal(found["demand_t"], demand)
    # Shortfall is kept in whole steps of 1/65,535 of the day's demand, cover in 11 bits.
    step = 1 / 65_535
    assert np.abs(found["served_t"] - served).max() <= (0.5 * step + 2e-7) * demand.max()
    assert np.abs(found["shortfall_days"] - (1 - served / demand)).max() <= 0.5 * step + 2e-7
    np.testing.assert_allclose(found["cover_days"], on_hand / demand, rtol=2**-11, atol=1e-7)
    assert len(np.unique(demand)) > 1000
    assert 0 < (found["shortfall_days"] > 0).mean() < 1


def test_consumers_follow_each_other_within_a_day(call, tmp_path):
    window = ("--set", "start=2027-01-25", "--set", "end=2027-02-28", "--set", "warm_up_days=10")
    command = (
        "run",
        "export-halt",
        *window,
        "--set",
        "worlds=central",
        "-n",
        3,
        "--workers",
        1,
        "--no-figures",
        "-q",
    )
    assert call(*command, "--traces", 2, "--out", "out").exit_code == 0
    table = parquet.read_table(folder_in(tmp_path / "out") / TRACES)
    scenario = sim.load("export-halt")
    names = sorted(scenario.consumers)
    assert table["consumer"].to_pylist() == names * 35 * 2
    for column in ("region", "sector", "end_use"):
        kinds = [getattr(scenario.consumers[name], column) for name in names]
        assert table[column].to_pylist() == kinds * 35 * 2
    last = table.slice(table.num_rows - 1).to_pylist()[0]
    assert (last["history"], last["date"]) == (1, dt.date(2027, 2, 28))


def test_so_many_histories_as_asked_for_from_a_run_that_is_complete(traced):
    first, three, written = traced("3")
    assert set(three["history"].to_pylist()) == {0, 1, 2}
    assert "100 %" in first.stderr
    again, _, rewritten = traced("3")
    assert "complete already" in again.stderr
    assert " %" not in again.stderr
    assert rewritten == written
    _, whole, _ = traced("all")
    assert whole.slice(0, three.num_rows).equals(three)
    assert traced("1000")[1].equals(whole)


def test_traces_go_on_over_lots_and_end_where_asked(traced):
    _, table, _ = traced("66")
    assert np.unique(table["history"].to_numpy()).tolist() == list(range(66))


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "some", ""])
def test_what_is_no_number_of_histories_is_refused(value, call):
    result = call("run", "two-mines", "-n", 2, "--traces", value)
    assert result.exit_code == 2
    assert f"'{value}': give a number of histories, or all" in result.stderr


def test_without_pyarrow_the_way_out_is_told_before_anything_is_run(tmp_path):
    code = (
        "import sys; sys.modules['pyarrow'] = sys.modules['pyarrow.parquet'] = None\n"
        "from sim.cli import main\n"
        f"main(['run', 'two-mines', '-n', '2', '--traces', 'all', '--out', {str(tmp_path)!r}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "Error: --traces needs pyarrow: pip install 'shortfall[traces]'\n"
    assert list(tmp_path.iterdir()) == []


def test_a_disk_too_full_for_the_traces_keeps_the_run(traced, monkeypatch, tmp_path):
    traced("1")
    folder = folder_in(tmp_path / "out")
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(parquet.ParquetWriter, "write_table", full)
    with pytest.raises(AssertionError, match=f"{TRACES}: No space left on device; free space"):
        traced("all")
    after = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    assert after == before
