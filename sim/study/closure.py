"""Does the baseline close? The flows of a year against the balance it was built on."""

import datetime as dt
from typing import Any

from sim.scenario.balance import Row, is_by, shipped_balance
from sim.scenario.chain import MOTORS
from sim.scenario.membership import without_stockpiles
from sim.scenario.network import within
from sim.scenario.schema import Scenario
from sim.study.flows import Flows, flows
from sim.world.chance.chance import Chance
from sim.world.state.state import BATCH
from sim.world.world import World, prepare


class ClosureError(Exception):
    """A scenario is of another world than the balance."""


def closure_table(scenario: Scenario) -> list[dict[str, Any]]:
    """Run the year of the balance undisrupted and compare.

    Parameters
    ----------
    scenario : Scenario
        Its start, end and disruptions do not matter.

    Returns
    -------
    list of dict
        ``stage``, ``item``, ``unit``, ``run``, ``source_says``, ``difference_percent`` (for a
        share: the difference in points), ``tolerance`` and ``source``.

    Raises
    ------
    ClosureError
        If it lacks an element of the balance.
    """
    chance = Chance(scenario.seed, 0, BATCH, expected_value=True)
    return closure_tables(scenario, chance, histories=1)[0]


def closure_tables(
    scenario: Scenario, chance: Chance, histories: int
) -> list[list[dict[str, Any]]]:
    """Run that year with draws, and compare each of the first histories, as above."""
    balance = shipped_balance()
    rows = balance.rows_of(scenario)
    lacking = {row.element for row in rows if row.element} - set(scenario.elements)
    if lacking:
        raise ClosureError(
            f"{scenario.name} has no {' and no '.join(sorted(lacking))}: the balance of "
            f"{balance.year} is that of the baseline. Name it, or a scenario that extends it."
        )
    year = without_stockpiles(scenario).model_copy(
        update={
            "start": dt.date(balance.year, 1, 1),
            "end": dt.date(balance.year, 12, 31),
            "disruptions": {},
            "measures": scenario.measures.model_copy(update={"trade": True}),
        }
    )
    warm = prepare(year, chance.calm())
    world = World(year, chance, warm.plan)
    record = world.run(warm)
    totals = [flows(world, record, history) for history in range(histories)]
    return [
        [
            _compared(year, row, _flow(year, row, total), row.source or balance.source)
            for row in rows
        ]
        for total in totals
    ]


def _compared(scenario: Scenario, row: Row, run: float, source: str) -> dict[str, Any]:
    share = row.share_of is not None
    difference = run - row.says if share else 100.0 * (run / row.says - 1.0)
    return {
        "stage": row.stage,
        "item": row.item,
        "unit": "%" if share else "t",
        "run": run,
        "source_says": row.says,
        "difference_percent": difference,
        "tolerance": row.tolerance,
        "source": source,
    }


def _flow(scenario: Scenario, row: Row, total: Flows) -> float:
    if row.shipped is not None:
        origin, region = row.shipped
        return sum(
            amount
            for (good, maker, to), amount in total.shipped.items()
            if good == row.good and to == region and within(scenario, maker, origin)
        )
    if row.surplus is not None:
        return total.surplus[row.surplus]
    if row.left is not None:
        return total.left[row.left]
    if row.used is not None:
        return total.used.get((row.good, row.used), 0.0)
    if row.in_goods is not None:
        motors = total.used.get((MOTORS, row.in_goods), 0.0) if row.with_motors else 0.0
        return total.in_goods.get(row.in_goods, 0.0) + motors
    assert row.made is not None
    amount = _made(scenario, row, total, row.by)
    if row.share_of is None:
        return amount
    return 100.0 * amount / _made(scenario, row, total, list(total.made[row.made]))


def _made(scenario: Scenario, row: Row, total: Flows, by: list[str]) -> float:
    assert row.made is not None
    amount = 0.0
    for name, items in total.made[row.made].items():
        if is_by(scenario, name, total.place[name], by):
            factor = total.blanks_per_finished[name] if row.basis == "blanks" else 1.0
            amount += factor * sum(items.values() if row.element is None else [items[row.element]])
    return amount
