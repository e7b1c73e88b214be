"""What the file of announcements may say: what was promised, and what came of it."""

from typing import Annotated

from pydantic import Field

from sim.scenario.schema import Block, Source
from sim.scenario.schema.base import Date, Id, Label, SourceIds, Text

OUTCOMES = ("came", "now", "cancelled")
"""Keys of which an announcement has one: what had become of it."""


class Announcement(Block):
    """A plant that was announced."""

    label: Label
    """How reports call it."""
    owner: Id
    """Who announced it."""
    kind: Id
    """Its kind in the schedule of the scenario."""
    said: Date
    """When the date was promised."""
    promised: Date
    """Last day of the time that was promised for first product."""
    came: Date | None = None
    """First commercial product."""
    now: Date | None = None
    """What was planned when this was written, of what had not come."""
    cancelled: Date | None = None
    """When it was given up."""
    note: Text | None = None
    """A remark for readers."""
    sources: SourceIds = {}
    """Sources of the dates, by key."""


class Announcements(Block):
    """Announcements of a time, to be scored against what had become of them."""

    scenario: Text
    """Scenario file with the schedule that is scored, from this file's folder."""
    question: Text
    """What the score is to tell."""
    known: Date
    """Day on which what had become of them was known."""
    announcements: Annotated[dict[Id, Announcement], Field(min_length=2)]
    """By name."""
    sources: dict[Label, Source] = {}
    """Sources, by the ids that announcements name."""
