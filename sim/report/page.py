"""A report as one HTML page that loads nothing from anywhere."""

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from sim.report.document import Document
from sim.scenario.visible import visible

TEMPLATES = "sim.report"
PAGE, STYLE, SCRIPT = "page.html", "page.css", "page.js"


@cache
def environment() -> Environment:
    """Give what fills templates in: all that is filled in is text, unless it is escaped already."""
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
    found.filters["picture"] = picture
    found.filters["download"] = download
    found.tests["of"] = lambda block, name: type(block).__name__ == name
    return found


def _visible(value: object) -> object:
    """Write out what would steer a reader's program; what is escaped already is ours."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def page_of(document: Document) -> str:
    """Write a report as a page."""
    style, script = text_of(STYLE), text_of(SCRIPT)
    return (
        environment()
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


def picture(svg: bytes) -> str:
    """Give an SVG file as an address that holds it."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}"


def download(csv: str) -> str:
    """Give a CSV file as an address that holds it."""
    return f"data:text/csv;charset=utf-8;base64,{base64.b64encode(csv.encode()).decode()}"
