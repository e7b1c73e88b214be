"""Stretches of time of many histories: what all at once would be, in a fraction of the memory."""

import errno
import tracemalloc

import numpy as np
import pytest

from sim.output import stretches as module
from sim.output.errors import OutputError
from sim.output.stretches import beside, stretches
from sim.output.tables import tabulate
from tests.two_blocs import MARKET, run


def parts_of(values, width):
    return [values[..., at : at + width] for at in range(0, values.shape[-1], width)]


@pytest.mark.parametrize("dtype", [np.uint16, np.float16, np.float32, np.float64])
@pytest.mark.parametrize("shape", [(11,), (11, 3), (1, 2), (7, 2, 3)])
@pytest.mark.parametrize("at_once", [1, 400, 10**6])
def test_stretches_are_what_all_at_once_is(dtype, shape, at_once, monkeypatch, tmp_path):
    """With lots of 64, of which the last is cut short."""
    values = np.random.Generator(np.random.PCG64(1)).integers(0, 99, (*shape, 150)).astype(dtype)
    monkeypatch.setattr(module, "AT_ONCE", at_once)
    found = list(stretches(iter(parts_of(values, 64)), 150, tmp_path))
    assert len(found) == {1: shape[0], 10**6: 1}.get(at_once, len(found))
    assert all(one.dtype == dtype for one in found)
    assert np.array_equal(np.concatenate(found), values)
    assert np.array_equal(beside(iter(parts_of(values, 64)), 150), values)
    assert list(tmp_path.iterdir()) == []


def test_many_histories_take_the_memory_of_a_stretch(monkeypatch, tmp_path):
    """Ten times as many take no more, though all of them would take 28 MB."""
    monkeypatch.setattr(module, "AT_ONCE", 100_000)
    peaks = []
    for lots in (60, 600):
        one = np.arange(365 * 64, dtype=np.uint16).reshape(365, 64)
        tracemalloc.start()
        total = sum(
            len(some) for some in stretches((one for _ in range(lots)), 64 * lots, tmp_path)
        )
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert total == 365
    assert peaks[1] < 1.5 * peaks[0] < 2_000_000


def test_tables_are_the_same_however_little_is_read_at_once(monkeypatch, tmp_path):
    """Of a run with prices, floors and costs in 150 histories that differ."""
    varied = "consumers: {jp_ev: {daily_variation: {uniform: [0.5, 1.5]}}}"
    floor = (
        "market: {floors: {reef: {facilities: [kuantan], element: ndpr, strike_usd_per_kg: 110}}}"
    )
    histories = run(tmp_path, MARKET, floor, varied, n=150, end="2026-06-30").condensed
    whole = tabulate(histories)
    monkeypatch.setattr(module, "AT_ONCE", 1000)
    cut = tabulate(histories)
    for group, series in whole.series.items():
        for name in ("shortfall", "cumulative", "cover"):
            one, other = getattr(series, name), getattr(cut.series[group], name)
            for part in ("mean", "quantiles", "paths"):
                assert np.array_equal(getattr(one, part), getattr(other, part))
    assert {"price_usd_per_kg", "floor_musd"} <= {name for name, of in whole.spreads.items() if of}
    assert whole.prices.floors[0].total.std() > 0
    assert np.array_equal(whole.prices.floors[0].total, cut.prices.floors[0].total)
    for name, found in whole.spreads.items():
        for one, other in zip(found, cut.spreads[name], strict=True):
            assert one.ids == other.ids
            np.testing.assert_array_equal(one.mean, other.mean)
            np.testing.assert_array_equal(one.quantiles, other.quantiles)


def test_a_disk_without_room_is_told_in_a_line(monkeypatch, tmp_path):
    def full(**_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(module, "AT_ONCE", 1)
    monkeypatch.setattr(module, "TemporaryFile", full)
    with pytest.raises(OutputError, match=rf"{tmp_path}: No space left.*free space there"):
        list(stretches(parts_of(np.zeros((5, 128)), 64), 128, tmp_path))
