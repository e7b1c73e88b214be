"""A comma never cuts a number in silence."""

from pathlib import Path

import pytest

from sim.scenario.comma import as_number
from sim.scenario.load import load
from sim.scenario.node import plain
from sim.scenario.read import parse
from tests.chain import CHAIN, place, problems, spoilt, write


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("1,5", "Write 1.5."), ("-0,25e3", "Write -0.25e3."), (",5", "Write .5."),
        ("0,250", "Write 0.250."), ("1,250", "Write 1250, or 1.250 if it has decimals."),
        ("1,250,000", "Write 1250000."), ("1,250.5", "Write 1250.5."), ("1.250,5", "Write 1250.5."),
        ("1_000", "Write 1000."), ("12 500", "Write 12500."), ("1'000'000", "Write 1000000."),
        ("1,2,3", ""), ("a,b", ""), ("2026-01-01", ""), ("15", ""), ("1.5", ""), ("", ""),
    ],
)  # fmt: skip
def test_what_is_meant_by_a_number_with_a_comma(word: str, says: str) -> None:
    """A decimal comma, or thousands; else nothing is guessed."""
    assert as_number(word) == says


@pytest.mark.parametrize(
    ("old", "new", "path", "says"),
    [
        ("demand_t_per_year: 50\n", "stock: {days: 1,5}\n", "consumers.de_wind.stock.days", "1.5"),
        ("{ndpr: 0.2, dy: 0.02}", "{ndpr: 0,2, dy: 0.02}", "mines.pit.basket.ndpr", "Write 0.2."),
        ("capacity_t_reo_per_year: 2000}", "capacity_t_reo_per_year: 2,000}", "mines.pit.capacity_t_reo_per_year",
         "Write 2000, or 2.000"),
        ("demand_t_per_year: 50\n", "stock: {days: 1,5 }\n", "consumers.de_wind.stock.days", "1.5"),
        ("demand_t_per_year: 50\n", "stock: {days: 1,5 # a: b\n    }\n", "consumers.de_wind.stock.days",
         "1.5"),
        ("{ndpr: 0.2, dy: 0.02}", "{ndpr: .2,5 , dy: 0.02}", "mines.pit.basket.ndpr", "Write numbers"),
        ("duration_days: 90", "duration_days: {choice: {30: 0,5, 60: 0,5}}",
         "disruptions.halt.duration_days.choice.60", "Write 0.5."),
        ("demand_t_per_year: 50", "demand_t_per_year: 1,250", "consumers.de_wind.demand_t_per_year",
         "Write 1250, or 1.250"),
    ],
)  # fmt: skip
def test_a_number_with_a_comma_is_an_error(
    old: str, new: str, path: str, says: str, tmp_path: Path
) -> None:
    """In braces it would be cut, with a key left over; in a line of its own it is text."""
    text = spoilt(old, new)
    key = path.rpartition(".")[2]
    (problem,) = (one for one in problems(write(tmp_path, text)) if one.path == path)
    assert (problem.line, problem.column) == place(text, new[new.index(f"{key}:") :])
    assert says in problem.remedy


@pytest.mark.parametrize(
    "setting", ["consumers.us_ev={stock_days: 1,5}", "consumers.us_ev.stock_days=1,5"]
)
def test_a_setting_with_a_comma_is_an_error(setting: str, tmp_path: Path) -> None:
    """As in a file."""
    (problem,) = problems(write(tmp_path, CHAIN), [setting])
    assert (problem.file, problem.text) == ("--set", setting)
    assert "'1,5'" in problem.message
    assert "Write 1.5." in problem.remedy


def test_a_key_that_is_no_text_is_named_where_it_stands(tmp_path: Path) -> None:
    """In a block it is no key, in a table no name."""
    text = spoilt("demand_t_per_year: 50\n", "demand_t_per_year: 50\n    5: 3\n")
    (problem,) = problems(write(tmp_path, text))
    assert problem.path == "consumers.de_wind.5"
    assert "'5' is not a key in consumers.de_wind." in problem.message
    text = spoilt("{ndpr: 0.2, dy: 0.02}", "{ndpr: 0.2, 5: 0.02}")
    (problem, *_) = problems(write(tmp_path, text))
    assert (problem.path, problem.message) == ("mines.pit.basket.5", "'5' is not a name.")


def test_commas_between_values_stay_what_they_are(tmp_path: Path) -> None:
    """In lists, between entries, in text, and after a colon of their own."""
    given = {"a": [1, 5], "b": {1: 2, 5: 3}, "c": "1,5 in all", "d": {"x": "1", 5: None}}
    read = parse("{a: [1,5], b: {1: 2,5: 3}, c: '1,5 in all', d: {x: '1', 5: }}", "f")
    assert plain(read) == given
    drawn = spoilt("duration_days: 90", "duration_days: {uniform: [1,5]}")
    assert load(write(tmp_path, drawn)).scenario.disruptions["halt"].duration_days.support == (1, 5)  # type: ignore[union-attr]
