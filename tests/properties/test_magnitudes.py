"""Any number in the place of any other is refused with its path, or runs without a warning."""

import datetime as dt
import warnings
from collections.abc import Iterator
from functools import cache
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from sim.scenario.errors import ScenarioError
from sim.scenario.load import load
from sim.scenario.origin import Path, dotted
from sim.scenario.schema import Distribution, Scenario
from sim.scenario.value import UNBOUNDED, bounds_of
from sim.study.job import Job
from sim.study.replicate import Block, run_block
from sim.world.state.state import BATCH
from tests.examples import examples
from tests.integration.blocks import whole
from tests.properties.keys.case import HERE

WORLDS = ("chain", "licences", "prices", "reserve")
DAYS = 45
"""Days that a world is run."""
FORMS = (
    "{x}",
    "{{uniform: [0, {x}]}}",
    "{{normal: [{x}, 0.1]}}",
    "{{normal: [5, {x}]}}",
    "{{lognormal: {{median: {x}, sigma: 0.5}}}}",
    "{{lognormal: {{median: 5, sigma: {x}}}}}",
    "{{exponential: {{mean: {x}}}}}",
    "{{choice: {{{x}: 0.5, 0: 0.5}}}}",
    "{{triangular: [0, {x}, {x}]}}",
    "{{2026-01-20: {x}, 2026-02-20: 1}}",
)
"""Ways to write a number."""
SIZES = st.builds(
    lambda digits, power: digits * 10.0**power, st.floats(1, 9.99), st.integers(-14, 13)
)
NUMBERS = (
    st.floats(allow_nan=False, allow_infinity=False)
    | st.floats(0, 1)
    | SIZES
    | SIZES.map(lambda x: -x)
    | st.sampled_from([0.0, -0.0, 1.0, 1e-12, 1e-6, 0.5, 2.0, 365.0, 1000.0, 36_525.0, 1e9, 1e300])
)


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """Go through all places of a scenario where a number stands, or may."""
    if isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            here, there = (*path, field.alias or name), getattr(value, name)
            bounded = bounds_of(type(value), name) is not UNBOUNDED
            yield from ends(there, here) if bounded else places(there, here)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from places(one, (*path, key))


def ends(value: Any, path: Path) -> Iterator[Path]:
    """Go down mappings, as of shares by element."""
    if isinstance(value, BaseModel) and not isinstance(value, Distribution):
        yield from places(value, path)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from ends(one, (*path, key))
    else:
        yield path


@cache
def all_places(world: str) -> list[str]:
    """Give the places of a world, as settings name them."""
    found = [dotted(path) for path in places(load(HERE / "worlds" / f"{world}.yaml").scenario)]
    assert len(found) > 150
    return found


CASES = st.sampled_from(WORLDS).flatmap(
    lambda world: st.tuples(
        st.just(world), st.sampled_from(all_places(world)), st.sampled_from(FORMS), NUMBERS
    )
)


def checked(world: str, place: str, form: str, x: float) -> Scenario | None:
    """Load a world with a number in a place; none where it is refused, with what is wrong."""
    setting = f"{place}={form.format(x=f'{x!r}')}"
    try:
        return load(HERE / "worlds" / f"{world}.yaml", [setting]).scenario
    except ScenarioError as error:
        found = [one for one in error.problems if one.level == "error"]
        assert found, setting
        assert all(one.path and one.message for one in found), setting
        return None


def run(scenario: Scenario) -> None:
    """Run the first days; a warning of the arithmetic is an error."""
    end = min(scenario.end, scenario.start + dt.timedelta(days=DAYS - 1))
    short = scenario.model_copy(update={"end": end, "warm_up_days": 21})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        run_block(Job(short, short.seed).study(), Block(0, 0, BATCH), whole)


@given(CASES)
@examples(100)
def test_any_number_in_any_place_is_taken_or_refused_with_its_path(case):
    checked(*case)


@given(CASES.map(lambda case: checked(*case)).filter(lambda scenario: scenario is not None))
@examples(8)
def test_what_is_taken_runs_without_a_warning_of_the_arithmetic(scenario):
    run(scenario)


def test_a_share_held_that_rounding_hides_holds_nothing():
    scenario = checked("licences", "disruptions.regime.inspection.share", "{x}", 1e-12)
    assert scenario is not None
    run(scenario)
