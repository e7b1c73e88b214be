"""Histories are in worlds by number: those of a file, by their weights, whatever else is asked."""

import dataclasses
import json
import math

import numpy as np
import pytest
from click.testing import CliRunner

import sim
from sim.cli import main
from sim.output.manifest import Manifest
from sim.scenario.chain import CONSUMERS
from sim.scenario.digest import digest
from sim.scenario.errors import ScenarioError
from sim.scenario.schema import Uncertainty
from sim.scenario.uncertainty.inputs import inputs_of, of_block
from sim.scenario.uncertainty.meant import EachItsOwn, meant
from sim.scenario.uncertainty.world_file import EDITION, WorldsError, shipped_worlds
from sim.study.job import Job, is_random
from sim.world.chance.chance import Chance
from sim.world.chance.columns import Columns
from sim.world.chance.drawn import Scores
from sim.world.chance.sampling import Sampling, placed
from sim.world.chance.values import Values
from sim.world.chance.worlds import PICKED, Numbered, Weighted, scores
from sim.world.network import draw
from sim.world.network.draw import drawn_inputs
from tests.worlds import SMALL, file_of, ship, small

THREE = {5: 0.5, 80: 0.3, 700: 0.2}


@pytest.fixture(autouse=True)
def _forget():
    draw._draws.clear()
    draw._asked.clear()
    yield
    draw._draws.clear()
    draw._asked.clear()


@pytest.fixture
def shipped(monkeypatch, tmp_path):
    ship(monkeypatch, tmp_path, file_of(small(), THREE))
    return tmp_path


def worlds_in(scenario, chance):
    """Scores of each history, and those of the worlds of the file."""
    drawn = drawn_inputs(scenario, chance)
    names = *drawn.inputs.factors, *(one.name for one in drawn.inputs.drawn)
    return drawn, scores(7, names, tuple(THREE))


@pytest.mark.usefixtures("shipped")
def test_every_history_is_in_a_world_of_the_file_and_as_often_as_its_weight():
    drawn, of_file = worlds_in(small(), Chance(1, 0, 4096))
    factors = of_file[: len(drawn.inputs.factors)]
    same = (drawn.factors[:, None] == factors[:, :, None]).all(axis=0)
    assert (same.sum(axis=0) == 1).all()
    share = same.mean(axis=1)
    assert share == pytest.approx([0.5, 0.3, 0.2], abs=3 * 0.5 / np.sqrt(4096))


@pytest.mark.usefixtures("shipped")
def test_prior_and_central_are_as_if_there_were_no_file():
    prior, central = small("worlds=prior"), small("worlds=central")
    assert meant(prior).kind == "prior"
    inputs = inputs_of(prior)
    expected = Scores.drawn(inputs, Chance(1, 0, 64))
    np.testing.assert_array_equal(drawn_inputs(prior, Chance(1, 0, 64)).factors, expected.factors)
    assert drawn_inputs(central, Chance(1, 0, 64)) is None
    assert not is_random(central)
    as_written = sim.run(sim.load(SMALL, ["uncertainty=null"]), n=1).record.served_t
    np.testing.assert_array_equal(sim.run(central, n=1).record.served_t, as_written)


@pytest.mark.usefixtures("shipped")
def test_the_width_of_a_block_and_the_points_of_a_design_change_nothing():
    whole = drawn_inputs(small(), Chance(3, 0, 192)).scores
    second = drawn_inputs(small(), Chance(3, 64, 64)).scores
    np.testing.assert_array_equal(whole[:, 64:128], second)
    columns = Columns.side_by_side([0, 1], range(70, 102))
    beside = drawn_inputs(small(), Chance(3, 0, 64, columns=columns)).scores
    np.testing.assert_array_equal(beside[:, :32], whole[:, 70:102])
    np.testing.assert_array_equal(beside[:, 32:], whole[:, 70:102])


@pytest.mark.usefixtures("shipped")
def test_sobol_points_spread_the_worlds():
    chance = Chance(1, 0, 1024)
    drawn_inputs(small(), chance)
    assert PICKED in chance.inputs
    sampling = Sampling("sobol", inputs=placed(chance.inputs))
    drawn, of_file = worlds_in(small(), Chance(1, 0, 1024, sampling=sampling))
    factors = of_file[: len(drawn.inputs.factors)]
    share = (drawn.factors[:, None] == factors[:, :, None]).all(axis=0).mean(axis=1)
    assert share == pytest.approx([0.5, 0.3, 0.2], abs=0.01)  # at random that would be 0.05


def test_a_world_is_the_same_in_whatever_company():
    names = "a", "b"
    alone = scores(7, names, (700,))
    np.testing.assert_array_equal(scores(7, names, (5, 80, 700))[:, 2:], alone)
    np.testing.assert_array_equal(scores(7, ("b",), range(690, 710))[0, 10], alone[1, 0])


