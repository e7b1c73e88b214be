"""What is kept of every history, against the record it was made from."""

import datetime as dt
import gc
import io
import os
import weakref
import zipfile
from dataclasses import replace

import numpy as np
import pytest

import sim
from sim.measures import QUANTILES
from sim.output.disk import make
from sim.output.ensure_run import finished
from sim.output.errors import DamagedError, OccupiedError, OutputError
from sim.output.fan import PATHS, Fan, Series
from sim.output.groups import WITH_SERIES
from sim.output.histories import Histories
from sim.output.lot import STEPS, condense
from sim.output.lot_file import LotFile, largest_array
from sim.output.lots import FOLDER, keep, lot_path, sound_lots
from sim.output.rows import events_csv, histories_csv
from sim.output.seal import Identity, sealed
from sim.output.soundness import is_complete
from sim.output.store import begin, save
from sim.output.stored import StoredRun
from sim.output.summary import ranges
from sim.output.tables import tabulate
from sim.study.job import Job
from sim.study.replicate import Block

HISTORIES = 150
SCENARIO = """\
extends: two-mines
end: 2026-09-30
consumers:
  motors: {daily_variation: {normal: [1, 0.2]}}
  turbines:
    region: US
    sector: wind
    demand_t_per_year: 15
    grades: {traction: 1}
    stock_days: 20
    daily_variation: {uniform: [0.5, 1.5]}
    sources: {all: example}
lanes:
  sea: {to: [motors, turbines]}
groups: {both: [US]}
"""
HALF_STEP = 0.5 / STEPS


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    file = tmp_path_factory.mktemp("scenario") / "two-consumers.yaml"
    file.write_text(SCENARIO)
    return sim.run(sim.load(file), n=HISTORIES)


@pytest.fixture(scope="module")
def histories(result) -> Histories:
    return result.condensed


def raw(result, group) -> dict[str, np.ndarray]:
    """Compute a group's series from the record itself, ``[day, history]``."""
    demand, served, on_hand = (
        getattr(result.record, name)[:, list(group.members)].astype(np.float64).sum(axis=1)
        for name in ("demand_t", "served_t", "on_hand_t")
    )
    short = 1 - served / demand
    return {
        "shortfall": short,
        "cumulative": np.cumsum(short, axis=0),
        "cover": on_hand / demand,
        "demand": np.broadcast_to(demand, short.shape),
    }


def rounding(quantity: str, values: np.ndarray) -> np.ndarray | float:
    """Give how far a kept value may be from the real one."""
    if quantity == "shortfall":
        return HALF_STEP + 1e-9
    if quantity == "cumulative":
        return (np.arange(len(values))[:, None] + 1) * (HALF_STEP + 1e-9)
    return values * 2.0**-11 + 1e-7


@pytest.mark.parametrize("quantity", ["shortfall", "cumulative", "cover"])
def test_a_daily_series_is_the_records_within_its_rounding(quantity, result, histories):
    found = [group for group in histories.groups if group.kind in WITH_SERIES]
    assert {group.kind for group in found} == WITH_SERIES
    for group in found:
        expected = raw(result, group)[quantity]
        kept = histories.daily(group, quantity)
        assert kept.shape == (result.scenario.days, HISTORIES)
        assert (np.abs(kept - expected) <= rounding(quantity, expected)).all()
        assert len(np.unique(kept)) > 100


@pytest.mark.parametrize("quantity", ["shortfall", "cumulative", "cover"])
def test_means_and_quantiles_of_a_day_are_those_of_the_record(quantity, result):
    made = result.tables
    for group, series in made.series.items():
        expected = raw(result, group)[quantity]
        allowed = np.broadcast_to(rounding(quantity, expected), expected.shape).max(axis=1)
        found = getattr(series, quantity)
        assert (np.abs(found.mean - expected.mean(axis=1)) <= allowed).all()
        quantiles = np.quantile(expected, QUANTILES, axis=1).T
        assert (np.abs(found.quantiles - quantiles) <= allowed[:, None]).all()
        paths = expected[:, :PATHS]
        assert (np.abs(found.paths - paths) <= rounding(quantity, paths)).all()


def test_full_supply_and_none_are_exact(result, histories):
    (everyone,) = (group for group in histories.groups if group.kind == "all")
    for day_full in (0, 30):
        assert (histories.daily(everyone, "shortfall")[day_full] == 0).all()
    motors = histories.groups[0]
    nothing = raw(result, motors)["shortfall"] == 1
    assert nothing.any()
    assert (histories.daily(motors, "shortfall")[nothing] == 1).all()


def test_demand_is_the_mean_over_histories(result):
    for group, series in result.tables.series.items():
        expected = raw(result, group)["demand"].mean(axis=1)
        np.testing.assert_allclose(series.demand_t, expected, rtol=1e-6)


def test_outcomes_are_not_rounded(result, histories):
    (total,) = (
        o for o in histories.outcomes if (o.group.kind, o.measure) == ("all", "shortfall_days")
    )
    everyone = total.group
    expected = raw(result, everyone)["shortfall"].sum(axis=0)
    np.testing.assert_allclose(total.values, expected, rtol=1e-9, atol=1e-9)


