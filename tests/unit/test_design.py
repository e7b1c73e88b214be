"""How points are put into worlds, worlds are cut into blocks, and blocks are kept."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.design.blocks import Cut, cut_named
from sim.design.design import Design
from sim.design.group_measures import GroupMeasures
from sim.design.run_design import run_design
from sim.design.store import Store
from sim.design.study import study_of
from sim.design.together import together, worlds_of
from sim.scenario.load import load
from sim.scenario.schema import Scenario
from sim.scenario.undisrupted import undisrupted
from sim.study.pool import Here
from sim.study.work import work_of_points
from sim.world.chance.columns import Columns
from sim.world.chance.varied import Varied
from tests.chain import CHAIN, write

SHORTFALL = GroupMeasures(frozenset({"shortfall_days"}), frozenset({("all", "all")}))


@pytest.fixture
def chain(tmp_path) -> Scenario:
    """A small chain, whose halt begins on a random day."""
    settings = ["end=2026-06-30", "warm_up_days=30", "disruptions.halt.start={uniform: [20, 60]}"]
    return load(write(tmp_path, CHAIN), settings).scenario


def halted(scenario: Scenario, **changes: object) -> Scenario:
    """Change the halt."""
    halt = scenario.disruptions["halt"].model_copy(update=changes)
    return scenario.model_copy(update={"disruptions": {"halt": halt}})


def test_numbers_dates_and_disruptions_differ_within_a_world(chain):
    """And every point is got back as it was."""
    dated = [halted(chain, start=dt.date(2026, 2, day)) for day in (1, 9)]
    points = [chain, halted(chain, duration_days=9.0), undisrupted(chain), *dated]
    (one,) = together(dict(enumerate(points)))
    assert [one.point(at) for at in range(len(points))] == points
    assert isinstance(one.scenario.disruptions["halt"].start, Varied)


def test_thresholds_and_what_is_measured_part_no_points(chain):
    """Nothing that happens hangs on thresholds; what a study does not read is not recorded."""
    easy = chain.measures.model_copy(update={"short_below": 0.5, "stocks": "all"})
    points = [chain, chain.model_copy(update={"measures": easy})]
    study = study_of(Design(points, 5, 1))
    assert [world.together.numbers for world in study.worlds] == [(0, 1)]
    assert study.worlds[0].together.point(1).measures.short_below == 0.5
    assert len(study_of(Design(points, 5, 1, measured=True)).worlds) == 2
    found = run_design(Design(points, 5, 1), SHORTFALL, Here())
    days = [one["all.all.shortfall_days"] for one in found]
    assert (days[1] <= days[0]).all()


def test_what_is_structural_has_a_world_of_its_own(chain):
    """A list, a flag, a rule; each point is in just one world."""
    listed = halted(chain, destinations=["ALLIES", "CN"])
    ruled = chain.model_copy(
        update={"policy": chain.policy.model_copy(update={"contracts_first": False})}
    )
    worlds = together({4: chain, 5: listed, 6: ruled, 7: halted(listed, duration_days=3.0)})
    assert [world.numbers for world in worlds] == [(4,), (5, 7), (6,)]


def test_shares_of_lanes_differ_within_a_world(chain):
    """But not whether a lane carries anything, nor whether its share is dated."""

    def shared(name: str, share: object) -> Scenario:
        lane = chain.lanes[name].model_copy(update={"share": share})
        return chain.model_copy(update={"lanes": {**chain.lanes, name: lane}})

    dated = {dt.date(2026, 1, 1): 1.0, dt.date(2026, 9, 1): 0.5}
    points = [chain, shared("sea", 0.5), shared("metal", 0.7), shared("sea", 0.0)]
    found = together(dict(enumerate([*points, shared("sea", dated)])))
    assert [world.numbers for world in found] == [(0, 1, 2), (3,), (4,)]
    assert [found[0].point(at) for at in range(3)] == points[:3]


def test_a_number_that_differs_is_refused_where_one_is_asked_for():
    """Not taken for some mean of the points."""
    varied = Varied.of((1.0, dt.date(2026, 1, 3)), dt.date(2026, 1, 1))
    assert varied.numbers == (1.0, 2.0)
    with pytest.raises(TypeError, match="is read as a distribution"):
        _ = varied.mean


@given(
    points=st.integers(1, 300),
    histories=st.integers(1, 3000),
    widest=st.sampled_from([64, 192, 512, 1024]),
    workers=st.integers(1, 9),
)
def test_blocks_hold_every_history_of_every_point_once(points, histories, widest, workers):
    """However they are cut; none is wider than is allowed."""
    cut = Cut.of(points, histories, widest)
    blocks = cut.cut(0, dict.fromkeys(cut.firsts, range(points)), workers)
    seen = np.zeros((points, histories), dtype=int)
    for block in blocks:
        seen[list(block.points), block.first : block.first + block.count] += 1
        assert block.width <= widest
    assert (seen == 1).all()


@given(
    named=st.dictionaries(
        st.integers(0, 50), st.sets(st.integers(0, 200), min_size=1, max_size=64), max_size=20
    ),
    widest=st.sampled_from([64, 192, 512]),
    workers=st.integers(1, 4),
)
def test_blocks_hold_every_history_that_is_named_once(named, widest, workers):
    named = {point: tuple(sorted(some)) for point, some in named.items()}
    blocks = cut_named(0, named, widest, workers)
    assert all(block.width <= widest for block in blocks)
    found = [pair for block in blocks for pair in zip(block.points, block.numbers, strict=True)]
    assert found == list(named.items())
    for block in blocks:
        columns, ranges = block.columns, dict(block.of_points())
        for point, numbers in zip(block.points, block.numbers, strict=True):
            at = ranges[point]
            assert columns.numbers[at.start : at.stop].tolist() == list(numbers)
            assert set(columns.points[at.start : at.stop]) == {point}


def test_few_histories_of_many_points_share_blocks():
    """25 points of 16 histories are one run of 400."""
    cut = Cut.of(25, 16, 512)
    assert [block.width for block in cut.cut(0, {0: range(25)}, 1)] == [448]
    assert [block.width for block in cut.cut(0, {0: range(25)}, 2)] == [192, 256]


def test_each_column_has_the_draw_of_its_replication():
    """Wherever it stands; the last is repeated until there are whole batches."""
    columns = Columns.side_by_side([3, 5], range(70, 80))
    drawn = np.arange(columns.drawn) + columns.first
    assert columns.spread(drawn)[:20].tolist() == [*range(70, 80), *range(70, 80)]
    assert columns.points[:20].tolist() == [3] * 10 + [5] * 10
    assert len(columns.points) == 64


def test_what_is_stored_is_not_run_again(chain, tmp_path, monkeypatch):
    """And what is not as it was written is."""
    points = [chain, undisrupted(chain)]
    design = Design(points, 5, 1)
    first = run_design(design, SHORTFALL, Here(), store=tmp_path / "store")
    files = sorted((tmp_path / "store").iterdir())
    assert len(files) == 2
    ran = []
    monkeypatch.setattr(
        "sim.design.run_design.run_blocks", lambda run, todo, *others: ran.extend(todo)
    )
    again = run_design(design, SHORTFALL, Here(), store=tmp_path / "store")
    assert ran == []
    for one, other in zip(first, again, strict=True):
        assert {name: a.tolist() for name, a in one.items()} == {
            name: a.tolist() for name, a in other.items()
        }
    files[0].write_bytes(files[0].read_bytes()[:-200])
    store = Store(tmp_path / "store", design, SHORTFALL)
    assert [store.read(0, 0, 5) is None, store.read(1, 0, 1) is None].count(True) == 1


def test_another_seed_or_another_take_is_not_found(chain, tmp_path):
    """In the same folder."""
    design = Design([chain], 5, 1)
    run_design(design, SHORTFALL, Here(), store=tmp_path)
    others = [
        Store(tmp_path, Design([chain], 5, 2), SHORTFALL),
        Store(tmp_path, design, GroupMeasures(frozenset({"unmet_t"}), frozenset({("all", "all")}))),
        Store(tmp_path, Design([halted(chain, duration_days=9.0)], 5, 1), SHORTFALL),
    ]
    assert Store(tmp_path, design, SHORTFALL).read(0, 0, 5) is not None
    assert [store.read(0, 0, 5) for store in others] == [None] * 3


def test_the_work_of_points_counts_their_worlds(chain):
    """A world that no other points share costs its days by itself."""
    longer = chain.model_copy(update={"end": dt.date(2026, 7, 31)})
    assert worlds_of([chain, halted(chain, duration_days=9.0)]) == 1
    assert worlds_of([chain, longer]) == 2
    one, two = (work_of_points(chain, 10, 16, worlds).seconds for worlds in (1, 10))
    assert 3 * one < two <= 10 * one


def test_the_work_of_points_counts_what_takes_time_besides(chain):
    """Undisrupted twins, queues of licences, uncertain numbers, and places that are followed."""
    plain = work_of_points(chain, 10, 16).seconds
    licences = {"mode": "licence", "duration_days": 90.0}
    followed = chain.model_copy(
        update={"measures": chain.measures.model_copy(update={"exposure": ["CN"]})}
    )
    assert work_of_points(chain, 10, 16, twins=160).seconds == pytest.approx(2 * plain)
    assert work_of_points(halted(chain, **licences), 10, 16).seconds > 2 * plain
    assert plain < work_of_points(followed, 10, 16).seconds < 1.5 * plain
    uncertain = chain.model_copy(update={"uncertainty": "from_grades"})
    assert work_of_points(uncertain, 10, 16).seconds == pytest.approx(1.5 * plain)
    central = uncertain.model_copy(update={"worlds": "central"})
    assert work_of_points(central, 10, 16).seconds == plain
