"""Triggers: what a disruption waits for, instead of a date."""

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import model_validator

from sim.scenario.schema.base import Block, Id, Place
from sim.scenario.schema.quantity import Lapse, SomeCover
from sim.scenario.schema.recurrence import Times, most
from sim.scenario.use import Use, uses


class Trigger(Block):
    """What sets a disruption off: another disruption, or consumers who run low.

    Either *after* or *consumers*. It sets the disruption off once a history, or more often if
    *times* says so, and only in histories in which what it waits for happens.
    """

    after: Id | None = None
    """Disruption that sets it off."""
    of: Literal["start", "end"] = "start"
    """With after: whether days count from the start or from the end of that disruption."""
    consumers: list[Id | Place] | None = None
    """Consumers whose cover is watched, all together; a place stands for all consumers there."""
    cover_days_below: SomeCover | None = None
    """With consumers: it is set off on the first day that begins with less on hand than so many
    days of the day's expected demand, over all of them and all their grades."""
    lag_days: Lapse = 1.0
    """Days from then to its first day in force, rounded up; at least 1 with consumers."""
    times: Times = 1
    """Most times that it is set off in a history; all sets no limit. Nothing sets it off while it
    is in force or on its way. With consumers, their cover must have been back at the limit since
    the last time; with after, each time that the other disruption occurs counts."""

    @property
    def most_times(self) -> float:
        """Most times that it is set off; inf for no limit."""
        return most(self.times)

    @model_validator(mode="before")
    @classmethod
    def _one_cause(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        given = [key for key in ("after", "consumers") if data.get(key) is not None]
        if len(given) != 1:
            raise ValueError(
                "a trigger has exactly one of after and consumers; "
                f"this one has {' and '.join(given) or 'none'}"
            )
        if given == ["after"] and data.get("cover_days_below") is not None:
            message = "a trigger with after has no cover_days_below: that goes with consumers"
            raise ValueError(message)
        if given == ["consumers"] and data.get("cover_days_below") is None:
            message = "a trigger with consumers needs cover_days_below, as cover_days_below: 14"
            raise ValueError(message)
        if given == ["consumers"] and data.get("of") is not None:
            message = "a trigger with consumers has no of: that goes with after"
            raise ValueError(message)
        return data

    def names(self) -> Iterator[Use]:
        """Go through all names in use; paths count from the disruption's own block."""
        if self.after is not None:
            yield Use(("trigger", "after"), self.after, "disruption")
        noun = "consumer or place with consumers"
        yield from uses(("trigger", "consumers"), self.consumers or (), noun)
