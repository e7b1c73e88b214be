"""Figures of measured flows and of replayed episodes."""

import pytest
from matplotlib import rc_context

import sim
from sim.hindcast.load import load_episode
from sim.hindcast.replay import replay
from sim.plots.figures import draw_figures
from sim.plots.flows import flows_figure
from sim.plots.hindcast import draw_hindcast, hindcast_figure
from sim.plots.style import RC
from tests.episode import written
from tests.plots.legible import assert_apart, assert_inside, assert_told, lay_out, texts
from tests.plots.studies import files_of, study_in

THIRD = """\
  arriving:
    flow: in
    label: Magnets arriving
    normal_t: 8.2
    observed: {2026-03: 8.2, 2026-05: 3}
    grades: {2026-05: derived}
  again:
    flow: out
    totals:
      - {from: 2026-01, to: 2026-06, t: 30}
plant_stops:
  us: {who: US, label: A plant whose name is far too long to be written beside it, days: [10, 10]}
"""


@pytest.fixture(scope="module")
def one(tmp_path_factory):
    file = written(tmp_path_factory.mktemp("episode"), "plant_stops:\n", THIRD)
    found = load_episode(file, root=file.parents[1])
    result = sim.run(found.loaded.scenario, n=4)
    return replay(found.name, found.episode, result.condensed), result


@pytest.fixture(scope="module", params=["hindcast", "flows"])
def figure(request, one):
    with rc_context(RC):
        found, result = one
        figure = (
            hindcast_figure(found) if request.param == "hindcast" else flows_figure(result.tables)
        )
        lay_out(figure)
        yield figure


def test_no_text_leaves_the_figure(figure):
    assert_inside(figure, texts(figure))


def test_no_text_overlaps_another(figure):
    assert_apart(texts(figure))


def test_it_says_what_its_histories_differ_by(figure):
    assert_told(figure)


def test_every_panel_has_a_unit(figure):
    labels = [ax.get_ylabel() for ax in figure.axes if ax.axison and ax.get_ylabel()]
    assert labels
    assert set(labels) <= {"t a month", "lost days (d)"}


def test_the_figure_tells_the_lost_days_and_the_verdict(one):
    found, _ = one
    with rc_context(RC):
        figure = hindcast_figure(found)
    said = {text.get_text() for text in texts(figure)}
    series = found.series[0]
    assert f"{series.lost[-1]:.0f} d rec." in said
    assert f"{series.simulated_lost[-1]:.0f} d sim." in said
    assert "limits stated beforehand: ok as far as judged, 4 of 4 limits kept" in " ".join(said)


def test_the_figure_tells_what_is_not_judged(one):
    found, _ = one
    with rc_context(RC):
        figure = hindcast_figure(found)
    titles = [ax.get_title(loc="left") for ax in figure.axes]
    assert "Magnets leaving" in titles
    assert "Magnets arriving (not judged)" in titles
    assert "not judged" in {text.get_text() for text in texts(figure)}


def test_points_stand_where_the_months_are(one):
    found, _ = one
    with rc_context(RC):
        figure = hindcast_figure(found)
    flow = next(ax for ax in figure.axes if ax.get_title(loc="left") == "Magnets leaving")
    points = [line.get_xydata()[0].tolist() for line in flow.lines if line.get_marker() == "o"]
    assert points == [[0.5, 8.5], [1.5, 7.7], [2.5, 0.0], [3.5, 0.1]]


def test_figures_repeat_byte_for_byte(one, tmp_path):
    found, result = one
    places = tmp_path / "a", tmp_path / "b"
    drawn = {
        "hindcast": [draw_hindcast(found, study_in(place)) for place in places],
        "flows": [draw_figures(result.tables, place) for place in places],
    }
    for name, (first, second) in drawn.items():
        assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]
        assert {*files_of(name)} <= {p.name for p in first}
