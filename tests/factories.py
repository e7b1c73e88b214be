"""Synthetic runs: a small world's record made up from formulas, without the simulator."""

import dataclasses
import datetime as dt
from typing import Any

import numpy as np

from sim.api import Result
from sim.scenario.schema import Scenario
from sim.study.job import Job
from sim.world.chance.sampling import Sampling
from sim.world.facility.consumer_recorder import CAUGHT_UP, DEMAND, ON_HAND, SERVED, UNMET
from sim.world.licence.licence_recorder import LICENCES
from sim.world.record.record import Record
from sim.world.stockpile.stockpile_recorder import RELEASED, STOCKPILE
from sim.world.time.timeline import expected_value
from sim.world.timing.timing_recorder import END, ONSET
from sim.world.trade.flow_recorder import FLOW, PLANNED_FLOW
from sim.world.trade.supply_recorder import SUPPLY

REGIONS = {
    "CN": ("ev", "wind", "motors", "appliances", "electronics", "defence"),
    "EU": ("ev", "wind", "auto", "industrial", "other", "defence"),
    "IN": ("all",),
    "JP": ("ev", "auto", "other"),
    "KR": ("ev", "other"),
    "ROW": ("ev", "other", "defence"),
    "US": ("ev", "auto", "industrial", "other", "defence"),
    "VN": ("all",),
}
NEED_T_PER_DAY = {
    "CN": 70.0,
    "EU": 9.0,
    "IN": 8.6,
    "JP": 9.0,
    "KR": 9.0,
    "NA": 1.0,
    "ROW": 20.0,
    "US": 6.0,
    "VN": 15.0,
}
ORIGINS = ("CN", "DE", "JP", "US", "VN")


def scenario(regions: dict[str, tuple[str, ...]] = REGIONS, **changes: Any) -> Scenario:
    """A scenario with the consumers, a stockpile and a halt, and nothing upstream."""
    consumers = {
        f"{region.lower()}_{sector}": {
            "region": region,
            "sector": sector,
            "label": f"{region} {sector}",
            "end_use": "defence" if sector == "defence" else "civil",
            "demand_t_per_year": 365.25
            * NEED_T_PER_DAY[region]
            * (0.02 if sector == "defence" else 1.0),
            "grades": {"standard": 0.7, "high_dy": 0.3},
        }
        for region, sectors in regions.items()
        for sector in sectors
    }
    content: dict[str, Any] = {
        "schema": 1,
        "name": "export-halt",
        "start": dt.date(2026, 1, 1),
        "end": dt.date(2032, 12, 31),
        "elements": {"ndpr": {}, "dy": {"heavy": True}},
        "grades": {
            "standard": {"recipe": {"ndpr": 0.3}},
            "high_dy": {"recipe": {"ndpr": 0.25, "dy": 0.05}},
        },
        "consumers": consumers,
        "lanes": {"any": {"good": "magnets", "from": "maker", "to": "US", "share": 1.0}},
        "stockpiles": {"vault": {"country": "US", "label": "US vault", "members": ["US"], "fill_days": 60.0}},
        "disruptions": {
            "halt": {
                "kind": "export_control",
                "label": "Chinese export halt",
                "exporter": "CN",
                "goods": ["magnets"],
                "start": dt.date(2026, 11, 10),
                "duration_days": {"triangular": [90.0, 180.0, 365.0]},
            },
            "slip": {
                "kind": "project_slip",
                "label": "Texas plants two years late",
                "projects": ["texas"],
                "months": 24.0,
                "probability": 0.6,
            },
        },
    }  # fmt: skip
    return Scenario.model_validate(content | changes)


def run(histories: int = 200, **changes: Any) -> Result:
    """A run with a halt from 2026-11-10 that reaches all but China after the buffers are used."""
    plan = scenario(**changes)
    halted = _record(plan, histories, disrupted=True)
    calm = _record(plan, 1, disrupted=False)
    return Result(Job(plan, 1), Sampling(), histories, halted, calm)


