"""Letters of other scripts: drawn by a font of the system, or missed in one line on stderr."""

import warnings

import pytest
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager

from sim.plots import fonts
from sim.plots.compare_style import text_width, wrapped
from sim.plots.style import RC, rendered, styled

NOBODY_HAS = "\N{CUNEIFORM SIGN A}"


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    monkeypatch.setattr(fonts, "_told", set())
    fonts.families.cache_clear()
    yield
    fonts.families.cache_clear()


def draw(text):
    with styled(RC), warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = Figure(figsize=(3, 1))
        figure.text(0.1, 0.5, text)
        return rendered(figure, "svg", 100)


def test_a_script_without_a_font_is_told_once_with_what_to_install(capfd):
    for _ in range(2):
        draw(f"A mine in {NOBODY_HAS * 3}")
        text_width(NOBODY_HAS, 7.0)
    (line,) = capfd.readouterr().err.splitlines()
    assert line.startswith("warning: No font for Cuneiform: ")
    assert "Install Noto Sans Cuneiform" in line
    draw("Neodymium, \N{GREEK SMALL LETTER BETA}")
    assert capfd.readouterr().err == ""


def test_fonts_that_the_system_has_come_after_ours(monkeypatch):
    assert fonts.families()[0] == fonts.FIRST
    fonts.families.cache_clear()
    one = next(font for font in fontManager.ttflist if font.name == "STIXGeneral")
    monkeypatch.setattr(fonts, "OTHERS", ("Of nobody", one.name))
    assert fonts.families() == [fonts.FIRST, one.name]


def test_fonts_that_were_installed_since_matplotlib_looked_are_found(monkeypatch, tmp_path):
    """It keeps a list of fonts for good; a file that is no font is passed over."""
    one = next(font for font in fontManager.ttflist if font.name == "STIXGeneral")
    others = [font for font in fontManager.ttflist if font.name != one.name]
    broken = tmp_path / "broken.ttf"
    broken.write_text("no font")
    monkeypatch.setattr(fontManager, "ttflist", others)
    monkeypatch.setattr(fonts, "findSystemFonts", lambda: [str(broken), one.fname])
    monkeypatch.setattr(fonts, "OTHERS", (one.name,))
    assert fonts.families() == [fonts.FIRST, one.name]


def test_letters_that_ours_has_are_drawn_alike_whatever_else_is_there(monkeypatch):
    alone = draw("Supply \N{RIGHTWARDS ARROW} 40 d")
    fonts.families.cache_clear()
    monkeypatch.setattr(fonts, "OTHERS", ("STIXGeneral",))
    assert draw("Supply \N{RIGHTWARDS ARROW} 40 d") == alone


def test_other_warnings_of_drawing_are_kept():
    with pytest.warns(UserWarning, match="mind this"), fonts.told_once():
        warnings.warn("mind this", UserWarning, stacklevel=1)


def test_text_without_spaces_is_broken_where_it_fits():
    lines = wrapped("x" * 80, 1.0, 7.5)
    assert "".join(lines) == "x" * 80
    assert all(text_width(line, 7.5) <= 1.0 for line in lines)
