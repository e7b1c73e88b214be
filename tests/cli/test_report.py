"""`shortfall report`: from runs or files to documents in a folder."""

import builtins
from pathlib import Path

import pytest

from tests.cli.conftest import Call

QUICK = ("-n", 4, "--workers", 1, "--figure", "shortfall")


@pytest.fixture
def without_weasyprint(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the library say what it says where Pango is missing."""
    known = builtins.__import__

    def imported(name: str, *others: object) -> object:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return known(name, *others)

    monkeypatch.setattr(builtins, "__import__", imported)


def test_a_file_is_run_first_and_told_on_one_page(call: Call, tmp_path: Path) -> None:
    result = call("report", "two-mines", *QUICK, "--md", "--to", "told", "--author", "A. Author")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines() == ["Wrote told/report.html", "Wrote told/report.md"]
    page = (tmp_path / "told/report.html").read_text(encoding="utf-8")
    assert "A. Author" in page
    assert "shortfall run two-mines -n 4 --seed 1" in page
    files = {path.relative_to(tmp_path / "told").as_posix() for path in tmp_path.glob("told/**/*")}
    assert files == {
        "report.html", "report.md", "figures", "figures/shortfall.svg", "figures/shortfall.csv",
    }  # fmt: skip
    again = call("report", "two-mines", *QUICK, "--to", "again", "--author", "A. Author", "-q")
    assert again.stderr == ""
    assert (tmp_path / "again/report.html").read_text(encoding="utf-8") == page


def test_variants_are_compared_under_titles(call: Call, tmp_path: Path) -> None:
    more = "two-mines@consumers.motors.stock_days=40"
    result = call("report", "two-mines", more, "-n", 4, "--workers", 1, "--figure", "overlay")
    assert result.exit_code == 0, result.stderr
    (page,) = tmp_path.glob("results/report-*/report.html")
    text = page.read_text(encoding="utf-8")
    assert "<title>Two mines (motors.stock_days=40) against Two mines</title>" in text


def test_what_there_is_not_is_refused_before_anything_is_run(call: Call, tmp_path: Path) -> None:
    for option, value in (("--figure", "overly"), ("--group", "UX")):
        result = call("report", "two-mines", option, value)
        assert result.exit_code == 2
        assert option in result.stderr
    assert not (tmp_path / "results").exists()


@pytest.mark.usefixtures("without_weasyprint")
def test_what_a_pdf_needs_is_said_before_anything_is_run(call: Call, tmp_path: Path) -> None:
    result = call("report", "two-mines", "--pdf")
    assert result.exit_code == 2
    assert "pip install 'shortfall[pdf]'" in result.stderr
    assert "apt-get install libpango-1.0-0" in result.stderr
    assert not (tmp_path / "results").exists()
