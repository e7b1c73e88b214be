"""The figure of a forecast: legible, and never without what is in its bands."""

import pytest
from matplotlib import rc_context

from sim.forecast.forecast import Forecast
from sim.plots.forecast import draw_forecast, forecast_figure
from sim.plots.style import RC
from tests.forecasts import PAST, SPREAD, flow, forecast
from tests.plots.legible import assert_apart, assert_inside, lay_out, texts
from tests.plots.studies import files_of, study_in


def long() -> Forecast:
    """Ten years of three flows, with much in the bands."""
    months = [f"{year}-{month:02}" for year in range(2026, 2036) for month in range(1, 13)][6:]
    flows = {
        name: flow(f"Exports of magnets from a country, {name}", SPREAD, PAST).model_copy(
            update={"t": dict.fromkeys(months, SPREAD)}
        )
        for name in ("a", "b", "c")
    }
    return forecast(flows=flows, holds=("Events in the bands: " + "many numbers of it, " * 20,) * 2)


@pytest.fixture(scope="module", params=[forecast, long])
def figure(request):
    with rc_context(RC):
        figure = forecast_figure(request.param())
        lay_out(figure)
        yield figure


def test_no_text_leaves_the_figure(figure):
    assert_inside(figure, texts(figure))


def test_no_text_overlaps_another(figure):
    assert_apart(texts(figure))


def test_every_panel_has_a_unit(figure):
    assert {ax.get_ylabel() for ax in figure.axes} == {"t a month"}


def test_it_says_what_is_in_the_bands(figure):
    said = " ".join(" ".join(text.get_text() for text in figure.texts).split())
    assert "dark band: 25-75 %, light band: 5-95 %" in said
    assert "Events in the bands: " in said


def test_the_fan_is_the_forecast_and_the_points_are_the_record():
    ax = forecast_figure(forecast()).axes[0]
    wide, narrow, median = (patch.get_data() for patch in ax.patches)
    assert (wide.baseline[0], wide.values[0]) == (80.0, 120.0)
    assert (narrow.baseline[0], narrow.values[0]) == (95.0, 105.0)
    assert median.values.tolist() == [100.0] * 3
    assert median.edges.tolist() == [3.0, 4.0, 5.0, 6.0]  # after three recorded months
    (points, begins) = ax.lines
    assert points.get_ydata().tolist() == list(PAST.values())
    assert points.get_xdata().tolist() == [0.5, 1.5, 2.5]
    assert list(begins.get_xdata()) == [3, 3]


def test_its_files_are_the_same_each_time(tmp_path):
    files = draw_forecast(forecast(), study_in(tmp_path))
    assert [file.name for file in files] == files_of("forecast")
    before = [file.read_bytes() for file in files]
    assert [file.read_bytes() for file in draw_forecast(forecast(), study_in(tmp_path))] == before
