"""Statistics of every group and measure: ``summary.json`` and the one-screen summary."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.measures import QUANTILES, Statistics, quantiles
from sim.measures.measure import headlines
from sim.output.branches import BranchResult
from sim.output.expected import judged
from sim.output.exposure import exposure_summary
from sim.output.grey import GreyLane
from sim.output.groups import is_on_screen
from sim.output.ledger import AT, Ledger
from sim.output.manifest import FORMAT
from sim.output.month import month_text
from sim.output.origin_rules import origin_rules_summary
from sim.output.outcomes import Outcome
from sim.output.prices import FloorCost
from sim.output.short_days import short_days_summary
from sim.output.spread import Spread
from sim.output.tables import Tables
from sim.output.text import date_of, iso, rounded
from sim.output.why import why_summary
from sim.scenario.uncertainty.inputs import inputs_of
from sim.scenario.uncertainty.meant import meant
from sim.world.control.origin_recorder import USABLE
from sim.world.facility.surplus_recorder import SURPLUS
from sim.world.stockpile.short_days_recorder import SHORT_DAYS

NAMES = tuple(f"q{round(100 * p):02d}" for p in QUANTILES)
"""Column names of the quantiles: q05, q25, q50, q75, q95."""


def summary_rows(tables: Tables) -> list[dict[str, Any]]:
    """Give the rows of the one-screen summary: regions, defence and all, headline measures.

    The values are those of ``summary.json``; the first short day is given as dates (ISO text),
    its half-width in days. ``None`` is never, or not defined.
    """
    start = tables.histories.start
    wanted, rows = headlines(), []
    for outcome in tables.outcomes:
        group = outcome.group
        if outcome.measure not in wanted or not is_on_screen(group.kind, group.name, group.of):
            continue
        found = tables.histories.describe(outcome.values)
        row = _row(outcome, found)
        shown = {
            "median": row["q50"],
            "q05": row["q05"],
            "q95": row["q95"],
            "mean": row["mean"],
        }
        if outcome.unit == "day":
            row["unit"] = "date"
            shown = {k: None if v is None else iso(start, v) for k, v in shown.items()}
        parts = tables.width.parts(outcome)
        share = None if parts is None else rounded(parts.share)
        kept = {k: row[k] for k in ("kind", "group", "label", "measure", "unit", "share_never")}
        half = rounded(found.half_width95)
        rows.append({**kept, **shown, "half_width95": half, "event_share": share})
    return rows


def summary_json(tables: Tables) -> str:
    """Write ``summary.json``: what was run, then a line for each group and measure."""
    histories = tables.histories
    job, sampling = histories.job, histories.sampling
    head: dict[str, Any] = {
        "format": FORMAT,
        "name": job.scenario.name,
        "digest": job.digest,
        "seed": job.seed,
        "sampling": asdict(sampling),
        "histories": histories.count,
        "numbers": ranges(histories.numbers.tolist()),
        "start": job.scenario.start.isoformat(),
        "end": job.scenario.end.isoformat(),
        "reference": job.scenario.measures.reference,
    }
    if job.scenario.as_of is not None:
        head["as_of"] = job.scenario.as_of.isoformat()
    if (found := meant(job.scenario)) is not None:
        head["worlds"] = found.as_dict()
        if inputs := inputs_of(job.scenario):
            head["worlds"] |= {"known": [*inputs.known]} if inputs.known else {}
    head["width"] = tables.width.as_dict()
    if expected := judged(job.scenario, tables.outcomes):
        head["expectations"] = [one.as_dict() for one in expected]
    if tables.ledgers:
        start, wide = job.scenario.start, [o for o in tables.ledgers if o.flow == o.flow.wide]
        head["licences"] = [_licences(ledger, start) for ledger in wide]
    if tables.prices is not None and tables.prices.floors:
        head["floors"] = [_floor(floor) for floor in tables.prices.floors]
    if tables.grey:
        head["grey"] = {lane.name: _grey(lane) for lane in tables.grey}
    if tables.finance:
        head["finance"] = finance_summary(tables)
    if tables.branches:
        head["branches"] = [_branch(one) for one in tables.branches]
    if surplus := tables.spreads[SURPLUS.name]:
        head["surplus"] = surplus_summary(surplus)
    if tables.spreads[SHORT_DAYS.name]:
        head["stockpile_days"] = short_days_summary(tables)
    if usable := tables.spreads[USABLE.name]:
        head["origin_rules"] = origin_rules_summary(job.scenario, usable)
    if found_why := why_summary(tables):
        head["why"] = found_why
    if tables.exposure:
        head["exposure"] = exposure_summary(job.scenario, tables.exposure)
    lines = [f" {json.dumps(key)}: {json.dumps(value)}" for key, value in head.items()]
    each = zip(tables.outcomes, tables.described, strict=True)
    rows = ",\n".join(f"  {json.dumps(_with_parts(tables, *one))}" for one in each)
    return "{\n" + ",\n".join(lines) + f',\n "rows": [\n{rows}\n ]\n}}\n'


def finance_summary(tables: Tables) -> dict[str, Any]:
    """Give what the money of each stockpile with books comes to, by its id."""
    start, found = tables.histories.start, dict[str, dict[str, Any]]()
    for outcome in tables.outcomes:
        if outcome.group.kind != "stockpile":
            continue
        block = found.setdefault(outcome.group.name, {"label": outcome.group.label})
        if outcome.measure == "payback_day":
            middle = date_of(start, float(quantiles(outcome.values, (0.5,))[0]))
            block["payback_date"] = "never" if middle is None else middle.isoformat()
            block["share_never_paid_back"] = rounded(float(np.isinf(outcome.values).mean()))
        elif outcome.measure == "largest_paper_loss_day":
            days = outcome.values[np.isfinite(outcome.values)]
            middle = date_of(start, float(np.median(days))) if days.size else None
            block["largest_paper_loss_month"] = middle and f"{middle:%Y-%m}"
        else:
            block[outcome.measure] = _spread(outcome.values.mean(), quantiles(outcome.values))
    return found


def surplus_summary(found: Sequence[Spread]) -> dict[str, Any]:
    """Give what plants with surplus make, and becomes of it, over the run, means over histories.

    All elements together, t of element.
    """
    total = {one.ids[0]: one.mean.sum(axis=0) for one in found}
    held = sum(float(one.mean[-1, SURPLUS.at["held"]]) for one in found)
    left = dict[str, float]()
    for holding, amount in total.items():
        plant = holding.partition(":")[0]
        left[plant] = left.get(plant, 0.0) + float(amount[SURPLUS.at["left"]])
    over = ("made", "left", "bought", "drawn")
    sums = {name: sum(float(x[SURPLUS.at[name]]) for x in total.values()) for name in over}
    most = max(left, key=lambda plant: left[plant])
    return {
        **{f"{name}_t": rounded(amount) for name, amount in sums.items()},
        "held_t": rounded(held),
        "most_of": most,
        "most_left_t": rounded(left[most]),
    }


def ranges(numbers: Sequence[int]) -> list[list[int]]:
    """Give the first and last of each stretch of consecutive numbers."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


