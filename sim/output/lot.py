"""Sixty-four histories, condensed: what tables, figures and comparisons need of them.

A lot is a NumPy archive. Its bytes do not depend on the block its histories were run in, so it is
at once the result of a block, the place to resume from, and the store from which bands over any
number of histories are computed, one group at a time.

Daily series are kept in 16 bits:

- shortfall of a day: whole steps of 1/65,535 of the day's demand; 0 and 1 are exact, a sum over
  2,557 days is off by 0.02 days at the very most;
- days of cover: floats with 11 significant bits, 0.05 % (0.03 days at 60).

Quantiles and means are exact for these values. What is one number a history (the outcomes, which
all totals and intervals come from) is not rounded, nor are stocks of stockpiles, nor
measured flows (single precision).
"""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.measures import daily_shortfall
from sim.output.bills import bills
from sim.output.finance import accounts
from sim.output.groups import WITH_SERIES, Group, financed
from sim.output.observed import observed
from sim.output.outcomes import Outcome, outcomes_of
from sim.output.stockpiles import cover_with_stockpiles, stockpile_cover, stockpile_days
from sim.scenario.provenance import exposures
from sim.scenario.schema import Scenario
from sim.study.replicate import Block
from sim.world.market.market_balance import BLOCS
from sim.world.record.record import Record, part_of
from sim.world.state.state import BATCH as BATCH

Arrays = Mapping[str, NDArray[Any]]

ALWAYS = ("consumers", "stockpiles", "origins", "regions", "disruptions", "flows")
"""Axes that are listed though there be nothing along them."""
LISTED = ("floors", "stockpile_accounts", "licence_flows", "grey_lanes")
"""Axes that come next, where there are any, and before all others."""
WRITTEN = {"stockpile_accounts": "reserve_accounts"}
"""Axes that are listed by another name than a record has them by."""
OF_SCENARIO: Mapping[str, Callable[[Scenario], tuple[str, ...]]] = {
    "elements": lambda scenario: tuple(sorted(scenario.elements)),
    "blocs": lambda scenario: tuple(BLOCS),
    "exposures": lambda scenario: tuple(exposures(scenario)),
    "financed": lambda scenario: tuple(group.name for group in financed(scenario)),
}
"""Axes that are not listed, as the scenario tells what is along them."""
BY_CONSUMER = ("demand_t", "served_t", "on_hand_t", "backlog_t")
"""Daily series of consumers."""
STEPS = 65_535
"""Steps of a day's shortfall."""
EFFORT = 1
"""Effort of compression, the least: more saves a tenth of the space for half again the time."""


def condense(scenario: Scenario, block: Block, record: Record) -> dict[int, bytes]:
    """Make the lots of a block, by the number of their first history.

    The undisrupted twin (scenario 1 of a study) leaves its outcomes only.
    """
    keep = condensed_twin if block.scenario else condensed
    # Lot by lot, as 64 histories of a group fit into the processor's cache.
    return {
        block.first + first: packed(keep(scenario, _lot_of(record, first)))
        for first in range(0, record.histories, BATCH)
    }


def condensed(scenario: Scenario, record: Record) -> dict[str, NDArray[Any]]:
    """Give what is kept of a record, by name; the history is the last axis (``about`` has none)."""
    found: dict[str, NDArray[Any]] = {}
    outcomes: list[Outcome] = []
    for group, seen in observed(scenario, record):
        if group.kind in WITH_SERIES:
            short = daily_shortfall(seen.fill)
            found[key("shortfall", group)] = np.rint(short * STEPS).astype(np.uint16)
            found[key("cover", group)] = _half(seen.cover)
        outcomes += outcomes_of(group, seen)
        if group.kind == "region":
            together = cover_with_stockpiles(scenario, record, seen)
            if together is not None:
                found[key("cover_with_reserves", group)] = _half(together)
    for stockpile, account in accounts(scenario, record):
        outcomes += outcomes_of(stockpile, account)
    for whose, bill in bills(scenario, record):
        outcomes += outcomes_of(whose, bill)
    for name in record.stockpiles:
        found[f"reserve.{name}"], _ = stockpile_days(scenario, record, name)
        if (days := stockpile_cover(record, name)) is not None:
            found[f"reserve_cover.{name}"], found[f"usable.{name}"] = map(_half, days)
    for one in record.series.values():
        found |= one.arrays()
    return found | _tabled(outcomes, _axes(record))


def condensed_twin(scenario: Scenario, record: Record) -> dict[str, NDArray[Any]]:
    """Give what is kept of an undisrupted twin: what disruptions are compared with."""
    outcomes: list[Outcome] = []
    for group, seen in observed(scenario, record):
        outcomes += outcomes_of(group, seen, of_twin=True)
    for stockpile, account in accounts(scenario, record):
        outcomes += outcomes_of(stockpile, account, of_twin=True)
    for whose, bill in bills(scenario, record):
        outcomes += outcomes_of(whose, bill, of_twin=True)
    return _tabled(outcomes, {})


def _tabled(outcomes: list[Outcome], axes: dict[str, Any]) -> dict[str, NDArray[Any]]:
    """Stack outcomes, ``[outcome, history]``, and name them in ``about``, with the ids of axes."""
    named = [[o.group.kind, o.group.name, o.measure, o.item, o.unit] for o in outcomes]
    about = json.dumps({"outcomes": named} | axes).encode()
    return {
        "outcomes": np.stack([outcome.values for outcome in outcomes]),
        "about": np.frombuffer(about, np.uint8),
    }


def _axes(record: Record) -> dict[str, list[str]]:
    """Give the ids along the axes of what is kept, in the order in which lots list them."""
    kept = [one.series for one in record.series.values() if one.series.kept is not None]
    found = [axis for series in kept for axis in series.id_axes if axis not in OF_SCENARIO]
    ordered = dict.fromkeys([*ALWAYS, *(axis for axis in LISTED if axis in found), *found])
    return {WRITTEN.get(axis, axis): list(record.ids(axis)) for axis in ordered}


def _lot_of(record: Record, first: int) -> Record:
    """Take 64 histories, each consumer's series together in memory: they are summed many times."""
    lot = part_of(record, slice(first, first + BATCH))
    daily = [lot.series[name] for name in BY_CONSUMER if name in lot.series]
    return lot.including(
        *(
            replace(one, values=np.ascontiguousarray(one.values.swapaxes(0, 1)).swapaxes(0, 1))
            for one in daily
        )
    )


def key(quantity: str, group: Group) -> str:
    """Name a daily series of a group."""
    return f"{quantity}.{group.kind}.{group.name}"


def packed(arrays: Arrays) -> bytes:
    """Write an archive that ``numpy.load`` reads; the same arrays give the same bytes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=EFFORT) as archive:
        for name, array in arrays.items():
            # A fixed date: that of writing would differ each time.
            entry = zipfile.ZipInfo(f"{name}.npy")
            member = io.BytesIO()
            np.lib.format.write_array(member, np.ascontiguousarray(array))
            archive.writestr(entry, member.getbuffer(), zipfile.ZIP_DEFLATED, EFFORT)
    return content.getvalue()


def _half(days: NDArray[np.float64]) -> NDArray[np.float16]:
    """Round days of cover to 16 bits; beyond 65,504 days they count as infinite."""
    with np.errstate(over="ignore"):
        return days.astype(np.float16)
