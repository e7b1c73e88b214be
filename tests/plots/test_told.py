"""No spread over histories is drawn without saying what is in it."""

import re
from pathlib import Path

import numpy as np
import pytest
from matplotlib import rc_context

import sim
from sim.plots.bands import draw_fan, drawn_days, lasting
from sim.plots.catalogue import OF_A_RUN
from sim.plots.note import differ_each, in_bands
from sim.plots.style import RC
from tests import factories

PLOTS = Path(sim.__file__).parent / "plots"
TELL = r"\b(in_run|in_bands|differ|counts|note_of)\("
"""Functions that tell it: the last is that of sweeps."""


APART = {
    "style.py": "it writes the heads of others",
    "measure_first.py": "its bars are what histories differ by, one by one",
    "tornado.py": "its bars are what histories differ by, one by one",
}
"""Files that do not, and why."""


def figures():
    """The files that write the head of a figure; of sweeps it is written in one place."""
    for file in sorted(PLOTS.glob("*.py")):
        text = file.read_text(encoding="utf-8")
        if re.search(r"\b(headline|Head\.of)\(", text) and file.name not in APART:
            yield file.name, text


def test_every_file_with_a_figure_tells_it():
    found = dict(figures())
    assert len(found) > 15
    assert [name for name, text in found.items() if not re.search(TELL, text)] == []


def tables(rest=True, histories=64, **changes):
    """A run of the factory: the halt is of a random length, and stocks may be given as ranges."""
    if rest:
        changes["consumers"] = {
            name: {
                **block.model_dump(exclude_none=True, by_alias=True),
                "stock_days": {"uniform": [9, 60]},
            }
            for name, block in factories.scenario().consumers.items()
        }
    return factories.run(histories=histories, **changes).tables


def note(figure):
    return " ".join(text.get_text() for text in figure.texts).replace("\n", " ")


@pytest.fixture(scope="module")
def both():
    return tables()


@pytest.mark.parametrize("name", ["shortfall", "cover", "survival"])
def test_a_fan_has_two_bands_and_says_what_is_in_each(both, name):
    with rc_context(RC):
        (figure,) = OF_A_RUN[name].pages(both)
    said = note(figure)
    event = "Chinese export halt (how long), Texas plants two years late (whether)"
    assert f"Dark band: 5-95\xa0% of what the event alone makes, {event}, where that" in said
    assert "Light: 5-95\xa0% of histories" in said
    assert re.search(r"which differ by \d+ numbers given as ranges, too\.", said)


def test_the_band_of_the_event_lies_in_that_of_all(both):
    """In the made-up run nothing else moves what is lost, so the one nearly fills the other."""
    (group,) = [one for one in both.of_kind("region") if one.name == "US"]
    fan = both.series[group].cumulative
    low, high = fan.event[-1]
    assert low >= fan.quantiles[-1, 0] - 3.0
    assert high <= fan.quantiles[-1, -1] + 3.0
    assert high - low > 0.8 * np.ptp(fan.quantiles[-1, [0, -1]])


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"rest": False}, "Bands: 25-75 % and 5-95 % of histories. Histories differ by Chinese"),
        ({"disruptions": {}}, "Bands: 25-75 % and 5-95 % of histories. Histories differ by 27"),
        ({"histories": 16}, "They are too few to tell the event's part: 32 would do."),
        ({"histories": 1}, "One history of many, which differ by Chinese export halt (how long)"),
        ({"rest": False, "disruptions": {}}, "Nothing is random: one history stands for all."),
    ],
)
def test_where_there_are_no_two_parts_it_says_what_there_is(changes, says):
    found = tables(**{"histories": 4, **changes})
    assert says in in_bands(found)
    (group,) = found.of_kind("all")
    assert found.series[group].cumulative.event is None


def test_the_dark_band_is_of_the_event_where_there_is_one(both):
    from matplotlib.figure import Figure

    (group,) = both.of_kind("all")
    fan = both.series[group].cumulative
    ax = Figure().add_subplot()
    draw_fan(ax, fan, "C0")
    _, dark = ax.collections
    ends = dark.get_paths()[0].vertices[:, 1]
    band = fan.event[drawn_days(len(fan.event))]
    band = band[lasting(band[:, 0] != band[:, 1])]
    assert (ends.min(), ends.max()) == pytest.approx((band.min(), band.max()))


def test_of_several_scenarios_each_is_told_where_they_differ():
    halt, sure = sim.load("two-mines"), sim.load("two-mines", ["disruptions.halt.duration_days=9"])
    unsure = sim.load("two-mines", ["uncertainty=from_grades"])
    assert differ_each({"a": halt, "b": halt}) == "Histories differ by halt (how long)."
    assert differ_each({"a": halt, "b": sure}) == (
        "Histories of a differ by halt (how long). Those of b by nothing."
    )
    assert differ_each({"a": halt, "b": unsure}) == (
        "Histories of a differ by halt (how long). Those of b likewise, but by "
        "21 uncertain numbers."
    )
    assert differ_each({"a": halt, "b": sure, "c": unsure, "d": halt}) == (
        "Histories of a, d differ by halt (how long). Those of others by chances of their own."
    )


def test_scenarios_that_differ_in_counts_alone_are_told_together():
    places = ["consumers.motors.stock_days", *(f"lanes.{n}.transit_days" for n in ("sea", "metal"))]
    settings = [f"{place}={{uniform: [20, 40]}}" for place in places]
    few, many = sim.load("two-mines", settings[:2]), sim.load("two-mines", settings)
    assert differ_each({"a": many, "b": few, "c": many}) == (
        "Histories differ by halt (how long); 2 to 3 numbers given as ranges."
    )