def _branch(one: BranchResult) -> dict[str, Any]:
    """Give what the histories of a branch come to."""
    return {
        "branching": one.branching,
        "label": one.label,
        "branch": one.branch,
        "weight": rounded(one.weight),
        "histories": one.histories,
        "rows": [_row(outcome, found) for outcome, found in one.measured],
    }


def _licences(ledger: Ledger, start: dt.date) -> dict[str, Any]:
    """Give the peak of what is pending, and the share granted over the histories that decide."""
    peak, pending = ledger.peak, AT["pending"]
    shares = ledger.share_granted[~np.isnan(ledger.share_granted)]
    return {
        "control": ledger.flow.control,
        "good": ledger.flow.good,
        "kind": ledger.flow.kind,
        "peak_pending_month": month_text(start, peak),
        "peak_pending_t": _spread(ledger.mean[peak, pending], ledger.quantiles[peak, pending]),
        "share_granted": _spread(shares.mean(), quantiles(shares)) if shares.size else None,
    }


def _floor(floor: FloorCost) -> dict[str, Any]:
    """Give what a contract for difference costs the state over the run, million USD."""
    cost = floor.total
    return {"floor": floor.name, "cost_musd": _spread(cost.mean(), quantiles(cost))}


def _grey(lane: GreyLane) -> dict[str, Any]:
    """Give what a grey lane ships and loses over the run, means over histories."""
    return {
        "via": lane.via,
        "shipped_t": rounded(lane.shipped_t),
        "seized_t": rounded(lane.seized_t),
        "share_seized": rounded(lane.share_seized),
        "premium": rounded(lane.premium),
        "premium_paid_t": rounded(lane.premium_paid_t),
    }


def _spread(mean: float, found: NDArray[np.float64]) -> dict[str, float | None]:
    values = (mean, *found.tolist())
    return {name: rounded(value) for name, value in zip(("mean", *NAMES), values, strict=True)}


def _with_parts(tables: Tables, outcome: Outcome, found: Statistics) -> dict[str, Any]:
    """Give the statistics of a measure; of a headline, too, how much of its width is the event."""
    row = _row(outcome, found)
    if outcome.unit == "day":
        row["dates"] = dates_of(row, tables.histories.start)
    if outcome.measure in headlines() and (parts := tables.width.parts(outcome)) is not None:
        row["event"] = {
            "share": rounded(parts.share),
            "ci95": [*map(rounded, parts.ci95)],
            "alone": [*map(rounded, parts.alone)],
            "known": [*map(rounded, parts.known)],
        }
    return row


def dates_of(row: Mapping[str, Any], start: dt.date) -> dict[str, str | None]:
    """Give the dates of days of the run, by name of the statistic; none for never."""
    days = {name: row[name] for name in ("mean", *NAMES)}
    return {name: None if day is None else iso(start, day) for name, day in days.items()}


def _row(outcome: Outcome, found: Statistics) -> dict[str, Any]:
    low, high = found.mean - found.half_width95, found.mean + found.half_width95
    return {
        "kind": outcome.group.kind,
        "group": outcome.group.name,
        "label": outcome.group.label,
        "measure": outcome.measure,
        "item": outcome.item,
        "unit": outcome.unit,
        "n": found.n,
        "mean": rounded(found.mean),
        "standard_error": rounded(found.standard_error),
        "ci95": [rounded(low), rounded(high)],
        **{name: rounded(q) for name, q in zip(NAMES, found.quantiles, strict=True)},
        "share_never": rounded(found.share_never),
        **({"of": outcome.group.of} if outcome.group.of else {}),
    }
