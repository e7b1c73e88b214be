"""Where on the earth somebody stands."""

from sim.scenario.schema.base import Block
from sim.scenario.schema.quantity import Latitude, Longitude


class Location(Block):
    """A point on the earth, to a tenth of a degree: maps need no more."""

    latitude: Latitude
    """Degrees north of the equator; below 0 they are south."""
    longitude: Longitude
    """Degrees east of Greenwich; below 0 they are west."""


class Standing(Block):
    """Somebody that may stand at a point."""

    location: Location | None = None
    """Where maps draw it; no result moves with it. None: at the middle of its country."""
