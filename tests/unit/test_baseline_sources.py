"""Every number of the shipped scenarios rests on a source, and every source is in order."""

import datetime as dt
from functools import cache

import pytest

from sim.scenario.explain import Explained, explain
from sim.scenario.load import Loaded, load
from sim.scenario.locate import shipped_names
from sim.scenario.origin import dotted
from sim.scenario.outline import TABLES
from sim.scenario.schema import Distribution


@cache
def shipped(name: str) -> Loaded:
    """Load a shipped scenario once."""
    return load(name)


def numbers(found: Loaded) -> list[Explained]:
    """List the numbers and distributions that the files of a scenario write into tables, market, schedule or learning."""
    return [
        row
        for row in explain(found)
        if row.path[0] in (TABLES - {"sources", "blocs"}) | {"market", "schedule", "learning"}
        and isinstance(row.value, int | float | dict | Distribution)
        and not isinstance(row.value, bool)
    ]


@pytest.mark.parametrize("name", shipped_names())
def test_every_number_names_a_source(name: str) -> None:
    """In the block it stands in, by its own key or by `all`."""
    bare = [dotted(row.path) for row in numbers(shipped(name)) if not row.sources]
    assert bare == []


def test_the_baseline_is_made_of_numbers() -> None:
    """Hundreds of them, so that the test above has something to hold."""
    assert len(numbers(shipped("baseline"))) > 1000


@pytest.mark.parametrize("name", shipped_names())
def test_every_source_that_is_named_exists(name: str) -> None:
    """An id that resolves to nothing would print as if it were a source."""
    scenario = shipped(name).scenario
    named = {source for row in numbers(shipped(name)) for source, *_ in row.sources}
    assert named - set(scenario.sources) == set()


def test_every_source_says_what_it_is() -> None:
    """Title and publisher, a plausible year, what it knows, a grade."""
    for name, source in shipped("baseline").scenario.sources.items():
        assert source.title, name
        assert source.publisher, name
        assert 1990 <= source.year <= 2026, name
        assert source.known is not None, f"{name}: write up to which day it knows the world"
        assert source.known >= dt.date(1990, 1, 1), name
        assert source.grade in {"A", "B", "C"}, name


def test_every_source_is_used() -> None:
    """By the baseline or a scenario that extends it; a source nobody names misleads."""
    used = {
        source
        for name in shipped_names()
        for row in numbers(shipped(name))
        for source, *_ in row.sources
    }
    dated = {
        "X-09",  # the date of the halt
        "X-19",
        "V-03",  # the members of the reserve
        "X-06",  # the date and the list of the licences
        "X-38",  # the day from which Japan is served case by case, and its list
        "halt-start",
        "dfars-2027",  # the date of the rule of origin
        *("dpas", "dpas-canada", "sosa", "priority-elsewhere"),  # where defence has a priority
    }
    assert set(shipped("baseline").scenario.sources) - used - dated == set()
