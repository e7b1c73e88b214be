"""The STRESS-DES checklist (Monks et al. 2019), filled from a scenario with file and line."""

from collections.abc import Iterator
from dataclasses import dataclass

from sim.measures.measure import by_name, headlines
from sim.output.stored import StoredRun
from sim.report.bibliography import tally, used
from sim.report.commands import run_command
from sim.report.document import Table, row_of
from sim.report.words import place_of, plain
from sim.scenario.chain import CONSUMERS, STAGES, STOCKPILES
from sim.scenario.chances import chances_of
from sim.scenario.errors import listed, plural
from sim.scenario.explain import explain
from sim.scenario.load import Loaded
from sim.scenario.origin import Path

ITEMS = 20
"""Items of the checklist."""
CITATION = (
    "T. Monks, C. S. M. Currie, B. S. Onggo, S. Robinson, M. Kunc, S. J. E. Taylor (2019): "
    "Strengthening the reporting of empirical simulation studies: introducing the STRESS "
    "guidelines. Journal of Simulation 13 (1), 55-67."
)
CODE = "program"
"""Stands in the place of a file where the model itself says it, for every scenario alike."""


@dataclass(frozen=True)
class Item:
    """An item of the checklist."""

    number: str
    name: str
    says: str
    where: str


def checklist(run: StoredRun) -> Table:
    """Fill the checklist for a run."""
    found = [*_objectives(run), *_logic(run), *_data(run), *_experiments(run), *_program(run)]
    return Table(
        "stress-des",
        f"STRESS-DES: {len(found)} of {ITEMS} items",
        ("Item", "What", "How it is here", "Where"),
        tuple(row_of(one.number, one.name, one.says, one.where) for one in found),
        below=(CITATION,),
        dense=True,
    )


def _at(loaded: Loaded, *paths: Path) -> str:
    """Say where values are written, those that are."""
    places = (place_of(loaded.origins[path]) for path in paths if path in loaded.origins)
    return ", ".join(dict.fromkeys(places)) or "default"


def _objectives(run: StoredRun) -> Iterator[Item]:
    loaded, scenario = run.loaded, run.scenario
    question = scenario.question or f"What happens in {scenario.called}?"
    yield Item("1.1", "Purpose of the model", question.strip(), _at(loaded, ("question",)))
    names = listed([plain(name) for name in headlines()])
    yield Item(
        "1.2",
        "Model outputs",
        f"For each consumer, region, sector and end use, and for all: {names}; of each history, "
        f"as mean, 95 % interval and quantiles. {len(by_name())} measures in all.",
        _at(loaded, ("measures",), ("measures", "reference")),
    )
    aims = scenario.covers or "One scenario, with and without what happens, history by history."
    expects = f" Expected beforehand: {'; '.join(scenario.expect)}." if scenario.expect else ""
    yield Item("1.3", "Experimentation aims", f"{aims.strip()}{expects}",
               _at(loaded, ("covers",), ("expect",)))  # fmt: skip


def _logic(run: StoredRun) -> Iterator[Item]:
    loaded, scenario = run.loaded, run.scenario
    blocks = [one.block for one in STAGES if getattr(scenario, one.block, None)]
    counts = [f"{plain(block)} ({len(getattr(scenario, block))})" for block in blocks]
    chain = " → ".join([*counts, f"consumers ({len(scenario.consumers)})"])
    yield Item("2.1", "Base model overview diagram", f"{chain}, over {len(scenario.lanes)} lanes.",
               _at(loaded, *((block,) for block in blocks), (CONSUMERS,)))  # fmt: skip
    yield Item(
        "2.2",
        "Base model logic",
        "Every day facilities take what has arrived, make what is ordered, ship what they have; "
        "buyers order what they use and what their shelves lack. A seller that is short serves "
        f"by {plain(scenario.policy.allocation)}; orders on closed lanes: "
        f"{plain(scenario.policy.orders_when_closed)}.",
        _at(loaded, ("policy",), *(("policy", key) for key in sorted(_set(scenario.policy)))),
    )
    happens = [place_of(loaded.origins.get(("disruptions", one))) for one in scenario.disruptions]
    yield Item(
        "2.3",
        "Scenario logic",
        f"{plural(len(scenario.disruptions), 'disruption')}"
        + (f", {plural(len(scenario.branches), 'branching')}" if scenario.branches else "")
        + "; each history is run with and without them, with the same chance.",
        ", ".join(dict.fromkeys(happens)) or "default",
    )
    yield Item(
        "2.4",
        "Algorithms",
        f"Rationing, sourcing, ramps, queues of licences and prices are pure functions. Plants "
        f"plan every {scenario.policy.review_days:g} days.",
        f"{CODE}: sim/rules; {_at(loaded, ('policy', 'review_days'))}",
    )
    stocks = f"{plural(len(scenario.stockpiles), 'strategic stockpile')}"
    yield Item(
        "2.5",
        "Components",
        "Entities: tonnes by element and grade, on orders and shipments. Activities: mining, "
        "separating, making, shipping, licensing. Resources: capacities of facilities and of "
        f"authorities, {stocks}. Queues: backlogs by lane and priority, applications for "
        "licences. Entry and exit: mines and recyclers; use by consumers.",
        _at(loaded, *((block,) for block in blocks), ("lanes",), (STOCKPILES,)),
    )


