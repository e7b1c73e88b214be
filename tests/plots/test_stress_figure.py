"""The figure of a stress test, with made-up losses."""

import pytest
from matplotlib import rc_context

from sim.plots.stress import MOST, draw_stress, stress_figure
from sim.plots.style import RC, footer
from sim.stress.plan import Asked
from tests.plots.legible import assert_apart, assert_inside, assert_told, lay_out, texts
from tests.plots.studies import files_of, study_in
from tests.stress import made_up


@pytest.fixture(scope="module")
def found():
    return made_up("baseline", Asked(days=(90,)))


@pytest.fixture(scope="module", params=["baseline", "two-mines"])
def figure(request, found):
    drawn = found if request.param == "baseline" else made_up("two-mines", Asked(days=(90,)), 1)
    with rc_context(RC):
        figure = stress_figure(drawn)
        footer(figure, "world as known on 2026-06-30")
        lay_out(figure)
        yield figure


def test_no_text_leaves_the_figure(figure):
    assert_inside(figure, texts(figure))


def test_no_text_overlaps_another(figure):
    assert_apart(texts(figure))


def test_it_says_what_its_histories_differ_by(figure):
    assert_told(figure)


def test_the_worst_nodes_stand_on_top_of_their_kind(found):
    with rc_context(RC):
        axes = stress_figure(found).axes
    names = [label.get_text() for label in axes[0].get_yticklabels()]
    felt = [node.label for node in found.ranked(["facility"]) if found.loss(node) > 0]
    assert 1 < len(felt) < MOST["facility"]
    assert len(names) == len(felt)
    assert (names[0], names[-1]) == (felt[0], felt[-1])


def test_figures_repeat_byte_for_byte(found, tmp_path):
    first, again = (
        {path.name: path.read_bytes() for path in draw_stress(found, study_in(tmp_path / to))}
        for to in ("a", "b")
    )
    assert first == again
    assert set(first) == set(files_of("stress"))
