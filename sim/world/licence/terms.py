"""The terms of a control's licences on a date, flow by flow and replication by replication."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.scenario.schema import Distribution, EndUse, General, Number
from sim.scenario.schema.licence import LONGEST_DECISION, LONGEST_VALIDITY
from sim.world.chance.chance import Draws
from sim.world.chance.values import Values
from sim.world.time.timeline import expected_value
from sim.world.timing.timing import Timing

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]
Kind = Literal["licence", "inspection"]

LEAST_HELD = 1e-8
"""Share of orders held, below which none is: it could not be told from rounding."""

BASELINE_GENERAL = General(share=0.0, validity_days=365.0, renewed_ahead_days=45.0)
"""General licences as they are unless a control says otherwise: valid for a year (as those of
December 2025); applied for 45 days before the end (assumption: the statutory time)."""


@dataclass(frozen=True)
class FlowKey:
    """What applications are kept apart by."""

    control: str
    good: str
    destination: str
    end_use: EndUse
    kind: Kind

    @property
    def label(self) -> str:
        """The name in tables."""
        return ":".join((self.control, self.good, self.destination, self.end_use, self.kind))


@dataclass(frozen=True)
class Layer:
    """The control itself, or a change of it, and the flows it holds for."""

    timing: Timing
    holds: NDArray[np.bool_]
    """Flows it holds for, ``[flow, 1]``."""

    def says(self, block: str, field: str) -> Number | None:
        """Read a term of a block; ``granted.civil`` reads the entry of a mapping."""
        found = getattr(self.timing.disruption, block)
        if found is None:
            return None
        name, _, entry = field.partition(".")
        value = getattr(found, name)
        if isinstance(value, dict):
            return value.get(entry) if entry else None
        return None if entry else value


class Said(NamedTuple):
    """What a layer says of a term."""

    rank: int
    """Place among the layers; -1 for the baseline."""
    timing: Timing | None
    flows: NDArray[np.bool_]
    """Flows it is said of, ``[flow, 1]``."""
    value: F64
    """``[1 or replication]``."""


class Terms:
    """What holds today; :meth:`refresh` finds out anew.

    Parameters
    ----------
    keys : list of FlowKey
        Flows.
    layers : list of Layer
        The control, then its changes in the order of their expected starts.
    values : Values
        Numbers of the scenario in the replications.

    Attributes
    ----------
    in_force : array of bool, ``[flow, replication]``
        Whether the control applies.
    capacity : array, ``[flow, replication]``
        Most that is decided in a day, share of the flow's undisrupted flow; inf for no limit.
    granted, refiled, held : array, 0 to 1, ``[flow, replication]``
        Share granted, share of the refused filed again, share of orders that need a licence (before
        general licences).
    refile_days : array of int, days, ``[flow, replication]`` or ``[1, 1]`` where all are the same
    validity_days : array, days, ``[flow, replication]``
        inf for ever.
    general_share, general_volume, general_days, general_ahead, general_spread : array
        General licences, ``[flow, replication]``.
    general_start : array, days, ``[flow, replication]``
        First day of the general licences in force.
    """

    def __init__(self, keys: list[FlowKey], layers: list[Layer], values: Values) -> None:
        self.keys, self._layers = keys, layers
        self._shape = len(keys), values.chance.width
        self._is_licence = np.array([key.kind == "licence" for key in keys])[:, None]
        self._values = values
        self._set_decisions()
        self._lay_out()
        self.in_force = np.zeros(self._shape, dtype=bool)
        self.refresh(-1.0)  # before the first day nothing is in force

    def _lay_out(self) -> None:
        """List what every layer says of every term, all drawn at once."""
        civil = np.array([key.end_use == "civil" for key in self.keys])[:, None]
        licence, test = self._is_licence, ~self._is_licence
        self._capacity = self._said("licence", "capacity_of_normal", licence, np.inf)
        self._capacity += self._said("inspection", "capacity_of_normal", test, np.inf)
        self._granted = self._said("licence", "granted", licence, 1.0)
        for use, rows in (("civil", civil), ("defence", ~civil)):
            self._granted += self._said("licence", f"granted.{use}", licence & rows, None)
        self._granted.sort(key=lambda said: said.rank)
        self._refiled = self._said("licence", "refiled", licence, 1.0)
        self._refile_days = self._said("licence", "refile_days", licence, 30.0)
        self._validity = self._said("licence", "validity_days", licence, np.inf)
        self._held = self._said("inspection", "share", test, 0.0)
        baseline = BASELINE_GENERAL
        self._general: dict[str, list[Said]] = {
            "share": self._said("general", "share", licence, baseline.share),
            "volume": self._said("general", "volume_of_normal", licence, np.inf),
            "days": self._said("general", "validity_days", licence, baseline.validity_days),
            "ahead": self._said(
                "general", "renewed_ahead_days", licence, baseline.renewed_ahead_days
            ),
            "spread": self._said("general", "issued_over_days", licence, 0.0),
        }

    def _said(
        self, block: str, field: str, rows: NDArray[np.bool_], baseline: Number | None
    ) -> list[Said]:
        """Give the default of some flows and what the layers make of it, in order."""
        found: list[Said] = []
        if baseline is not None:
            found.append(Said(-1, None, rows, np.array([expected_value(baseline)])))
        for rank, layer in enumerate(self._layers):
            value, hit = layer.says(block, field), layer.holds & rows
            if value is not None and hit.any():
                path = "disruptions", layer.timing.name, block, *field.split(".")
                found.append(Said(rank, layer.timing, hit, self._values.at(*path)))
        return found

    def _set_decisions(self) -> None:
        """List the distributions of decision times; which of them holds is found out by date."""
        self._times: list[Number] = [0.0]
        self._time_of: list[tuple[Timing, NDArray[np.bool_], int]] = []
        for layer in self._layers:
            for block, rows in (("licence", self._is_licence), ("inspection", ~self._is_licence)):
                field = "decision_days" if block == "licence" else "days"
                value = layer.says(block, field)
                if value is not None and (layer.holds & rows).any():
                    self._time_of.append((layer.timing, layer.holds & rows, len(self._times)))
                    self._times.append(value)
        self._time = np.zeros(self._shape, dtype=np.intp)

    @property
    def longest_decision(self) -> int:
        """Longest time to a decision, days."""
        return int(max(min(np.ceil(_highest(time)), LONGEST_DECISION) for time in self._times))

    @property
    def longest_refile(self) -> int:
        """Longest time to a new application, days."""
        return int(max(np.ceil(said.value).max() for said in self._refile_days)) + 1

    @property
    def longest_validity(self) -> int:
        """Longest finite validity of a licence, days; 0 where none expires."""
        finite = [said.value.max() for said in self._validity if np.isfinite(said.value).all()]
        return int(min(np.ceil(max(finite, default=0.0)), LONGEST_VALIDITY))

    @property
    def has_general(self) -> bool:
        """Whether there are ever general licences."""
        return any(said.value.any() for said in self._general["share"])

    @property
    def limits_volume(self) -> bool:
        """Whether general licences ever have a volume."""
        return any(said.timing is not None for said in self._general["volume"])

    @property
    def spreads(self) -> bool:
        """Whether general licences are ever issued over a time."""
        return any(said.value.any() for said in self._general["spread"])

    def capacity_pools(self) -> list[int]:
        """Give the capacity pool of each flow: flows whose capacity changes alike share one."""
        signs = [
            (key.kind, *(bool(said.flows[flow, 0]) for said in self._capacity))
            for flow, key in enumerate(self.keys)
        ]
        order = sorted(set(signs))
        return [order.index(sign) for sign in signs]

    def refresh(self, day: float) -> None:
        """Find what holds on a day."""
        control, *changes = self._layers
        self.in_force = np.broadcast_to(control.timing.active(day), self._shape).copy()
        for change in changes:
            changed = change.timing.disruption.changes
            if changed is not None and changed.suspended:
                self.in_force &= ~(change.holds & change.timing.active(day))
        self.capacity = self._now(self._capacity, day)
        self.granted = np.minimum(self._now(self._granted, day, 1.0), 1.0)
        self.refiled = np.minimum(self._now(self._refiled, day, 1.0), 1.0)
        days = np.ceil(self._now(self._refile_days, day)).astype(np.int64)
        self.refile_days = days[:1, :1] if (days == days[0, 0]).all() else days
        self.validity_days = np.ceil(self._now(self._validity, day, np.inf))
        held = np.minimum(self._now(self._held, day, 1.0), 1.0)
        self.held = np.where(held < LEAST_HELD, 0.0, held)
        for name, term in self._general.items():
            setattr(self, f"general_{name}", self._now(term, day))
        self.general_days = np.ceil(self.general_days)
        self.general_start = np.full(self._shape, np.inf)
        for said in self._general["share"]:
            if said.timing is not None:
                begun = said.flows & said.timing.active(day) & (said.value > 0.0)
                first = np.minimum(self.general_start, said.timing.windows.latest(day))
                self.general_start = np.where(begun, first, self.general_start)
        self._time = np.zeros(self._shape, dtype=np.intp)
        for timing, hit, number in self._time_of:
            self._time = np.where(hit & timing.active(day), number, self._time)

    general_share: F64
    general_volume: F64
    general_days: F64
    general_ahead: F64
    general_spread: F64

    def _now(self, term: list[Said], day: float, other: float = 0.0) -> F64:
        """Give a term, ``[flow, replication]``: what is said last of those in force."""
        value = np.full(self._shape, other)
        for said in term:
            holds = said.flows
            if said.timing is not None:
                holds = holds & said.timing.active(day)
            value = np.where(holds, said.value, value)
        return value

    def decision_days(self, draws: list[Draws]) -> I64:
        """Give the days to a decision of what is filed this week, ``[flow, replication]``."""
        days = np.zeros(self._shape)
        for number, time in enumerate(self._times):
            chosen = self._time == number
            for flow in np.flatnonzero(np.logical_or.reduce(chosen, axis=1)).tolist():
                np.copyto(days[flow], draws[flow].read(time), where=chosen[flow])
        return np.ceil(np.clip(days, 0.0, self.longest_decision)).astype(np.int64)

    @property
    def expected_days(self) -> F64:
        """Mean days from an order to the decision on it, ``[flow, replication]``; 0 without."""
        baseline = np.array([min(expected_value(time), LONGEST_DECISION) for time in self._times])
        requested = self.held * (1.0 - np.minimum(self.general_share, 1.0))
        return np.where(self.in_force, requested * baseline[self._time], 0.0)


def _highest(time: Number) -> float:
    return time.support[1] if isinstance(time, Distribution) else float(time)
