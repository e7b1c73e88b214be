"""What happened on every lane in one history, day by day, as it is kept beside its run."""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.output.lot import packed
from sim.scenario.chain import CONSUMERS

F32 = NDArray[np.float32]
Codes = NDArray[np.int8]

OF_LANES = ("shipped", "planned", "binds", "output", "input")
OF_CONSUMERS = ("demand", "served", "held")


@dataclass(frozen=True)
class Lane:
    """One seller, one buyer, one good."""

    lane: str
    """Id in the scenario."""
    seller: str
    buyer: str
    transit_days: float


@dataclass(frozen=True)
class Flows:
    """What left over the lanes of a good; t a day, of what is ordered of it."""

    lanes: tuple[Lane, ...]
    items: tuple[str, ...]
    shipped: F32
    """What left, t, ``[day, lane, item]``."""
    planned: F32
    """What would have left undisrupted, likewise."""
    binds: Codes
    """What held it up (:data:`sim.rules.bottleneck.CONSTRAINTS`), -1 for nothing, likewise."""
    output: F32
    """On hand at its sellers at the end of the day, t, ``[day, seller, item]``."""
    input: F32
    """On hand at its buyers, t, ``[day, buyer, item]``."""
    sellers: tuple[str, ...]
    buyers: tuple[str, ...]


@dataclass(frozen=True)
class Watched:
    """One history up to a day."""

    history: int
    days: int
    """Days that were run."""
    program: str
    """Hash of the program that ran it, with the format it is kept in."""
    flows: Mapping[str, Flows]
    """By good."""
    consumers: tuple[str, ...]
    demand: F32
    """Demand, t, ``[day, consumer]``."""
    served: F32
    """Part of it served on the day, likewise."""
    held: F32
    """Held at the end of the day, likewise."""

    def holds(self, program: str, history: int, days: int) -> bool:
        """Tell whether it is a history as a program runs it, up to a day at least."""
        return (self.program, self.history) == (program, history) and self.days >= days

    def archive(self) -> bytes:
        """Write it as a NumPy archive."""
        about = {
            "history": self.history,
            "days": self.days,
            "program": self.program,
            CONSUMERS: self.consumers,
            "flows": {
                good: {
                    "items": one.items,
                    "sellers": one.sellers,
                    "buyers": one.buyers,
                    "lanes": [
                        [lane.lane, lane.seller, lane.buyer, lane.transit_days]
                        for lane in one.lanes
                    ],
                }
                for good, one in self.flows.items()
            },
        }
        arrays = {name: getattr(self, name) for name in OF_CONSUMERS}
        for good, one in self.flows.items():
            arrays |= {f"{good}.{name}": getattr(one, name) for name in OF_LANES}
        return packed({"about": np.frombuffer(json.dumps(about).encode(), np.uint8)} | arrays)

    @classmethod
    def read(cls, archive: bytes) -> "Watched":
        """Read what :meth:`archive` wrote.

        Raises
        ------
        ValueError
            If it is something else, or cut.
        """
        try:
            with np.load(io.BytesIO(archive), allow_pickle=False) as arrays:
                about = json.loads(arrays["about"].tobytes())
                flows = {
                    good: Flows(
                        tuple(Lane(*lane) for lane in of["lanes"]),
                        tuple(of["items"]),
                        **{name: arrays[f"{good}.{name}"] for name in OF_LANES},
                        sellers=tuple(of["sellers"]),
                        buyers=tuple(of["buyers"]),
                    )
                    for good, of in about["flows"].items()
                }
                return cls(
                    about["history"],
                    about["days"],
                    about["program"],
                    flows,
                    tuple(about[CONSUMERS]),
                    *(arrays[name] for name in OF_CONSUMERS),
                )
        except Exception as error:  # whatever a damaged archive leads to
            raise ValueError("no history that was watched") from error
