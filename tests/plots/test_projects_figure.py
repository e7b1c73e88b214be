"""The figure of projects: planned and realised dates, slips, what is never built."""

import dataclasses
import datetime as dt

import numpy as np
import pytest
from matplotlib import rc_context

from sim.output.lateness import Line
from sim.plots.figures import draw_figures
from sim.plots.projects import MOST_ROWS, PANEL, are_late, projects_figures
from sim.plots.style import RC, footer
from sim.plots.told import ROWS
from sim.plots.view import View
from sim.world.network.milestone_recorder import GIVEN_UP, REACHED
from sim.world.network.project_recorder import LATE
from tests import factories
from tests.plots.legible import assert_apart, assert_inside, assert_told, lay_out, texts

SMALL = {
    "regions": {"CN": ("ev",), "US": ("ev",)},
    "end": dt.date(2029, 12, 31),
    "magnet_makers": {"maker": {"country": "US"}},
}
HISTORIES = 40
STEPS = {
    "permit": {"start": dt.date(2026, 1, 1), "months": 12.0},
    "construction": {"after": "permit", "months": 12.0},
}


def project(month: int, **more):
    first = dt.date(2027, 1, 1) + dt.timedelta(days=30 * month)
    return {"facility": "maker", "adds_per_year": 100.0, "first_product": first, **more}


NEW = project(9, label="Another")


def run(late, **projects):
    """A run in which projects are late by so many days, an array or number each."""
    made = factories.run(histories=HISTORIES, projects=projects, **SMALL)
    names = tuple(sorted(projects))
    days = np.array([np.broadcast_to(late[name], HISTORIES) for name in names], dtype=float)
    recorded = [LATE.of(days, projects=names)]
    if any(one.steps for one in made.job.scenario.projects.values()):
        steps = {
            f"{name}.{step}": late[step]
            for name in names
            for step in (STEPS if "milestones" in projects[name] else {})
        }
        reached = np.array([np.broadcast_to(day, HISTORIES) for day in steps.values()], dtype=float)
        recorded += [one.of(reached, milestones=tuple(steps)) for one in (REACHED, GIVEN_UP)]
    return dataclasses.replace(made, whole=made.whole.including(*recorded))


def slips(most: float, never: int = 0):
    """Evenly spread delays, days, of which the last are never built."""
    days = np.floor(np.linspace(0.0, most, HISTORIES))
    days[HISTORIES - never :] = np.inf
    return days


@pytest.fixture(scope="module", params=["few", "many", "steps"])
def figures(request):
    if request.param == "few":
        late = {
            "soon": 0,
            "later": slips(500, never=10),
            "much_later_than_all_of_the_others": slips(4000),
        }
        made = run(
            late, soon=project(0), later=project(3), much_later_than_all_of_the_others=project(9)
        )
    elif request.param == "many":
        names = [f"plant_{number}" for number in range(2 * MOST_ROWS + 1)]
        late = {name: slips(30.0 * at) for at, name in enumerate(names, 1)}
        made = run(late, **{name: project(at % 30) for at, name in enumerate(names)})
    else:
        late = {
            "stepwise": slips(300, never=4),
            "permit": 365 + slips(200),
            "construction": 730 + slips(300, 4),
        }
        made = run(late, stepwise=project(0, milestones=STEPS))
    with rc_context(RC):
        drawn = projects_figures(made.tables)
        for figure in drawn:
            footer(figure, "world as known on 2026-06-30")
            lay_out(figure)
        yield drawn


def test_no_text_leaves_a_figure_or_overlaps_another(figures):
    for figure in figures:
        assert_inside(figure, texts(figure))
        assert_apart(texts(figure))
        assert_told(figure)


def said(figure):
    return [text.get_text() for text in texts(figure)]


def test_rows_say_the_median_how_late_it_is_and_how_often_it_never_comes():
    days = np.full(HISTORIES, 92.0)
    days[:10] = np.inf
    made = run(
        {"texas": days, "calm": 0, "old": 0, "far": 9},
        texas=project(0, label="Texas"),
        calm=project(1),
        old=project(-30),
        far=project(99),
    )
    with rc_context(RC):
        (figure,) = projects_figures(made.tables)
    words = said(figure)
    for word in ("Texas", "Apr 2027", "+3.0 mo", "25 %", "calm", "on time"):
        assert word in words
    note = " ".join(words).replace("\n", " ")
    assert "There from the start: old. Planned for after the run: far." in note


