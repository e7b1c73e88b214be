"""Tables and text as Markdown: the one rule by which what is written means itself and no markup."""

import re
from collections.abc import Sequence

from sim.scenario.visible import one_line

_LEADING = re.compile(r"^(\d{0,9})([#>]|[-+](?= |$)|(?<=\d)[.)](?= |$)|[-=](?=[-= ]*$))")
"""What makes a heading, a quotation, a list or a rule of a line that begins with it."""


def grid(head: Sequence[str], lines: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Write a table of cells that are Markdown; columns in *right* are aligned to the right.

    Examples
    --------
    >>> print(grid(("who", "t"), [("A|B", "3")], right=[1]))
    | who | t |
    | --- | ---: |
    | A|B | 3 |
    """
    rule = ["---:" if column in right else "---" for column in range(len(head))]
    rows = [list(map(plain, head)), rule, *lines]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def plain(text: str) -> str:
    r"""Keep a text from being taken for markup, be it HTML or the end of a cell.

    Examples
    --------
    >>> print(plain("a|b *c* <d>"))
    a\|b \*c\* &lt;d>
    >>> print(plain("_on_ us_ev ~~b~~"))
    \_on\_ us_ev \~\~b\~\~
    """
    text = re.sub(r"&(?=#?\w+;)", "&amp;", one_line(text)).replace("<", "&lt;")
    return re.sub(r"([\\`*|~\[\]]|(?<![^\W_])_|_(?![^\W_]))", r"\\\1", text)


def opening(text: str) -> str:
    r"""Do the same for a text that begins a line, where a heading or a list may begin.

    Examples
    --------
    >>> print(opening("# 1"), opening("- a"), opening("1. b"), opening("-0.1"), opening("---"))
    \# 1 \- a 1\. b -0.1 \---
    """
    return _LEADING.sub(r"\1\\\2", plain(text).lstrip(" "))


def plain_grid(
    head: Sequence[str], lines: Sequence[Sequence[str]], right: Sequence[int] = ()
) -> str:
    """Write a table of cells that mean themselves."""
    return grid(head, [[*map(plain, line)] for line in lines], right)
