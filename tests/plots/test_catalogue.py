"""The kinds of figure: each asks three questions, and says in words and numbers what it shows."""

import csv
import io
import re

import pytest

from sim.compare import compare
from sim.plots.catalogue import OF_A_RUN, OF_SEVERAL
from sim.plots.view import View
from tests import factories
from tests.unit.compare_runs import dependent

KINDS = [*OF_A_RUN.values(), *OF_SEVERAL.values()]


@pytest.fixture(scope="module")
def tables():
    return factories.run(histories=8).tables


@pytest.fixture(scope="module")
def comparison():
    return compare(dependent(3))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.draw.__name__)
def test_each_kind_asks_three_questions_of_its_image(kind):
    assert len(kind.questions) == 3
    assert len(set(kind.questions)) == 3
    assert re.fullmatch(r"Draw .+\.", " ".join(kind.shows.split()))


def test_no_question_is_asked_of_two_kinds():
    every = [(kind.name, one) for kind in OF_A_RUN.values() for one in kind.questions]
    assert len({one for _, one in every}) == len(every)


def check(told):
    """Title, caption and words with numbers, and a table whose columns are all explained."""
    assert told.alt.startswith(told.title)
    assert re.search(r"\d", told.alt.removeprefix(told.title))
    assert "istories" in told.caption
    assert "  " not in told.caption + told.alt
    assert told.caption == told.caption.strip()
    header, *rows = csv.reader(io.StringIO(told.data.csv()))
    assert header == list(told.data.columns)
    assert rows
    assert {len(row) for row in rows} == {len(header)}
    assert all(says and not says.endswith(".") for says in told.data.columns.values())


@pytest.mark.parametrize("name", OF_A_RUN)
def test_a_figure_of_a_run_is_told(tables, name):
    kind = OF_A_RUN[name]
    if not kind.wanted(tables):
        pytest.skip("the made-up run has nothing of it; its own test tells it")
    told = kind.told(tables, View())
    check(told)
    assert "8 histories" in told.caption
    assert "Export halt" in told.title
    assert "my words" in kind.told(tables, View(title="my words")).title


@pytest.mark.parametrize("name", OF_SEVERAL)
def test_a_figure_of_a_comparison_is_told(comparison, name):
    told = OF_SEVERAL[name].told(comparison, View())
    check(told)
    assert all(label in told.alt for label in comparison.labels[1:])


def test_the_words_of_a_figure_hold_its_numbers(tables):
    told = OF_A_RUN["shortfall"].told(tables, View(window="all"))
    (us,) = [group for group in tables.of_kind("region") if group.name == "US"]
    low, _, median, _, high = tables.series[us].cumulative.quantiles[-1]
    assert f"US {median:.0f} d ({low:.0f} to {high:.0f})" in told.alt
    last = [row for row in told.data.rows if row[1] == "US"][-1]
    assert last[[*told.data.columns].index("median")] == pytest.approx(median)


@pytest.mark.parametrize("choice", ["groups", "consumers"])
def test_a_kind_that_takes_them_shows_whom_a_reader_asks_for(tables, choice):
    asked = View(**{choice: {"groups": ("JP",), "consumers": ("jp_other",)}[choice]})
    kinds = [kind for kind in OF_A_RUN.values() if choice in kind.takes and kind.wanted(tables)]
    assert len(kinds) > 5
    for kind in kinds:
        assert kind.told(tables, asked).alt != kind.told(tables, View()).alt, kind.name


def test_a_kind_that_takes_no_choice_is_the_same_whoever_is_asked_for(tables):
    for kind in OF_A_RUN.values():
        if "groups" not in kind.takes and kind.wanted(tables):
            assert kind.told(tables, View(groups=("JP",))) == kind.told(tables, View()), kind.name