def test_whole_numbers_are_summed_and_sorted_exactly():
    values = np.random.Generator(np.random.PCG64(1)).integers(0, STEPS + 1, (20, 999), np.uint16)
    values[3] = STEPS
    found = Fan.of(values, 1 / STEPS)
    exact = values.astype(np.float64)
    assert np.array_equal(found.mean, exact.sum(axis=1) / 999 * (1 / STEPS))
    np.testing.assert_allclose(
        found.quantiles, np.quantile(exact, QUANTILES, axis=1).T / STEPS, rtol=1e-14
    )
    assert (found.quantiles[3] == 1.0).all()


def test_a_lot_can_be_read_alone(histories):
    motors = histories.groups[0]
    one = histories.only(64, 10)
    assert one.numbers.tolist() == list(range(64, 74))
    assert np.array_equal(one.daily(motors, "cover"), histories.daily(motors, "cover")[:, 64:74])
    assert histories.only(128, 1000).numbers.tolist() == list(range(128, HISTORIES))


def test_tables_hold_the_series_of_one_group_at_a_time(histories, monkeypatch):
    """No daily array of a group is alive any more when the next group's turn comes."""
    shape, alive, left = (histories.days, HISTORIES), [], []
    of = Series.of

    def watched(give):
        for array in give:
            if array.shape == shape:
                alive.append(weakref.ref(array))
            yield array
            del array

    def turn(*arguments):
        gc.collect()
        left.append(sum(reference() is not None for reference in alive))
        return of(*arguments)

    for name in ("by_time", "cumulated"):
        give = getattr(Histories, name)
        monkeypatch.setattr(Histories, name, lambda *given, give=give: watched(give(*given)))
    monkeypatch.setattr(Series, "of", turn)
    made = tabulate(histories)
    assert left == [0] * len(made.series)
    assert len(alive) >= 3 * len(left) > 12


@pytest.fixture(scope="module")
def kept(result, tmp_path_factory):
    """A folder with the lots 0 and 128 of the run and of its twin, and 64 of the twin alone."""
    folder = tmp_path_factory.mktemp("run")
    begin(result.job, folder)
    make(folder / FOLDER)
    lots, twin = result.condensed.lots, result.condensed.twin
    keep(result.job, folder, 0, {first: lots[first] for first in (0, 128)})
    keep(result.job, folder, 1, twin)
    return folder


def test_a_hole_among_the_lots_is_left_out_of_everything(result, kept):
    found = finished(result.job, result.sampling, kept, 192)
    numbers = [*range(64), *range(128, 192)]
    assert found.numbers.tolist() == numbers
    whole = sim.run(result.scenario, n=192)
    some, every = found.outcomes, whole.condensed.outcomes
    for one, other in zip(some, every, strict=True):
        assert np.array_equal(one.values, other.values[numbers], equal_nan=True)
    rows = "".join(histories_csv(tabulate(found))).splitlines()
    assert [row.split(",")[0] for row in rows] == ["history", *map(str, numbers)]
    all_rows = "".join(histories_csv(whole.tables)).splitlines()
    assert rows == [all_rows[0], *(all_rows[number + 1] for number in numbers)]
    days, dates = (
        [row.split(",")[rows[0].split(",").index(f"US.first_short_{one}")] for row in rows[1:]]
        for one in ("day", "date")
    )
    start = result.scenario.start
    for day, date in zip(days, dates, strict=True):
        never = day == "inf"
        assert date == ("" if never else str(start + dt.timedelta(days=int(float(day)))))
    assert any(dates)
    events = "".join(events_csv(tabulate(found))).splitlines()
    assert [row.split(",")[0] for row in events] == ["history", *map(str, numbers)]


def test_a_run_with_a_hole_is_complete_up_to_it(result, kept):
    save(tabulate(finished(result.job, result.sampling, kept, 150)), kept)
    assert is_complete(kept, 64)
    assert not is_complete(kept, 65)
    stored = StoredRun.open(kept)
    assert stored.summary["numbers"] == [[0, 63], [128, 149]]
    assert stored.numbers.tolist() == [*range(64), *range(128, 150)]
    assert stored.count == stored.summary["histories"] == 86


def test_a_lot_without_its_twin_is_not_finished(result, kept, tmp_path):
    make(tmp_path / FOLDER)
    keep(result.job, tmp_path, 0, result.condensed.lots)
    assert not finished(result.job, result.sampling, tmp_path, 150).lots
    keep(result.job, tmp_path, 1, {64: result.condensed.twin[64]})
    found = finished(result.job, result.sampling, tmp_path, 150)
    assert found.numbers.tolist() == list(range(64, 128))
    assert not is_complete(tmp_path, 1)


def another_seed(result) -> Job:
    return replace(result.job, seed=result.job.seed + 1)


