"""Every number has a range that is possible and one that is usual, and every text a length."""

import datetime as dt
import math
from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
from annotated_types import Le, MaxLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.hindcast.episode import Episode
from sim.scenario.load import load
from sim.scenario.schema import Distribution, Scenario
from sim.scenario.schema.bounds import Bounds
from sim.scenario.value import numbers
from tests.chain import CHAIN, place, problems, write


def leaves(annotation: Any, said: tuple[Any, ...] = ()) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """Take an annotation apart into plain types, each with what is said of it."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        yield from leaves(parts[0], (*said, *parts[1:]))
    elif origin in (Union, UnionType):
        for part in parts:
            yield from leaves(part, said)
    elif origin in (dict, list):
        for part in parts:
            yield from leaves(part)
    elif origin is not Literal:
        yield (
            annotation,
            tuple(
                one
                for word in said
                for one in (word.metadata if isinstance(word, FieldInfo) else [word])
            ),
        )


def fields(*roots: type[BaseModel]) -> Iterator[tuple[str, Any, tuple[Any, ...]]]:
    """Go through the plain types of all keys of the format, distributions apart."""
    pending, seen = list(roots), {Distribution}
    while pending:
        if (block := pending.pop()) in seen:
            continue
        seen.add(block)
        for name, field in block.model_fields.items():
            for kind, said in leaves(Annotated[field.annotation, *field.metadata, None]):
                if isinstance(kind, type) and issubclass(kind, BaseModel):
                    pending.append(kind)
                yield f"{block.__name__}.{name}", kind, said


FIELDS = list(fields(Scenario, Episode))


def test_every_number_of_the_format_has_a_range_that_is_possible_and_one_that_is_usual_within():
    ranges = [
        (name, [one for one in said if isinstance(one, Bounds)])
        for name, kind, said in FIELDS
        if kind in (float, int)
    ]
    assert len(ranges) > 200
    for name, found in ranges:
        assert len(found) == 1, name
        low, high = found[0].usual or (found[0].low, found[0].high)
        assert -math.inf < found[0].low <= low < high <= found[0].high < math.inf, name
        assert found[0].least > 0, name


def test_every_text_and_every_date_of_the_format_has_a_limit():
    limits = {str: MaxLen, dt.date: Le}
    for name, kind, said in FIELDS:
        if kind in limits:
            patterns = [one.pattern for one in said if getattr(one, "pattern", None)]
            fixed = any(not set(pattern) & set("*+") for pattern in patterns)
            assert fixed or any(isinstance(one, limits[kind]) for one in said), name


@pytest.mark.parametrize("name", ["baseline", "market", "vault-bought-high", "senkaku-2010"])
def test_all_that_is_shipped_and_all_defaults_are_usual(name):
    every = list(numbers(load(name).scenario))
    assert len(every) > 200
    assert [one.name for one in every if list(one.bounds.unusual(one.value))] == []


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("lanes.sea.transit_days=700", "700 days is unusual; usual is 0.01 to 366."),
        ("lanes.sea.transit_days={2027-01-01: 700}", "700 days is unusual"),
        ("lanes.sea.transit_days={uniform: [300, 500]}", "67% of {uniform: [300, 500]} lies above"),
        ("lanes.sea.transit_days={lognormal: {median: 366, sigma: 1}}", "50% of {lognormal:"),
        ("lanes.sea.transit_days={choice: {9: 0.8, 900: 0.2}}", "20% of {choice: {9"),
        ("consumers.us_ev.stock_days=4000", "4000 days is unusual"),
        ("consumers.us_ev.stock_days=1e-3", "0.001 days is unusual; usual is 0.01 to 3653."),
        ("consumers.us_ev.demand_t_per_year=1e8", "1e+08 t a year is unusual"),
        (
            "consumers.us_ev.growth_per_year=5",
            "5 a year is unusual; usual is -0.5 to 1; 5 % is 0.05.",
        ),
        ("metal_makers.smelter.metal_yield=0.001", "0.001 is unusual; usual is 0.01 to 1."),
        ("elements.dy.oxide_t_per_t_element=3", "3 t per t is unusual; usual is 1 to 2."),
        ("policy.failing_days=5000", "5000 days is unusual"),
        (
            "consumers.us_ev.unmet={share: 1, overtime: 10}",
            "10 is unusual; usual is 0.001 to 1; 10 % is 0.1.",
        ),
        (
            "consumers.us_ev.qualification={days: 9, above: {uniform: [5, 15]}}",
            "100% of {uniform: [5, 15]} lies above 1; usual is 0.001 to 1; 15 % is 0.15.",
        ),
    ],
)
def test_what_is_strange_is_warned_about_with_what_is_usual_and_the_unit(tmp_path, setting, says):
    found = [one for one in load(write(tmp_path, CHAIN), [setting]).warnings if says in one.message]
    assert len(found) == 1
    assert found[0].path.startswith(setting.split("=")[0])
    key = next(word for word in reversed(found[0].path.split(".")) if not word[0].isdigit())
    assert f"A slip of units? {key}: " in found[0].remedy


@pytest.mark.parametrize(
    "setting",
    [
        "consumers.us_ev.stock_days=0",
        "consumers.us_ev.stock_days={choice: {0: 0.5, 9: 0.5}}",
        "lanes.sea.transit_days={uniform: [300, 370]}",
        "consumers.us_ev.growth_per_year=-0.2",
        "consumers.us_ev.unmet={share: 1, overtime: 1}",
        "disruptions.halt.duration_days={exponential: {mean: 90}}",
    ],
)
def test_nothing_and_a_small_part_of_a_distribution_are_not_strange(tmp_path, setting):
    assert not any(
        "usual" in one.message for one in load(write(tmp_path, CHAIN), [setting]).warnings
    )


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("consumers.us_ev.stock_days=1e9", "1e+09 must be at most 36525."),
        ("consumers.us_ev.demand_t_per_year=1e300", "1e+300 must be at most 1e+12."),
        ("consumers.us_ev.demand_t_per_year=1e-300", "1e-300 is too small"),
        ("consumers.us_ev.growth_per_year=50", "50 must be at most 10; 50 % is 0.5."),
        ("metal_makers.smelter.metal_yield=1e-300", "must be at least 1e-06."),
        ("elements.dy.oxide_t_per_t_element=0.9", "0.9 must be at least 1."),
        ("lanes.sea.transit_days=986175", "must be at most 3653."),
        ("start=1700-01-01", "1700-01-01 must be no earlier than 1900-01-01."),
        ("lanes.sea.transit_days={2500-01-01: 9}", "2500-01-01' must be no later than 2200-12-31."),
        (
            "consumers.us_ev.stock_days={lognormal: {median: 1e300, sigma: 400}}",
            "sigma 400; it must",
        ),
        (
            "consumers.us_ev.stock_days={lognormal: {median: 1e300, sigma: 1}}",
            "100% of {lognormal:",
        ),
        ("consumers.us_ev.stock_days={exponential: {mean: 1e300}}", "100% of {exponential:"),
        ("consumers.us_ev.stock_days={normal: [9, 1e300]}", "50% of {normal: [9, 1e+300]} lies"),
        ("consumers.us_ev.stock_days={uniform: [0, 1.7e308]}", "must be at most 36525"),
        ("consumers.us_ev.daily_variation={uniform: [-1e308, 1e308]}", "must be at least -100"),
        ("projects.more.slip_months=1e300", "1e+300 must be at most 1200."),
        ("consumers.us_ev.sector=" + "x" * 201, "has 201 letters; at most 200 fit."),
    ],
)
def test_what_no_world_has_is_refused_with_its_path_and_the_limit(tmp_path, setting, says):
    (problem,) = problems(write(tmp_path, CHAIN), [setting])
    assert problem.path.startswith(setting.split("=")[0])
    assert says in problem.message
    assert problem.remedy


def test_a_name_that_no_file_system_takes_is_refused_where_it_stands(tmp_path):
    long = "x" * 250
    text = CHAIN.replace("us_ev", long)
    found = problems(write(tmp_path, text))
    assert (found[0].line, found[0].column) == place(text, f"{long}:")
    assert "has 250 letters; at most 64 fit." in found[0].message


def test_a_file_with_a_long_name_is_a_scenario_with_a_shorter_one(tmp_path):
    file = write(tmp_path, CHAIN.replace("name: chain\n", ""), f"{'long-' * 40}.yaml")
    assert load(file).scenario.name == ("long-" * 40)[:64].strip("-")
