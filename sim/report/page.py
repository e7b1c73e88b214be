"""A report as one HTML page that loads nothing from anywhere."""

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from sim.report.document import Document
from sim.report.lettered import lettered
from sim.scenario.visible import visible

TEMPLATES = "sim.report"
PAGE, STYLE, SCRIPT = "page.html", "page.css", "page.js"


@cache
def environment(*, with_letters: bool = False) -> Environment:
    """Give what fills templates in: all that is filled in is text, unless it is escaped already.

    Letters of figures are drawn, or text again, *with_letters*.
    """
    found = Environment(
        loader=PackageLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        finalize=_visible,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    found.policies["json.dumps_kwargs"] = {"separators": (",", ":"), "ensure_ascii": False}
    found.filters["picture"] = lettered_picture if with_letters else picture
    found.filters["download"] = download
    found.tests["of"] = lambda block, name: type(block).__name__ == name
    return found


def _visible(value: object) -> object:
    """Write out what would steer a reader's program; what is escaped already is ours."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def page_of(document: Document, *, with_letters: bool = False) -> str:
    """Write a report as a page; its figures *with letters* are for what has their font."""
    style, script = text_of(STYLE), text_of(SCRIPT)
    return (
        environment(with_letters=with_letters)
        .get_template(PAGE)
        .render(document=document, style=style, script=script, policy=policy(style, script))
    )


def text_of(name: str) -> str:
    """Read a file of the templates."""
    return (files(TEMPLATES) / "templates" / name).read_text(encoding="utf-8")


def policy(style: str, script: str) -> str:
    """Write what a browser may do with the page: run and style with what is in it, no more."""
    scripts, styles = (
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for text in (script, style)
    )
    return (
        f"default-src 'none'; script-src {scripts}; style-src {styles}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


SWAPPED = str.maketrans({'"': "'", "'": '"'})
PLAIN = " !'()*,-./:;=?@[]^_`{|}~$+"
"""Signs that stand in an address as they are: it is a fifth shorter than in base 64."""


def picture(svg: bytes) -> Markup:
    """Give an SVG file as an address that holds it."""
    return _address("image/svg+xml", _short(svg.decode()), PLAIN + "<>")


def lettered_picture(svg: bytes) -> Markup:
    """Give an SVG file as an address, with its letters as text."""
    return _address("image/svg+xml", _short(lettered(svg.decode())), PLAIN + "<>")


def download(csv: str) -> Markup:
    """Give a CSV file as an address that holds it."""
    return _address("text/csv;charset=utf-8", csv, PLAIN)


def _short(svg: str) -> str:
    """Shorten a figure whose letters are paths, or text without quotes: to a tenth of a point.

    Its quotes are single ones then, which stand in an address as they are.
    """
    svg = re.sub(r"<!--.*?-->|<metadata>.*?</metadata>|<!DOCTYPE.*?>", "", svg, flags=re.DOTALL)
    svg = re.sub(r' d="[^"]*"', lambda path: _rounded(path.group()), svg)
    return re.sub(r">\s+<", "><", svg).translate(SWAPPED)


def _rounded(path: str) -> str:
    path = re.sub(r"(\.\d)\d+", r"\1", path)
    return re.sub(r"\s*([MLQCZ])\s*", r"\1", path).replace(".0 ", " ")


def _address(kind: str, text: str, plain: str) -> Markup:
    """Write a text into an address, which needs no escaping within double quotes then."""
    return Markup(f"data:{kind},{quote(text, safe=plain)}")
