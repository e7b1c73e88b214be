"""Small random networks, as the mappings that a scenario file holds."""

import datetime as dt
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from ruamel.yaml import YAML

import sim
from sim.world.record.record import Record
from tests import late_twin

Block = dict[str, Any]

DAYS_PER_YEAR = 365.25
START = dt.date(2026, 1, 1)


def run(world: Block, n: int = 1) -> Record:
    """Write a network to a file, load it as a user would, and run it."""
    with tempfile.TemporaryDirectory() as folder:
        file = written(world, Path(folder))
        return late_twin.run(sim.load(file), n).record


def written(world: Block, folder: Path) -> Path:
    """Write a network to a file, as a user would."""
    file = folder / "network.yaml"
    yaml = YAML(typ="safe")
    yaml.representer.ignore_aliases = lambda _: True
    yaml.dump(world, file)
    return file


def world(days: int, **blocks: Block) -> Block:
    """Frame blocks as a scenario of so many days."""
    return {
        "schema": 1,
        "name": "random-network",
        "start": START,
        "end": START + dt.timedelta(days - 1),
        "warm_up_days": 60,
        "policy": {"review_days": 1},
        **blocks,
    }


@st.composite
def one_tier(draw: st.DrawFn, days: int = 250) -> Block:
    """Draw makers that need no input and can just serve their consumers, and disruptions."""
    makers, users = draw(_ids("maker", 3)), draw(_ids("consumer", 3))
    consumers = draw(_consumers(users, {"plain": {}}))
    lanes = draw(_lanes("magnets", makers, users))
    sales = dict.fromkeys(makers, 0.0)
    for lane in lanes.values():
        sales[lane["from"]] += lane["share"] * consumers[lane["to"]]["demand_t_per_year"]
    blocks = {
        name: {
            "country": draw(st.sampled_from(["CN", "JP"])),
            "capacity_t_blanks_per_year": sales[name] * draw(st.sampled_from([1.05, 1.5])),
            "stock_days": draw(st.integers(0, 10)),
        }
        for name in makers
    }
    return world(
        days,
        grades={"plain": {}},
        magnet_makers=blocks,
        consumers=consumers,
        lanes=lanes,
        disruptions=draw(_disruptions(makers, _countries(blocks))),
    )


@st.composite
def chains(draw: st.DrawFn, days: int = 150) -> Block:
    """Draw whole chains of two elements, some of their plants too small, and disruptions."""
    mines, separators = draw(_ids("mine", 2)), draw(_ids("separator", 2))
    smelters, makers, users = (
        draw(_ids("smelter", 2)),
        draw(_ids("maker", 3)),
        draw(_ids("consumer", 4)),
    )
    grades = {
        "standard": {"recipe": {"ndpr": 0.3}},
        "hot": {"recipe": {"ndpr": 0.27, "dy": 0.03}},
    }
    plant = {"stock_days": st.integers(0, 30), "country": st.sampled_from(["CN", "JP"])}
    converter = plant | {"processing_days": st.integers(0, 5), "feed_days": st.integers(0, 40)}
    recovery = st.just({"ndpr": 0.9, "dy": 0.8})
    basket = st.fixed_dictionaries(
        {"ndpr": st.sampled_from([0.2, 0.3]), "dy": st.sampled_from([0.01, 0.05])}
    )
    scarce = {"capacity_t_blanks_per_year": st.sampled_from([1000, 10_000])}
    finished = {"finished_t_per_t_blank": st.just(0.8)}
    magnet_makers = draw(_blocks(makers, converter | finished, scarce))
    return world(
        days,
        elements={"ndpr": {"oxide_t_per_t_element": 1.17}, "dy": {"heavy": True}},
        grades=grades,
        mines=draw(_blocks(mines, plant | {"basket": basket})),
        separation_plants=draw(_blocks(separators, converter | {"recovery": recovery})),
        metal_makers=draw(_blocks(smelters, converter | {"metal_yield": st.just(0.95)})),
        magnet_makers=magnet_makers,
        consumers=draw(_consumers(users, grades)),
        lanes=draw(_lanes("concentrate", mines, separators))
        | draw(_lanes("oxide", separators, smelters))
        | draw(_lanes("metal", smelters, makers))
        | draw(_lanes("magnets", makers, users)),
        disruptions=draw(
            _disruptions(
                [*mines, *separators, *smelters, *makers],
                _countries(magnet_makers),
                chancy=True,
            )
        ),
    )