def test_scores_of_worlds_are_standard_normal_and_independent():
    found = scores(7, ("a", "b"), range(20_000))
    assert found.mean(axis=1) == pytest.approx(0.0, abs=0.03)
    assert found.std(axis=1) == pytest.approx(1.0, abs=0.03)
    assert abs(np.corrcoef(found)[0, 1]) < 0.03


def test_a_number_that_the_file_does_not_know_is_drawn_as_in_that_world(monkeypatch, tmp_path):
    ship(monkeypatch, tmp_path, file_of(small(), THREE))
    more = small(
        "consumers.others={region: JP, sector: motors, demand_t_per_year: 1, grades: {plain: 1}, "
        "stock_days: 9, sources: {all: shelf}}",
        "lanes.near={good: magnets, from: source, to: others, share: 1}",
    )
    names = ("consumers.others.stock_days",)
    inputs = of_block(more, Uncertainty())
    (place,) = [at for at, one in enumerate(inputs.drawn) if one.name == names[0]]
    rests = Scores.drawn(inputs, Chance(1, 0, 64), Weighted.read(shipped_worlds())).rests[place]
    assert set(rests) <= set(scores(7, names, tuple(THREE))[0])


def test_each_history_can_be_in_the_world_of_its_own_number():
    asked = small().model_copy(update={"worlds": EachItsOwn(7)})
    chance = Chance(1, 128, 64)
    found = drawn_inputs(asked, chance)
    np.testing.assert_array_equal(found.factors, scores(7, found.inputs.factors, range(128, 192)))
    assert not chance.makes_alike
    numbers, place = Numbered(7).of(chance)
    np.testing.assert_array_equal(np.array(numbers)[place], np.arange(128, 192))


def test_the_digest_covers_the_file(monkeypatch, tmp_path):
    with_file, prior = small(), small("worlds=prior")
    found = set()
    for worlds in (THREE, {5: 1.0}, None):
        ship(monkeypatch, tmp_path, None if worlds is None else file_of(small(), worlds))
        found.add(digest(with_file, 1))
        found.add(digest(prior, 1))
    assert len(found) == 4  # of the prior it knows nothing


@pytest.mark.usefixtures("shipped")
def test_manifest_and_summary_name_the_file(tmp_path):
    asked = ["uncertainty=from_grades"]
    args = ["run", str(SMALL), "-n", "64", "--no-figures", "--workers", "1", "--out", str(tmp_path)]
    for one in asked:
        args += ["--set", one]
    shown = CliRunner().invoke(main, args)
    assert shown.exit_code == 0, shown.output
    sha = shipped_worlds().sha256
    assert f"Worlds: 3 that agree with episode, by their weights ({sha[:10]})" in shown.output
    (folder,) = tmp_path.glob("uncertain-*")
    assert Manifest.read(folder).worlds == sha
    summary = json.loads((folder / "summary.json").read_text())
    assert summary["worlds"] == {
        "kind": "constrained", "name": "episode", "count": 3, "sha256": sha,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("setting", "because"),
    [
        ("uncertainty={common: 0.3}", "widths of its own"),
        ("uncertainty={widths: {cover: {C: 0.3}}}", "widths of its own"),
    ],
)
@pytest.mark.usefixtures("shipped")
def test_own_widths_are_of_prior_worlds_and_constrained_ones_are_refused(setting, because):
    settings = ["uncertainty=null", setting]
    found = meant(sim.load(SMALL, settings))
    assert found.kind == "prior"
    assert because in found.because
    with pytest.raises(ScenarioError, match=f"worlds.*\n.*{because}"):
        sim.load(SMALL, [*settings, "worlds=constrained"])
    assert meant(sim.load(SMALL, [*settings, "worlds=prior"])).because == ""


@pytest.mark.usefixtures("shipped")
def test_defaults_that_are_written_out_are_no_widths_of_its_own():
    assert meant(sim.load(SMALL, ["uncertainty=null", "uncertainty={common: 0.5}"])).worlds


@pytest.mark.parametrize(
    ("changed", "because"),
    [
        ({"common": 0.1}, "other widths"),
        ({"edition": EDITION - 1}, "other numbers were drawn"),
        ({"factors": ["elsewhere.cover"], "check": [0.0]}, "no number of its sources"),
    ],
)
def test_worlds_of_other_numbers_are_not_of_a_scenario(monkeypatch, tmp_path, changed, because):
    ship(monkeypatch, tmp_path, file_of(small(), THREE, **changed))
    found = meant(small())
    assert (found.kind, found.worlds) == ("prior", None)
    assert because in found.because


def test_worlds_without_uncertain_numbers_are_refused():
    with pytest.raises(ScenarioError, match="It has no effect: no number is uncertain"):
        sim.load(SMALL, ["uncertainty=null", "worlds=prior"])


