"""The sample of a stored run: what is drawn again is what its histories had."""

import numpy as np
import pytest

import sim
from sim.output.branches import branches_taken
from sim.output.stored import StoredRun
from sim.sensitivity.sample import SampleError, sample_of
from sim.world.network.input_recorder import NUMBERS
from sim.world.time.clock import DAYS_PER_MONTH
from tests import worlds
from tests.unit.effects import KNOWN_ANSWERS

WORLD = f"""
extends: {KNOWN_ANSWERS / "uncertain.yaml"}
schema: 1
name: sampled
magnet_makers: {{plant: {{country: US, capacity_t_blanks_per_year: 0}}}}
lanes: {{home: {{good: magnets, from: plant, to: motors, offtake: 0.4}}}}
projects:
  first: {{facility: plant, adds_per_year: 9, first_product: 2027-01-01, owner: one, kind: magnets}}
  second: {{facility: plant, adds_per_year: 9, first_product: 2027-01-01, owner: one, kind: magnets}}
schedule:
  after: 2026-06-30
  common: {{owner: 0.4}}
  kinds:
    magnets: {{slip_months: {{triangular: [0, 3, 9]}}, cancel_probability: 0.5, sources: {{all: guess}}}}
branches:
  november: {{start: 100, weights: {{extended: 11, halted: 3, lapsed: 6}}}}
  idle: {{start: 100, weights: {{one: 1, other: 1}}}}
disruptions:
  halt: {{duration_days: {{triangular: [60, 90, 200]}}, probability: 0.6, sources: {{all: guess}}}}
  storm:
    {{kind: lane_closure, lanes: [sea], stops: departures, branch: november.lapsed,
     duration_days: 40}}
  never:
    {{kind: lane_closure, lanes: [sea], stops: departures, branch: idle.one, probability: 0,
     duration_days: {{uniform: [20, 60]}}}}
  after_never:
    {{kind: lane_closure, lanes: [sea], stops: departures, trigger: {{after: never}},
     duration_days: {{uniform: [20, 60]}}}}
sources:
  guess: {{title: A guess, publisher: us, year: 2026, grade: C}}
"""
HISTORIES = 100


