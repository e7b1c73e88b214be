"""What ``--vary PATH=SPEC`` says: the values that an input takes, or the range it is drawn from."""

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from sim.scenario.dump import flow
from sim.scenario.scalar import scalar

SHORTEST_MONTH = 28
"""Days that every month has."""
DIGITS = 12
"""Significant digits of values in between: 0.3 and not 0.30000000000000004."""

End = float | dt.date
"""An end of a range."""

JOINS = "+"
"""Joins the paths of inputs that move together; no path has one."""

_EXAMPLE = "Write --vary consumers.us_ev.stock_days=10:60:6 (six values), or =10,20,60 (these)."
_PAIRS = {"[": "]", "{": "}"}


class VaryError(Exception):
    """A design cannot be made; the message names the option, the rule and the remedy."""


@dataclass(frozen=True)
class Axis:
    """An input and what it is varied over: values, or a range without any."""

    path: str
    """Dotted path, as before the ``=`` of ``--set``; several that move together joined by ``+``."""
    values: tuple[str, ...] = ()
    """Each value as ``--set`` takes it; none for a range to be drawn from."""
    ends: tuple[End, End] | None = None
    """Ends of the range, where one was given."""

    @property
    def paths(self) -> tuple[str, ...]:
        """Each path that takes the values."""
        return tuple(self.path.split(JOINS))

    @property
    def is_range(self) -> bool:
        """Whether it is a range without values, to be drawn from."""
        return not self.values


def read_axis(text: str) -> Axis:
    """Read ``PATH=a:b:n``, ``PATH=a:b`` or ``PATH=x,y,z``.

    Parameters
    ----------
    text
        Paths joined by ``+`` take the same value at each point. Ends of a range are numbers or
        dates; dates are whole months apart where that comes out even, else days. Values of a list
        are any that ``--set`` takes; commas within brackets, braces or quotes do not part them.

    Raises
    ------
    VaryError
        It is neither.

    Examples
    --------
    >>> read_axis("a.b=0:1:3").values
    ('0', '0.5', '1')
    >>> read_axis("a.b=2026-01-01:2027-01-01:3").values
    ('2026-01-01', '2026-07-01', '2027-01-01')
    >>> read_axis("a.b=none,{uniform: [1, 2]}").values
    ('none', '{uniform: [1, 2]}')
    >>> read_axis("a.b + c.d=0,6").paths
    ('a.b', 'c.d')
    """
    before, equals, spec = text.partition("=")
    paths, spec = [path.strip() for path in before.split(JOINS)], spec.strip()
    if not (all(paths) and equals and spec):
        raise VaryError(f"--vary {text}: this is not path=values. {_EXAMPLE}")
    path = JOINS.join(paths)
    values = split(spec, ",")
    parts = split(spec, ":")
    if len(values) == 1 and len(parts) > 1:
        return _range(path, parts, text)
    if len(values) == 1:
        says = f"one value varies nothing. {_EXAMPLE} To set it, write --set {path}={spec}"
        raise VaryError(f"--vary {text}: {says}")
    if "" in values:
        raise VaryError(f"--vary {text}: a value is empty. Write null for a value to be left out.")
    if twice := sorted({value for value in values if values.count(value) > 1}):
        raise VaryError(f"--vary {text}: {twice[0]} stands there twice. Leave one out.")
    return Axis(path, tuple(values))


def split(text: str, mark: str) -> list[str]:
    """Part a text at a mark, but not within brackets, braces or quotes.

    Examples
    --------
    >>> split("a, [b, c], 'd, e'", ",")
    ['a', '[b, c]', "'d, e'"]
    """
    cuts = [-1, *_outside(text, mark), len(text)]
    return [text[low + 1 : high].strip() for low, high in pairwise(cuts)]


