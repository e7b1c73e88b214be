"""Yields, recipes, transit times and sourcing roles as arrays, in the rows of the layouts."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import (
    MAGNET_MAKERS,
    MINES,
    RECYCLERS,
    SCRAP,
    SEPARATION_PLANTS,
    STAGES,
    Feed,
)
from sim.scenario.network import makes
from sim.scenario.origin import Path
from sim.scenario.schema import Good, Scenario
from sim.world.chance.values import Values
from sim.world.network.layout import Layout, ordered_ids
from sim.world.state.state import stacked

F64 = NDArray[np.float64]


class Coefficients:
    """What turns one good into the next; drawn once for each replication where random.

    Parameters
    ----------
    scenario : Scenario
    layouts : dict of Good to Layout
    values : Values
        Its numbers in the replications.
    """

    def __init__(self, scenario: Scenario, layouts: dict[Good, Layout], values: Values) -> None:
        self.scenario = scenario
        self._values = values
        self._roles: dict[Good, tuple[F64, F64]] = {}
        self.elements = sorted(scenario.elements)
        self.grades = list(scenario.grades)
        self.oxide = np.array([scenario.elements[e].oxide_t_per_t_element for e in self.elements])
        """t oxide that hold a t of element, ``[element]``."""
        self.content = self._mine_content()
        """t contained element per t REO of a mine, ``[mine, element, 1 or replication]``."""
        self.recovery = self._table(SEPARATION_PLANTS, "recovery")
        """Share of each element separated, ``[plant, element, 1 or replication]``."""
        self.residue = self._table(SEPARATION_PLANTS, "residue")
        """Share of an element kept as heavy concentrate, ``[plant, element, 1 or replication]``."""
        self.recycled = self._table(RECYCLERS, "recovery")
        """Share of each element won back, ``[recycler, element, 1 or replication]``."""
        self.yields = {
            stage.block: self.numbers(stage.block, stage.yields)
            for stage in STAGES
            if stage.feed is Feed.YIELD
        }
        """By block: element in what is made per element taken in, ``[maker, 1 or replication]``."""
        self.recipe = self._recipes()
        """t of element in a t of finished magnet, ``[maker, grade, element]``."""
        self._magnet_yields(layouts.get(SCRAP))
        self.transit: dict[Good, F64] = {}
        """Days on the way, ``[lane, 1 or replication]``: whole, or expected if each shipment has
        its own."""
        self.longest_transit: dict[Good, int] = {}
        """Most days that can be drawn, over all lanes."""
        for good, layout in layouts.items():
            self.transit[good], self.longest_transit[good] = self._transit(layout)

    def _transit(self, layout: Layout) -> tuple[F64, int]:
        """Draw the days on the way; lanes of one entry of the file share its draw."""
        rows, longest = [], 1.0
        for route in layout.routes:
            path: Path = ("lanes", route.lane, "transit_days")
            if self.scenario.lanes[route.lane].each_shipment:
                odds = self._values.day_odds(*path, at_least=1.0)
                rows.append(np.array([float(odds @ np.arange(len(odds)))]))
            else:
                rows.append(self._values.days(*path, at_least=1.0))
            longest = max(longest, self._values.longest(*path, at_least=1.0))
        return stacked(rows, len(rows)), int(longest)

    def _mine_content(self) -> F64:
        rows = [
            self._values.at(MINES, name, "basket", e, default=0.0) / oxide
            for name in sorted(self.scenario.mines)
            for e, oxide in zip(self.elements, self.oxide, strict=True)
        ]
        return stacked(rows, len(self.scenario.mines), len(self.elements))

    def _table(self, block: str, field: str) -> F64:
        facilities = sorted(getattr(self.scenario, block))
        rows = [
            self._values.at(block, name, field, e, default=0.0)
            for name in facilities
            for e in self.elements
        ]
        return stacked(rows, len(facilities), len(self.elements))

    def numbers(self, block: str, field: str) -> F64:
        """Give a numeric field of every facility of a block, ``[facility, 1 or replication]``."""
        names = ordered_ids(self.scenario, block)
        return stacked([self._values.at(block, n, field) for n in names], len(names))

    def _recipes(self) -> F64:
        makers = [self.scenario.magnet_makers[m] for m in sorted(self.scenario.magnet_makers)]
        recipe = np.zeros((len(makers), len(self.grades), len(self.elements)))
        for f, maker in enumerate(makers):
            for g, grade in enumerate(self.grades):
                for e, element in enumerate(self.elements):
                    share = self.scenario.grades[grade].recipe.get(element, 0.0)
                    recipe[f, g, e] = share * maker.recipe_factor.get(element, 1.0)
        return recipe

    def _magnet_yields(self, scrap_layout: Layout | None) -> None:
        def column(field: str) -> F64:
            return self.numbers(MAGNET_MAKERS, field)

        finished = column("finished_t_per_t_blank") * column("blank_t_per_t_alloy")
        scrap = (1.0 - finished) / finished
        back = column("in_house_return")
        self.metal_drawn = 1.0 + scrap * (1.0 - back)
        """t of element drawn for a t of it in finished magnets, ``[maker, 1 or replication]``."""
        self.scrap_sent = scrap * (1.0 - back) * column("scrap_collected")
        """t of element in scrap sent out for a t in magnets, ``[maker, 1 or replication]``."""
        sends = {route.seller for route in scrap_layout.routes} if scrap_layout else set()
        can_send = [name in sends for name in sorted(self.scenario.magnet_makers)]
        self.scrap_sent = self.scrap_sent * np.array(can_send, dtype=float)[:, None]

    def days(self, paths: Sequence[Path], at_least: float = 0.0) -> tuple[F64, int]:
        """Draw whole days, rounded up; the tail of an unbounded distribution is cut.

        Parameters
        ----------
        paths : list of Path
            Where the numbers stand in the scenario.
        at_least : float, days

        Returns
        -------
        array, days, ``[row, 1 or replication]``
            The draws.
        int
            Most days that can be drawn in any replication.
        """
        rows = [self._values.days(*path, at_least=at_least) for path in paths]
        most = [self._values.longest(*path, at_least=at_least) for path in paths]
        return stacked(rows, len(rows)), int(max(most, default=0))

    def roles(self, layout: Layout) -> tuple[F64, F64]:
        """Give share and offtake of each lane, ``[lane, item, 1 or replication]``."""
        if layout.good not in self._roles:
            self._roles[layout.good] = self._read_roles(layout)
        return self._roles[layout.good]

    def _read_roles(self, layout: Layout) -> tuple[F64, F64]:
        shares = np.array(
            [
                [r.portion * (r.share or {}).get(item, 0.0) for item in layout.items]
                for r in layout.routes
            ]
        )
        offtakes = stacked(
            [
                r.portion * self._values.at("lanes", r.lane, "offtake", default=0.0)
                for r in layout.routes
            ],
            len(layout.routes),
        )
        made = [[makes(self.scenario, r, item) for item in layout.items] for r in layout.routes]
        return shares[..., None], offtakes[:, None] * np.array(made)[..., None]

    def standby(self, layout: Layout) -> tuple[F64, F64]:
        """Give weight and qualification days of stand-by lanes, ``[lane, 1 or replication]``."""
        weights = [
            r.portion * self._values.at("lanes", r.lane, "standby", default=0.0)
            for r in layout.routes
        ]
        days = [self._values.at("lanes", r.lane, "qualification_days") for r in layout.routes]
        return stacked(weights, len(weights)), stacked(days, len(days))
