"""The file of worlds that travels with the package is of the shipped scenarios' numbers."""

import pytest

import sim
from sim.constrain.constrained import LEAST
from sim.constrain.observation import observations
from sim.hindcast.load import episodes, load_episode
from sim.scenario.uncertainty.meant import meant
from sim.scenario.uncertainty.world_file import shipped_worlds
from sim.world.chance.worlds import Weighted

ASKED = ["uncertainty=from_grades"]


@pytest.mark.parametrize("name", ["baseline", "export-halt", "licences-2025", "as-of-2026"])
def test_what_ifs_draw_from_it(name):
    found = meant(sim.load(name, ASKED))
    assert (found.kind, found.because) == ("constrained", "")
    assert meant(sim.load(name, [*ASKED, "worlds=prior"])).kind == "prior"


@pytest.mark.parametrize("name", ["two-mines", "senkaku-2010"])
def test_worlds_of_other_sources_are_prior(name):
    found = meant(sim.load(name, ASKED))
    assert found.kind == "prior"
    assert "no number of its sources" in found.because


def test_it_has_worlds_enough_and_this_numpy_draws_them():
    file = shipped_worlds().file
    assert len(file.worlds) >= LEAST
    assert sum(weight for _, weight, _ in file.worlds) == pytest.approx(1.0, abs=1e-3)
    assert max(largest for *_, largest in file.worlds) <= file.cutoff
    assert len({number for number, *_ in file.worlds}) == len(file.worlds)
    assert max(number for number, *_ in file.worlds) < file.prior
    assert Weighted.read(shipped_worlds()).seed == file.seed


def test_it_was_made_of_what_its_episode_says():
    file = shipped_worlds().file
    wanted = observations(load_episode(episodes()[file.name]).episode)
    assert {one.name: sorted({*one.recorded}) for one in wanted} == {
        name: one.recorded for name, one in file.observations.items()
    }
    for one in wanted:
        met = file.observations[one.name]
        assert met.discrepancy == pytest.approx(one.discrepancy, rel=1e-4)
        assert met.error == pytest.approx(one.error, rel=1e-4)
