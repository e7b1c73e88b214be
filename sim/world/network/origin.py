"""Where the material in goods comes from: one origin's part of what every seller sells.

It is read from the plan, the flows of an undisrupted world, and followed down the chain. What
passes one of the origin's stages in its place is of that origin; anything else is as the mean of
what its seller buys.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.rules.ratio import ratio
from sim.scenario.chain import BY_GRADE, DEPOTS, MADE_OF
from sim.scenario.joint import EVERYTHING, Joint, Joints
from sim.scenario.network import place_of, within
from sim.scenario.provenance import Origin
from sim.scenario.schema import Good
from sim.world.network.context import Context
from sim.world.network.layout import Layout
from sim.world.network.planned_goods import PlannedGoods
from sim.world.state.state import added

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]

ROUNDS = 200
"""Most rounds down the chain; loops of scrap settle long before."""
SETTLED = 1e-12
"""Largest change of a share in a round after which nothing more is followed."""


class Material(NamedTuple):
    """What goods hold, ``[seller, ordered item, element, 1 or replication]``."""

    held: F64
    """Tonnes of each element in a tonne of the item (concentrate: contained element a t REO)."""
    share: F64
    """The origin's part of it, 0 to 1."""

    @property
    def content(self) -> F64:
        """Tonnes of each element of the origin in a tonne of the item."""
        return self.share * self.held


def exporters_material(context: Context, exporter: str, days: F64) -> dict[Good, Material]:
    """Give how much material of an exporter the goods of every seller hold.

    Parameters
    ----------
    context : Context
        Network, plan and coefficients.
    exporter : str
        Country or bloc.
    days : array, days, ``[1 or replication]``
        Day whose planned flows count.

    Returns
    -------
    dict of Good to Material
    """
    joints = Joints(context.scenario, [Origin(exporter)])
    return OriginTrace(PlannedGoods(context, days), joints.all[-1], joints).sold


class OriginTrace:
    """The way of the material of an origin, or of several at once, down the chain on one day.

    Arrays are ``[seller or lane, ordered item, element, 1 or replication]``.

    Parameters
    ----------
    goods : PlannedGoods
        Of the day.
    joint : Joint
        The origins that it is of.
    joints : Joints
        What it may be made of.
    others : mapping of Joint to OriginTrace, optional
        Those of what it may be made of besides everything and itself.

    Attributes
    ----------
    sold : dict of Good to Material
        What the goods of every seller hold.
    """

    def __init__(
        self,
        goods: PlannedGoods,
        joint: Joint,
        joints: Joints,
        others: "Mapping[Joint, OriginTrace] | None" = None,
    ) -> None:
        self._goods, self._scenario, self._layouts = goods, goods.scenario, goods.layouts
        self._joint, self._joints, self._others = joint, joints, others or {}
        self._made_of = {
            (good, block): self._befores(block, layout.sellers[rows])
            for good, layout in self._layouts.items()
            for block, rows in layout.seller_rows.items()
        }
        self._share = {
            good: np.where(self._owns(good)[:, None, None, None], np.ones_like(held), 0.0)
            for good, held in goods.held.items()
        }
        self.sold = self._followed()

    def _befores(self, block: str, names: tuple[str, ...]) -> dict[Joint | None, Mask]:
        """Tell who makes what is of the origin of anything else, by what."""
        before = [self._joints.before(block, name, self._joint) for name in names]
        others = (one for one in dict.fromkeys(before) if one != self._joint)
        return {one: np.array([o == one for o in before]) for one in others}

    def _owns(self, good: Good) -> Mask:
        """Tell who makes what they sell material of the origin; of depots it is a first guess."""
        layout = self._layouts[good]
        own = np.zeros(len(layout.sellers), dtype=bool)
        for block, rows in layout.seller_rows.items():
            own[rows] = self._made_of[good, block].get(EVERYTHING, False)
            if block == DEPOTS:
                own[rows] = [self._stands_there(name) for name in layout.sellers[rows]]
        return own

    def _stands_there(self, name: str) -> bool:
        here = place_of(self._scenario, name)
        return all(within(self._scenario, here, origin.place) for origin in self._joint)

    def _followed(self) -> dict[Good, Material]:
        """Follow material down the chain until nothing changes.

        Each replication keeps what it found when it settled: it may not hang on others.
        """
        settled = np.zeros(1, dtype=bool)
        for _ in range(ROUNDS):
            before = {good: share.copy() for good, share in self._share.items()}
            for good, layout in self._layouts.items():
                self._pass_on(good, layout)
            moves = [
                np.maximum.reduce(np.abs(self._share[g] - before[g]), axis=(0, 1, 2), initial=0.0)
                for g in before
            ]
            if settled.any():
                for good, share in before.items():
                    self._share[good] = np.where(settled, share, self._share[good])
            settled = settled | np.logical_and.reduce(
                np.broadcast_arrays(*(m <= SETTLED for m in moves))
            )
            if settled.all():
                break
        return {good: Material(held, self._share[good]) for good, held in self._goods.held.items()}

    @cached_property
    def bought(self) -> dict[Good, Material]:
        """What the goods that every buyer buys hold, ``[buyer, ordered item, element, ...]``."""
        found = dict[Good, Material]()
        for good in self.sold:
            whole, part = self._goods.bought(good, self._share[good])
            amount = self._layouts[good].by_buyer.total(self._goods.flow[good])
            found[good] = Material(ratio(whole, amount[:, :, None]), ratio(part, whole))
        return found

    def _pass_on(self, good: Good, layout: Layout) -> None:
        for block, source in MADE_OF[good]:
            if block not in layout.seller_rows or source not in self._layouts:
                continue
            rows = layout.seller_rows[block]
            found = self._taken_in(block, source)
            for before, some in self._made_of[good, block].items():
                if before is None or before == EVERYTHING:
                    other = np.full((1, 1, 1, 1), 0.0 if before is None else 1.0)
                else:
                    other = self._others[before]._taken_in(block, source)
                found = np.where(some[:, None, None, None], other, found)
            self._put(good, rows, found)
        if DEPOTS in layout.seller_rows:
            # A depot makes nothing: what it sells is what it buys, wherever it stands.
            rows, taken = layout.seller_rows[DEPOTS], layout.buyer_rows[DEPOTS]
            bought, ours = self._goods.bought(good, self._share[good])
            self._put(good, rows, ratio(ours[taken], bought[taken]))

    def _taken_in(self, block: str, source: Good) -> F64:
        """Give the part of what facilities take in, ``[facility, 1 or item, element, ...]``.

        Of a good by grade each grade counts by itself: nobody makes another of it.
        """
        bought, ours = self._goods.bought(source, self._share[source])
        taken = self._layouts[source].buyer_rows[block]
        if source in BY_GRADE:
            return ratio(ours[taken], bought[taken])
        return ratio(_over_items(ours[taken]), _over_items(bought[taken]))[:, None]

    def _put(self, good: Good, rows: slice, share: F64) -> None:
        """Set the shares of some sellers; the first that differ between replications widen all."""
        known = self._share[good]
        if share.shape[-1] > known.shape[-1]:
            known = np.repeat(known, share.shape[-1], axis=-1)
            self._share[good] = known
        known[rows] = share


def _over_items(bought: F64) -> F64:
    return added(np.moveaxis(bought, 1, 0))