@pytest.fixture(scope="module", params=["random", "sobol", "latin"])
def run(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("sampled")
    (folder / "sampled.yaml").write_text(WORLD)
    scenario = sim.load(folder / "sampled.yaml", root="/")
    result = sim.run(scenario, n=HISTORIES, sampling=request.param)
    result.save(folder / "run", figures=False)
    return StoredRun.open(folder / "run")


@pytest.fixture(scope="module")
def sample(run):
    return sample_of(run)


def values(sample, name):
    """The values of an input by its name."""
    return dict(zip((one.name for one in sample.inputs), sample.values, strict=True))[name]


def found(sample, name):
    """An input by its name."""
    return next(one for one in sample.inputs if one.name == name)


def test_every_history_has_a_value_of_every_input(run, sample):
    assert sample.values.shape == (len(sample.inputs), run.count)
    assert len({one.name for one in sample.inputs}) == len(sample.inputs)


def test_what_cannot_happen_is_no_input_and_no_event(run, sample):
    idle = [one.name for one in sample.inputs if "never" in one.name or "idle" in one.name]
    assert not idle
    assert "halt (whether, how long)" in run.summary["width"]["event"]
    assert not any("never" in one or "idle" in one for one in run.summary["width"]["event"])


def test_whether_a_disruption_happens_and_how_long_is_what_the_run_recorded(run, sample):
    at = run.axes["disruptions"].index("halt")
    happened = ~np.isnan(run.onset_day[at])
    np.testing.assert_array_equal(values(sample, "disruptions.halt.happens") == 1.0, happened)
    lasted = (run.end_day - run.onset_day)[at]
    drawn = np.ceil(values(sample, "disruptions.halt.duration_days"))
    np.testing.assert_array_equal(lasted[happened], drawn[happened])


def test_branches_are_those_that_were_taken(run, sample):
    names = np.array(["extended", "halted", "lapsed"])
    places = values(sample, "branches.november").astype(int)
    np.testing.assert_array_equal(names[places], branches_taken(run)["november"])


@pytest.mark.parametrize("project", ["first", "second"])
def test_projects_are_as_late_as_they_were_and_given_up_where_they_were(run, sample, project):
    late = run.read("late_days")[run.ids("projects").index(project)]
    given_up = values(sample, f"projects.{project}.happens") == 1.0
    np.testing.assert_array_equal(np.isinf(late), given_up)
    months = values(sample, f"projects.{project}.slip_months")
    np.testing.assert_array_equal(late[~given_up], np.ceil(months * DAYS_PER_MONTH)[~given_up])


def test_what_projects_of_an_owner_have_in_common_is_one_input(sample):
    common = values(sample, "schedule.common.owner.one")
    late = values(sample, "projects.first.slip_months")
    assert np.corrcoef(common, late)[0, 1] > 0.4
    assert found(sample, "schedule.common.owner.one").about == "projects"


def test_numbers_of_one_source_and_kind_are_one_input(run, sample):
    shelves = found(sample, "shelf.cover")
    assert shelves.members == ("magnet_makers.source.stock_days", "consumers.motors.stock_days")
    assert (shelves.grade, shelves.source, shelves.about) == ("C", "shelf", "data")
    assert shelves.low < 0.7 < 1.4 < shelves.high
    stock = run.read(NUMBERS.name)[run.ids("numbers").index("consumers.motors.stock_days")]
    assert np.corrcoef(np.log(stock), np.log(values(sample, "shelf.cover")))[0, 1] > 0.5


def test_or_each_is_by_itself_as_the_run_recorded_it(run):
    singly = sample_of(run, singly=True)
    for name, row in zip(run.ids("numbers"), run.read(NUMBERS.name), strict=True):
        np.testing.assert_array_equal(values(singly, name), row)
    stock = found(singly, "consumers.motors.stock_days")
    assert (stock.country, stock.stage, stock.unit) == ("US", "consumers", "days")
    assert stock.place.split(":")[0].endswith("scenario.yaml")


def test_an_input_says_where_it_is_from(run, sample):
    halt = found(sample, "disruptions.halt.duration_days")
    assert (halt.about, halt.source, halt.grade, halt.unit) == ("event", "guess", "C", "days")
    line = int(halt.place.split(":")[1])
    assert "duration_days" in (run.folder / "scenario.yaml").read_text().splitlines()[line - 1]
    late = found(sample, "projects.first.slip_months")
    assert (late.about, late.country, late.stage) == ("projects", "US", "magnet_makers")


def test_a_measure_of_a_group_is_found_by_name(run, sample):
    days = sample.outcome("shortfall_days", "US")
    assert days.values.shape == (run.count,)
    assert sample.outcome("shortfall_days", "region.US") is days
    with pytest.raises(SampleError, match=r"no group 'USA'\. Did you mean 'US'\?"):
        sample.outcome("shortfall_days", "USA")
    with pytest.raises(SampleError, match=r"no measure 'shortfal_days'. Did you mean"):
        sample.outcome("shortfal_days", "US")


def test_a_run_without_chance_has_no_inputs(tmp_path):
    sim.run(sim.load(KNOWN_ANSWERS / "one_lane.yaml")).save(tmp_path / "run", figures=False)
    sample = sample_of(StoredRun.open(tmp_path / "run"))
    assert sample.inputs == ()
    assert sample.values.shape == (0, 1)


def test_histories_in_one_world_of_a_file_have_their_numbers_in_common(monkeypatch, tmp_path):
    worlds.ship(monkeypatch, tmp_path, worlds.file_of(worlds.small(), {3: 1.0, 8: 2.0, 11: 1.0}))
    scenario = worlds.small("disruptions.halt.duration_days={uniform: [60, 200]}")
    sim.run(scenario, n=HISTORIES).save(tmp_path / "run", figures=False)
    sample = sample_of(StoredRun.open(tmp_path / "run"))
    assert sorted(set(sample.worlds.tolist())) == [0, 1, 2]
    for one, row in zip(sample.inputs, sample.values, strict=True):
        different = {len(set(row[sample.worlds == world])) for world in range(3)}
        assert one.of_world == (different == {1})
    assert sum(one.of_world for one in sample.inputs) == 3


def test_worlds_of_a_file_that_has_changed_are_not_told_of_another(monkeypatch, tmp_path):
    worlds.ship(monkeypatch, tmp_path, worlds.file_of(worlds.small(), {3: 1.0, 8: 2.0}))
    sim.run(worlds.small(), n=HISTORIES).save(tmp_path / "run", figures=False)
    run = StoredRun.open(tmp_path / "run")
    sample_of(run)
    for other in (None, worlds.file_of(worlds.small(), {3: 2.0, 8: 1.0})):
        worlds.ship(monkeypatch, tmp_path, other)
        with pytest.raises(SampleError, match="worlds of a file that is not there any more"):
            sample_of(run)


def test_where_each_history_has_its_own_numbers_there_are_no_worlds(sample):
    assert sample.worlds is None


def test_a_number_written_as_a_distribution_is_what_its_world_has(monkeypatch, tmp_path):
    """Each history goes without its own halt less the shelf of its world."""
    worlds.ship(monkeypatch, tmp_path, worlds.file_of(worlds.small(), {3: 1.0, 8: 2.0, 11: 1.0}))
    scenario = worlds.small(
        "worlds=constrained",
        "disruptions.halt.duration_days={uniform: [80, 200]}",
        "consumers.motors.stock_days={uniform: [20, 60]}",
        "consumers.motors.sources={stock_days: shelf, demand_t_per_year: survey}",
    )
    sim.run(scenario, n=HISTORIES).save(tmp_path / "run", figures=False)
    sample = sample_of(StoredRun.open(tmp_path / "run"))
    shelf = values(sample, "consumers.motors.stock_days")
    assert len(set(shelf.tolist())) == 3
    assert found(sample, "consumers.motors.stock_days").of_world
    lost = np.ceil(values(sample, "disruptions.halt.duration_days")) - shelf
    np.testing.assert_allclose(sample.outcome("shortfall_days", "US").values, lost, atol=0.01)
