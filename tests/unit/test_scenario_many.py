"""Very many problems: found in time that grows as their number, and the first of them shown."""

import time
from pathlib import Path

import pytest

from sim.scenario.errors import MOST_NAMES, MOST_SHOWN, Problem, did_you_mean, first_of, render
from sim.scenario.origin import Origin
from tests.chain import CHAIN, problems, spoilt, write

MANY = 4000
KEYS = [f"key_{number}" for number in range(MANY)]
CONSUMER = "{region: US, sector: a, demand_t_per_year: 1, grades: {standard: 1}}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (CHAIN + "".join(f"{key}: 1\n" for key in KEYS), MANY),
        (CHAIN + "".join(f"{key}:\n" for key in KEYS), MANY),
        (spoilt("metal_yield: 0.95", f"metal_yield: 1, {': 1, '.join(KEYS)}: 1"), MANY),
        (spoilt("duration_days: 90", f"duration_days: {{{': 1, '.join(KEYS)}: 1}}"), 1),
        (spoilt("duration_days: 90", f"duration_days: {{choice: {{{': 1, '.join(KEYS)}: 1}}}}"),
         MANY),
        (spoilt("goods: [magnets]", f"goods: [{', '.join(KEYS)}]"), MANY),
        (spoilt("members: [us_ev]", f"members: [{', '.join(KEYS)}]"), MANY),
    ],
    ids=["unknown", "null", "in a block", "in a value", "wrong keys", "wrong items", "wrong names"],
)  # fmt: skip
def test_very_many_mistakes_take_seconds(text: str, found: int, tmp_path: Path) -> None:
    """Where each was compared with all the others they took minutes."""
    began = time.perf_counter()
    told = problems(write(tmp_path, text))
    assert len(told) == found
    assert len({problem.path for problem in told}) == found
    assert time.perf_counter() - began < 30


def test_very_many_names_that_are_not_among_very_many_take_seconds(tmp_path: Path) -> None:
    """Each is compared with those that begin alike."""
    entries = "".join(f"  c{number}: {CONSUMER}\n" for number in range(1500))
    text = spoilt("lanes:\n", f"{entries}lanes:\n").replace("to: [us_ev", "to: [US")
    nulls = "".join(f"  {key}:\n" for key in KEYS[:1500])
    write(tmp_path, text, "base.yaml")
    began = time.perf_counter()
    told = problems(write(tmp_path, f"extends: base.yaml\nseeed: 1\nconsumers:\n{nulls}"))
    assert len(told) == 1501
    assert time.perf_counter() - began < 30


def test_a_name_is_suggested_from_very_many() -> None:
    """From those that begin as it does."""
    names = [f"plant_{number}" for number in range(10 * MOST_NAMES)]
    assert did_you_mean("rector", [*names, "reactor"]) == "Did you mean 'reactor'?"
    assert did_you_mean("plant_9999x", names) != ""
    assert did_you_mean("zz", names) == ""


def _problems(number: int) -> list[Problem]:
    """Make warnings with an error last."""
    found = [
        Problem(Origin("f", line), "a", "It is so.", level="warning") for line in range(number)
    ]
    return [*found, Problem(Origin("f", number), "b", "It is wrong.")]


def test_the_first_of_many_are_shown_errors_before_warnings() -> None:
    """In their order, with a line that counts the rest, and all in the last line."""
    many = _problems(1000)
    shown, rest = first_of(many)
    assert shown == [*many[: MOST_SHOWN - 1], many[-1]]
    assert rest == "... and 951 more"
    assert first_of(many[:MOST_SHOWN]) == (many[:MOST_SHOWN], "")
    *_, before, last = render(many).splitlines()
    assert (before, last) == (rest, "1 error, 1,000 warnings in 1 file. Nothing was run.")
