"""Values by date in scenario files: where they stand, what they must be, and where they cannot be."""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Any, get_args, get_origin

import pytest
from pydantic import BaseModel

import sim
from sim.scenario.explain import explain
from sim.scenario.load import load
from sim.scenario.schema import Distribution, Scenario
from sim.scenario.undated import reason_of
from sim.scenario.value import value_at
from tests.chain import problems, spoilt, write
from tests.dated import parts

YIELD = "metal_yield: 0.95"
DATED = "metal_yield: {2026-01-01: 0.95, 2026-07-01: {uniform: [0.8, 0.9]}}"


def blocks(annotation: Any = Scenario, seen: frozenset[Any] = frozenset()) -> set[Any]:
    """Find all blocks of the format."""
    if get_origin(annotation) is not None:
        below = [blocks(one, seen) for one in get_args(annotation) if not isinstance(one, str)]
        return set().union(*below)
    is_block = isinstance(annotation, type) and issubclass(annotation, BaseModel)
    if not is_block or annotation is Distribution or annotation in seen:
        return set()
    found = {annotation}
    for field in annotation.model_fields.values():
        found |= blocks(field.annotation, seen | {annotation})
    return found


def numbers(annotation: Any) -> Iterator[str]:
    """Say what kinds of number may stand somewhere: ``number``, ``dated``."""
    for part in parts(annotation):
        if get_origin(part) is Annotated:
            yield from numbers(get_args(part)[0])
        elif get_origin(part) is dict:
            key, value = get_args(part)
            kinds = set(numbers(value))
            yield from kinds
            if dt.date in parts(key) and kinds:
                yield "dated"
        elif part in (float, int, Distribution):
            yield "number"


NUMBERS = sorted(
    (block.__name__, name, block, "dated" in kinds)
    for block in blocks()
    for name, field in block.model_fields.items()
    if (kinds := set(numbers(field.annotation)))
)


def test_every_number_takes_dates_or_says_why_it_does_not():
    assert len(NUMBERS) > 150
    unexplained = [
        (b, n) for b, n, block, dated in NUMBERS if not dated and not reason_of(block, n)
    ]
    assert unexplained == []
    assert sum(dated for *_, dated in NUMBERS) > 60


@pytest.mark.parametrize(
    ("old", "new", "path", "says"),
    [
        (
            "demand_t_per_year: 100",
            "demand_t_per_year: {2026-01-01: 100, 2027-01-01: 120}",
            "consumers.us_ev.demand_t_per_year",
            "demand_t_per_year takes no values by date: it is the demand of mid-2024",
        ),
        (
            "duration_days: 90",
            "duration_days: {2026-01-01: 90}",
            "disruptions.halt.duration_days",
            "duration_days takes no values by date: it is counted from an event on",
        ),
        (
            "fill_days: 60",
            "fill_days: {2026-01-01: 60}",
            "stockpiles.reserve.fill_days",
            "fill_days takes no values by date: it is of one day",
        ),
        (
            "grades: {standard: 1}",
            "grades: {standard: {2026-01-01: 1}}",
            "consumers.de_wind.grades.standard",
            "standard takes no values by date: a consumer keeps its mix",
        ),
        (
            "duration_days: 90",
            "duration_days: 90\n    mode: licence\n    licence: {granted: {2026-04-01: 0.5}}",
            "disruptions.halt.licence.granted",
            "granted takes no values by date: a control keeps its terms",
        ),
    ],
)
def test_where_dates_mean_nothing_it_is_said_why_and_what_to_write(tmp_path, old, new, path, says):
    (found,) = problems(write(tmp_path, spoilt(old, new)))
    assert (found.path, found.message[: len(says)]) == (path, says)
    assert found.remedy


@pytest.mark.parametrize(
    ("new", "path", "says"),
    [
        ("metal_yield: {2026-01-01: 1.2}", "2026-01-01", "1.2 must be at most 1"),
        ("metal_yield: {2026-01-01: 0}", "2026-01-01", "0 must be above 0"),
        ("metal_yield: {2026-02-30: 0.9}", "2026-02-30", "'2026-02-30' is not a date"),
        ("metal_yield: {01.02.2026: 0.9}", "01.02.2026", "'01.02.2026' is not a date"),
        ("metal_yield: {}", "", "{} is not a number or a distribution"),
        ("metal_yield: {2026-01-01: high}", "2026-01-01", "'high' is not a number"),
        ("metal_yield: {soon: 0.9}", "", "{soon: 0.9} is not a number or a distribution"),
    ],
)
def test_dated_values_that_are_wrong_are_told_by_their_date(tmp_path, new, path, says):
    found = problems(write(tmp_path, spoilt(YIELD, new)))
    assert any(one.path.endswith(path) and one.message.startswith(says) for one in found), found
    assert all("metal_makers.smelter.metal_yield" in one.path for one in found), found


