"""Groups of one's own: who is in them, what they may be called, how they are asked for."""

from math import inf
from pathlib import Path

import pytest

from sim.design.past import parting
from sim.output.groups import groups_of
from sim.scenario.grouping import consumers_by_group
from sim.scenario.load import load
from sim.scenario.measured import UnknownNameError, check_groups, is_asked
from sim.scenario.uncertainty.meant import meant
from sim.world.network.draw import foundation
from tests.chain import CHAIN, problems, write

DEFENCE = """\
  us_arms:
    region: US
    sector: arms
    end_use: defence
    demand_t_per_year: 10
    grades: {high_dy: 1}
"""
WORLD = CHAIN.replace("  de_wind:\n", DEFENCE + "  de_wind:\n").replace(
    "[us_ev, de_wind]", "[us_ev, us_arms, de_wind]"
)


def members(tmp_path: Path, entries: str) -> tuple[str, ...]:
    """Give who is in a group of some entries."""
    scenario = load(write(tmp_path, f"{WORLD}groups: {{own: {entries}}}\n")).scenario
    return consumers_by_group(scenario)["group", "own"]


@pytest.mark.parametrize(
    ("entries", "who"),
    [
        ("[us_ev]", ("us_ev",)),
        ("[US]", ("us_arms", "us_ev")),
        ("[ALLIES]", ("de_wind", "us_arms", "us_ev")),
        ("[wind, defence]", ("de_wind", "us_arms")),
        ("[US civil]", ("us_ev",)),
        ("[region.DE, consumer.us_ev, us_ev]", ("de_wind", "us_ev")),
    ],
)
def test_a_group_is_of_consumers_places_sectors_and_end_uses(
    tmp_path: Path, entries: str, who: tuple[str, ...]
) -> None:
    assert members(tmp_path, entries) == who


def test_region_by_end_use_is_a_group(tmp_path: Path) -> None:
    """Who reads the table finds defence of a region by itself, told from its one consumer."""
    scenario = load(write(tmp_path, WORLD)).scenario
    found = {
        group.name: group.label
        for group in groups_of(scenario, tuple(sorted(scenario.consumers)))
        if group.kind == "region_end_use"
    }
    assert found == {
        "DE civil": "All DE civil", "US civil": "All US civil", "US defence": "All US defence",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("block", "says"),
    [
        ("{own: [us_eb]}", "end use 'us_eb'. Did you mean 'us_ev'?"),
        ("{own: [US defense]}", "Did you mean 'US defence'?"),
        ("{us_ev: [US]}", "'us_ev' is also the name of something else: consumer."),
        ("{defence: [US]}", "'defence' is also the name of something else: end use."),
        ("{all: [US]}", "'all' is also the name of something else: all."),
        ("{own: []}", "at least 1"),
    ],
)
def test_names_that_stand_for_nothing_or_for_two_things_are_refused(
    tmp_path: Path, block: str, says: str
) -> None:
    (found,) = problems(write(tmp_path, f"{WORLD}groups: {block}\n"))
    assert says in str(found)


def test_a_name_of_two_kinds_needs_its_kind(tmp_path: Path) -> None:
    """Makers of arms are a part of those who build for defence."""
    world = WORLD.replace("sector: arms", "sector: civil")
    (found,) = problems(write(tmp_path, f"{world}groups: {{own: [civil]}}\n"))
    assert "name of end_use and sector, which are not the same consumers" in found.message
    assert found.remedy == "Write end_use.civil or sector.civil."


def test_whoever_does_not_add_up_is_told(tmp_path: Path) -> None:
    oxide = "consumers.de_wind={good: oxide, elements: {dy: 1}, grades: null}"
    lane = "lanes.paint={good: oxide, from: separator, to: de_wind, share: 1}"
    sea = "lanes.sea.to=[us_ev, us_arms]"
    file = write(tmp_path, f"{WORLD}groups: {{own: [ALLIES]}}\n")
    found = [one.message for one in load(file, [oxide, lane, sea]).warnings]
    assert any("de_wind use elements by themselves" in message for message in found)


def test_a_kind_stands_for_all_of_it() -> None:
    known = [("region", "US"), ("consumer", "us_ev"), ("group", "own"), ("all", "all")]
    check_groups(["consumer", "US", "group.own"], known)
    assert is_asked("consumer", "us_ev", ["consumer"])
    assert is_asked("group", "own", ["own"])
    assert not is_asked("region", "US", ["sector.US"])
    with pytest.raises(UnknownNameError) as error:
        check_groups(["sector"], known)
    assert "Groups: all; region US; group own; consumer us_ev." in str(error.value)


def test_groups_change_nothing_that_happens() -> None:
    """Neither the world that histories are in, nor what they may share with other scenarios."""
    plain, grouped = load("export-halt").scenario, load("export-halt", ["groups.own=[US]"]).scenario
    assert foundation(grouped) == foundation(plain)
    assert meant(grouped) == meant(plain)
    assert parting(plain, grouped).day == inf