def position(value: str) -> float | None:
    """Give the place of a value on an axis: a number as it is, a date as its day; else none.

    Examples
    --------
    >>> position("2.5"), position("0001-01-03"), position("quota")
    (2.5, 3.0, None)
    """
    end = _end(value)
    return float(end.toordinal()) if isinstance(end, dt.date) else end


def is_date(value: str) -> bool:
    """Tell whether a value is a date."""
    return isinstance(_end(value), dt.date)


def between(ends: tuple[End, End], share: float) -> End:
    """Give the value at a share of the way through a range; dates are whole days.

    Parameters
    ----------
    ends
        First and last value, both numbers or both dates.
    share
        From 0 (the first) to 1 (the last).
    """
    low, high = ends
    if isinstance(low, dt.date) and isinstance(high, dt.date):
        return low + dt.timedelta(days=round(share * (high - low).days))
    assert not isinstance(low, dt.date), "read_axis takes two of a kind"
    assert not isinstance(high, dt.date), "read_axis takes two of a kind"
    # Not low + share * (high - low): that may miss the last value by a bit.
    return float(f"{(1.0 - share) * low + share * high:.{DIGITS}g}")


def _by_months(ends: tuple[End, End], count: int) -> list[End]:
    """Give dates a whole number of months apart; none if that does not come out even."""
    low, high = ends
    if not isinstance(low, dt.date) or not isinstance(high, dt.date) or low.day != high.day:
        return []
    months = 12 * (high.year - low.year) + high.month - low.month
    if low.day > SHORTEST_MONTH or months % (count - 1):
        return []
    each = months // (count - 1)
    numbers = (12 * low.year + low.month - 1 + i * each for i in range(count))
    return [dt.date(number // 12, number % 12 + 1, low.day) for number in numbers]


def _range(path: str, parts: list[str], text: str) -> Axis:
    """Read the parts of ``a:b:n`` or ``a:b``."""

    def refused(says: str) -> VaryError:
        return VaryError(f"--vary {text}: {says}")

    if len(parts) > 3:
        raise refused(f"a range has two ends and a number of values. {_EXAMPLE}")
    low, high = _end(parts[0]), _end(parts[1])
    if low is None or high is None:
        wrong = parts[0] if low is None else parts[1]
        says = f"'{wrong}' is not a number or a date, which a range goes between."
        raise refused(f"{says} A text with a colon is put in quotes: '\"a:b\"'.")
    if isinstance(low, dt.date) != isinstance(high, dt.date):
        raise refused("one end is a date, the other a number. Write both alike.")
    if low == high:
        raise refused(f"the range begins and ends at {parts[0]}. To set it, use --set.")
    if len(parts) == 2:
        return Axis(path, (), (low, high))
    if not parts[2].isdecimal() or int(parts[2][:6]) < 2:
        raise refused(f"'{parts[2]}' is not a number of values: 2 or more.")
    count = int(parts[2][:6])
    if count > 10_000 or len(parts[2]) > 6:
        raise refused("more than 10,000 values. Write fewer.")
    shares = (i / (count - 1) for i in range(count))
    found = _by_months((low, high), count) or [between((low, high), share) for share in shares]
    values = tuple(map(flow, found))
    if len(set(values)) < count:
        raise refused(f"there are fewer than {count} days in between. Write fewer values.")
    return Axis(path, values, (low, high))


def _end(word: str) -> End | None:
    """Read an end of a range: a finite number or a date; none for anything else."""
    try:
        value = scalar(word)
    except ValueError:
        return None
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return None
    if isinstance(value, dt.date):
        return value
    return float(value) if math.isfinite(value) else None


def _outside(text: str, mark: str) -> Iterator[int]:
    """Find a mark outside of brackets, braces and quotes."""
    closing: list[str] = []
    quote = ""
    for at, character in enumerate(text):
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character in _PAIRS:
            closing.append(_PAIRS[character])
        elif closing and character == closing[-1]:
            closing.pop()
        elif character == mark and not closing:
            yield at
