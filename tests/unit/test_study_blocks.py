"""Histories in blocks: how they are cut, and what becomes of each."""

import gc
from concurrent.futures import CancelledError, Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim
from sim.study import replicate as study
from sim.study.job import Job
from sim.study.pool import Here, PoolError, WorkersLostError, report_progress
from sim.study.replicate import Block, block_width, blocks, replicate, run_block
from sim.world.trade.trade import Trade
from tests.unit.effects import KNOWN_ANSWERS

BATCH = 64


@pytest.fixture(scope="module")
def scenario():
    return sim.load("two-mines")


@given(st.sets(st.integers(0, 200), max_size=60), st.integers(1, 9))
def test_every_lot_is_in_one_block_of_consecutive_ones(lots, workers):
    scenario = sim.load("two-mines")
    cut = blocks(scenario, 1, sorted(lots), workers)
    covered = [block.first // BATCH + i for block in cut for i in range(block.width // BATCH)]
    assert covered == sorted(lots)
    assert all(
        block.scenario == 1 and block.first % BATCH == block.width % BATCH == 0 for block in cut
    )
    assert all(0 < block.width <= block_width(scenario) for block in cut)


@pytest.mark.parametrize(
    ("lots", "workers", "widths"),
    [
        (0, 4, []),
        (1, 4, [64]),
        (4, 1, [256]),
        (4, 2, [128, 128]),
        (5, 4, [128, 128, 64]),
        (16, 1, [512, 512]),
        (17, 1, [384, 384, 320]),
        (16, 2, [512, 512]),
        (20, 2, [320, 320, 320, 320]),
    ],
)
def test_there_is_work_for_every_worker_and_equal_rounds(
    lots, workers, widths, scenario, monkeypatch
):
    monkeypatch.setattr(study, "WIDEST", 512)
    assert [block.width for block in blocks(scenario, 0, range(lots), workers)] == widths


def test_lots_that_are_there_are_left_out(scenario):
    assert blocks(scenario, 0, [0, 1, 3, 4, 7], 1) == [
        Block(0, 0, 128),
        Block(0, 192, 128),
        Block(0, 448, 64),
    ]


def test_larger_networks_have_narrower_blocks(scenario, monkeypatch):
    assert block_width(scenario) == study.WIDEST
    monkeypatch.setattr(study, "CELLS_PER_BLOCK", study.CELLS_PER_BLOCK // 10)
    assert BATCH <= block_width(sim.load("export-halt")) < block_width(scenario)
    assert block_width(sim.load("export-halt")) % BATCH == 0
    monkeypatch.setattr(study, "CELLS_PER_BLOCK", 1)
    assert block_width(scenario) == BATCH


def test_long_runs_have_narrower_blocks_so_that_little_is_lost_when_one_is_broken_off():
    ends = ("2032-12-31", "2040-12-31", "2090-12-31")
    widths = [block_width(sim.load("export-halt", [f"end={end}"])) for end in ends]
    assert widths[0] > widths[1] > widths[2] == BATCH
    assert widths[1] % BATCH == 0


def test_many_daily_stocks_make_blocks_narrow():
    widths = [
        block_width(sim.load("baseline", [f"measures.daily_stocks={stocks}"]))
        for stocks in ("[]", "[jl_mag]", "all")
    ]
    assert widths[0] == widths[1] > widths[2] == BATCH


class Script:
    """A pool that fails as a script says: a list of errors for each block, by its first history."""

    given_up = (CancelledError,)
    listener = None

    def __init__(self, failures=None, width=2):
        self.failures, self.width, self.begun = dict(failures or {}), width, []

    def submit(self, task, block):
        self.begun.append(block.first)
        future = Future()
        errors = self.failures.get(block.first, [])
        if errors:
            future.set_exception(errors.pop(0))
        else:
            future.set_result(block.first)
        return future

    def advance(self):
        return 0.0


TODO = [Block(0, first, BATCH) for first in range(0, 6 * BATCH, BATCH)]


def kept_by(pool, todo=TODO):
    """Run blocks in a pool, and list those that are kept; also what ended it, if it failed."""
    kept, news = [], []
    try:
        replicate(None, todo, pool, None, lambda block, _: kept.append(block.first), news.append)
    except BaseException as error:
        return kept, news, error
    return kept, news, None


def test_every_block_is_kept_once_and_progress_rises_to_the_end():
    kept, news, error = kept_by(Script())
    assert error is None
    assert sorted(kept) == [block.first for block in TODO]
    assert news == sorted(news)
    assert news[-1] == 1.0


def test_nothing_to_do_is_done():
    assert kept_by(Script(), []) == ([], [], None)


def test_blocks_begin_in_order_and_no_more_than_two_for_each_worker_wait():
    pool = Script()
    kept_by(pool)
    assert pool.begun == [block.first for block in TODO]


def lost(times):
    return [BrokenProcessPool("gone") for _ in range(times)]


@pytest.mark.parametrize("times", [1, study.LOSSES])
def test_a_block_whose_worker_is_lost_is_run_again(times):
    pool = Script({128: lost(times)}, width=1)
    kept, _, error = kept_by(pool)
    assert error is None
    assert sorted(kept) == [block.first for block in TODO]
    assert pool.begun.count(128) == times + 1


def test_losses_count_only_as_long_as_nothing_is_finished():
    pool = Script({block.first: lost(study.LOSSES) for block in TODO}, width=1)
    kept, _, error = kept_by(pool)
    assert error is None
    assert sorted(kept) == [block.first for block in TODO]


def test_a_block_that_always_loses_its_worker_ends_the_run_and_what_is_finished_is_kept():
    kept, _, error = kept_by(Script({128: lost(99)}, width=1))
    assert isinstance(error, WorkersLostError)
    assert "lost again and again" in str(error)
    assert kept == [0, 64]


def test_what_the_pool_gives_up_is_given_up():
    _, _, error = kept_by(Script({128: [CancelledError()]}, width=1))
    assert isinstance(error, WorkersLostError)


def test_an_error_of_a_block_ends_the_run_and_what_is_finished_is_kept():
    kept, _, error = kept_by(Script({64: [ZeroDivisionError("of 64")]}))
    assert isinstance(error, ZeroDivisionError)
    assert kept == [0, 128, 192]


def test_ctrl_c_keeps_what_is_finished():
    def interrupted(share):
        raise KeyboardInterrupt

    kept = []
    with pytest.raises(KeyboardInterrupt):
        replicate(
            None, TODO, Script(), None, lambda block, _: kept.append(block.first), interrupted
        )
    assert kept == [0, 64, 128, 192]


def test_a_run_that_failed_leaves_the_pool_to_others():
    pool = Script({64: [ZeroDivisionError()]})
    kept_by(pool)
    assert pool.listener is None


def first_history(scenario, block, record):
    return scenario.name, block, record.histories


def test_a_block_runs_the_histories_it_names(scenario):
    heard = []

    class Listening(Here):
        def _add(self, amount):
            super()._add(amount)
            heard.append(amount)

    found = {}
    replicate(
        Job(scenario, 1).study(), [Block(0, 64, 64)], Listening(), first_history, found.__setitem__
    )
    assert found == {Block(0, 64, 64): ("two-mines", Block(0, 64, 64), 64)}
    assert sum(heard) == pytest.approx(64)


def test_no_worker_of_another_version_takes_part(scenario):
    other = replace(Job(scenario, 1).study(), program="another")
    with pytest.raises(
        PoolError, match="a worker has another version of shortfall, numpy or SimPy; install"
    ):
        run_block(other, Block(0, 0, 64), first_history)
    with pytest.raises(PoolError, match="another version"):
        replicate(other, [Block(0, 0, 64)], Here(), first_history, lambda *_: None)


def test_outside_a_task_nobody_listens():
    report_progress(5.0)


def test_a_world_is_gone_when_its_block_is_done(scenario):
    """Though it is full of cycles: else the memory of a long study would grow with every block."""
    gc.collect()
    gc.disable()
    try:
        run_block(Job(scenario, 1).study(), Block(0, 0, 64), first_history)
        assert not any(isinstance(thing, Trade) for thing in gc.get_objects())
    finally:
        gc.enable()


def test_a_batch_is_not_tried_where_histories_begin_each_in_its_own_way(monkeypatch):
    """Their plan is as wide as their block, and no world of 64 can be built on it."""
    scenario = sim.load(KNOWN_ANSWERS / "uncertain.yaml", ["end=2026-06-01"])
    widths = []

    class Watched(study.World):
        def __init__(self, scenario, chance, *others):
            super().__init__(scenario, chance, *others)
            widths.append(chance.width)

    monkeypatch.setattr(study, "World", Watched)
    (block,) = blocks(scenario, 0, range(7), 1)
    run_block(Job(scenario, 1).study(), block, lambda *found: found[-1])
    assert widths == [7 * BATCH]
