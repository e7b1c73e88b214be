"""Strategic stockpiles."""

from typing import Literal

from sim.scenario.schema.base import (
    Block,
    Id,
    NonNegative,
    Place,
    SourceIds,
)


class Stockpile(Block):
    """A reserve that releases a good to its members when their cover runs low.

    It is full at the start. Members are consumers for magnets, magnet makers for metal and
    metal makers for oxide: a reserve helps in the form it holds.
    """

    country: Place
    """Where it stands."""
    label: str | None = None
    """How reports call it."""
    good: Literal["oxide", "metal", "magnets"] = "magnets"
    """The form it holds."""
    members: list[Id | Place]
    """Who may draw on it; a place stands for all buyers of the good there."""
    fill_days: NonNegative | None = None
    """Stock at the start, days of the members' planned use on that date."""
    fill_t: dict[Id, NonNegative] | None = None
    """Stock at the start, t of each element (contained) or grade; replaces fill_days."""
    trigger_days: NonNegative = 1.0
    """It releases what lifts a member's cover back to so many days of use."""
    lag_days: NonNegative = 0.0
    """Days from the trigger (or the onset named) to the first release."""
    lag_from: Literal["trigger"] | Id = "trigger"
    """What starts the lag: a member's cover under the trigger, or the onset of a disruption."""
    release_t_per_day: NonNegative | None = None
    """Most that leaves it in a day, t over all members; none means no limit."""
    stand_down_days: NonNegative = 28.0
    """Days without need after which a release order lapses and the lag counts anew."""
    note: str | None = None
    """A remark for readers."""
    sources: SourceIds = {}
    """Sources of the numbers."""
