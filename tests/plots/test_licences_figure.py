"""The figure of the licences: what it shows, that nothing is clipped, and that it repeats."""

import datetime as dt
import warnings

import numpy as np
import pytest
from matplotlib import rc_context

from sim.plots import licences
from sim.plots.figures import draw_figures
from sim.plots.in_force import in_force
from sim.plots.licences import licences_figure
from sim.plots.style import RC, footer
from sim.plots.view import View
from tests import factories
from tests.plots.legible import assert_apart, assert_inside, assert_told, lay_out, texts

SMALL = {"regions": {"CN": ("ev",), "US": ("ev",)}, "end": dt.date(2027, 12, 31)}
CONTROL = {
    "kind": "export_control",
    "exporter": "CN",
    "goods": ["magnets"],
    "start": dt.date(2026, 11, 10),
}


@pytest.fixture(scope="module")
def tables():
    return factories.licensed(factories.run(histories=8, **SMALL)).tables


@pytest.fixture(params=[1, 3, 5], ids=["one good", "and tests", "two goods"])
def figure(request):
    run = factories.run(histories=8, **SMALL)
    with rc_context(RC), warnings.catch_warnings():
        warnings.simplefilter("error")
        made = factories.licensed(run, factories.FLOWS[: request.param])
        if request.param == 3:
            made = factories.licensed(run, (factories.FLOWS[0], factories.FLOWS[3]))
        figure = licences_figure(made.tables)
        footer(figure, "world as known on 2026-06-30")
        lay_out(figure)
        yield figure


def panel(figure, title):
    return next(ax for ax in figure.axes if ax.get_title(loc="left").startswith(title))


def test_no_text_leaves_the_figure(figure):
    assert_inside(figure, texts(figure))


def test_no_text_overlaps_another(figure):
    assert_apart(texts(figure))


def test_it_says_what_its_histories_differ_by(figure):
    assert_told(figure)


def test_every_good_and_kind_has_three_panels_with_units(figure, request):
    panels = [ax for ax in figure.axes if ax.axison]
    count = {"one good": 1, "and tests": 2, "two goods": 3}[request.node.callspec.id]
    assert len(panels) == 3 * count
    labels = [ax.get_ylabel() for ax in panels]
    for label in ("t a month", "t at the month's end", "days (d)"):
        assert labels.count(label) == count


def test_magnets_come_first(tables):
    with rc_context(RC):
        titles = [ax.get_title(loc="left") for ax in licences_figure(tables).axes if ax.axison]
    assert titles[0] == "Magnets: filed, granted and shipped"
    assert titles[1] == "Magnets, inspections: filed, granted and shipped"
    assert titles[-1] == "Oxide: mean age of what waits"


def test_the_lines_are_the_means_by_month(tables):
    (wide,) = (o for o in tables.ledgers if o.flow.name == "halt:magnets:all:all:licence")
    with rc_context(RC):
        figure = licences_figure(tables)
    flows = panel(figure, "Magnets: filed")
    named = dict(zip(("filed", "granted", "used"), flows.lines[:3], strict=True))
    for entry, line in named.items():
        np.testing.assert_allclose(line.get_ydata(), wide.of_entry(entry))
    assert {text.get_text() for text in flows.texts} == {"filed", "granted", "shipped"}
    assert len({line.get_linestyle() for line in named.values()}) >= 2
    queue = panel(figure, "Magnets: waiting")
    np.testing.assert_allclose(queue.lines[0].get_ydata(), wide.of_entry("pending"))
    assert f"at most {wide.of_entry('pending').max():,.0f} t" in queue.get_title(loc="left")
    edge = queue.collections[0].get_paths()[0].vertices[:, 1].max()
    assert edge == pytest.approx(wide.band("pending")[1].max())


def test_a_good_for_which_nothing_is_filed_is_named_instead_of_drawn():
    run = factories.licensed(factories.run(histories=2, **SMALL))
    run.whole.licences_t[:, 4] = 0.0
    with rc_context(RC):
        figure = licences_figure(run.tables)
    said = " ".join(text.get_text() for text in figure.texts).replace("\n", " ")
    assert "nothing is filed for oxide" in said
    assert not [ax for ax in figure.axes if ax.get_title(loc="left").startswith("Oxide")]


