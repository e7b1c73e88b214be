"""Bounds as a table, and what they leave out."""

from collections.abc import Iterator, Sequence
from typing import Any

from sim.cli.table import table
from sim.foresight.bound import Bound
from sim.foresight.past import bounded_goods
from sim.output.text import rounded
from sim.scenario.errors import listed
from sim.scenario.schema import Scenario

HEAD = (
    ("", "unmet", "least", "regret", "of which", "release", "the", ""),
    ("history", "t", "t", "t", "buying ahead", "times", "rest", "variables"),
)


def screen(bounds: Sequence[Bound]) -> str:
    """Write a row a history."""
    cells = [
        (
            str(one.history),
            *map(_number, (one.unmet_t, one.least_t, one.regret_t)),
            *map(_number, (one.by_buying_ahead_t, one.by_release_t, one.by_the_rest_t)),
            f"{one.variables:,}",
        )
        for one in bounds
    ]
    return table([*HEAD, *cells], right=range(1, len(HEAD[0])))


def rows(bounds: Sequence[Bound]) -> list[dict[str, Any]]:
    """Give a row a history for JSON."""
    return [
        {
            "history": one.history,
            "unmet_t": rounded(one.unmet_t),
            "least_t": rounded(one.least_t),
            "regret_t": rounded(one.regret_t),
            "by_buying_ahead_t": rounded(one.by_buying_ahead_t),
            "by_release_t": rounded(one.by_release_t),
            "by_the_rest_t": rounded(one.by_the_rest_t),
            "variables": one.variables,
        }
        for one in bounds
    ]


def notes(scenario: Scenario) -> Iterator[str]:
    """Say how to read the table, and what the planner is let off."""
    yield (
        "least: by any policy. buying ahead: what consumers could have saved by holding more than "
        "they had ever\nheld until then; release times: what other times of release could have "
        "saved beyond that; the rest: ordering,\nmaking, rationing and rerouting."
    )
    bounded = bounded_goods(scenario)
    left_out = [name for name, one in scenario.consumers.items() if one.good not in bounded]
    if left_out:
        yield (
            f"Bounded is what users of {' and '.join(sorted(bounded))} lack. Tonnes of what "
            f"{listed(left_out)} use do\n"
            "not add up with theirs: the planner may leave them without."
        )
    if any(one.emergency for one in scenario.consumers.values() if one.good in bounded):
        yield (
            "Demand is normal demand: what consumers learned to do without (saved_t) counts as "
            "unmet, also after the\nshortage. The planner may use the first grade in place of "
            "others, as far as they ever learn to, from the first\nday on."
        )
    disruptions = scenario.disruptions.values()
    if any(d.licenses is not None or d.changes is not None for d in disruptions):
        yield "Licences are taken as granted at once: with them the least is still a lower bound."
    if any(lane.grey is not None for lane in scenario.lanes.values()):
        yield "Grey lanes are taken as unlimited and never seized: it is still a lower bound."


def _number(value: float) -> str:
    value = 0.0 if abs(value) < 5e-3 else value
    return f"{value:,.1f}"
