"""Sources hold for the values of their own file, and `explain` shows them."""

import datetime as dt
from pathlib import Path

import pytest

from sim.scenario.errors import ScenarioError
from sim.scenario.explain import Explained, explain, tally
from sim.scenario.load import Loaded, load
from tests.chain import spoilt, write

SOURCES = """\
sources:
  survey: {title: Survey, publisher: P, year: 2024, known: 2023-12-31, grade: A}
  guess: {title: Guess, publisher: P, year: 2024, grade: C}
"""
SURVEY, GUESS = ("survey", "A", dt.date(2023, 12, 31)), ("guess", "C", None)


def sourced(folder: Path, child: str = "") -> Loaded:
    """Load the chain with sources, and a child of it."""
    write(folder, SOURCES, "sources.yaml")
    text = spoilt(
        "    grades: {standard: 0.6, high_dy: 0.4}\n",
        "    grades: {standard: 0.6, high_dy: 0.4}\n"
        "    stock_days: 20\n"
        "    sources: {all: guess, demand_t_per_year: [survey, guess]}\n",
    )
    write(folder, f"extends: sources.yaml\n{text}", "chain.yaml")
    return load(write(folder, f"extends: chain.yaml\n{child}", "child.yaml"))


def row(found: Loaded, key: str) -> Explained:
    """Explain one value of the consumer."""
    (only,) = explain(found, f"consumers.us_ev.{key}")
    return only


def test_a_value_has_the_sources_named_for_it_or_for_all(tmp_path: Path) -> None:
    """With their grades."""
    found = sourced(tmp_path)
    assert row(found, "demand_t_per_year").sources == (SURVEY, GUESS)
    assert row(found, "stock_days").sources == (GUESS,)
    assert row(found, "grades.standard").sources == (GUESS,)


def test_a_changed_value_does_not_keep_its_source(tmp_path: Path) -> None:
    """The others in the block do."""
    found = sourced(tmp_path, "consumers: {us_ev: {demand_t_per_year: 120}}\n")
    assert row(found, "demand_t_per_year").sources == ()
    assert row(found, "stock_days").sources == (GUESS,)


def test_a_changed_value_has_the_source_its_own_file_gives(tmp_path: Path) -> None:
    """Also by `all`, which does not reach into the other file."""
    found = sourced(
        tmp_path, "consumers: {us_ev: {demand_t_per_year: 120, sources: {all: survey}}}\n"
    )
    assert row(found, "demand_t_per_year").sources == (SURVEY,)
    assert row(found, "stock_days").sources == (GUESS,)


@pytest.mark.parametrize(
    ("sources", "rests_on"), [("{grades: survey}", (GUESS, SURVEY)), ("{stock_days: survey}", ())]
)
def test_a_mapping_of_two_files_has_the_sources_of_both_if_both_name_one(
    tmp_path: Path, sources: str, rests_on: tuple[object, ...]
) -> None:
    """The standard grade is of the one, the other grade of the other."""
    child = f"consumers: {{us_ev: {{grades: {{high_dy: 0.4}}, sources: {sources}}}}}\n"
    assert row(sourced(tmp_path, child), "grades.standard").sources == rests_on


def test_a_setting_has_no_source(tmp_path: Path) -> None:
    """Its origin says where it comes from."""
    sourced(tmp_path)
    found = load(tmp_path / "child.yaml", ["consumers.us_ev.stock_days=1"])
    assert row(found, "stock_days").sources == ()
    assert str(row(found, "stock_days").origin) == "--set"


def test_a_block_is_explained_with_its_defaults(tmp_path: Path) -> None:
    """A whole scenario without: only what files say."""
    found = sourced(tmp_path)
    block = {row.path[2]: row for row in explain(found, "consumers.us_ev")}
    assert block["priority"].origin is None
    assert block["priority"].as_dict()["origin"] == "default"
    assert block["priority"].sources == ()
    assert all(row.origin is not None for row in explain(found))


def test_a_source_knows_nothing_from_after_its_year(tmp_path: Path) -> None:
    """One of the two is mistyped."""
    with pytest.raises(ScenarioError, match="A source of 2024 cannot know what was on 2025-01-01"):
        sourced(tmp_path, "sources: {survey: {known: 2025-01-01}}\n")


def test_values_are_counted_by_grade(tmp_path: Path) -> None:
    """The best source of each counts."""
    rows = explain(sourced(tmp_path), "consumers.us_ev")
    assert "1 with a source of grade A" in tally(rows)


def test_an_unknown_field_is_refused_with_a_suggestion(tmp_path: Path) -> None:
    """As everywhere."""
    with pytest.raises(KeyError, match=r"no 'us_evs' in consumers\. Did you mean 'us_ev'"):
        explain(sourced(tmp_path), "consumers.us_evs")