@pytest.mark.parametrize(
    "spoil", ["cut", "empty", "flipped", "other", "another seed", "another place"]
)
def test_a_lot_that_is_not_whole_or_not_of_the_run_counts_as_missing(spoil, result, tmp_path):
    make(tmp_path / FOLDER)
    keep(result.job, tmp_path, 0, result.condensed.lots)
    path = lot_path(tmp_path, 0, 64)
    content = path.read_bytes()
    other = io.BytesIO()
    np.savez(other, something=np.zeros(3))
    lot = result.condensed.lots[64]
    flipped = bytearray(content)
    flipped[len(content) // 2] ^= 1
    path.write_bytes(
        {
            "cut": content[:-30],
            "empty": b"",
            "flipped": bytes(flipped),
            "other": other.getvalue(),
            "another seed": sealed(lot, Identity.of(another_seed(result), 0, 64)),
            "another place": lot_path(tmp_path, 0, 128).read_bytes(),
        }[spoil]
    )
    (tmp_path / FOLDER / "notes.npz").write_bytes(content)
    assert list(sound_lots(result.job, tmp_path, 0)) == [0, 128]


def test_a_lot_is_sealed_and_read_by_numpy_as_before(result, tmp_path):
    make(tmp_path / FOLDER)
    (path,) = keep(result.job, tmp_path, 0, {64: result.condensed.lots[64]})
    with np.load(path) as found, np.load(io.BytesIO(result.condensed.lots[64])) as expected:
        assert found.files == expected.files
        assert np.array_equal(found["outcomes"], expected["outcomes"], equal_nan=True)
    assert path.read_bytes()[-128:].split()[:5] == [
        b"shortfall", b"run", result.job.digest.encode(), b"from", b"64",
    ]  # fmt: skip


def bomb(name: str, size: int) -> bytes:
    """Give a small archive with a member that is said to be large, and is."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b"\0" * size)
    return content.getvalue()


def test_a_lot_that_would_expand_far_beyond_its_run_is_refused_unread(result, tmp_path):
    make(tmp_path / FOLDER)
    largest = largest_array(result.scenario)
    content = bomb("outcomes.npy", largest + 1)
    assert len(content) < largest / 500
    keep(result.job, tmp_path, 0, {0: content})
    with pytest.raises(OccupiedError, match=r"0000000\.npz: outcomes is said to hold .* move"):
        sound_lots(result.job, tmp_path, 0)


def test_no_array_of_a_lot_comes_near_to_what_is_refused(result):
    largest = largest_array(result.scenario)
    with np.load(io.BytesIO(result.condensed.lots[0])) as found:
        assert max(found[name].nbytes for name in found.files) < largest / 10


@pytest.mark.parametrize("array", [np.array([None]), np.zeros((3, 3), order="F")])
def test_arrays_that_no_lot_has_are_not_read(array):
    content = io.BytesIO()
    np.savez(content, some=array)
    with pytest.raises(DamagedError, match="not as it was written"):
        LotFile(content.getvalue(), 1000)["some"]


def test_an_array_that_claims_more_than_there_is_is_not_believed():
    content, header = io.BytesIO(), io.BytesIO()
    np.lib.format.write_array_header_1_0(
        header, {"descr": "<f8", "fortran_order": False, "shape": (2_000_000_000,)}
    )
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("some.npy", header.getvalue() + b"12345678")
    with pytest.raises(DamagedError, match="not as it was written"):
        LotFile(content.getvalue(), 1000)["some"]


def test_lots_do_not_depend_on_the_block_they_were_run_in(result):
    whole = result.whole
    together = condense(result.scenario, Block(0, 0, whole.histories), whole)
    assert list(together) == [0, 64, 128]
    for first, lot in together.items():
        alone = sim.run(result.scenario, n=first + 64)
        assert alone.condensed.lots[first] == lot


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [([], []), ([0], [[0, 0]]), ([0, 1, 2], [[0, 2]]), ([0, 64, 65, 128], [[0, 0], [64, 65], [128, 128]])],
)  # fmt: skip
def test_stretches_of_numbers(numbers, expected):
    assert ranges(numbers) == expected


def test_what_a_fan_keeps_does_not_depend_on_how_many_days_differ():
    values = np.array([[1, 1, 1, 1], [1, 2, 3, 4]], np.uint16)
    found = Fan.of(values)
    assert found.mean.tolist() == [1.0, 2.5]
    assert found.quantiles[0].tolist() == [1.0] * len(QUANTILES)
    assert found.paths.tolist() == [[1, 1, 1], [1, 2, 3]]
    endless = Fan.of(np.array([[np.inf, 1.0, 2.0]], np.float16))
    assert endless.mean.tolist() == [np.inf]
    assert endless.quantiles[0, -1] == np.inf


def test_a_lot_is_open_only_while_it_is_read(result, tmp_path):
    """A run has more lots than a process may have files open."""

    def free() -> int:
        os.close(number := os.open(os.devnull, os.O_RDONLY))
        return number

    make(tmp_path / FOLDER)
    keep(result.job, tmp_path, 0, result.condensed.lots)
    before, path = free(), lot_path(tmp_path, 0, 0)
    lot = LotFile(path, largest_array(result.scenario))
    assert lot["outcomes"].size
    assert free() == before
    path.unlink()
    with pytest.raises(OutputError, match=f"{path.name}: No such file"):
        lot["outcomes"]
