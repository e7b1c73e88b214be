"""Series: declared once; the record, the lots, the CSV and results/README.md follow."""

import csv
import datetime as dt
import pickle
from collections import Counter

import numpy as np
import pytest

import sim
import sim.world.recorders as catalogue
import sim.world.world as world
from sim.output.store import save
from sim.world.network.context import Context
from sim.world.record.record import Record, first_of, joined, part_of
from sim.world.record.series import TIMES, Entry, Recorded, Series
from sim.world.record.series_recorder import SeriesRecorder
from sim.world.record.table import Column, Table
from sim.world.time.months import Months
from sim.world.trade.trade import Trade
from tests import tables
from tests.unit.effects import KNOWN_ANSWERS

HELD = Series("held_t", ("day", "depots"), "t", "what depots hold", kept="held.<depot>")
COST = Series(
    "cost_musd",
    ("month", "depots", "entry"),
    "MUSD",
    "what depots cost",
    entries=(Entry("rent", "rent"), Entry("moved_t", "moved", unit="t")),
)
NEED = Series("need_t", ("day", "depots"), "t", "what is needed", may_be_shared=True)


def held(first: int, histories: int) -> Recorded:
    """Two days of two depots; a history's numbers hold its own."""
    number = np.arange(first, first + histories, dtype=np.float32)
    return HELD.of(np.ones((2, 2, 1), np.float32) * number, depots=("a", "b"))


def record(first: int, histories: int) -> Record:
    need = NEED.of(np.ones((2, 2, 1), np.float32), depots=("a", "b"))
    return Record.of(dt.date(2026, 1, 1), [held(first, histories), need])


def test_a_series_and_the_ids_along_its_axes_are_attributes_of_the_record():
    found = record(0, 3)
    assert found.held_t.shape == (2, 2, 3)
    assert found.depots == found.ids("depots") == ("a", "b")
    assert found.histories == 3
    assert {"held_t", "need_t", "depots", "get"} <= set(dir(found))
    assert repr(found) == "Record(start=datetime.date(2026, 1, 1))"


def test_what_a_world_does_not_have_is_none_and_a_wrong_name_an_error():
    found = record(0, 3)
    assert found.get("price_usd_per_kg") is None
    assert found.ids("floors") == ()
    with pytest.raises(AttributeError, match="no series or axis serve_t was recorded"):
        _ = found.serve_t


def test_values_must_fit_the_declaration():
    values = np.zeros((12, 2, 2, 5))
    assert COST.of(values, depots=("a", "b")).values is values
    for wrong, ids in (
        (values, ("a",)),
        (values[:, :, :1], ("a", "b")),
        (values[0], ("a", "b")),
        (values[..., None], ("a", "b")),
    ):
        with pytest.raises(ValueError, match="cost_musd"):
            COST.of(wrong, depots=ids)


def test_two_series_may_not_share_a_name_or_differ_about_an_axis():
    one, other = held(0, 3), COST.of(np.zeros((1, 1, 2, 3)), depots=("b",))
    start = record(0, 3).start
    with pytest.raises(ValueError, match="two series held_t"):
        Record.of(start, [one, held(1, 3)])
    with pytest.raises(ValueError, match="cost_musd has other depots"):
        Record.of(start, [one, other])


def test_blocks_are_joined_and_cut_and_what_is_shared_stays_one():
    whole = joined([record(0, 3), record(3, 2)])
    assert whole.held_t[0, 1].tolist() == [0, 1, 2, 3, 4]
    assert whole.need_t.shape == (2, 2, 1)
    part = part_of(whole, slice(1, 4))
    assert part.held_t[1, 0].tolist() == [1, 2, 3]
    assert part.need_t.shape == (2, 2, 1)
    assert first_of(whole, 2).histories == 2
    assert np.shares_memory(part.held_t, whole.held_t)


def test_a_record_goes_from_one_process_to_another():
    again = pickle.loads(pickle.dumps(record(0, 3)))
    assert again.held_t.tolist() == record(0, 3).held_t.tolist()
    assert again.depots == ("a", "b")


def test_a_series_is_kept_whole_or_an_array_for_each_id():
    arrays = held(0, 3).arrays()
    assert list(arrays) == ["held.a", "held.b"]
    assert arrays["held.b"].shape == (2, 3)
    assert COST.of(np.zeros((1, 1, 2, 3)), depots=("b",)).arrays() == {}


