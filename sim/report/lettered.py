"""Figures whose letters are text again: in a PDF it can be selected, searched and read aloud."""

import re
from html import unescape
from xml.sax.saxutils import escape

FACES = {"DejaVuSans": "normal", "DejaVuSans-Bold": "bold"}
"""Fonts that go into a PDF, and how heavy they are."""
FAMILY = "DejaVu Sans"
PER_POINT = 100.0
"""Units of a glyph in a point of its size, as figures scale them."""
LINE = re.compile(
    r"<!-- (?P<text>[^\n]*?) -->\s*"
    r'<g(?: style="(?P<style>[^"]*)")? '
    r'transform="(?P<at>translate\([^)]*\)(?: rotate\([^)]*\))?) '
    r'scale\((?P<size>[\d.]+) -[\d.]+\)">'
    r"\s*(?P<glyphs>(?:<defs>.*?</defs>\s*|<use [^>]*/>\s*)+)</g>",
    re.DOTALL,
)
"""A line of text as matplotlib draws it: what it says, then its glyphs."""
QUOTES = {'"': "&quot;", "'": "&#39;"}
"""Signs that a page turns where they stand as they are."""
USED = re.compile(r'<use xlink:href="#([^"]+)-[0-9a-f]+"')
DEFINED = re.compile(r"<defs>.*?</defs>", re.DOTALL)


def lettered(svg: str) -> str:
    """Write lines of text as such, where their glyphs are of a font that goes into the PDF.

    Others stay drawn, and so does what a comment cannot hold as it is.

    Examples
    --------
    >>> glyphs = '<use xlink:href="#DejaVuSans-28"/><use xlink:href="#DejaVuSans-38"/>'
    >>> lettered(f'<!-- EU --><g transform="translate(2 8) scale(0.07 -0.07)">{glyphs}</g>')
    '<text transform="translate(2 8)" font-family="DejaVu Sans" font-size="7" style="">EU</text>'
    """
    return LINE.sub(_line, svg)


def _line(found: re.Match[str]) -> str:
    fonts = {*USED.findall(found["glyphs"])}
    text = unescape(found["text"])
    if len(fonts) != 1 or not fonts <= FACES.keys() or "- -" in text:
        return found[0]
    weight = FACES[fonts.pop()]
    bold = "" if weight == "normal" else f' font-weight="{weight}"'
    size = f"{PER_POINT * float(found['size']):g}"
    # Glyphs may be defined here that others use.
    kept = "".join(DEFINED.findall(found["glyphs"]))
    return (
        f'{kept}<text transform="{found["at"]}" font-family="{FAMILY}" font-size="{size}"{bold} '
        f'style="{found["style"] or ""}">{escape(text, QUOTES)}</text>'
    )
