"""Text of strangers, made safe to show: what would steer a terminal is written out instead."""

import re
from textwrap import shorten

_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""Control characters but tab and line break, other line breaks, marks that turn the direction of
writing or take no room, halves of characters, and what is no character."""


def visible(text: str) -> str:
    r"""Write out characters that steer rather than show, as ``\u001b`` for escape.

    The form is that of JSON, so that JSON with such characters means the same afterwards. Tabs and
    line breaks stay.
    """
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def one_row(text: str) -> str:
    """Do the same for a row of a message: it stays one, and forges no other."""
    return visible(text.replace("\r", "\\r").replace("\n", "\\n"))


def one_line(text: str) -> str:
    """Do the same for a cell of a table: tabs and line breaks become spaces."""
    return visible(re.sub(r"[\t\r\n]+", " ", text))


def cut_at_space(text: str, length: int, sign: str = " ...") -> str:
    """Cut a text to a length between two words; an id or another that has no space, anywhere.

    >>> cut_at_space("one two three", 11)
    'one two ...'
    >>> cut_at_space("one_two_three", 11)
    'one_two_...'
    """
    found = shorten(text, length, placeholder=sign)
    bare = sign.strip()
    return found if found != bare or text == bare else f"{text[: length - len(bare)]}{bare}"
