"""What a plain YAML word means: the core schema of YAML 1.2, and dates.

``NO`` is Norway, ``010`` is ten, ``1e6`` is a number; ``true``, ``false`` and ``null`` are
themselves, and ``2026-11-10`` is a day.
"""

import datetime as dt
import re

from sim.scenario.node import Scalar

NULLS = ("~", "null", "Null", "NULL")
"""Words that say that there is nothing."""
_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", *NULLS)),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(
    r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
)
_NAMED = re.compile(r"\.(inf|nan)", re.IGNORECASE)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def scalar(word: str) -> Scalar:
    """Resolve a plain (unquoted) word.

    Raises
    ------
    ValueError
        The word has the form of a date that the calendar does not have.
    """
    if word in _WORDS:
        return _WORDS[word]
    if word[0] not in "+-.0123456789":
        return word
    if _INTEGER.fullmatch(word):
        return int(word)
    if _FLOAT.fullmatch(word):
        return float(_NAMED.sub(r"\1", word))
    if _DATE.fullmatch(word):
        return dt.date.fromisoformat(word)
    return word
