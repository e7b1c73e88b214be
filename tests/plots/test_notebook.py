"""A run as a notebook shows it: a table and a figure, in one piece, with all text escaped."""

import xml.etree.ElementTree as ET
from base64 import b64decode
from html.parser import HTMLParser

import pytest

from sim.compare import compare
from tests import factories
from tests.unit.compare_runs import several

OPEN = {"img"}


class Read(HTMLParser):
    """Reads a page: its tags must close in order, and nothing may be loaded from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.cells: list[str] = []
        self.images: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "img":
            self.images.append(dict(attrs))
        if tag not in OPEN:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] in (["td"], ["th"]):
            self.cells.append(data)


@pytest.fixture(scope="module")
def result():
    regions = {"CN": ("ev",), "US": ("ev", "auto")}
    return factories.run(histories=6, regions=regions, title="A <b>halt</b> & more")


def test_a_result_shows_a_table_and_a_figure(result):
    page = Read()
    page.feed(result._repr_html_())
    assert page.open == []
    assert "b" not in page.tags  # the title is text
    assert {"US", "CN", "All consumers", "5 to 95 %"} <= set(page.cells)
    median = next(
        r for r in result.summary() if (r["group"], r["measure"]) == ("US", "first_short_day")
    )
    assert str(median["median"]) in page.cells
    (image,) = page.images
    head, _, data = str(image["src"]).partition(",")
    assert head == "data:image/svg+xml;base64"
    assert ET.fromstring(b64decode(data)).tag.endswith("svg")
    assert image["alt"]


def test_the_figure_alone_is_the_same(result):
    assert result._repr_svg_().lstrip().startswith("<?xml")
    assert result._repr_svg_() == result._repr_svg_()


def test_a_comparison_shows_a_table_with_differences_and_a_figure():
    comparison = compare(several(2), ["<b>calm</b>", "halt"])
    page = Read()
    page.feed(comparison._repr_html_())
    assert page.open == []
    assert "b" not in page.tags
    assert {"<b>calm</b>, mean d", "halt, mean d", "halt, difference"} <= set(page.cells)
    row = next(one for one in comparison.table
               if (one.group, one.name) == ("US", "shortfall_days"))  # fmt: skip
    at = page.cells.index("US")
    assert page.cells[at + 1] == f"{row.values[0].mean:.1f}"
    assert page.cells[at + 3].startswith(f"{row.contrasts[1].difference:+.1f} (")
    assert page.cells[at + 3].endswith(f", {row.contrasts[1].mark}")
    (image,) = page.images
    assert "Storylines" in str(image["alt"])
