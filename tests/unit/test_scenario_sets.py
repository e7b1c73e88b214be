"""The shipped outlooks stand on one world, and without its layers on the baseline."""

import sim
from sim.scenario.outlook import known_disruptions

SIX = (
    "export-halt",
    "halt-and-texas",
    "vault-60-days",
    "halt-texas-vault",
    "japan-ban",
    "october-cliff",
)
CLEAN = "without=[as-of-2026,expected-schedule]"
NETWORK = ("mines", "separation_plants", "metal_makers", "magnet_makers", "consumers", "lanes")


def test_the_six_for_a_report_differ_in_nothing_but_what_they_are_about():
    world = sim.load("as-of-2026")
    for name in SIX:
        one = sim.load(name)
        assert (one.start, one.end, one.as_of, one.outlook) == (
            world.start,
            world.end,
            world.as_of,
            True,
        )
        assert one.histories == world.histories
        assert {*known_disruptions(one)} == {*world.disruptions}
        assert one.stockpiles.items() >= world.stockpiles.items()
        for block in NETWORK:
            assert getattr(one, block) == getattr(world, block), (name, block)
        assert one.schedule == sim.load("expected-schedule").schedule


def test_without_its_layers_the_halt_is_in_the_plain_baseline():
    clean, baseline = sim.load("export-halt", [CLEAN]), sim.load("baseline")
    assert [*clean.disruptions] == ["halt"]
    assert clean.schedule is None
    assert not clean.stockpiles
    for block in (*NETWORK, "projects"):
        assert getattr(clean, block) == getattr(baseline, block), block


def test_as_announced_only_the_schedule_is_missing():
    expected, announced = sim.load("export-halt"), sim.load("export-halt", ["schedule=null"])
    assert expected.model_copy(update={"schedule": None}) == announced


def test_a_halt_of_the_branches_is_that_of_the_halt():
    branches, halt = sim.load("november-branches"), sim.load("export-halt")
    apart = {"branch": None}
    assert branches.disruptions["halt"].model_copy(update=apart) == halt.disruptions["halt"]
