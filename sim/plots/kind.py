"""A kind of figure: what it is drawn from, who wants it, and what is said of it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from matplotlib.figure import Figure

from sim.plots.told import Told
from sim.plots.view import USUAL, View

Source = TypeVar("Source")
"""What it is drawn from: the tables of a run, or a comparison."""

Drawn = Figure | Sequence[Figure] | None

CHOICES = frozenset({"window", "groups", "consumers"})
"""What of a view a kind may heed or not; width and title count in each."""
ALIGN = "align"
"""What besides those a kind of a comparison may heed, if time is an axis of it."""
QUESTION = re.compile(r"^\s+\d\. (.+?\?)$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Kind(Generic[Source]):
    """A kind of figure."""

    name: str
    """Stem of its files."""
    draw: Callable[[Source, View], Drawn]
    """Draws it, on several pages if it must. Its docstring asks what a reader must be able to
    answer from the image alone."""
    told: Callable[[Source, View], Told]
    """Says what it shows: title, caption, alternative text, and the data in it."""
    wanted: Callable[[Source], bool] = lambda source: True
    """Tells whether a source has what it shows."""

    takes: frozenset[str] = frozenset({"window"})
    """Which of :data:`CHOICES` it heeds, and whether :data:`ALIGN`."""
    on_request: bool = False
    """Whether it is drawn by ``plot`` and reports alone, and not by every run, for its time."""
    lacks: Callable[[Source, View], str] = lambda source, view: ""
    """Says why a view leaves nothing of it to draw; nothing if something is left."""

    @property
    def questions(self) -> list[str]:
        """What a reader must be able to answer from the image alone."""
        return [" ".join(one.split()) for one in QUESTION.findall(self.draw.__doc__ or "")]

    @property
    def shows(self) -> str:
        """What it shows, in a sentence."""
        return (self.draw.__doc__ or "").partition("\n\n")[0].strip()

    def ignores(self, view: View) -> list[str]:
        """List what a view asks for that changes nothing in it."""
        return sorted(({*CHOICES, ALIGN} - self.takes) & view.asked.keys())

    def pages(self, source: Source, view: View = USUAL) -> list[Figure]:
        """Draw it, as one figure or several; none where source or view lack what it shows."""
        is_drawn = self.wanted(source) and not self.lacks(source, view)
        drawn = self.draw(source, view) if is_drawn else None
        if drawn is None:
            return []
        return [drawn] if isinstance(drawn, Figure) else list(drawn)
