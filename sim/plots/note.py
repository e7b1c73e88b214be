"""The note under a figure's title: how to read it, and what makes its histories differ.

Nothing that shows a spread over histories is drawn without saying what is in it.
"""

import re
from collections.abc import Mapping, Sequence

from sim.output.tables import Tables
from sim.plots.compare_style import wrapped
from sim.plots.style import WIDTH
from sim.scenario.chances import Chances, chances_of
from sim.scenario.schema import Scenario

MARGIN, SIZE = 0.1, 7.5
"""Room beside it, inch, and size of its text, points."""
FIRST, ROW = 0.29, 0.128
"""From the top of the figure to its first line, and height of a line, inch."""
LEAST = 0.70
"""Least room that is kept for title and note, inch."""
COUNT = re.compile(r"\d[\d,]*")
"""How many there are of something."""


def note_of(*paragraphs: str) -> str:
    """Break paragraphs into lines; empty ones are left out."""
    text = "\n".join(one.strip() for one in paragraphs if one.strip())
    return "\n".join(wrapped(text, WIDTH - 3 * MARGIN, SIZE))


def room_of(note: str, below: float = 0.03) -> float:
    """Give the room that the title and a note take, and so much *below* them, inch."""
    return max(FIRST + ROW * (note.count("\n") + 1) + below, LEAST)


def differ(scenario: Scenario, histories: int) -> str:
    """Say what makes the histories of a scenario differ, as a sentence."""
    return _differ(chances_of(scenario), alone=histories == 1)


def differ_each(scenarios: Mapping[str, Scenario]) -> str:
    """Say what makes the histories of scenarios differ; of some by their labels.

    Where they differ by as much of the same, it is told once; where each has its own, only that
    of the first.
    """
    labels = dict[Chances, list[str]]()
    for label, scenario in scenarios.items():
        labels.setdefault(chances_of(scenario), []).append(label)
    first, *others = labels
    if not others:
        return _differ(first)
    if alike := _alike([*labels]):
        return _differ(alike)
    says = f"Histories of {', '.join(labels[first])} differ by {first.said}"
    if len(others) > 1:
        return f"{says}. Those of others by chances of their own."
    of, other = f"{says}. Those of {', '.join(labels[others[0]])}", others[0]
    known = {*first.event, *first.rest}
    own = [one for one in (*other.event, *other.rest) if one not in known]
    if own and len(own) < len(other.event) + len(other.rest):
        return f"{of} likewise, but by {', '.join(own)}."
    return f"{of} by {other.said}."


def in_run(tables: Tables) -> str:
    """Say what makes the histories of a run differ, as a sentence."""
    return _differ(tables.width.chances, alone=tables.histories.count == 1)


def in_bands(tables: Tables, drawn: str = "25-75 % and 5-95 %") -> str:
    """Say what the bands of a fan hold, as sentences: *drawn* where none is of the event."""
    width, chances = tables.width, tables.width.chances
    if width.is_split:
        return (
            f"Dark band: 5-95 % of what the event alone makes, {chances.of_event}, where that "
            "stands out of the noise. Light: 5-95 % of histories, which differ by "
            f"{chances.of_rest}, too."
        )
    if tables.histories.count == 1:
        return in_run(tables)
    needed = f" They are too few to tell the event's part: {width.needed} would do."
    few = "" if width.needed is None else needed
    return f"Bands: {drawn} of histories. {in_run(tables)}{few}"


def _alike(some: Sequence[Chances]) -> Chances | None:
    """Put together what differs in counts alone: ``1,265 to 1,267 uncertain numbers``."""
    if len({(one.event, *(COUNT.sub("", kind) for kind in one.rest)) for one in some}) > 1:
        return None
    kinds = zip(*(one.rest for one in some), strict=True)
    return Chances(some[0].event, tuple(map(_counted, kinds)))


def _counted(kinds: Sequence[str]) -> str:
    """Write a kind of chance with the least and the most that there is of it."""
    counts = zip(*(COUNT.findall(kind) for kind in kinds), strict=True)
    ends = [sorted(set(some), key=lambda one: int(one.replace(",", ""))) for some in counts]
    spans = iter(one[0] if len(one) == 1 else f"{one[0]} to {one[-1]}" for one in ends)
    return COUNT.sub(lambda _: next(spans), kinds[0])


def _differ(chances: Chances, *, alone: bool = False) -> str:
    if not chances.event and not chances.rest:
        return "Nothing is random: one history stands for all."
    if alone:
        return f"One history of many, which differ by {chances.said}."
    return f"Histories differ by {chances.said}."
