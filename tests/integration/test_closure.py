"""The baseline closes: everybody is supplied, and the flows of 2024 are those of the sources."""

import datetime as dt
from functools import cache
from typing import Any

import pytest
from ruamel.yaml import YAML

import sim
from sim.scenario.balance import BALANCE
from sim.scenario.locate import shipped_folder
from sim.study.closure import closure_table, closure_tables
from sim.world.chance.chance import Chance
from tests.integration.runs import fill_rates, run

SUPPLIED = 0.999
"""Fill rate from which on a consumer counts as supplied."""

FIRST, LAST = dt.date(2024, 1, 1), dt.date(2026, 12, 31)

PERIODS = {
    "2024 to 2026": (FIRST, LAST),
    **{str(year): (dt.date(year, 1, 1), dt.date(year, 12, 31)) for year in (2024, 2025, 2026)},
}

BALANCE_ROWS = YAML(typ="safe").load(shipped_folder() / BALANCE)["rows"]
COMMON_ROWS = [row for row in BALANCE_ROWS if "by_product" not in row]


@cache
def table() -> list[dict[str, Any]]:
    """Compare the run with the balance, once."""
    return closure_table(sim.load("baseline"))


def short(rates: dict[str, float]) -> dict[str, float]:
    """Name the consumers that are not supplied."""
    return {consumer: rate for consumer, rate in rates.items() if rate < SUPPLIED}


@pytest.mark.parametrize("period", PERIODS)
def test_every_consumer_is_supplied_from_2024_on(period):
    record = run("baseline", f"start={FIRST}", f"end={LAST}", n=1).record
    first, last = ((date - FIRST).days for date in PERIODS[period])
    assert short(fill_rates(record, first, last + 1)) == {}


@pytest.mark.parametrize("start", [dt.date(2025, 3, 17), dt.date(2028, 2, 29)], ids=str)
def test_every_consumer_is_supplied_from_any_start_on(start):
    end = start + dt.timedelta(days=199)
    assert short(fill_rates(run("baseline", f"start={start}", f"end={end}", n=1).record)) == {}


@pytest.mark.parametrize(
    "number",
    range(len(COMMON_ROWS)),
    ids=[f"{row['stage']}: {row['item']}" for row in COMMON_ROWS],
)
def test_a_flow_of_2024_is_that_of_the_sources(number):
    row = table()[number]
    assert row["item"] == COMMON_ROWS[number]["item"]
    assert abs(row["difference_percent"]) <= row["tolerance"]


def test_by_products_close_where_they_are_carried_and_move_nothing_else():
    rows = closure_table(sim.load("by-products"))
    assert [row["item"] for row in rows] == [row["item"] for row in BALANCE_ROWS]
    assert all(abs(row["difference_percent"]) <= row["tolerance"] for row in rows)
    common = [row for row, of in zip(rows, BALANCE_ROWS, strict=True) if "by_product" not in of]
    assert [row["run"] for row in common] == pytest.approx(
        [row["run"] for row in table()], rel=1e-9
    )


def test_the_table_covers_every_stage_within_the_agreed_tolerance():
    assert {row["stage"] for row in table()} == {
        "mines", "separation", "metal", "magnets", "trade", "use", "motors", "inside"
    }  # fmt: skip
    assert all(row["tolerance"] <= 5 for row in table() if row["stage"] != "inside")


def test_the_us_uses_some_ten_kt_itself_and_thirty_to_forty_inside_imports():
    run = {row["item"]: row["run"] for row in table() if row["stage"] in {"use", "inside"}}
    assert 9_900 <= run["US"] <= 11_000
    assert 30_000 <= run["US, in motors and goods"] <= 40_000


def test_china_has_91_of_100_t_separated_and_94_of_100_t_of_blanks():
    shares = {row["stage"]: row["run"] for row in table() if row["unit"] == "%"}
    assert shares == {
        "separation": pytest.approx(91, abs=1),
        "magnets": pytest.approx(94, abs=1),
    }


def test_2024_closes_in_every_history_of_uncertain_numbers():
    """Flows stay within 5 % of those of the numbers as written, whatever the rest is drawn to be.

    Surpluses, each a difference of two flows, stay within 10 %. What is inside goods is a range of
    estimates, and bound by nothing.
    """
    scenario = sim.load("baseline", ["uncertainty=from_grades", "worlds=prior"])
    every = closure_tables(scenario, Chance(scenario.seed, 0, 64), histories=64)
    off = {
        (row["item"], history): run["run"] / row["run"] - 1.0
        for history, of in enumerate(every)
        for row, run in zip(table(), of, strict=True)
        if row["stage"] != "inside"
    }
    assert max(off.values()) > 0.001
    most = {item: 0.1 if item.startswith("Surplus") else 0.05 for item, _ in off}
    assert {at: by for at, by in off.items() if abs(by) > most[at[0]]} == {}
