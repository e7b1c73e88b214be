"""The tornado of a sensitivity, from a small run with long names."""

import pytest
from matplotlib import rc_context

import sim
from sim.output.stored import StoredRun
from sim.plots.style import RC, footer
from sim.plots.tornado import draw_tornado, tornado_figure
from sim.sensitivity.answer import answer
from tests.plots.legible import assert_apart, assert_inside, lay_out, texts
from tests.plots.studies import files_of, study_in
from tests.unit.effects import KNOWN_ANSWERS

SETTINGS = (
    "disruptions.halt.duration_days={uniform: [60, 240]}",
    "disruptions.halt.probability=0.7",
    "disruptions.halt.label=A halt of all exports whose name is longer than anything has room for",
    "consumers.motors.demand_t_per_year={uniform: [200, 5000]}",
)


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    scenario = sim.load(KNOWN_ANSWERS / "uncertain.yaml", SETTINGS)
    sim.run(scenario, n=256).save(folder, figures=False)
    return answer(StoredRun.open(folder), "unmet_t", (), folder)


@pytest.fixture(scope="module")
def figure(told):
    with rc_context(RC):
        figure = tornado_figure(told)
        footer(figure, "world as known on 2026-06-30")
        lay_out(figure)
        yield figure


def test_no_text_leaves_the_figure(figure):
    assert_inside(figure, texts(figure))


def test_no_text_overlaps_another(figure):
    assert_apart(texts(figure))


def test_a_bar_reaches_from_the_mean_to_the_mean_at_each_end(told, figure):
    for found, ax in zip(told.found, figure.axes, strict=True):
        mean = found.measured.mean()
        ends = [end.mean for one in found.strong for end in (one.low, one.high)]
        drawn = [bar.get_x() + bar.get_width() for bar in ax.patches]
        assert drawn == pytest.approx(ends)
        assert [bar.get_x() for bar in ax.patches] == pytest.approx([mean] * len(ends))


def test_the_strongest_is_on_top(told, figure):
    labels = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert labels[0] == "A halt of all exports whose name is l..."
    assert len(labels) == len(told.found[0].strong) > 1


def test_no_tick_says_fewer_than_none(figure):
    for ax in figure.axes:
        assert min(ax.get_xticks()) == 0.0


def test_figures_repeat_byte_for_byte(told, tmp_path):
    first, again = (
        {path.name: path.read_bytes() for path in draw_tornado(told, study_in(tmp_path / to))}
        for to in "ab"
    )
    assert first == again
    assert set(first) == set(files_of("tornado"))
