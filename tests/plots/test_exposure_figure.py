"""The figure of dependence: which part of what is used was in a place, stage by stage."""

import dataclasses
import datetime as dt

import numpy as np
import pytest
from matplotlib import rc_context

from sim.plots.exposure import GAPS, exposure_figures
from sim.plots.figures import draw_figures
from sim.plots.style import RC, footer
from sim.plots.view import View
from sim.scenario.provenance import ANY_STAGE, STAGES
from sim.world.provenance.exposure_recorder import EXPOSURE, USED
from tests import factories
from tests.plots.legible import assert_apart, assert_inside, assert_told, lay_out, texts

SMALL = {"regions": {"CN": ("ev",), "US": ("ev", "defence")}, "end": dt.date(2027, 6, 10)}
MONTHS, HISTORIES = 18, 8
SHARE = dict(zip((ANY_STAGE, *STAGES), (0.9, 0.4, 0.7, 0.8, 0.6), strict=True))
"""Part that passed each stage in the first month; it falls to nothing over the run."""

WHOLE = View(window="all")
"""All months, whatever happens in them."""


def run(*places: str, idle=(), **world):
    made = factories.run(histories=HISTORIES, measures={"exposure": list(places)}, **world)
    consumers = tuple(sorted(made.job.scenario.consumers))
    months = len(made.whole.supply_t)
    shape = months, len(consumers), 2, HISTORIES
    left = (1.0 - np.arange(months) / months)[:, None, None, None, None]
    names = tuple(f"{place}.{stage}" for place in places for stage in SHARE)
    share = np.array([one for _ in places for one in SHARE.values()])[None, :, None, None, None]
    luck = np.linspace(0.9, 1.0, HISTORIES)
    part = np.broadcast_to(left * share * luck, (months, len(names), *shape[1:])).copy()
    part[:, :, 0] = 0.0  # Chinese consumers
    used = np.ones(shape, np.float32)
    used[list(idle)] = part[list(idle)] = 0.0
    ids = {"consumers": consumers, "elements": ("dy", "ndpr")}
    recorded = [
        USED.of(used, **ids),
        EXPOSURE.of(part.astype(np.float32), exposures=names, **ids),
    ]
    return dataclasses.replace(made, whole=made.whole.including(*recorded))


@pytest.fixture(scope="module")
def tables():
    return run("CN", **SMALL).tables


def panel(figure, title):
    return next(ax for ax in figure.axes if ax.get_title(loc="left") == title)


@pytest.mark.parametrize("world", [SMALL, {}], ids=["small", "large"])
def test_no_text_leaves_the_figure_or_overlaps_another(world):
    with rc_context(RC):
        (figure,) = exposure_figures(run("CN", **world).tables, WHOLE)
        footer(figure, "world as known on 2026-06-30")
        lay_out(figure)
        assert_inside(figure, texts(figure))
        assert_apart(texts(figure))
        assert_told(figure)
        assert panel(figure, "US defence")


def test_lines_are_means_of_whole_months_and_the_band_is_of_any_stage(tables):
    with rc_context(RC):
        (figure,) = exposure_figures(tables, WHOLE)
    ax = panel(figure, "US")
    assert len(ax.lines) == len(SHARE)
    for line, share in zip(ax.lines, SHARE.values(), strict=True):
        means = line.get_ydata()
        assert len(means) == MONTHS - 1, "ten days of June are no month"
        assert means[0] == pytest.approx(100 * share * 0.95)
    (band,) = ax.collections
    first = band.get_paths()[0].vertices
    at_start = first[first[:, 0] == ax.lines[0].get_xdata()[0], 1]
    luck = np.quantile(np.linspace(0.9, 1.0, HISTORIES), (0.05, 0.95))
    assert [at_start.min(), at_start.max()] == pytest.approx(90 * luck)
    assert [text.get_text() for text in ax.texts if text.get_text()] == [
        f"{90 * 0.95 * 2 / 18:.0f} %"
    ]


def test_months_without_use_are_gaps_and_said_to_be(tables):
    def said(figure):
        return " ".join(text.get_text() for text in figure.texts).replace("\n", " ")

    idle = run("CN", idle=(3, 4), **SMALL).tables
    with rc_context(RC):
        (figure,), (whole,) = exposure_figures(idle, WHOLE), exposure_figures(tables, WHOLE)
    for line in panel(figure, "US").lines:
        assert np.flatnonzero(np.isnan(line.get_ydata())).tolist() == [3, 4]
    assert GAPS.strip() in said(figure)
    assert GAPS.strip() not in said(whole)


def test_who_does_not_depend_is_named_and_not_drawn(tables):
    with rc_context(RC):
        (figure,) = exposure_figures(tables, WHOLE)
    titles = [ax.get_title(loc="left") for ax in figure.axes if ax.axison]
    assert titles == ["US", "US defence", "All consumers"]
    words = " ".join(text.get_text() for text in figure.texts)
    assert "Depend on it for less than half a per cent: China." in words.replace("\n", " ")


def test_each_place_has_a_figure_of_its_own(tmp_path):
    paths = [path.name for path in draw_figures(run("CN", "MM", **SMALL).tables, tmp_path)]
    found = [name for name in paths if name.startswith("exposure")]
    assert found == [
        "exposure.svg",
        "exposure.png",
        "exposure-2.svg",
        "exposure-2.png",
        "exposure.csv",
        "exposure.txt",
    ]
