"""Tables of a run as data frames, as a workbook, and as CSV for a European Excel."""

import csv
import zipfile
from pathlib import Path

import pytest

from sim.output import sheets
from sim.output.errors import OutputError
from sim.output.frames import table_names, to_pandas, to_polars
from sim.output.sheets import european, write_european, write_workbook
from tests import factories

REGIONS = {"CN": ("ev",), "NA": ("ev",), "US": ("ev", "defence")}


@pytest.fixture(scope="module")
def tables():
    return factories.run(histories=4, regions=REGIONS).tables


def test_namibia_survives_pandas(tables):
    """Whose default takes NA for a missing value."""
    pytest.importorskip("pandas")
    frame = to_pandas(tables)
    assert {"CN", "NA", "US"} <= set(frame.loc[frame["kind"] == "region", "group"])
    assert frame["group"].notna().all()
    assert str(frame["mean"].dtype) == "float64"
    first = frame[frame["measure"] == "first_short_day"]
    assert str(first["q50_date"].dtype).startswith("datetime64")
    assert first["q50_date"].notna().any()
    series = to_pandas(tables, "series")
    assert "NA" in set(series["group"])
    assert str(series["date"].dtype).startswith("datetime64")


def test_namibia_survives_polars(tables):
    polars = pytest.importorskip("polars")
    frame = to_polars(tables)
    assert "NA" in set(frame["group"])
    assert frame["mean"].dtype == polars.Float64
    assert frame["q50_date"].dtype == polars.Date
    assert to_polars(tables, "histories").height == 4


def test_an_unknown_table_is_met_with_those_there_are(tables):
    pytest.importorskip("pandas")
    assert {"summary", "histories", "series", "events"} <= set(table_names(tables))
    with pytest.raises(ValueError, match="Did you mean 'histories'"):
        to_pandas(tables, "history")


def test_who_lacks_a_package_is_told_which(tables, tmp_path, monkeypatch):
    for package in ("pandas", "polars", "xlsxwriter"):
        monkeypatch.setitem(__import__("sys").modules, package, None)
    with pytest.raises(OutputError, match=r"pandas .*pip install 'shortfall\[frames\]'"):
        to_pandas(tables)
    with pytest.raises(OutputError, match="polars is not installed"):
        to_polars(tables)
    with pytest.raises(OutputError, match=r"pip install 'shortfall\[xlsx\]'"):
        write_workbook(tables, tmp_path)


def test_a_workbook_has_a_sheet_for_each_table(tables, tmp_path: Path):
    """The same bytes when it is written again; numbers are numbers, and text is no formula."""
    pytest.importorskip("xlsxwriter")
    path = write_workbook(tables, tmp_path)
    first = path.read_bytes()
    assert write_workbook(tables, tmp_path).read_bytes() == first
    with zipfile.ZipFile(path) as book:
        names = book.read("xl/workbook.xml").decode()
        sheet = book.read("xl/worksheets/sheet3.xml").decode()
    assert [f'name="{name}"' in names for name in table_names(tables)]
    assert 'name="summary"' in names
    assert "<f>" not in sheet
    assert "<v>4</v>" in sheet  # the number of histories


def test_a_european_excel_reads_numbers_and_text(tables, tmp_path: Path):
    written = write_european(tables, tmp_path)
    assert [path.stem for path in written] == table_names(tables)
    raw = (tmp_path / "european" / "summary.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines(), delimiter=";"))
    whole = next(r for r in rows if (r["kind"], r["measure"]) == ("all", "shortfall_days"))
    mean = next(
        o for o in tables.outcomes if (o.group.kind, o.measure) == ("all", "shortfall_days")
    )
    assert "." not in whole["mean"]
    assert float(whole["mean"].replace(",", ".")) == pytest.approx(mean.values.mean(), rel=1e-5)


def test_what_begins_like_a_formula_stays_text():
    """The apostrophe of the CSV files goes along."""
    assert european(["'=cmd|A1,1.5\n"]) == "'=cmd|A1;1,5\n"
    assert european(['"a;b",x\n']) == '"a;b";x\n'


@pytest.mark.parametrize("label", ["1e+999", "2026-02-31", "1899-02-01", "007.50", "+5"])
def test_a_label_that_only_looks_like_a_number_or_a_date_stays_text(label, tmp_path):
    pytest.importorskip("xlsxwriter")
    assert european([f"{label},1.5\n"]) == f"{label};1,5\n"
    cells = [_written(text) for text in (label, "1.5", "-2e-05", "2026-02-28")]
    assert cells == ["write_string", "write_number", "write_number", "write_datetime"]


def _written(text):
    """How a cell is written."""
    asked = []

    class Sheet:
        def __getattr__(self, name):
            return lambda *cell: asked.append(name)

    sheets._write(Sheet(), 1, 0, text, None, None)
    (name,) = asked
    return name
