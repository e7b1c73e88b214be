"""Where in the world a number of a scenario belongs: its country, its stage, what it is about."""

from collections.abc import Iterable
from typing import TypeVar

from sim.output.label import label_of
from sim.scenario.chain import CONSUMERS, STANDING_BLOCKS
from sim.scenario.cited import best_of, cited
from sim.scenario.network import lane_buyers, lane_sellers, place_of
from sim.scenario.origin import Path
from sim.scenario.schema import Scenario
from sim.sensitivity.input import About

T = TypeVar("T")

_ABOUT: dict[str, About] = {
    "disruptions": "event", "branches": "event", "projects": "projects", "schedule": "projects",
}  # fmt: skip


def about_of(path: Path) -> About:
    """Tell what a number is about by its table."""
    return _ABOUT.get(str(path[0]), "data")


def country_of(scenario: Scenario, path: Path) -> str:
    """Give the country, or region, of a number; empty if it is of none, or of several.

    A lane is of the country that it leaves.
    """
    table, names = str(path[0]), list[str]()
    if table in STANDING_BLOCKS:
        names = [str(path[1])]
    elif table == "lanes":
        names = [*lane_sellers(scenario.lanes[str(path[1])])]
    elif table == "projects":
        names = [scenario.projects[str(path[1])].facility]
    return one_of((place_of(scenario, name) for name in names), "")


def stage_of(scenario: Scenario, path: Path) -> str:
    """Give the block of facilities that a number is of, or its table.

    A lane is of the block that buys over it, a project of that of its facility.
    """
    table, names = str(path[0]), list[str]()
    if table == "lanes":
        names = lane_buyers(scenario, scenario.lanes[str(path[1])])
    elif table == "projects":
        names = [scenario.projects[str(path[1])].facility]
    return one_of((_block(scenario, name) for name in names), "") or table


def best_source(scenario: Scenario, path: Path) -> tuple[str, str]:
    """Give id and grade of the best source of a number, of equal ones the first; or nothing."""
    best = best_of(cited(scenario, path))
    return ("", "") if best is None else (best.id, best.grade)


def words_of(scenario: Scenario, name: str) -> str:
    """Call what is drawn by the label of its block and its keys, ``US motors: stock days``."""
    table, *keys = name.split(".")
    if name.startswith("schedule.common."):
        return f"delays that projects of {keys[1]} {keys[2]} have in common"
    if table == "projects" and len(keys) == 2 and keys[1] == "happens":
        return f"{label_of(scenario.projects[keys[0]].label, keys[0])}: given up"
    block = getattr(scenario, table, None)
    known = block.get(keys[0]) if keys and isinstance(block, dict) else None
    if known is None:
        return name.replace(".", " ").replace("_", " ")
    words = " ".join(keys[1:]).replace("_", " ") or "which branch"
    return f"{label_of(getattr(known, 'label', None), keys[0])}: {words}"


def one_of(found: Iterable[T], several: T) -> T:
    """Give what all are if they are one thing, else what stands for several."""
    different = set(found)
    return different.pop() if len(different) == 1 else several


def _block(scenario: Scenario, name: str) -> str:
    if name in scenario.consumers:
        return CONSUMERS
    return next((one for one in STANDING_BLOCKS if name in getattr(scenario, one)), "")
