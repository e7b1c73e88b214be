"""What stockpiles do while their members are short, and why nothing: for the summary."""

from collections.abc import Iterator
from typing import Any

from sim.output.stockpiles import stockpile_label
from sim.output.tables import Tables
from sim.output.text import number, rounded
from sim.scenario.chain import MAGNETS
from sim.scenario.membership import member_consumers, row_of
from sim.scenario.schema import Scenario, Stockpile
from sim.world.stockpile.short_days_recorder import SHORT_DAYS
from sim.world.stockpile.stockpile_recorder import ACCOUNT

LARGE = 0.05
"""Part of what members lack from which on a grade is named."""


def short_days_summary(tables: Tables) -> list[dict[str, Any]]:
    """Give days of the run by what each stockpile does on them, means over the histories.

    With what starts its release, what it ever holds and, of magnets, which grades members lack.
    """
    scenario, found = tables.histories.scenario, list[dict[str, Any]]()
    for one in tables.spreads[SHORT_DAYS.name]:
        (row,) = one.ids
        name, form = row_of(scenario, row)
        days = one.mean.sum(axis=0).tolist()
        found.append(
            {
                "stockpile": name,
                "form": form,
                "label": stockpile_label(scenario, row),
                "days": {
                    entry.name: rounded(mean)
                    for entry, mean in zip(SHORT_DAYS.entries, days, strict=True)
                },
                "starts": _starts(scenario.stockpiles[name]),
                "holds": [*_held(tables, row)],
                **({"lacking": [*_lacking(tables, scenario, name)]} if form == MAGNETS else {}),
            }
        )
    return found


def _held(tables: Tables, row: str) -> Iterator[str]:
    """Name the items of which a stockpile holds any in any history at the end of any month."""
    histories = tables.histories
    for one in histories.axes["reserve_accounts"]:
        of, _, item = one.rpartition(":")
        if of == row and histories.read(ACCOUNT.key(one))[:, ACCOUNT.at["stock"]].any():
            yield item


def _lacking(tables: Tables, scenario: Scenario, stockpile: str) -> Iterator[str]:
    """Name the grades that make up a good part of what members lack."""
    members, tonnes = member_consumers(scenario, stockpile), dict[str, float]()
    for one in tables.outcomes:
        is_of_member = one.group.kind == "consumer" and one.group.name in members
        if one.measure == "unmet_grade_t" and one.item and is_of_member:
            tonnes[one.item] = tonnes.get(one.item, 0.0) + float(one.values.mean())
    least = LARGE * sum(tonnes.values())
    return (grade for grade, t in tonnes.items() if t > least)


def _starts(block: Stockpile) -> str:
    """Say what starts a release."""
    if block.release is None:
        if block.lag_from != "trigger":
            return f"{block.lag_from} begins"
        return f"a member's cover{_below(block.trigger_days)}"
    trigger = block.release.trigger
    if trigger.date is not None:
        return trigger.date.isoformat()
    if trigger.control is not None:
        return f"{trigger.control} begins"
    if trigger.first_shortage:
        return "a member lacks today's need of a grade"
    return f"cover of members and grades together{_below(trigger.cover_days_below)}"


def _below(days: object) -> str:
    """Write a limit, where it is one number."""
    return f" below {number(days)} d" if isinstance(days, int | float) else " below a limit"
