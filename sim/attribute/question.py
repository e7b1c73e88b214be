"""What is asked: of what, whose, and which causes; and where the answer goes."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sim.attribute.cause import Cause
from sim.attribute.game import Game, game_of
from sim.attribute.take import Measure
from sim.compare.select import groups_in
from sim.design.inquiry import Inquiry
from sim.design.together import worlds_of
from sim.output.groups import Group, groups_of, is_headline
from sim.output.run_request import POINTS
from sim.scenario.digest import LENGTH
from sim.scenario.measured import check_groups, is_asked
from sim.scenario.schema import Scenario


@dataclass(frozen=True)
class Question(Inquiry):
    """Which cause the shortfall of some groups comes from."""

    causes: tuple[Cause, ...]
    groups: tuple[Group, ...]
    measure: Measure = "shortfall_days"
    orders: int = 32
    """Orders of the causes that are tried where there are too many sets of them."""

    @cached_property
    def game(self) -> Game:
        """Which points are run, and what is made of them."""
        return game_of(self.scenario, self.causes, self.orders)

    @property
    def known(self) -> tuple[str, ...]:
        """Disruptions that are there at every point, as the world of an outlook knows of them."""
        causes = set().union(*(cause.disruptions for cause in self.causes))
        return tuple(name for name in self.scenario.disruptions if name not in causes)

    @property
    def points(self) -> list[Scenario]:
        """The scenario of each point."""
        return [present.point(self.scenario) for present in self.game.points]

    @property
    def worlds(self) -> int:
        """Into how many worlds the points are put."""
        return worlds_of(self.points)

    @cached_property
    def digest(self) -> str:
        """Stands for the scenario, the seed, the sampling and the question."""
        content = {
            "scenario": self.request.settled[0].digest,
            "causes": [cause.name for cause in self.causes],
            "groups": [f"{group.kind}.{group.name}" for group in self.groups],
            "measure": self.measure,
            "orders": None if self.game.is_exact else self.orders,
        }
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:LENGTH]

    @property
    def folder(self) -> Path:
        """Where all of it is written."""
        return self.request.out / f"attribute-{self.scenario.name}-{self.digest}"

    @property
    def points_folder(self) -> Path:
        """Where what is finished of the points is kept."""
        return self.folder / POINTS


def chosen_groups(scenario: Scenario, names: Sequence[str]) -> tuple[Group, ...]:
    """Give regions, defence and all consumers, or the groups that are named.

    Of regions, defence and all those are left out that are the same consumers as another.

    Raises
    ------
    UnknownNameError
        If there is no such group.
    """
    every = groups_of(scenario, tuple(sorted(scenario.consumers)))
    if not names:
        headlines = [group for group in every if is_headline(group.kind, group.name)]
        by_members = {group.members: group for group in reversed(headlines)}
        return tuple(group for group in headlines if by_members[group.members] is group)
    check_groups(names, groups_in([scenario], booked=False))
    return tuple(group for group in every if is_asked(group.kind, group.name, names))
