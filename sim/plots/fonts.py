"""Fonts of figures: the one that comes with matplotlib, and others for scripts that it lacks."""

import re
import sys
import unicodedata
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache

from matplotlib.font_manager import findSystemFonts, fontManager

FIRST = "DejaVu Sans"
"""Comes with matplotlib: the same on every machine."""
OTHERS = (
    *("Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans SC", "Noto Sans JP", "Noto Sans KR"),
    *("Source Han Sans SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "IPAGothic"),
    *("Microsoft YaHei", "Yu Gothic", "Malgun Gothic", "PingFang SC", "PingFang HK"),
    *("Hiragino Sans", "Hiragino Sans GB", "Apple SD Gothic Neo", "Arial Unicode MS"),
    *("Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Devanagari", "Noto Sans Thai"),
    *("Nirmala UI", "Leelawadee UI"),
)
"""Fonts of other scripts by their usual names, of which those are used that the system has."""
SCRIPTS = {
    "CJK": ("Chinese or Japanese", "Noto Sans CJK"),
    "HIRAGANA": ("Japanese", "Noto Sans CJK"),
    "KATAKANA": ("Japanese", "Noto Sans CJK"),
    "HANGUL": ("Korean", "Noto Sans CJK"),
}
"""What people call a script, by the first word of its letters' names, and a font that has it."""
MISSING = re.compile(r"Glyph (\d+) .*missing from")

_told: set[str] = set()
"""Scripts of which it has been said that they are missing: once is enough."""


@lru_cache(1)
def families() -> list[str]:
    """Give the fonts in the order in which letters are looked for in them."""
    _look_again()
    known = {font.name for font in fontManager.ttflist}
    return [FIRST, *(name for name in OTHERS if name in known)]


def _look_again() -> None:
    """Have matplotlib find the fonts that were installed since it looked: it keeps its first list.

    Some hundredths of a second, once in a process. A font that it cannot read is left out.
    """
    known = {font.fname for font in fontManager.ttflist}
    for file in findSystemFonts():
        if file not in known:
            with suppress(OSError, RuntimeError, ValueError):
                fontManager.addfont(file)


def lacking(letters: Iterable[str]) -> dict[str, str]:
    r"""Give the scripts of letters that no font has, each with a font that would.

    Examples
    --------
    >>> lacking("\u4e2d\u0e1b")
    {'Chinese or Japanese': 'Noto Sans CJK', 'Thai': 'Noto Sans Thai'}
    """
    found: dict[str, str] = {}
    for letter in letters:
        first = unicodedata.name(letter, "UNKNOWN").split()[0]
        script = first.capitalize()
        name, font = SCRIPTS.get(first, (script, f"Noto Sans {script}"))
        found[name] = font
    return found


@contextmanager
def told_once() -> Iterator[None]:
    """Draw, and say in one line on stderr for which letters there is no font, of a script once."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    missing = [MISSING.match(str(one.message)) for one in caught]
    for one, glyph in zip(caught, missing, strict=True):
        if glyph is None:
            warnings.warn_explicit(one.message, one.category, one.filename, one.lineno)
    scripts = lacking(chr(int(glyph[1])) for glyph in missing if glyph)
    if new := {name: font for name, font in scripts.items() if name not in _told}:
        _told.update(new)
        sys.stderr.write(
            f"warning: No font for {', '.join(new)}: such letters are boxes in figures. Install "
            f"{', '.join(dict.fromkeys(new.values()))}, and draw again.\n"
        )
