"""From mine to use: what flows between places before and during a disruption."""

import datetime as dt

import pytest
from matplotlib import rc_context

import sim
from sim.output.links import a_month, links, spans
from sim.plots.alluvial import OTHERS, SCALE, alluvia, alluvial_figure, alluvial_told
from sim.plots.compare_style import MM
from sim.plots.style import RC, WIDTH
from sim.plots.view import View
from tests import factories
from tests.plots.legible import assert_apart, assert_inside, assert_told, lay_out, texts

HALT = ["disruptions.halt.duration_days=150", "measures.trade=true"]


@pytest.fixture(scope="module")
def chain():
    """Two mines, a plant each in China, and a halt of magnets from March to the end of July."""
    return sim.run(sim.load("two-mines", HALT), n=2).tables


@pytest.fixture(scope="module")
def magnets():
    """A made-up run that has kept the magnets alone."""
    return factories.run(histories=8, end=dt.date(2028, 6, 30)).tables


def drawn(tables, **asked):
    with rc_context(RC):
        figure = alluvial_figure(tables, View(**asked))
        lay_out(figure)
    return figure


def test_before_and_during_are_whole_months_around_the_onset(chain):
    before, during = spans(chain.histories)
    assert (before.name, before.said) == ("before", "Jan 2026 to Feb 2026")
    assert (during.name, during.said) == ("during", "Mar 2026 to Jun 2026")


def test_no_more_than_a_year_counts_as_before(magnets):
    before, during = spans(magnets.histories)
    assert before.said == "Jan 2026 to Oct 2026"
    assert during.first == dt.date(2026, 12, 1), "the halt begins on 10 November"
    late = factories.run(histories=2, start=dt.date(2025, 9, 1)).tables
    first, _ = spans(late.histories)
    assert (first.months.stop - first.months.start) <= 12


def test_without_a_disruption_there_is_the_run_alone():
    calm = factories.run(histories=2, disruptions={}, end=dt.date(2026, 12, 31)).tables
    (whole,) = spans(calm.histories)
    assert (whole.name, whole.said) == ("run", "Jan 2026 to Dec 2026")
    assert "Run (Jan 2026 to Dec 2026)" in drawn(calm).axes[0].get_title(loc="left")


def test_flows_are_those_of_the_record(chain):
    record = chain.histories
    flows = a_month(links(record), spans(record)[0])
    kept = record.mean("shipped.metal.ndpr.CN.CN") + record.mean("shipped.metal.dy.CN.CN")
    assert flows["metal", "CN", "CN"] == pytest.approx(kept[:2].mean())
    assert {good for good, _, _ in flows} == {"concentrate", "oxide", "metal", "magnets"}


def test_a_halt_cuts_the_magnets_and_no_good_is_higher_than_all_of_it_before(chain):
    before, during = alluvia(chain)
    assert before.goods == ("concentrate", "oxide", "metal", "magnets")
    assert before.part(("magnets", "CN", "US")) == pytest.approx(1.0)
    assert during.flows.get(("magnets", "CN", "US"), 0.0) == 0.0
    (node,) = before.nodes(4)
    assert (node.place, node.height) == ("US", pytest.approx(1.0))
    assert node.tonnes == pytest.approx(before.total("magnets"))


def test_without_trade_kept_the_magnets_alone_are_drawn_and_it_says_how_to_get_more(magnets):
    before, during = alluvia(magnets)
    assert before.goods == ("magnets",)
    assert [node.place for node in before.nodes(0)] == ["CN", "JP", "DE", "VN", OTHERS]
    assert during.total("magnets") < before.total("magnets")
    assert "measures.trade=true" in alluvial_told(magnets).caption


def test_places_stand_in_the_same_order_in_both(magnets):
    before, during = alluvia(magnets)
    of = [[node.place for node in one.nodes(1)] for one in (before, during)]
    assert [place for place in of[0] if place in of[1]] == of[1]


def test_bars_are_as_high_as_what_flows_and_bands_fill_them(magnets):
    figure = drawn(magnets)
    for ax, one in zip(figure.axes, alluvia(magnets), strict=True):
        nodes = one.nodes(0)
        heights = [patch.get_height() for patch in ax.patches if hasattr(patch, "get_height")]
        assert heights[: len(nodes)] == pytest.approx([SCALE * node.height for node in nodes])
        out = sum(one.part(link) for link in one.flows if link[1] == nodes[0].place)
        assert nodes[0].height == pytest.approx(out)


@pytest.mark.parametrize("width", [WIDTH, 85 / MM])
@pytest.mark.parametrize("which", ["chain", "magnets"])
def test_it_is_legible_at_any_width(request, which, width):
    figure = drawn(request.getfixturevalue(which), width=width)
    assert_inside(figure, texts(figure))
    assert_apart(texts(figure))
    assert_told(figure)


def test_the_words_tell_what_flows_and_the_table_holds_every_band(magnets):
    told, (before, _) = alluvial_told(magnets), alluvia(magnets)
    assert told.alt.startswith("From mine to use: Export halt")
    assert "most China to China" in told.alt
    of_before = [row for row in told.data.rows if row[0] == "before"]
    assert sum(row[-1] for row in of_before) == pytest.approx(before.total("magnets"))
