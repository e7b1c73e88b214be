"""A hundred made-up cases: whatever names, numbers and widths, text stays inside and apart."""

import datetime as dt
import random
from dataclasses import dataclass

import pytest

from sim.compare import compare
from sim.plots.catalogue import OF_A_RUN, OF_SEVERAL
from sim.plots.style import RC, footer, styled
from sim.plots.view import View
from tests import factories
from tests.plots.legible import assert_apart, assert_inside, lay_out, texts
from tests.unit.compare_runs import Synthetic

CASES = 100
WORDS = (
    *("Vault", "of", "60 days", "US", "export halt, from November 2026", "(stock_days=60)"),
    *("Neodymium-praseodymium", "a_name_without_any_space_that_goes_on_and_on", "\u00e9tude", "$5"),
)
PACES = (0.0, 0.0, 0.01, 0.5, 1.0, 1.0, 1.02, 3.0, 40.0)
"""Nothing, next to nothing, the same twice, and far beyond all others."""


@dataclass(frozen=True)
class OneDay(Synthetic):
    """A run whose disruption lasts for a day."""

    @property
    def end_day(self):
        return self.onset_day + 1.0


def case(number):
    """A kind of figure, a comparison and a width by chance."""
    chance = random.Random(number)
    follow = (("end", dt.date(2027, 9, 30)), ("measures", {"exposure": ["CN"]}))
    made = OneDay if chance.random() < 0.3 else Synthetic
    count = chance.choice((2, 2, 2, 2, 3, 3, 4, 6, 7, 9))
    histories = chance.choice((1, 2, 16))
    names = [" ".join(chance.choices(WORDS, k=chance.randint(1, 6))) for _ in range(count)]
    runs = [
        made(chance.choice(PACES), f"{name} {run}", histories=histories, changes=follow)
        for run, name in enumerate(names)
    ]
    title = " ".join(chance.choices(WORDS, k=12)) if chance.random() < 0.3 else ""
    kinds = [*OF_SEVERAL.values()]
    return kinds[number % len(kinds)], runs, View(chance.choice((85, 170)) / 25.4, title=title)


@pytest.mark.parametrize("number", range(CASES))
def test_text_stays_inside_and_apart(number):
    kind, runs, view = case(number)
    with styled(RC):
        for figure in kind.pages(compare(runs), view):
            lay_out(figure)
            found = texts(figure)
            assert_inside(figure, found)
            assert_apart(found)


@pytest.fixture(scope="module")
def tables():
    return factories.run(histories=2).tables


@pytest.mark.parametrize("width", [85, 170])
@pytest.mark.parametrize("name", OF_A_RUN)
def test_a_long_title_of_a_run_stays_inside_and_apart(tables, name, width):
    with styled(RC):
        for figure in OF_A_RUN[name].pages(tables, View(width / 25.4, title=" ".join(WORDS * 2))):
            footer(figure, "world as known on 2026-06-30")
            lay_out(figure)
            found = texts(figure)
            assert_inside(figure, found)
            assert_apart(found)