def test_no_two_series_have_a_name_an_array_or_a_file_in_common():
    every = catalogue.series()
    for names in (
        [one.name for one in every],
        [one.kept for one in every if one.kept],
        [one.table.file for one in every if one.table],
    ):
        assert max(Counter(names).values()) == 1
    written = [one for one in every if one.table]
    assert all(one.kept and one.axes[0] in TIMES for one in written), "rows are of what is kept"


@pytest.mark.parametrize("case", ["one_lane_with_reserve", "serial_chain"])
def test_a_world_records_only_what_is_declared(case):
    found = sim.run(sim.load(KNOWN_ANSWERS / f"{case}.yaml"), n=1, seed=1, workers=1).record
    declared = {one.name: one for one in catalogue.series()}
    assert {"served_t", "supply_t", "stockpile_t", "onset_day"} <= found.series.keys()
    for name, one in found.series.items():
        assert one.series == declared[name]


def test_the_tables_of_results_readme_are_in_step():
    """Else: python -m tests.tables."""
    text = tables.README.read_text(encoding="utf-8")
    assert tables.renewed(text) == text
    for one in catalogue.series():
        for entry in one.entries if one.table else ():
            assert f"| `{entry.name}` | {one.unit_of(entry)} | " in text


def test_a_table_whose_marks_are_gone_is_missed():
    text = tables.README.read_text(encoding="utf-8")
    with pytest.raises(ValueError, match="there is no <!-- arrays of series:begin -->"):
        tables.renewed(text.replace("<!-- arrays of series:begin -->", ""))


WAITING = Series(
    name="waiting_t",
    axes=("month", "sellers"),
    unit="t",
    doc="magnets ordered and not shipped at the month's end",
    kept="waiting.<seller>",
    table=Table(
        file="waiting.csv",
        rows="a row for each seller of magnets and month",
        doc="Magnets ordered and not shipped.",
        columns=(Column("seller", "who is waited for"),),
    ),
)


class WaitingRecorder(SeriesRecorder):
    """Notes what is ordered from each seller and not shipped, at the month's end."""

    declares = (WAITING,)

    def __init__(self, context: Context, trade: Trade) -> None:
        self._trade, self._months = trade, Months(context.scenario)
        shape = self._months.count, len(trade.layout.sellers), context.state.width
        self._waiting = np.zeros(shape, np.float32)

    def record(self, day: int) -> None:
        if self._months.ends(day):
            lanes = self._trade.book.backlog.sum(axis=1)
            np.add.at(self._waiting[self._months.of(day)], self._trade.layout.seller, lanes)

    def series(self) -> list[Recorded]:
        return [WAITING.of(self._waiting, sellers=tuple(self._trade.layout.sellers))]


def test_a_new_series_is_its_recorder_and_a_line_in_the_list_of_recorders(monkeypatch, tmp_path):
    """Two files: what stands above, and sim/world/recorders.py, which is patched here."""
    made = catalogue.recorders

    def with_waiting(context, trades, *others):
        yield from made(context, trades, *others)
        yield WaitingRecorder(context, trades["magnets"])

    monkeypatch.setattr(catalogue, "RECORDERS", (*catalogue.RECORDERS, WaitingRecorder))
    monkeypatch.setattr(world, "recorders", with_waiting)
    result = sim.run(sim.load(KNOWN_ANSWERS / "serial_chain.yaml"), n=3, seed=1, workers=1)

    recorded = result.record.waiting_t
    assert recorded[:, 0].max() > 0, "nobody ever waits"
    kept = result.condensed.read(f"waiting.{result.record.sellers[0]}")
    np.testing.assert_array_equal(kept, recorded[:, 0])
    assert result.condensed.ids("sellers") == result.record.sellers

    written = {path.name: path for path in save(result.tables, tmp_path)}
    rows = list(csv.DictReader(written["waiting.csv"].read_text().splitlines()))
    assert len(rows) == recorded[..., 0].size
    assert list(rows[0])[:5] == ["month", "seller", "unit", "mean", "q05"]
    means = [float(row["mean"]) for row in rows if row["seller"] == result.record.sellers[0]]
    np.testing.assert_allclose(means, recorded[:, 0].mean(axis=-1, dtype=float), rtol=1e-5)

    assert "| `waiting.csv` | a row for each seller of magnets and month |" in tables.files()
    assert "| `seller` | | who is waited for |" in tables.sections()
    assert "| `waiting.<seller>` | t | `month, history` | magnets ordered" in tables.arrays()
