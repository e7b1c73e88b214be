"""What the benchmark measured is told in one way: by its file of results."""

import pytest

from tests.benchmarks import readme, results
from tests.benchmarks.curve import Curve
from tests.benchmarks.figure import Figure
from tests.benchmarks.results import LATEST
from tests.marked import replaced

MACHINE = {"processor": "P", "cores": 2, "python": "3.11.7", "numpy": "2.4.6", "simpy": "4.1.2"}

FIGURE = Figure("a job", 1234.5, "times", at_least=60)
CURVE = Curve("a job", "histories", ((1, 0.5), (100, 1.0), (1000, 10.0), (10_000, 120.0)))

measured = pytest.mark.skipif(not LATEST.exists(), reason="not a checkout")


@measured
def test_the_table_in_the_readme_is_that_of_the_file_of_results():
    text = readme.README.read_text(encoding="utf-8")
    assert replaced(text, readme.NAME, readme.render(results.read(LATEST))) == text, (
        "renew it: python -m tests.benchmarks.readme"
    )


@measured
def test_the_file_of_results_is_as_the_benchmark_writes_it(tmp_path):
    results.write(tmp_path / "again.json", results.read(LATEST))
    assert (tmp_path / "again.json").read_text() == LATEST.read_text()


def test_what_is_written_is_read_back(tmp_path):
    entries = {
        "one": results.entry("2026-11-22", MACHINE, [CURVE, FIGURE]),
        "other": results.entry("2026-11-23", MACHINE, []),
    }
    results.write(tmp_path / "some" / "results.json", entries)
    assert results.read(tmp_path / "some" / "results.json") == entries
    assert results.read(tmp_path / "none.json") == {}


def test_the_table_holds_each_figure_and_curve_and_where_each_was_measured():
    old = results.entry("2026-11-01", MACHINE | {"cores": 8}, [Figure("old", 0.0123, "s")])
    new = results.entry("2026-11-22", MACHINE, [CURVE, FIGURE])
    assert readme.render({"old": old, "new": new}).splitlines() == [
        "|  | measured | aim |  |",
        "| --- | --- | --- | --- |",
        "| old | 0.0123 s |  |  |",
        "| a job | 1,234 times | at least 60 | met |",
        "| cost against histories: a job | 0.5 s for 1 to 120 s for 10,000 histories; slope 1.08"
        " | at most 1.1 | met |",
        "",
        "Measured on 2026-11-01 on P, 8 cores, Python 3.11.7, numpy 2.4.6, SimPy 4.1.2.",
        "Measured on 2026-11-22 on P, 2 cores, Python 3.11.7, numpy 2.4.6, SimPy 4.1.2.",
    ]


def test_a_readme_without_marks_is_refused():
    with pytest.raises(ValueError, match="speed:begin"):
        replaced("# shortfall\n", readme.NAME, "| a | b |")


def test_the_slope_is_that_of_the_upper_half():
    assert CURVE.slope == pytest.approx(1.0792, abs=1e-4)  # 10 to 120 s for 1,000 to 10,000
    assert CURVE.met
    steep = Curve("a job", "days", ((1, 1.0), (2, 4.0), (4, 16.0)))
    assert steep.slope == pytest.approx(2)
    assert not steep.met