def test_another_numpy_that_draws_other_numbers_is_found_out(monkeypatch, tmp_path):
    file = file_of(small(), THREE)
    ship(monkeypatch, tmp_path, file.model_copy(update={"check": [n + 1e-3 for n in file.check]}))
    with pytest.raises(WorldsError, match=r"draws other numbers .* worlds=prior"):
        drawn_inputs(small(), Chance(1, 0, 64))


@pytest.mark.parametrize("text", ["", "{}", '{"format": 1}', "[" * 100_000])
def test_what_is_no_file_of_worlds_is_refused(shipped, text):
    (shipped / "worlds" / "licences-2025.json").write_text(text)
    with pytest.raises(WorldsError, match="is no file of worlds"):
        meant(small())


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"worlds": [(0, 0.0, 1.0)]}, r"worlds\.0\.1: .* greater than 0"),
        ({"worlds": [(0, -1.0, 1.0), (1, 3.0, 1.0)]}, r"worlds\.0\.1"),
        ({"worlds": [(0, math.inf, 1.0)]}, r"worlds\.0\.1: .*"),
        ({"worlds": [(-1, 1.0, 1.0)]}, r"worlds\.0\.0"),
        ({"worlds": [(0, 0.5, 1.0), (0, 0.5, 1.0)]}, "a world is there twice"),
        ({"worlds": [(10**9, 1.0, 1.0)]}, "is none of the"),
        ({"seed": -1}, "seed"),
        ({"check": []}, "check"),
    ],
)
def test_worlds_that_were_edited_into_nonsense_are_refused(shipped, changed, says):
    path = shipped / "worlds" / "licences-2025.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changed))
    with pytest.raises(WorldsError, match=f"is no file of worlds.*{says}"):
        meant(small())


def test_a_file_of_another_format_is_refused(monkeypatch, tmp_path):
    ship(monkeypatch, tmp_path, file_of(small(), THREE, format=99))
    with pytest.raises(WorldsError, match="format 99, this version reads 1"):
        meant(small())


def test_a_file_is_written_as_it_is_read(shipped):
    path = shipped / "worlds" / "licences-2025.json"
    assert shipped_worlds().file.text() == path.read_text()
    assert path.read_text().count("\n") < 120


@pytest.mark.usefixtures("shipped")
def test_a_job_keeps_its_worlds_when_it_travels():
    import pickle

    job = pickle.loads(pickle.dumps(Job(small(), 1)))
    assert job.digest == Job(small(), 1).digest
    asked = small().model_copy(update={"worlds": EachItsOwn(7)})
    assert pickle.loads(pickle.dumps(asked)).worlds == EachItsOwn(7)
    assert dataclasses.is_dataclass(EachItsOwn)


@pytest.mark.usefixtures("shipped")
def test_a_number_written_as_a_distribution_has_one_value_in_a_world():
    """Its score is the rest of a plain number there: more than written here is more there, too."""
    spread = small("consumers.motors.stock_days={triangular: [50, 60, 70]}")
    cited = spread.consumers["motors"].model_copy(update={"sources": {"all": "shelf"}})
    spread = spread.model_copy(update={CONSUMERS: {"motors": cited}})
    path = (CONSUMERS, "motors", "stock_days")
    chance = Chance(1, 0, 256)
    found = Values(spread, chance, drawn_inputs(spread, chance)).at(*path)
    _, world = Weighted.read(shipped_worlds()).of(chance)
    shelf = [set(found[world == place]) for place in range(len(THREE))]
    assert all(len(values) == 1 for values in shelf)
    rests = scores(7, (".".join(path),), tuple(THREE))[0]
    order = np.argsort(rests)
    assert sorted(shelf, key=min) == [shelf[place] for place in order]
    prior = spread.model_copy(update={"worlds": "prior"})
    drawn = Values(prior, chance, drawn_inputs(prior, chance)).at(*path)
    np.testing.assert_array_equal(drawn, Values(prior, Chance(1, 0, 256)).at(*path))


@pytest.mark.usefixtures("shipped")
def test_explain_shows_constrained_worlds_beside_all(capsys):
    asked = ["--set", "uncertainty=from_grades", "--uncertainty"]
    assert main(["explain", str(SMALL), *asked, "--json"], standalone_mode=False) in (0, None)
    found = json.loads(capsys.readouterr().out)["uncertain"]
    drawn, _ = worlds_in(small(), Chance(1, 0, 4096))
    values = {one.name: drawn.value(one.path, one.centre) for one in drawn.inputs.drawn}
    assert len(found) == len(values)
    for one in found:
        low, high = one["constrained"]
        assert values[one["path"]].min() <= low <= high <= values[one["path"]].max()
        assert one["constrained"] != one["drawn"]
    assert main(["explain", str(SMALL), *asked], standalone_mode=False) in (0, None)
    assert "in constrained worlds" in capsys.readouterr().out
