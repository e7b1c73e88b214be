"""Where it broke: which stages are drawn, what is stacked in them, and what is said of it."""

import numpy as np
import pytest
from matplotlib import rc_context

from sim.plots.bottlenecks import (
    KEY,
    bottlenecks_figure,
    bottlenecks_told,
    breaks,
    inflows,
)
from sim.plots.compare_style import MM
from sim.plots.style import RC, WIDTH
from sim.plots.view import View
from sim.rules.bottleneck import CONSTRAINTS
from tests import factories
from tests.plots.legible import assert_apart, assert_inside, assert_told, lay_out, texts
from tests.unit.effects import BARE_CHAIN, run

FIRE = """
disruptions:
  fire: {kind: outage, facilities: [smelter], start: 2026-05-01, duration_days: 61}
"""


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """A fire at the one smelter: of metal 61 days are missing, of magnets 29."""
    return run(tmp_path_factory.mktemp("fire"), "stoichiometry", BARE_CHAIN, FIRE).result.tables


def drawn(tables, width=WIDTH):
    with rc_context(RC):
        figure = bottlenecks_figure(tables, View(width=width))
        lay_out(figure)
    return figure


def test_stages_stand_from_the_consumers_up_the_chain(tables):
    assert [one.title for one in inflows(tables, None)] == [
        "Magnets to consumers",
        "Metal to magnet makers",
        "Oxide to metal makers",
        "Concentrate to separation plants",
    ]
    assert inflows(tables, "US") == []


def test_only_stages_in_which_something_is_held_up_have_a_panel(tables):
    figure = drawn(tables)
    titles = [ax.get_title(loc="left") for ax in figure.axes if ax.get_title(loc="left")]
    assert titles == [
        "Magnets to consumers (t of magnets)",
        "Metal to magnet makers (t of element)",
    ]
    said = " ".join(text.get_text() for text in figure.texts).replace("\n", " ")
    assert "held up of: oxide to metal makers; concentrate to separation plants." in said


def test_the_bars_are_what_is_held_up_and_the_line_what_is_still_missing(tables):
    """With one maker nobody steps in, so that the line lies on the bars."""
    magnets, metal, *_ = inflows(tables, None)
    assert metal.worst == ("capacity", pytest.approx(0.3 * 61, rel=1e-4))
    assert magnets.worst == ("feed", pytest.approx(29.0, rel=1e-4))
    assert metal.missing == pytest.approx(metal.total, abs=1e-4)
    panel = next(ax for ax in drawn(tables).axes if "Metal" in ax.get_title(loc="left"))
    *bars, _, line = panel.patches[-4:]
    values, edges, _ = line.get_data()
    assert values == pytest.approx(metal.missing)
    assert edges[:3].tolist() == [0, 31, 59]
    highest = max(np.nanmax(bar.get_data().values) for bar in bars)
    assert highest == pytest.approx(metal.total.max())


def test_only_what_is_drawn_stands_in_the_key(tables):
    said = [text.get_text() for text in drawn(tables).texts]
    found = {name for name in CONSTRAINTS if KEY[name].name in said}
    assert found == {"feed", "capacity"}


@pytest.mark.parametrize("width", [WIDTH, 85 / MM])
def test_it_is_legible_at_any_width(tables, width):
    figure = drawn(tables, width)
    assert_inside(figure, texts(figure))
    assert_apart(texts(figure))
    assert_told(figure)


def test_fillings_differ_without_colour():
    assert len({one.hatch for one in KEY.values()}) == len(CONSTRAINTS)


def test_it_is_told_with_its_numbers(tables):
    told = bottlenecks_told(tables)
    assert told.alt.startswith(told.title)
    assert all(told.data.columns.values())
    assert "Metal to magnet makers: 18 t of element held up over the run" in told.alt
    assert "18 of it: maker at capacity; most in May 2026, 9.3 t" in told.alt
    months = [row for row in told.data.rows if row[1:3] == ("metal", "magnet_makers")]
    assert sum(row[-2] for row in months) == pytest.approx(0.3 * 61, rel=1e-4)


def test_a_run_that_has_not_kept_it_or_in_which_nothing_is_held_up_has_no_such_figure(tmp_path):
    assert not breaks(factories.run(histories=2).tables)
    calm = run(tmp_path, "one_lane", "disruptions: {halt: null}\n").result.tables
    assert not breaks(calm)