def _record(plan: Scenario, histories: int, *, disrupted: bool) -> Record:
    rng = np.random.default_rng(7)
    names = tuple(sorted(plan.consumers))
    blocks = [plan.consumers[name] for name in names]
    days, halt = plan.days, 313
    day = np.arange(days)[:, None]
    length = np.ceil(rng.triangular(90, 180, 365, histories)) if disrupted else np.zeros(histories)
    growth = 1.05 ** (np.arange(days) / 365.25)
    demand = np.stack(
        [expected_value(b.demand_t_per_year) / 365.25 * growth for b in blocks], axis=1
    )[:, :, None]
    served, on_hand = (np.empty((days, len(names), histories), np.float32) for _ in range(2))
    holding = np.full((days, 1, histories), 60.0 * 24.0)
    for i, block in enumerate(blocks):
        domestic = block.region == "CN"
        buffer = 14.0 if domestic else 28.0 + 60.0 * (block.region == "US")
        priority = 0.9 if block.end_use == "defence" else 0.15
        cut = 0.0 if domestic else 1.0 - priority
        out = halt + buffer + 30.0 + 5.0 * (i % 4)
        over = halt + length + 35.0
        ramp = np.clip((day - over) / 60.0, 0.0, 1.0)
        fill = np.where((day >= out) & (over > out), 1.0 - cut * (1.0 - ramp), 1.0)
        served[:, i] = demand[:, i] * fill
        left = np.clip(28.0 - np.maximum(day - halt - 40.0, 0.0), 0.5, 28.0)
        back = 28.0 * np.clip((day - over - 20.0) / 120.0, 0.0, 1.0)
        cover = np.where(length > 0, np.maximum(left, back), 28.0) if not domestic else 14.0
        on_hand[:, i] = demand[:, i] * cover
    if disrupted:
        used = np.clip(day - halt - 58.0, 0.0, 60.0) * 24.0
        holding[:, 0] -= np.where(day < halt + length, used, np.clip(length - 58.0, 0, 60) * 24.0)
    unmet = (demand - served).sum(axis=0)
    share = np.array([[b.grades[g] for g in plan.grades] for b in blocks])
    months = (plan.end.year - plan.start.year) * 12 + plan.end.month - plan.start.month + 1
    regions = tuple(sorted({b.region for b in blocks}))
    supply = np.empty((months, len(ORIGINS), len(regions), histories), np.float32)
    month = np.arange(months)[:, None]
    for r, region in enumerate(regions):
        members = [i for i, b in enumerate(blocks) if b.region == region]
        need = demand[:, members, 0].sum(axis=1)[:: max(days // months, 1)][:months, None] * 30.4
        for o, origin in enumerate(ORIGINS):
            part = {"CN": 0.8, "JP": 0.12, "DE": 0.04, "VN": 0.03, "US": 0.01}[origin]
            held = (
                (origin == "CN") & (region != "CN") & (month >= 11) & (month < 11 + length / 30.4)
            )
            supply[:, o, r] = np.where(held, 0.0, part * need) * (1 + (origin == "US") * month / 12)
    names_of = tuple(sorted(plan.disruptions))
    onset = np.full((len(names_of), histories), np.nan)
    end = np.full((len(names_of), histories), np.nan)
    if disrupted and "halt" in names_of:
        onset[names_of.index("halt")], end[names_of.index("halt")] = halt, halt + length
    if disrupted and "slip" in names_of:
        at, hit = names_of.index("slip"), rng.random(histories) < 0.6
        onset[at], end[at] = np.where(hit, 334.0, np.nan), np.where(hit, 1065.0, np.nan)
    stockpiles, flows = tuple(sorted(plan.stockpiles)), tuple(sorted(plan.measures.flows))
    caught_up = np.zeros((len(names), histories))
    unmet_t, grades = unmet[:, None, :] * share[:, :, None], tuple(plan.grades)
    stock = holding.astype(np.float32)[:, : len(stockpiles)]
    recorded = [
        ONSET.of(onset, disruptions=names_of),
        END.of(end, disruptions=names_of),
        SUPPLY.of(supply, origins=ORIGINS, regions=regions),
        DEMAND.of(demand.astype(np.float32), consumers=names),
        SERVED.of(served, consumers=names),
        ON_HAND.of(on_hand, consumers=names),
        CAUGHT_UP.of(caught_up, consumers=names),
        UNMET.of(unmet_t, consumers=names, grades=grades),
        STOCKPILE.of(stock, stockpiles=stockpiles),
        RELEASED.of(np.zeros((len(stockpiles), histories)), stockpiles=stockpiles),
    ]
    if flows:
        shape = days, len(flows)
        recorded += [
            FLOW.of(np.zeros((*shape, histories), np.float32), flows=flows),
            PLANNED_FLOW.of(np.zeros((*shape, 1), np.float32), flows=flows),
        ]
    return Record.of(plan.start, recorded)


FLOWS = (
    "halt:magnets:EU:civil:licence",
    "halt:magnets:EU:defence:licence",
    "halt:magnets:US:civil:licence",
    "halt:magnets:US:civil:inspection",
    "halt:oxide:JP:civil:licence",
)
"""Licence flows of a control named halt."""


def licensed(result: Result, flows: tuple[str, ...] = FLOWS, queue: float = 1.0) -> Result:
    """The same run with books of licences made up, which conserve, from month 10 of 24 or fewer.

    Applications rise after the control starts, decisions follow slowly (the slower, the larger
    *queue*); a fifth is refused, a part of what is granted expires.
    """
    record = result.whole
    months, width = len(record.supply_t), record.histories
    first = min(10, months // 3)
    books = np.zeros((months, len(flows), len(LICENCES.entries), width))
    luck = np.random.default_rng(3).uniform(0.7, 1.3, (len(flows), width))
    for i in range(len(flows)):
        passed, filed, granted, refused, withdrawn, used, expired = np.zeros((7, width))
        pending, again, valid, age = np.zeros((4, width))
        for month in range(first, months):
            over = month >= first + 14
            withdrawn, pending = (
                (pending, 0 * pending) if over else (0.02 * pending, 0.98 * pending)
            )
            passed = 0.0 * valid if over else 4.0 * (month - first) * luck[i]
            filed = 0.0 * valid if over else 40.0 / (1 + i) * luck[i] + again
            decided = np.minimum(pending + filed, (month - first) * 8.0 / (1 + i) / queue)
            granted, refused = 0.8 * decided, 0.2 * decided
            again = 0.5 * refused
            expired = valid if over else 0.05 * valid
            used = 0.6 * (valid - expired + granted)
            pending, valid = pending + filed - decided, valid + granted - used - expired
            age = np.where(pending > 0, 12.0 + 4.0 * (month - first) * luck[i], 0.0)
            for entry, value in zip(
                LICENCES.at,
                (
                    passed,
                    filed,
                    granted,
                    refused,
                    withdrawn,
                    used,
                    expired,
                    pending,
                    again,
                    valid,
                    age,
                ),
                strict=True,
            ):
                books[month, i, LICENCES.at[entry]] = value
    whole = record.including(LICENCES.of(books.astype(np.float32), licence_flows=flows))
    return dataclasses.replace(result, whole=whole)
