"""What applications for licences are kept apart by."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sim.scenario.chain import BY_GRADE, MAGNETS

ALL = "all"
"""Destination and end use of several licence flows together."""


@dataclass(frozen=True)
class LicenceFlow:
    """Applications that wait in one line, or several lines together."""

    control: str
    """Id of the export control."""
    good: str
    """What is exported."""
    destination: str
    """Country or bloc of the buyers; ``all``: every one."""
    end_use: str
    """``civil`` or ``defence``; ``all``: both."""
    kind: str
    """``licence``, or ``inspection`` of goods that hold nothing controlled."""

    @classmethod
    def of(cls, name: str) -> "LicenceFlow":
        """Read the name that a record gives it: the five parts, joined by colons."""
        return cls(*name.split(":"))

    @property
    def name(self) -> str:
        """The five parts, joined by colons."""
        return ":".join((self.control, self.good, self.destination, self.end_use, self.kind))

    @property
    def unit(self) -> str:
        """What a tonne is of."""
        return "finished magnets" if self.good in BY_GRADE else "contained element"

    @property
    def wide(self) -> "LicenceFlow":
        """The licence flow of all destinations and end uses that it is part of."""
        return replace(self, destination=ALL, end_use=ALL)

    @property
    def to_destination(self) -> "LicenceFlow":
        """The licence flow of all end uses that it is part of."""
        return replace(self, end_use=ALL)


def together(flows: Iterable[LicenceFlow]) -> dict[LicenceFlow, list[LicenceFlow]]:
    """Put the flows of a control, good and kind together, whatever their destination and end use.

    Magnets come first, then other goods by name; of a good, licences before inspections.
    """
    found: dict[LicenceFlow, list[LicenceFlow]] = {}
    for flow in flows:
        found.setdefault(flow.wide, []).append(flow)
    kinds = {"licence": 0, "inspection": 1}
    ordered = sorted(
        found,
        key=lambda f: (f.good != MAGNETS, f.good, kinds.get(f.kind, 2), f.kind, f.control),
    )
    return {wide: found[wide] for wide in ordered}