def _set(block: object) -> set[str]:
    return set(getattr(block, "model_fields_set", ()))


def _data(run: StoredRun) -> Iterator[Item]:
    loaded, scenario = run.loaded, run.scenario
    count = len(used(loaded))
    yield Item("3.1", "Data sources", f"{plural(count, 'source')}, listed in this report.",
               _at(loaded, ("sources",)))  # fmt: skip
    balance = "balance-2024" in scenario.sources
    yield Item(
        "3.2",
        "Pre-processing",
        (
            "Numbers that had to move so that flows of the year 2024 close are marked by their "
            "source balance-2024."
            if balance
            else "None: numbers are taken as the sources give them."
        ),
        _at(loaded, ("sources", "balance-2024")) if balance else CODE,
    )
    rows = explain(loaded)
    yield Item("3.3", "Input parameters", f"{tally(rows)}. shortfall explain lists each with its "
               "place and source.", _files(loaded))  # fmt: skip
    chances = chances_of(scenario)
    estimates = sum(1 for row in rows if row.sources and min(o.grade for o in row.sources) == "C")
    assumed = f"{estimates:,} values rest on estimates (grade C)"
    yield Item(
        "3.4",
        "Assumptions",
        f"{assumed}; what is left out is listed in this report. Histories differ by "
        f"{chances.said}.",
        _at(loaded, ("uncertainty",), ("policy",)),
    )


def _files(loaded: Loaded) -> str:
    """Name the files that values are written in."""
    names = (place_of(one).rpartition(":")[0] or place_of(one) for one in loaded.origins.values())
    return ", ".join(dict.fromkeys(names)) or "default"


def _experiments(run: StoredRun) -> Iterator[Item]:
    loaded, scenario = run.loaded, run.scenario
    yield Item(
        "4.1",
        "Initialisation",
        f"{scenario.warm_up_days:g} undisrupted days are simulated before the first day and "
        "discarded; stocks begin at their targets.",
        _at(loaded, ("warm_up_days",)),
    )
    yield Item("4.2", "Run length", f"{scenario.start} to {scenario.end}, {scenario.days:,} days.",
               _at(loaded, ("start",), ("end",)))  # fmt: skip
    yield Item(
        "4.3",
        "Estimation approach",
        f"{run.said[:1].upper()}{run.said[1:]}; 95 % intervals of means by Student's t, of paired "
        "differences history by history; quantiles over histories.",
        _at(loaded, ("histories",)),
    )


def _program(run: StoredRun) -> Iterator[Item]:
    loaded, versions = run.loaded, run.manifest.versions
    yield Item(
        "5.1",
        "Software or programming language",
        ", ".join(f"{name} {one}" for name, one in versions.items()) + ".",
        "manifest.json",
    )
    yield Item(
        "5.2",
        "Random sampling",
        f"Every source of chance has a stream of its own, named after its place in the scenario; "
        f"seed {run.seed}, sampling: {run.sampling.scheme}.",
        _at(loaded, ("seed",)),
    )
    yield Item(
        "5.3",
        "Model execution",
        f"Processes of one calendar act in the phases of a day. {run_command(run)}",
        CODE,
    )
    yield Item(
        "5.4",
        "System specification",
        "Any machine with Python 3.11 or newer; results do not depend on the machine or the number "
        "of processes. run.log in the folder of the run names the machine and the time taken.",
        "run.log",
    )
    yield Item(
        "6.1",
        "Computer model sharing statement",
        "Program and scenarios are free under the MIT licence; the folder of the run holds its "
        f"resolved scenario, seed and every history (digest {run.digest}).",
        "LICENSE",
    )
