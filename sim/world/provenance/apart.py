"""Lanes whose sellers keep batches apart for buyers with a rule of origin."""

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from sim.rules.origin import told_apart
from sim.world.provenance.cells import Cells
from sim.world.provenance.labels import Labels
from sim.world.provenance.pool import ratio
from sim.world.trade.lanes import Lanes
from sim.world.trade.ruled_lots import RuledLots

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]
Broken = frozenset[int]
"""Rules that some matter breaks, by the labels of what they forbid."""


class Apart:
    """What the lanes of such sellers carry, lane by lane.

    Matter is told apart by the rules that it breaks. What breaks most goes first: a lane gets its
    part of it by what it carries, less what its rule leaves over, which goes to the others. What
    breaks none fills what room is left. So all lanes of a seller carry what it sends, and of every
    label what such matter has of it. With several rules some may come to a buyer that must not use
    it though there was another: that order is a convention.

    Parameters
    ----------
    lanes : Lanes
    labels : Labels
    cells : Cells
    """

    def __init__(self, lanes: Lanes, labels: Labels, cells: Cells) -> None:
        self._lanes, self._labels, self._cells = lanes, labels, cells

    @property
    def any(self) -> bool:
        """Whether anybody keeps anything apart."""
        return bool(self._lanes.ruled)

    def content(self, lanes: slice, unit: F64, sent: F64) -> dict[int, F64]:
        """Give what each lane of a seller carries; none if all carry the same.

        Parameters
        ----------
        lanes : slice
            Its lanes.
        unit : array, ``[cell, label, replication]``
            Content of a tonne of all that it sells.
        sent : array, t, ``[its lane, item, replication]``
            Sent in the month.

        Returns
        -------
        dict of int to array
            By lane, t, ``[cell, label, replication]``.
        """
        ruled = [lots for lots in self._lanes.ruled if lots.limits(lanes)]
        if not ruled:
            return {}
        sent = sent[:, self._cells.item]
        alike = unit * sent[:, :, None]
        found = np.zeros_like(alike)
        most = self._most(ruled, lanes, sent)
        holds = {rule: np.logical_or.reduce(part < 1.0) for rule, part in most.items()}
        for matter, got in _shared_out(self._by_rules(unit, holds), unit[:, 0], sent, most):
            found += got[:, :, None] * ratio(matter, matter[:, :1])
        found *= unit[:, :1]
        found[:, :, 0] = alike[:, :, 0]
        found = np.where(np.logical_or.reduce([*holds.values()])[:, None], found, alike)
        return dict(zip(range(lanes.start, lanes.stop), found, strict=True))

    def _most(self, ruled: list[RuledLots], lanes: slice, sent: F64) -> dict[int, F64]:
        """Give the part of what each lane carries that may be of what each rule forbids."""
        most = {number: np.ones_like(sent) for number in self._labels.apart}
        for lots in ruled:
            number = self._labels.at(lots.origin)
            counted = lots.counted[lanes][:, self._cells.ordered]
            most[number] = np.where(counted, lots.threshold, most[number])
        return most

    def _by_rules(self, unit: F64, holds: Mapping[int, Mask]) -> list[tuple[Broken, F64]]:
        """Take a content apart by the rules that it breaks, those that break most first.

        A rule that holds for nobody in a replication takes nothing apart there.
        """
        found: list[tuple[Broken, F64]] = [(frozenset(), unit)]
        for rule, both in self._labels.apart.items():
            here = holds[rule][:, None]
            parts = list[tuple[Broken, F64]]()
            for broken, matter in found:
                inside = np.where(here, matter[:, both], 0.0)
                rest = np.maximum(matter - inside, 0.0)
                parts += [(broken | {rule}, inside), (broken, rest)]
            found = parts
        return sorted(found, key=lambda one: -len(one[0]))


def _shared_out(
    parts: list[tuple[Broken, F64]], unit: F64, sent: F64, most: Mapping[int, F64]
) -> Iterator[tuple[F64, F64]]:
    """Go through matter by the rules that it breaks, with the tonnes that each lane gets.

    Parameters
    ----------
    parts : list of Broken with array, ``[cell, label, replication]``
        Content of a tonne of what the seller sends; last what breaks no rule.
    unit : array, ``[cell, replication]``
        All of it.
    sent : array, t, ``[lane, cell, replication]``
    most : mapping of int to array, 0 to 1, shaped as *sent*
        Part of what a lane carries that may break each rule.
    """
    room, whole = sent, np.add.reduce(sent)
    still = {rule: np.where(part < 1.0, part * sent, np.inf) for rule, part in most.items()}
    for broken, matter in parts[:-1]:
        share = ratio(ratio(matter[:, 0], unit) * whole, np.add.reduce(room))
        least = np.minimum.reduce([still[rule] for rule in broken])
        limit = np.divide(least, room, out=np.ones_like(room), where=room > 0.0)
        got = room * told_apart(np.minimum(share, 1.0), room, limit)
        room = np.maximum(room - got, 0.0)
        for rule in broken:
            still[rule] = np.maximum(still[rule] - got, 0.0)
        yield matter, got
    yield parts[-1][1], room
