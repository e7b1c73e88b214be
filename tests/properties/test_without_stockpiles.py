"""Points of a world that lack a stockpile: each is as if no other point had it, to the bit."""

from pathlib import Path

import pytest

from sim.design.design import Design
from sim.design.run_design import run_design
from sim.design.study import study_of
from sim.design.together import together
from sim.scenario.load import load
from sim.scenario.schema import Scenario
from sim.scenario.schema.fill import Fill
from sim.scenario.schema.finance import Finance
from sim.scenario.undisrupted import undisrupted
from sim.study.pool import Here
from tests.chain import CHAIN, write
from tests.properties.test_design import HISTORIES, alone, differing, everything

SHORT = """
schema: 1
extends: chain.yaml
name: case
end: 2026-09-30
warm_up_days: 30
measures: {stocks: all, exposure: [CN]}
consumers:
  us_ev: {stock_days: {uniform: [10, 30]}}
disruptions:
  halt: {goods: [oxide, metal, magnets]}
  lost: {kind: outage, facilities: [separator], start: 2026-06-20, duration_days: 60}
"""
PILES = {
    "reserve": None,
    "forms": """{country: US, members: [us_ev, de_wind], trigger_days: 5, holds:
        {magnets: {fill_days: {standard: 10, high_dy: 30}}, metal: {fill_days: 20, through: [maker]}}}""",
    "oxides": "{country: CN, good: oxide, members: [smelter], fill_t: {ndpr: 3, dy: 0.5}}",
    "aging": "{country: DE, members: [de_wind], fill_days: {uniform: [20, 40]}, ageing_per_year: 0.3}",
}
"""Stockpiles by id; of the chain itself, if nothing is written."""


@pytest.fixture
def short(tmp_path: Path) -> Scenario:
    """A chain that a halt leaves short for long, with stockpiles of all forms."""
    write(tmp_path, CHAIN, "chain.yaml")
    piles = "".join(f"  {name}: {text}\n" for name, text in PILES.items() if text)
    return load(write(tmp_path, f"{SHORT}stockpiles:\n{piles}")).scenario


def holding(scenario: Scenario, *names: str) -> Scenario:
    """Give it with some of its stockpiles alone."""
    return scenario.model_copy(update={"stockpiles": {n: scenario.stockpiles[n] for n in names}})


def test_a_point_without_stockpiles_is_as_if_no_other_had_them(short):
    """With others, with none, and undisrupted."""
    points = [holding(short), short, undisrupted(short)]
    points += [holding(short, *(n for n in PILES if n != name)) for name in PILES]
    design = Design(points, HISTORIES, short.seed, measured=True)
    (world,) = study_of(design).worlds
    assert [world.together.point(at) for at in range(len(points))] == points
    found = run_design(design, everything, Here())
    for point, one in zip(points, found, strict=True):
        own = alone(point)
        assert differing(one, own) == []
        assert {name for name in one if "stockpile" in name} == {
            name for name in own if "stockpile" in name
        }
    for held in ("reserve", "forms:magnets", "oxides", "aging"):
        assert found[1][f"released_t[{held}]"].any()
    assert "served_t[us_ev]" in differing(found[0], found[1])


def test_a_stockpile_that_would_matter_parts_worlds(short):
    """One that buys, or whose money is booked; or one that is another in more than numbers."""
    reserve = short.stockpiles["reserve"]
    for changed, is_alike in (
        ({"fill": Fill(target_days=90)}, False),
        ({"finance": Finance()}, False),
        ({"country": "DE"}, True),
    ):
        piles = short.stockpiles | {"reserve": reserve.model_copy(update=changed)}
        other = short.model_copy(update={"stockpiles": piles})
        assert len(together({0: short, 1: other})) == 2
        assert (len(together({0: holding(short), 1: other})) == 1) == is_alike
