"""The sentence that answers a report's question."""

from types import SimpleNamespace

import pytest

from sim.report.answer import answer, key_figures

RUN = SimpleNamespace(is_random=False)


def loss(kind, label, mean):
    return SimpleNamespace(
        group=SimpleNamespace(kind=kind, name=label),
        label=label,
        days=SimpleNamespace(mean=mean),
        band=(mean, mean),
        is_nothing=mean == 0,
        found={},
    )


@pytest.mark.parametrize("mean", [128.0, 20.0], ids=["beyond-all-regions", "less"])
def test_who_asks_for_a_plant_is_told_of_that_alone(monkeypatch, mean):
    monkeypatch.setattr("sim.report.answer.first_date", lambda *_: "10 June 2027")
    plant = loss("consumer", "My plant", mean)
    regions = [loss("region", "India", 42.0), loss("region", "EU", 29.0)]
    said = answer(RUN, plant, [*regions, plant])
    assert said == f"My plant loses {mean:.0f} days of normal supply, from 10 June 2027 on."
    assert [*key_figures(RUN, plant, regions)] == ["days lost by My plant", "first shortage"]


def test_of_all_together_who_is_hit_hardest_is_always_told(monkeypatch):
    """And the date stands with those whose it is."""
    monkeypatch.setattr("sim.report.answer.first_date", lambda *_: "10 June 2027")
    everybody = loss("all", "All consumers", 50.0)
    regions = [loss("region", "India", 42.0), loss("region", "EU", 29.0)]
    assert answer(RUN, everybody, regions).endswith(
        " lose 50 days of normal supply, from 10 June 2027 on; India is hit hardest, with 42 days."
    )
    assert "days lost by India, hit hardest" in key_figures(RUN, everybody, regions)