def changed(**change):
    """A control from day 313 to 613 that a change alters from day 350 to 380."""
    lift = {"kind": "control_change", "control": "halt"} | change
    run = factories.run(
        histories=4,
        **SMALL,
        disruptions={"halt": CONTROL | {"duration_days": 300}, "slip": lift},
    )
    at, halt = (run.whole.disruptions.index(name) for name in ("slip", "halt"))
    run.whole.onset_day[at], run.whole.end_day[at] = 350.0, 380.0
    run.whole.end_day[halt] = 613.0
    return factories.licensed(run)


def test_the_control_is_shaded_without_its_suspension():
    made = changed(suspended=True)
    assert in_force(made.condensed, "halt", "magnets") == [(313.0, 350.0), (380.0, 613.0)]
    with rc_context(RC):
        figure = licences_figure(made.tables)
    shades = [patch for patch in panel(figure, "Magnets: filed").patches if patch.get_width() > 0]
    assert [patch.get_width() for patch in shades] == [37.0, 233.0]


def test_other_disruptions_of_the_scenario_have_a_bar_and_are_shaded_darker():
    """What makes a dip in the licences may be no control with licences at all."""
    stop = CONTROL | {"label": "A stop", "start": dt.date(2027, 3, 1), "duration_days": 60}
    halt = CONTROL | {"duration_days": 300}
    run = factories.run(histories=4, **SMALL, disruptions={"halt": halt, "stop": stop})
    at = run.whole.disruptions.index("stop")
    run.whole.onset_day[at], run.whole.end_day[at] = 424.0, 484.0
    with rc_context(RC):
        figure = licences_figure(factories.licensed(run, factories.FLOWS[:1]).tables)
        lay_out(figure)
    assert_inside(figure, texts(figure))
    assert "A stop" in [text.get_text() for text in texts(figure)]
    assert "Darker shade: any other disruption" in " ".join(
        text.get_text() for text in figure.texts
    )
    faces = {patch.get_facecolor() for patch in panel(figure, "Magnets: filed").patches}
    assert (0.0, 0.0, 0.0, 0.05) in faces


def test_a_suspension_for_one_good_shows_where_that_is_drawn():
    made = changed(suspended=True, goods=["oxide"])
    assert in_force(made.condensed, "halt", "oxide") == [(313.0, 350.0), (380.0, 613.0)]


@pytest.mark.parametrize(
    "change",
    [
        {"licence": {"granted": 0.5}},
        {"suspended": True, "destinations": ["US"]},
        {"suspended": True, "end_uses": ["civil"]},
        {"suspended": True, "goods": ["oxide"]},
    ],
    ids=["new terms", "for one country", "for one end use", "for another good"],
)
def test_a_change_that_does_not_lift_it_for_all_leaves_it_in_force(change):
    assert in_force(changed(**change).condensed, "halt", "magnets") == [(313.0, 613.0)]


def test_a_long_run_is_drawn_only_where_there_is_something():
    run = factories.run(histories=4, **(SMALL | {"end": dt.date(2032, 12, 31)}))
    with rc_context(RC):
        figure = licences_figure(factories.licensed(run, factories.FLOWS[:1]).tables)
    low, high = panel(figure, "Magnets: filed").get_xlim()
    assert 0 < low <= 313 - 61
    assert 700 < high < 1000


def test_it_is_one_of_the_figures_and_repeats(tables, tmp_path):
    one = draw_figures(tables, tmp_path / "a")
    two = draw_figures(tables, tmp_path / "b")
    assert [path.name for path in one if path.stem == "licences"] == [
        "licences.svg",
        "licences.png",
        "licences.csv",
        "licences.txt",
    ]
    for path, again in zip(one, two, strict=True):
        assert path.read_bytes() == again.read_bytes()


@pytest.mark.parametrize("width", [85, 208])
def test_a_long_name_of_a_control_is_cut_where_there_is_no_room(monkeypatch, tables, width):
    long = "Metal: licences of April 2025, samarium and yttrium and more of them, by inspection"
    monkeypatch.setattr(licences, "_name", lambda *_: long)
    with rc_context(RC):
        figure = licences_figure(tables, View(width / 25.4))
        lay_out(figure)
        assert any(text.get_text().endswith("by inspection") for text in texts(figure))
        assert_inside(figure, texts(figure))
        assert_apart(texts(figure))
