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


@pytest.mark.parametrize(
    ("mean", "is_said"), [(128.0, False), (20.0, True)], ids=["beyond-all-regions", "less"]
)
def test_a_region_is_hit_hardest_only_if_it_loses_more_than_the_plant(monkeypatch, mean, is_said):
    monkeypatch.setattr("sim.report.answer.first_date", lambda *_: "")
    plant = loss("consumer", "My plant", mean)
    regions = [loss("region", "India", 42.0), loss("region", "EU", 29.0)]
    said = answer(RUN, plant, [*regions, plant])
    assert said.startswith(f"My plant loses {mean:.0f} days of normal supply")
    assert ("India is hit hardest" in said) is is_said
    assert ("days lost by India, hit hardest" in key_figures(RUN, plant, regions)) is is_said


def test_of_all_together_who_is_hit_hardest_is_always_told(monkeypatch):
    monkeypatch.setattr("sim.report.answer.first_date", lambda *_: "")
    everybody = loss("all", "All consumers", 50.0)
    regions = [loss("region", "India", 42.0), loss("region", "EU", 29.0)]
    assert "India is hit hardest, with 42 days" in answer(RUN, everybody, regions)
