"""What tests share of calm is what each of them would have made."""

import pytest

import sim
from tests import warm
from tests.chain import CHAIN, write
from tests.integration.blocks import differing

MARKET = """\
market:
  normal_usd_per_kg: {china: {ndpr: 60, dy: 250}, outside: {ndpr: 60, dy: 250}}
"""
RANDOM = "consumers.us_ev.demand_t_per_year={uniform: [90, 110]}"


@pytest.fixture
def chain(tmp_path):
    return write(tmp_path, CHAIN + MARKET)


@pytest.fixture
def shared(tmp_path, monkeypatch):
    """An empty folder to share in."""
    folder = tmp_path / "shared"
    folder.mkdir()
    monkeypatch.setenv(warm.FOLDER, str(folder))
    return folder


@pytest.mark.parametrize("settings", [[], [RANDOM]])
def test_a_run_that_shares_is_the_same_to_the_bit(settings, chain, shared, monkeypatch):
    """Whether it is the first to leave something there, or finds it."""
    scenario = sim.load(chain, settings)
    first = sim.run(scenario, n=70)
    left = {file.name: file.stat().st_mtime_ns for file in shared.iterdir()}
    again = sim.run(scenario, n=70)
    assert {file.name: file.stat().st_mtime_ns for file in shared.iterdir()} == left
    monkeypatch.delenv(warm.FOLDER)
    alone = sim.run(scenario, n=70)
    for one in (first, again):
        assert differing(one.record, alone.record, 70) == []
        assert differing(one.whole_twin, alone.whole_twin, 64) == []


def test_other_disruptions_share_and_another_world_does_not(chain, shared):
    def kinds(*settings: str) -> list[str]:
        sim.run(sim.load(chain, settings), n=1)
        return sorted(file.suffix for file in shared.iterdir())

    assert kinds() == [".state", ".twin"]
    assert kinds("disruptions.halt.duration_days=9") == [".state", ".twin"]
    assert kinds("consumers.us_ev.stock_days=9") == [".state", ".state", ".twin", ".twin"]


def test_a_twin_with_chance_of_its_own_is_not_shared(chain, shared):
    twin = sim.run(sim.load(chain, [RANDOM]), n=2).twin
    assert (twin.demand_t[:, 1, 0] != twin.demand_t[:, 1, 1]).any()
    assert [file.suffix for file in shared.iterdir()] == [".state"]
