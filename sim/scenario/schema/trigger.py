"""Triggers: what a disruption waits for, instead of a date."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from sim.scenario.schema.base import LONGEST_NAME, Block, Id, Place
from sim.scenario.schema.quantity import Lapse, Months, SomeCover
from sim.scenario.schema.recurrence import Times, most
from sim.scenario.use import Use, uses

Step = Annotated[
    str,
    Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$", max_length=2 * LONGEST_NAME + 1),
]
"""A project, as new_plant, or a milestone of one, as new_plant.permit."""

CAUSES = ("after", "consumers", "late", "given_up")
"""Keys of which a trigger has exactly one."""
GO_WITH = {"of": "after", "cover_days_below": "consumers", "months": "late"}
"""Keys that only go with one of them."""
NEEDED = {"consumers": "cover_days_below: 14", "late": "months: 12"}
"""What one of them needs beside it, as an example."""


class Trigger(Block):
    """What sets a disruption off: another disruption, consumers who run low, or a late project.

    Exactly one of *after*, *consumers*, *late* and *given_up*. It sets the disruption off once a
    history, or more often if *times* says so, and only in histories in which what it waits for
    happens.
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
    late: Step | None = None
    """Project that is late, by its first product; or a milestone of it, as new_plant.permit."""
    months: Months | None = None
    """With late: it is set off on the day so many months after the planned date, if the project (or
    the milestone) has not come by then. One that is given up comes no more."""
    given_up: Id | None = None
    """Project that is given up: by a milestone that fails, on that day; else by its planned first
    product."""
    lag_days: Lapse = 1.0
    """Days from then to its first day in force, rounded up; at least 1 unless with after."""
    times: Times = 1
    """Most times that it is set off in a history; all sets no limit. Nothing sets it off while it
    is in force or on its way. With consumers, their cover must have been back at the limit since
    the last time; with after, each time that the other disruption occurs counts; a project is late,
    or given up, once."""

    @property
    def most_times(self) -> float:
        """Most times that it is set off; inf for no limit."""
        return most(self.times)

    @model_validator(mode="before")
    @classmethod
    def _one_cause(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        given = [key for key in CAUSES if data.get(key) is not None]
        if len(given) != 1:
            raise ValueError(
                f"a trigger has exactly one of {', '.join(CAUSES[:-1])} and {CAUSES[-1]}; "
                f"this one has {' and '.join(given) or 'none'}"
            )
        (cause,) = given
        for key, other in GO_WITH.items():
            if data.get(key) is not None and other != cause:
                raise ValueError(f"a trigger with {cause} has no {key}: that goes with {other}")
        needed = NEEDED.get(cause, "")
        if needed and data.get(needed.partition(":")[0]) is None:
            key = needed.partition(":")[0]
            raise ValueError(f"a trigger with {cause} needs {key}, as {needed}")
        return data

    @property
    def cause(self) -> str:
        """The key that says what it waits for."""
        return next(key for key in CAUSES if getattr(self, key) is not None)

    @property
    def of_project(self) -> str | None:
        """The project that sets it off; none if something else does."""
        return self.given_up or (self.late.partition(".")[0] if self.late else None)

    def names(self) -> Iterator[Use]:
        """Go through all names in use; paths count from the disruption's own block."""
        if self.after is not None:
            yield Use(("trigger", "after"), self.after, "disruption")
        noun = "consumer or place with consumers"
        yield from uses(("trigger", "consumers"), self.consumers or (), noun)
        if self.late is not None:
            yield Use(("trigger", "late"), self.late, "project or milestone that acts")
        if self.given_up is not None:
            yield Use(("trigger", "given_up"), self.given_up, "project")
