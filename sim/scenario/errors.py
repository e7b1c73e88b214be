"""What is wrong with a scenario, said so that it can be mended."""

import difflib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import Literal

from sim.scenario.origin import SETTINGS, Origin
from sim.scenario.visible import one_row

Level = Literal["error", "warning"]

MOST_SHOWN = 50
"""Most problems that are shown at once; an error holds all."""
MOST_NAMES = 300
"""Most names that one is compared with; of more, those that begin alike."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: the place, the value and the rule, and what to do about it."""

    origin: Origin
    """Where it stands."""
    path: str
    """Dotted path of the value."""
    message: str
    """What is wrong with the value, which it shows."""
    remedy: str = ""
    """What to do, or what the key takes."""
    level: Level = "error"
    """Errors stop a run; warnings do not."""
    text: str = ""
    """The line of the file."""

    @property
    def file(self) -> str:
        """The file it stands in, or ``--set``."""
        return self.origin.file

    @property
    def line(self) -> int:
        """The line it stands on, from 1."""
        return self.origin.line

    @property
    def column(self) -> int:
        """The column it stands at, from 1."""
        return self.origin.column

    def __str__(self) -> str:
        """Render as place, level and path; the sentences; the line itself."""
        rows = ["  ".join(part for part in (str(self.origin), self.level, self.path) if part)]
        rows += [f"    {sentence}" for sentence in (self.message, self.remedy) if sentence]
        if self.text:
            label = SETTINGS if self.file == SETTINGS else f"{self.line:>5}"
            rows.append(f"  {label} | {_around(self.text.rstrip(), self.column)}")
        return "\n".join(map(one_row, rows))

    def as_dict(self) -> dict[str, str | int]:
        """Give the fields for JSON."""
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "level": self.level,
            "path": self.path,
            "message": self.message,
            "remedy": self.remedy,
        }


class ScenarioError(Exception):
    """A scenario cannot be used; *problems* holds all that is wrong with it, warnings too."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems)
        self.problems = list(problems)

    def __str__(self) -> str:
        """Render the first problems and the count of all."""
        return render(self.problems)


def render(problems: Iterable[Problem], closing: str = "Nothing was run.") -> str:
    """Write problems in the order given, each once, and a last line that counts all of them."""
    once = list(dict.fromkeys(problems))
    shown, rest = first_of(once)
    last = f"{count(once)}. {closing}".rstrip()
    return "\n".join([*map(str, shown), *([rest] if rest else []), last])


def first_of(problems: Sequence[Problem]) -> tuple[list[Problem], str]:
    """Give what is shown of many problems, errors before warnings, and a line that counts the rest.

    The order stays as it is; the line is empty if all are shown.
    """
    ranked = sorted(range(len(problems)), key=lambda i: problems[i].level != "error")
    shown = [problems[i] for i in sorted(ranked[:MOST_SHOWN])]
    more = len(problems) - len(shown)
    return shown, f"... and {more:,} more" if more else ""


def count(problems: Sequence[Problem]) -> str:
    """Count problems by level and file, as ``1 error, 1 warning in 1 file``."""
    errors = sum(problem.level == "error" for problem in problems)
    parts = [plural(errors, "error")] if errors else []
    parts += [plural(len(problems) - errors, "warning")] if len(problems) > errors else []
    files = {problem.file for problem in problems if problem.file != SETTINGS}
    place = f" in {plural(len(files), 'file')}" if files else ""
    return (", ".join(parts) or "No problem") + place


def plural(number: int, noun: str) -> str:
    """Write a number with its noun."""
    if number == 1:
        return f"1 {noun}"
    changes = noun.endswith("y") and noun[-2:-1] not in "aeiou"
    return f"{number:,} {noun.removesuffix('y')}ies" if changes else f"{number:,} {noun}s"


def figure(value: float, limit: float) -> str:
    """Write a number with at least as many digits as tell it from a limit that it misses."""
    texts = (f"{value:.{digits}g}" for digits in range(6, 18))
    return next((text for text in texts if float(text) != limit), f"{value:g}")


def did_you_mean(given: object, known: Iterable[object]) -> str:
    """Suggest the closest of the known names, as a sentence; empty if none is close."""
    names = _in_order(frozenset(known))
    if len(names) > MOST_NAMES:
        first = bisect_left(names, begin := str(given)[:2])
        alike = takewhile(lambda name: name.startswith(begin), names[first : first + MOST_NAMES])
        names = tuple(alike)
    folded = {name.lower(): name for name in names}
    close = difflib.get_close_matches(str(given).lower(), folded, n=1, cutoff=0.6)
    return f"Did you mean '{folded[close[0]]}'?" if close else ""


@lru_cache(maxsize=32)
def _in_order(names: frozenset[object]) -> tuple[str, ...]:
    """Sort names; the same are asked for again and again where much is wrong."""
    return tuple(sorted({str(name) for name in names}))


def sentences(*parts: str) -> str:
    """Join the sentences that are not empty."""
    return " ".join(part for part in parts if part)


def listed(names: Iterable[object], most: int = 12) -> str:
    """List names in order, cut off after so many."""
    ordered = _in_order(frozenset(names))
    more = [f"and {len(ordered) - most} more"] if len(ordered) > most else []
    return ", ".join([*ordered[:most], *more]) or "none"


def _around(text: str, column: int, length: int = 110) -> str:
    """Cut a long line to the part around a column."""
    first = max(0, column - 1 - length // 3)
    if len(text) <= length or first == 0:
        return clipped(text, length)
    return "..." + clipped(text[first:], length - 3)


def clipped(text: str, length: int = 60) -> str:
    """Cut a text to a length."""
    return text if len(text) <= length else text[: length - 3] + "..."
