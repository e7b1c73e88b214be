"""What holds between announcements and the scenario whose schedule they score."""

from collections.abc import Iterator

from sim.hindcast.announcements import OUTCOMES, Announcement, Announcements
from sim.scenario.errors import did_you_mean, listed, sentences
from sim.scenario.finding import Finding
from sim.scenario.origin import Path
from sim.scenario.schema import Scenario


def check_announcements(block: Announcements, scenario: Scenario) -> Iterator[Finding]:
    """Check dates, kinds and sources."""
    if scenario.schedule is None:
        says = f"{scenario.name} has no schedule that could be scored."
        yield Finding(("scenario",), says, "Name one that extends expected-schedule.yaml.")
        return
    kinds = scenario.schedule.kinds
    for name, one in block.announcements.items():
        path = ("announcements", name)
        yield from _dates(block, one, path)
        if one.kind not in kinds:
            says = f"The schedule has no kind '{one.kind}'."
            says = sentences(says, did_you_mean(one.kind, kinds))
            yield Finding((*path, "kind"), says, f"Kinds: {listed(kinds)}.")
        for key, given in one.sources.items():
            for source in [given] if isinstance(given, str) else given:
                if source not in block.sources:
                    says = f"There is no source '{source}'."
                    says = sentences(says, did_you_mean(source, block.sources))
                    known = f"Known: {listed(block.sources)}."
                    yield Finding((*path, "sources", key), says, known)


def _dates(block: Announcements, one: Announcement, path: Path) -> Iterator[Finding]:
    """Promises lie ahead; one thing became of each, by the day on which it was known."""
    if one.promised <= one.said:
        says = f"{one.promised} is no promise: it was said on {one.said}."
        yield Finding((*path, "promised"), says, "Write a later day, or an earlier said.")
    given = {key: date for key in OUTCOMES if (date := getattr(one, key)) is not None}
    if len(given) != 1:
        says = f"It has {' and '.join(given) or 'none'} of {', '.join(OUTCOMES)}."
        yield Finding(path, says, "Write one: what had become of it.")
    for key, date in given.items():
        if (date > block.known) != (key == "now"):
            side = "after" if date > block.known else "not after"
            says = f"{date} is {side} {block.known}, when this was known."
            remedy = "now is of what had not come, the other two of the past."
            yield Finding((*path, key), says, remedy)
