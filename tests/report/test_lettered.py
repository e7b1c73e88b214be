"""Figures of a PDF: their letters are text, where that says the same in the same place."""

import re

import pytest
from matplotlib.figure import Figure

from sim.plots.style import RC, rendered, styled
from sim.report.lettered import lettered
from sim.report.page import picture


def drawn(*lines: str, **given: object) -> str:
    """Draw lines of text, one below the other."""
    with styled(RC):
        figure = Figure(figsize=(3, 2))
        for place, line in enumerate(lines):
            figure.text(0.1, 0.2 + 0.2 * place, line, **given)
        return rendered(figure, "svg", 150).decode()


def texts(svg: str) -> list[str]:
    return re.findall(r"<text [^>]*>(.*?)</text>", svg)


def test_every_line_is_text_and_no_glyph_is_left() -> None:
    svg = lettered(drawn("US 32 d", "two\nlines"))
    assert texts(svg) == ["US 32 d", "two", "lines"]
    assert "<use" not in svg
    assert len(svg) < len(drawn("US 32 d", "two\nlines"))


def test_size_weight_colour_place_and_turn_stay() -> None:
    plain = drawn("up", fontsize=9, weight="bold", color="#0072B2", rotation=90)
    (place,) = re.findall(r'transform="(translate\([^"]*\)) scale', plain)
    (text,) = re.findall(r"<text ([^>]*)>", lettered(plain))
    assert f'transform="{place}"' in text
    assert "rotate(-90)" in text
    assert 'font-size="9"' in text
    assert 'font-weight="bold"' in text
    assert "fill: #0072b2" in text


@pytest.mark.parametrize(
    "said", ["a & b < c", "a ' and a \" sign", "caf\N{LATIN SMALL LETTER E WITH ACUTE}"]
)
def test_signs_mean_themselves(said: str) -> None:
    """Also in an address, which turns quotes."""
    from urllib.parse import unquote
    from xml.etree import ElementTree as ET

    address = str(picture(lettered(drawn(said)).encode()))
    root = ET.fromstring(unquote(address.partition(",")[2]))
    assert [one.text for one in root.iter("{http://www.w3.org/2000/svg}text")] == [said]


def test_what_a_comment_cannot_hold_and_other_fonts_stay_drawn() -> None:
    assert texts(lettered(drawn("from -- to", "plain"))) == ["plain"]
    assert "<use" in lettered(drawn("from -- to"))
    assert texts(lettered(drawn("serif", family="DejaVu Serif"))) == []