def test_the_strip_says_that_projects_come_late_too():
    with rc_context(RC):
        (figure,) = projects_figures(run({"texas": slips(500)}, texas=project(0)).tables)
    assert "Texas plants two years late" in " ".join(said(figure))


def test_bars_go_from_5_to_95_percent_and_are_cut_at_the_end_of_the_run():
    made = run({"texas": slips(2000)}, texas=project(0))
    with rc_context(RC):
        (figure,) = projects_figures(made.tables)
    ax = figure.axes[0]
    (bar,) = [patch for patch in ax.patches if patch.get_height() == 0.5]
    low = np.quantile(slips(2000), 0.05)
    assert bar.get_x() == pytest.approx(365 + low, abs=60)
    assert bar.get_x() + bar.get_width() == made.tables.histories.days
    assert [line.get_marker() for line in ax.lines].count(">") == 1


def test_projects_are_called_as_their_facility_is_and_of_several_which():
    """What a project is called itself goes first."""
    made = run({"one": 30, "two": 60, "new": 90}, two=project(2), one=project(5), new=NEW)
    plan = made.job.scenario
    maker = plan.magnet_makers["maker"].model_copy(update={"label": "A plant with a long label"})
    named = plan.model_copy(update={"magnet_makers": {"maker": maker}})
    made = dataclasses.replace(made, job=dataclasses.replace(made.job, scenario=named))
    with rc_context(RC):
        (figure,) = projects_figures(made.tables)
    names = [word for word in said(figure) if "A plant" in word]
    assert names == ["A plant with a long label, 1 of 3", "A plant with a long label, 2 of 3"]
    assert "Another" in said(figure)


def test_many_projects_go_on_several_pages_as_planned():
    names = [f"plant_{number}" for number in range(MOST_ROWS + 1)]
    made = run(dict.fromkeys(names, 30.0), **{name: project(0) for name in names})
    with rc_context(RC):
        drawn = projects_figures(made.tables)
    rows = [[word for word in said(figure) if word.startswith("plant ")] for figure in drawn]
    assert [len(page) for page in rows] == [MOST_ROWS // 2 + 1, MOST_ROWS // 2]
    assert any("(1 of 2)" in word for word in said(drawn[0]))


def test_a_run_in_which_all_come_as_planned_has_no_such_figure(tmp_path):
    made = run({"texas": 0.0}, texas=project(0))
    assert not are_late(made.tables)
    assert not [path for path in draw_figures(made.tables, tmp_path) if "projects" in path.name]
    late = run({"texas": 1.0}, texas=project(0))
    assert are_late(late.tables)


def test_pages_are_files_of_their_own(tmp_path):
    names = [f"plant_{number}" for number in range(MOST_ROWS + 1)]
    made = run(dict.fromkeys(names, 30.0), **{name: project(0) for name in names})
    paths = [path.name for path in draw_figures(made.tables, tmp_path)]
    wanted = ["projects.svg", "projects.png", "projects-2.svg", "projects-2.png"]
    wanted += ["projects.csv", "projects.txt"]
    assert [name for name in paths if name.startswith("projects")] == wanted


def test_what_never_comes_has_no_band():
    assert np.isnan(Line("never", "", 10.0, np.full(3, np.inf)).band).all()
    assert Line("never", "", 10.0, np.full(3, np.inf)).never == 1.0
    assert Line("calm", "", 10.0, np.full(3, 10.0)).is_as_planned


def test_at_the_width_of_a_column_names_are_cut_and_the_bars_keep_their_room():
    long = "A plant with a very long name that many a column has no room for"
    late = {"one": slips(300), "other": slips(100)}
    made = run(late, one=project(0, label=long), other=project(3, label="Short"))
    with rc_context(RC):
        (figure,) = projects_figures(made.tables, View(85 / 25.4))
        footer(figure, "world as known on 2026-06-30")
        lay_out(figure)
    (ax,) = (one for one in figure.axes if one.get_label() == ROWS)
    assert ax.get_position().width * figure.get_figwidth() >= PANEL - 1e-9
    found = [text.get_text() for text in texts(figure)]
    assert "Short" in found
    assert any(one.startswith("A pl") and one.endswith("…") for one in found)
    assert_inside(figure, texts(figure))
    assert_apart(texts(figure))
