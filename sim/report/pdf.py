"""A report as PDF: the same page, laid out for paper, tagged, with text that can be selected."""

import hashlib
from pathlib import Path
from typing import Any

import matplotlib as mpl

from sim.output.errors import OutputError

MISSING = (
    "a PDF needs WeasyPrint (pip install 'shortfall[pdf]') and the system's Pango "
    "(Debian, Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; "
    "macOS: brew install pango)"
)
FONT = "font:"
"""Begins the address of a font that comes with matplotlib: the same pages on every machine."""
FACES = {
    "DejaVuSans.ttf": 'font-family: "DejaVu Sans"',
    "DejaVuSans-Bold.ttf": 'font-family: "DejaVu Sans"; font-weight: bold',
    "DejaVuSansMono.ttf": 'font-family: "DejaVu Sans Mono"',
}
WIDTHS = (19, 50, 8, 13, 10)
"""Of the columns of the longest table, that of sources, %: to find them takes half of all time."""
STYLE = "\n".join(
    [
        *(f'@font-face {{ {face}; src: url("{FONT}{name}"); }}' for name, face in FACES.items()),
        'body { font-family: "DejaVu Sans", sans-serif; }',
        '@page { @bottom-right { font-family: "DejaVu Sans"; } }',
        "#table-sources table { table-layout: fixed; }",
        *(
            f"#table-sources th:nth-child({column}) {{ width: {width}%; }}"
            for column, width in enumerate(WIDTHS, start=1)
        ),
    ]
)


def need_pdf() -> Any:
    """Give what lays out pages.

    Raises
    ------
    OutputError
        If it is not there, or lacks a library of the system; the message says what to install.
    """
    try:
        import weasyprint
    except (ImportError, OSError) as error:  # of the library, or of what it opens
        raise OutputError(f"{MISSING}: {error}") from None
    return weasyprint


def pdf_of(page: str) -> bytes:
    """Lay out a page as :func:`sim.report.page.page_of` writes it; the same bytes each time.

    Of a page with letters those of figures can be selected, too.

    Nothing is loaded but what is in the page.

    Raises
    ------
    OutputError
        If what lays out pages is not there.
    """
    weasyprint = need_pdf()
    from weasyprint.text.fonts import FontConfiguration

    fonts, own = FontConfiguration(), _fetcher()
    style = weasyprint.CSS(string=STYLE, font_config=fonts, url_fetcher=own)
    found: bytes = weasyprint.HTML(string=page, url_fetcher=own).write_pdf(
        stylesheets=[style],
        font_config=fonts,
        pdf_variant="pdf/ua-1",
        pdf_identifier=hashlib.sha256(page.encode()).digest()[:16],
    )
    return found


def _fetcher() -> Any:
    """Give what opens addresses: those that hold what they name, and our own fonts."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            name = url.removeprefix(FONT)
            if name not in FACES:
                return super().fetch(url, headers)
            return URLFetcherResponse(url, (folder / name).read_bytes())

    return Fetcher(allowed_protocols={"data"})
