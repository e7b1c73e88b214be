"""Networks of any size, made by a rule: to see what a facility more costs.

The stages and the lanes stand in the proportions of the baseline: of a hundred facilities 23 are
mines, 20 separation plants, 10 metal makers, 20 magnet makers and 27 consumers. A buyer has the
same few suppliers however large the network is.
"""

import datetime as dt
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

import sim
from sim.scenario.schema import Scenario

Block = dict[str, Any]

START = dt.date(2026, 1, 1)
SMALLEST = 10
SHARES = {
    "mine": 0.23,
    "separator": 0.20,
    "smelter": 0.10,
    "maker": 0.20,
    "consumer": 0.27,
}
LANES = {
    "concentrate": ("mine", "separator", 2),
    "oxide": ("separator", "smelter", 6),
    "metal": ("smelter", "maker", 2),
    "magnets": ("maker", "consumer", 5),
}
"""Seller, buyer, and suppliers of a buyer: about as many as in the baseline."""
COUNTRIES = ("CN", "JP", "CN", "US", "CN", "DE")
TRANSIT_DAYS = (3, 7, 20, 35)
FINISHED = 0.8
SPARE = 1.25
"""Capacity of a magnet maker over its planned sales."""


def scenario(facilities: int, days: int) -> Scenario:
    """Make a network of so many facilities, consumers among them, and load it as a user would."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "generated.yaml")
        YAML(typ="safe").dump(network(facilities, days), file)
        return sim.load(file)


def network(facilities: int, days: int) -> Block:
    """Make the mapping that a scenario file of the network holds."""
    ids = _ids(facilities)
    demand = {name: 50.0 + 25.0 * (i % 7) for i, name in enumerate(ids["consumer"])}
    lanes: Block = {
        f"{seller}_to_{buyer}": {
            "good": good,
            "from": seller,
            "to": buyer,
            "share": share,
            "transit_days": TRANSIT_DAYS[(i + rank) % len(TRANSIT_DAYS)],
        }
        for good, (stage, next_stage, most) in LANES.items()
        for i, buyer in enumerate(ids[next_stage])
        for rank, (seller, share) in enumerate(_suppliers(ids[stage], i, most))
    }
    sales = dict.fromkeys(ids["maker"], 0.0)
    for lane in lanes.values():
        if lane["good"] == "magnets":
            sales[lane["from"]] += lane["share"] * demand[lane["to"]]
    return {
        "schema": 1,
        "name": "generated",
        "start": START,
        "end": START + dt.timedelta(days - 1),
        "elements": {
            "ndpr": {"oxide_t_per_t_element": 1.17},
            "dy": {"oxide_t_per_t_element": 1.15, "heavy": True},
            "tb": {"oxide_t_per_t_element": 1.15, "heavy": True},
        },
        "grades": {
            "standard": {"recipe": {"ndpr": 0.30}},
            "middle": {"recipe": {"ndpr": 0.29, "dy": 0.01}},
            "hot": {"recipe": {"ndpr": 0.26, "dy": 0.03, "tb": 0.01}},
        },
        "mines": {
            name: {"country": country, "basket": {"ndpr": 0.22, "dy": 0.02, "tb": 0.006}}
            for name, country in _placed(ids["mine"])
        },
        "separation_plants": {
            name: {
                "country": country,
                "recovery": {"ndpr": 0.90, "dy": 0.85, "tb": 0.85},
                "processing_days": 20,
            }
            for name, country in _placed(ids["separator"])
        },
        "metal_makers": {
            name: {"country": country, "metal_yield": 0.95, "processing_days": 5}
            for name, country in _placed(ids["smelter"])
        },
        "magnet_makers": {
            name: {
                "country": country,
                "capacity_t_blanks_per_year": SPARE * sales[name] / FINISHED,
                "finished_t_per_t_blank": FINISHED,
                "processing_days": 14,
            }
            for name, country in _placed(ids["maker"])
        },
        "consumers": {
            name: {
                "region": country,
                "sector": "motors",
                "demand_t_per_year": demand[name],
                "grades": {"standard": 0.5, "middle": 0.3, "hot": 0.2},
                "priority": i % 3,
            }
            for i, (name, country) in enumerate(_placed(ids["consumer"]))
        },
        "lanes": lanes,
        "disruptions": {
            "halt": {
                "kind": "export_control",
                "exporter": "CN",
                "goods": ["magnets"],
                "start": {"uniform": [30, 90]},
                "duration_days": {"triangular": [60, 120, 240]},
            },
            "fire": {
                "kind": "outage",
                "facilities": ids["separator"][:1],
                "start": {"uniform": [0, 180]},
                "duration_days": {"triangular": [30, 60, 120]},
            },
        },
    }


def _ids(facilities: int) -> dict[str, list[str]]:
    """Name the facilities of each stage; the consumers are what the shares leave over."""
    if facilities < SMALLEST:
        raise ValueError(f"a network has at least {SMALLEST} facilities, not {facilities}")
    counts = {stage: round(share * facilities) for stage, share in SHARES.items()}
    counts["consumer"] += facilities - sum(counts.values())
    return {stage: [f"{stage}_{i + 1}" for i in range(n)] for stage, n in counts.items()}


def _suppliers(sellers: Sequence[str], buyer: int, most: int) -> Iterator[tuple[str, float]]:
    """Give a buyer its suppliers, the next in turn, and falling shares that sum to 1."""
    count = min(most, len(sellers))
    for rank in range(count):
        weight = 2 * (count - rank) / (count * (count + 1))
        yield sellers[(buyer * count + rank) % len(sellers)], weight


def _placed(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    for i, name in enumerate(names):
        yield name, COUNTRIES[i % len(COUNTRIES)]
