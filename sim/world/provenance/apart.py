"""Lanes whose sellers keep batches apart for buyers with a rule of origin."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.rules.origin import told_apart
from sim.rules.ratio import ratio
from sim.world.provenance.cells import Cells
from sim.world.provenance.labels import Labels
from sim.world.provenance.sharing import Broken, shared_out
from sim.world.trade.bound_lanes import BoundLanes
from sim.world.trade.lanes import Lanes
from sim.world.trade.ruled_lots import RuledLots

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]
Ruled = RuledLots | BoundLanes


class Apart:
    """What the lanes of such sellers carry, lane by lane.

    Matter is told apart by the rules that it breaks. A lane gets its part of each kind by what it
    carries, less what its rule leaves over, which goes to the others, as evenly as may be. So all
    lanes of a seller carry what it sends, and of every label what such matter has of it; and a rule
    that does not bind changes nothing. That what is left over is spread evenly is a convention, and
    so is who gets what nobody may use.

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
        return bool(self._lanes.ruled or self._lanes.limits.bound)

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
        every: Sequence[Ruled] = (*self._lanes.ruled, *self._lanes.limits.bound)
        ruled = [lots for lots in every if lots.limits(lanes)]
        if not ruled:
            return {}
        sent = sent[:, self._cells.item]
        alike = unit * sent[:, :, None]
        most = self._most(ruled, lanes, sent)
        holds = {rule: np.logical_or.reduce(part < 1.0) for rule, part in most.items()}
        parts = self._by_rules(unit, holds)
        got = _under_one(parts, unit[:, 0], sent, most)
        several = self._several(ruled, lanes, sent[0].shape)
        if several.any():
            _share_out(got, parts, unit[:, 0], sent, most, several)
        found = np.zeros_like(alike)
        for at, (_, matter) in enumerate(parts):
            found += got[:, at, :, None] * ratio(matter, matter[:, :1])
        found *= unit[:, :1]
        found[:, :, 0] = alike[:, :, 0]
        found = np.where(np.logical_or.reduce([*holds.values()])[:, None], found, alike)
        return dict(zip(range(lanes.start, lanes.stop), found, strict=True))

    def _most(self, ruled: Sequence[Ruled], lanes: slice, sent: F64) -> dict[int, F64]:
        """Give the part of what each lane carries that may be of what each rule forbids."""
        most = {number: np.ones_like(sent) for number in self._labels.apart}
        for lots in ruled:
            number = self._labels.at(lots.origin)
            these = lots.most(lanes)[:, self._cells.ordered]
            most[number] = np.minimum(most[number], these)
        return most

    def _several(self, ruled: Sequence[Ruled], lanes: slice, shape: tuple[int, ...]) -> Mask:
        """Tell where rules hold that differ in what they forbid, or how much of it."""
        holding = np.zeros(shape, dtype=int)
        for lots in ruled:
            holding += np.logical_or.reduce(lots.most(lanes) < 1.0)[self._cells.ordered]
        found: Mask = holding > 1
        return found

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


def _under_one(
    parts: list[tuple[Broken, F64]], unit: F64, sent: F64, most: Mapping[int, F64]
) -> F64:
    """Give the tonnes that each lane gets of each kind of matter, where one rule holds or none.

    Parameters
    ----------
    parts : list of Broken with array, ``[cell, label, replication]``
        Content of a tonne of what the seller sends; last what breaks no rule.
    unit : array, ``[cell, replication]``
        All of it.
    sent : array, t, ``[lane, cell, replication]``
    most : mapping of int to array, 0 to 1, shaped as *sent*
        Part of what a lane carries that may break each rule.

    Returns
    -------
    array, t, ``[lane, kind, cell, replication]``
    """
    got = np.zeros((len(sent), len(parts), *sent.shape[1:]))
    room, whole = sent, np.add.reduce(sent)
    for at, (broken, matter) in enumerate(parts[:-1]):
        if len(broken) > 1:
            continue
        share = ratio(ratio(matter[:, 0], unit) * whole, np.add.reduce(room))
        (part,) = (most[rule] for rule in broken)
        least = np.where(part < 1.0, part * sent, np.inf)
        limit = np.divide(least, room, out=np.ones_like(room), where=room > 0.0)
        got[:, at] = room * told_apart(np.minimum(share, 1.0), room, limit)
        room = np.maximum(room - got[:, at], 0.0)
    got[:, -1] = room
    return got


def _share_out(
    got: F64,
    parts: list[tuple[Broken, F64]],
    unit: F64,
    sent: F64,
    most: Mapping[int, F64],
    several: Mask,
) -> None:
    """Set what each lane gets where several rules hold; as for :func:`_under_one`."""
    amounts = np.stack([ratio(matter[:, 0], unit) for _, matter in parts]) * np.add.reduce(sent)
    limits = {
        rule: np.where(part < 1.0, part * sent, np.inf)[:, several] for rule, part in most.items()
    }
    kinds = [broken for broken, _ in parts]
    got[:, :, several] = shared_out(kinds, amounts[:, several], sent[:, several], limits)
