"""Text of strangers: what steers is written out, wherever text leaves the program."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim.cli
from sim.cli.echo import echo
from sim.cli.table import table
from sim.output.markdown import plain
from sim.output.text import csv_text
from sim.scenario.errors import ScenarioError
from sim.scenario.load import load
from sim.scenario.visible import cut_at_space, one_line, visible


def test_what_steers_is_written_out_and_the_rest_stays() -> None:
    """Escape, bell, a mark that turns the writing, half a character; not tabs, breaks, letters."""
    assert visible("\x1b[31m \a \u202eabc \ud800 \x7f \x9b") == (
        "\\u001b[31m \\u0007 \\u202eabc \\ud800 \\u007f \\u009b"
    )
    for text in ("a\tb\nc", "Müller & Söhne, 釹 - £5, 1 °C", "\\u001b"):
        assert visible(text) == text
    assert one_line("a\r\n\tb\x1b") == "a b\\u001b"
    assert visible("stock_days\u200b\u200f") == "stock_days\\u200b\\u200f"


def test_a_problem_forges_no_row(tmp_path: Path) -> None:
    """Names with line breaks, of keys, files and values, stay in the rows that tell of them."""
    file = tmp_path / "a.yaml"
    for text in ('"a\\nNo problem": 1', 'extends: "a\\nNo problem"', 'name: "a\\r\\nNo problem"'):
        file.write_text(text)
        with pytest.raises(ScenarioError) as refused:
            load(file)
        assert not any(row.startswith("No problem") for row in str(refused.value).splitlines())
        assert "\\nNo problem" in str(refused.value)


@given(st.text())
def test_nothing_steers_afterwards_and_once_is_enough(text: str) -> None:
    """All that is left prints, or breaks the line, for every text; twice is as once."""
    shown = visible(text)
    shown.encode()
    assert all(char in "\t\n" or (ord(char) >= 32 and not 127 <= ord(char) < 160) for char in shown)
    assert visible(shown) == shown
    assert "\n" not in one_line(text)


@given(st.text())
def test_json_means_the_same_afterwards(text: str) -> None:
    """The form is that of JSON, even where JSON is written with all its letters."""
    for ascii_only in (True, False):
        written = json.dumps([text], ensure_ascii=ascii_only)
        assert json.loads(visible(written)) == [text]


@given(st.lists(st.text(), min_size=1, max_size=3))
def test_a_cell_of_csv_is_read_back_as_one_line_that_is_no_formula(cells: list[str]) -> None:
    """A spreadsheet meets a number or text, never a formula, nor a line break."""
    rows = csv_text(["a"] * len(cells), [[*cells, "end"]])
    read = list(csv.reader(io.StringIO(rows, newline="")))[1]
    for given_cell, cell in zip(cells, read, strict=False):
        assert cell.removeprefix("'") == one_line(given_cell).removeprefix("'")
        assert not cell.startswith(("=", "@", "+", "-")) or is_number(cell)


def is_number(text: str) -> bool:
    """Tell whether a text is a number."""
    try:
        float(text)
    except ValueError:
        return False
    return True


def test_numbers_of_csv_stay_numbers() -> None:
    """A minus sign alone makes no formula."""
    assert csv_text(["x"], [["-1.5"], ["-inf"], ["+2"], ["=2"], ["-2+3"], ["@a"]]) == (
        "x\n-1.5\n-inf\n+2\n'=2\n'-2+3\n'@a\n"
    )


def test_markdown_means_the_text() -> None:
    """No HTML, no link, no code, no end of a cell; signs that mean nothing there stay."""
    assert plain("<b>x</b> [a](b) `c` *d* e|f &amp; R&D > 5 us_ev\n") == (
        "&lt;b>x&lt;/b> \\[a\\](b) \\`c\\` \\*d\\* e\\|f &amp;amp; R&D > 5 us_ev "
    )


def test_a_table_keeps_its_lines() -> None:
    """A line break in a cell would be taken for the next row."""
    assert table([["a\nb", "c"], ["d", "e"]]) == "a b  c\nd    e"


def test_what_is_printed_does_not_steer(capsys: pytest.CaptureFixture[str]) -> None:
    """Both streams of a command go the same way."""
    echo("\x1b[2Ja")
    echo("\x1b[2Jb", err=True)
    assert capsys.readouterr() == ("\\u001b[2Ja\n", "\\u001b[2Jb\n")


def test_commands_print_by_echo_alone() -> None:
    """So that no text goes past it."""
    for file in sorted(Path(sim.cli.__path__[0]).glob("*.py")):
        if file.name != "echo.py":
            assert not re.search(r"click\.s?echo|\bprint\(", file.read_text()), file.name


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("motors", "motors"),
        ("motors of Europe", "motors ..."),
        ("us_aerospace_and_defence", "us_aero..."),
        ("稀土永磁材料股份有限公司", "稀土永磁材料股..."),
    ],
)
def test_a_name_that_is_cut_keeps_its_beginning(text, cut):
    """Whether it has spaces or not: of rows that all say ``...`` none is told from another."""
    assert cut_at_space(text, 10) == cut