def test_all_keys_that_are_no_dates_are_told_at_once(tmp_path):
    new = "metal_yield: {2026-01-01: 0.9, 01.02.2026: 0.8, 2026-13-01: 0.7}"
    found = problems(write(tmp_path, spoilt(YIELD, new)))
    assert [one.remedy.partition(". ")[0] for one in found] == [
        "Write 2026-02-01",
        "There is no date 2026-13-01",
    ]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "basket: {ndpr: 0.2, dy: 0.02}",
            "basket: {ndpr: {2026-01-01: 0.2, 2026-06-01: 0.99}, dy: 0.02}",
            "The shares of the basket sum to 1.01 on 2026-06-01.",
        ),
        (
            "transit_days: 35",
            "transit_days: {2026-01-01: 35, 2026-06-01: 0.5}",
            "0.5 days on the way is too short.",
        ),
        (
            "to: [us_ev, de_wind], transit_days: 35, share: 1",
            "to: [us_ev, de_wind], share: {standard: 1, high_dy: {2026-02-01: 1, 2026-03-01: 0.4}}",
            "The shares of de_wind, us_ev in magnets (high_dy) sum to 0.4 on 2026-03-01: sea 0.4.",
        ),
    ],
)
def test_what_must_hold_holds_on_every_date(tmp_path, old, new, says):
    assert [one.message for one in problems(write(tmp_path, spoilt(old, new)))] == [says]


def test_explain_lists_the_values_by_date(tmp_path):
    loaded = load(write(tmp_path, spoilt(YIELD, DATED)))
    rows = [row.as_dict() for row in explain(loaded, "metal_makers.smelter.metal_yield")]
    assert [(row["path"], row["value"]) for row in rows] == [
        ("metal_makers.smelter.metal_yield.2026-01-01", 0.95),
        ("metal_makers.smelter.metal_yield.2026-07-01", {"uniform": [0.8, 0.9]}),
    ]
    assert all(":20" in row["origin"] for row in rows)


def test_one_of_the_values_can_be_set(tmp_path):
    """So a sweep can vary it; and a plain number takes the place of all."""
    file = write(tmp_path, spoilt(YIELD, DATED))
    path = "metal_makers.smelter.metal_yield"
    found = sim.load(file, [f"{path}.2026-07-01=0.7"]).metal_makers["smelter"].metal_yield
    assert found == {dt.date(2026, 1, 1): 0.95, dt.date(2026, 7, 1): 0.7}
    both = [f"{path}.2026-07-01=0.7", f"{path}.2026-01-01=0.6"]
    found = sim.load(file, both).metal_makers["smelter"].metal_yield
    assert found == {dt.date(2026, 1, 1): 0.6, dt.date(2026, 7, 1): 0.7}
    assert sim.load(file, [f"{path}=0.9"]).metal_makers["smelter"].metal_yield == 0.9


def test_the_value_of_a_date_has_the_bounds_of_the_number(tmp_path):
    scenario = load(write(tmp_path, spoilt(YIELD, DATED))).scenario
    path = ("metal_makers", "smelter", "metal_yield", dt.date(2026, 7, 1))
    found = value_at(scenario, path)
    assert (found.bounds.low, found.bounds.high) == (0.0, 1.0)
    assert found.value == Distribution(uniform=[0.8, 0.9])


def test_dates_in_a_layer_replace_what_stood_there(tmp_path):
    write(tmp_path, spoilt(YIELD, DATED), "base.yaml")
    text = "schema: 1\nextends: base.yaml\nname: case\n"
    layer = f"{text}metal_makers: {{smelter: {{metal_yield: {{2026-03-01: 0.8}}}}}}\n"
    found = load(write(tmp_path, layer)).scenario.metal_makers["smelter"].metal_yield
    assert found == {dt.date(2026, 3, 1): 0.8}