@st.composite
def chains_to_all_users(draw: st.DrawFn) -> Block:
    """Draw whole chains with motor makers, and with consumers of motors, oxide and metal, too."""
    network = draw(chains())
    plants, drivers = draw(_ids("motors", 2)), draw(_ids("driver", 2))
    keys = {key: st.integers(0, 20) for key in ("stock_days", "processing_days", "feed_days")}
    where = {"country": st.sampled_from(["CN", "MX"])}
    scarce = {"capacity_t_magnets_per_year": st.sampled_from([500, 5000])}
    lossy = {"motor_yield": st.sampled_from([0.9, 1.0])}
    network["motor_makers"] = draw(_blocks(plants, keys | where | lossy, scarce))
    network["consumers"] |= {
        name: one | {"good": "motors"}
        for name, one in draw(_consumers(drivers, network["grades"])).items()
    }
    lanes = draw(_lanes("magnets", list(network["magnet_makers"]), plants))
    lanes |= draw(_lanes("motors", plants, drivers))
    for good, makers in (("oxide", "separation_plants"), ("metal", "metal_makers")):
        name = f"user_of_{good}"
        (user,) = draw(_consumers([name], {"ndpr": {}, "dy": {}})).values()
        network["consumers"][name] = user | {"good": good, "elements": user.pop("grades")}
        lanes |= draw(_lanes(good, list(network[makers]), [name]))
    network["lanes"] |= lanes
    return network


def _ids(noun: str, most: int) -> st.SearchStrategy[list[str]]:
    return st.integers(1, most).map(lambda n: [f"{noun}_{i + 1}" for i in range(n)])


def _countries(blocks: Block) -> list[str]:
    return sorted({block["country"] for block in blocks.values()})


def _blocks(
    names: Iterable[str], keys: Block, optional: Block | None = None
) -> st.SearchStrategy[Block]:
    block: st.SearchStrategy[Block] = st.fixed_dictionaries(keys, optional=optional or {})
    return st.fixed_dictionaries(dict.fromkeys(names, block))


@st.composite
def _consumers(draw: st.DrawFn, names: list[str], grades: Block) -> Block:
    found = {}
    for name in names:
        weights = [draw(st.integers(1, 3)) for _ in grades]
        found[name] = {
            "region": "US",
            "sector": "motors",
            "priority": draw(st.integers(0, 2)),
            "demand_t_per_year": draw(st.integers(1, 20)) * DAYS_PER_YEAR,
            "grades": {g: w / sum(weights) for g, w in zip(grades, weights, strict=True)},
            "stock_days": draw(st.integers(0, 15)),
        }
    return found


@st.composite
def _lanes(draw: st.DrawFn, good: str, sellers: list[str], buyers: list[str]) -> Block:
    found = {}
    for buyer in buyers:
        weights = [draw(st.integers(1, 4)) for _ in sellers]
        for seller, weight in zip(sellers, weights, strict=True):
            found[f"{seller}_to_{buyer}"] = {
                "good": good,
                "from": seller,
                "to": buyer,
                "share": weight / sum(weights),
                "transit_days": draw(st.integers(1, 30)),
            }
    return found


@st.composite
def _disruptions(
    draw: st.DrawFn,
    facilities: list[str],
    exporters: list[str],
    *,
    chancy: bool = False,
) -> Block:
    kinds = {
        "outage": {
            "facilities": st.lists(st.sampled_from(facilities), min_size=1, unique=True),
            "capacity_factor": st.sampled_from([0, 0.25, 0.5]),
        },
        "export_control": {
            "exporter": st.sampled_from(exporters),
            "goods": st.just(["magnets"]),
            "mode": st.just("quota"),
            "quota_share": st.sampled_from([0, 0.25, 0.5]),
        },
    }
    plain = st.integers(30, 120)
    when: dict[str, st.SearchStrategy[Any]] = {"start": st.integers(5, 80), "duration_days": plain}
    if chancy:
        when["duration_days"] |= st.just({"uniform": [5, 60]})
        when["probability"] = st.sampled_from([0.02, 1.0])
    chosen = draw(st.lists(st.sampled_from(sorted(kinds)), min_size=1, max_size=2, unique=True))
    return {
        kind: draw(st.fixed_dictionaries(kinds[kind] | when)) | {"kind": kind} for kind in chosen
    }
