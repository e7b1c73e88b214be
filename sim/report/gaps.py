"""What a world leaves out, as far as its scenario and the model tell."""

from collections.abc import Iterator

from sim.report.words import file_name, plain
from sim.scenario.chain import CONSUMERS, STAGES, STANDING_BLOCKS
from sim.scenario.errors import plural
from sim.scenario.load import Loaded
from sim.scenario.schema import Scenario

NEVER = (
    "No war, panic, or new magnet without rare earths; no law made because of what happens here.",
    "Firms act by rules that are the same for all of a kind; nobody bargains.",
    "A day is the shortest step, and goods of a kind are alike: no single shipment, order or order "
    "size matters.",
)
"""What no scenario holds."""


def gaps(loaded: Loaded) -> Iterator[str]:
    """Say, a sentence each, what a world does not hold."""
    scenario = loaded.scenario
    yield from _numbers(scenario)
    yield from _parts(scenario)
    named = [file_name(name) for name in sorted(loaded.left_out)]
    if named:
        yield f"Left out on request: {', '.join(named)}."
    yield from NEVER


def _numbers(scenario: Scenario) -> Iterator[str]:
    """Say which numbers stay as they are written."""
    if scenario.uncertainty is None:
        yield (
            "Numbers are taken as they are written: the bands do not hold how far sources may be "
            "off (uncertainty: from_grades does)."
        )
    elif scenario.worlds == "central":
        yield "Estimates are taken as they are written: the bands hold all else that differs."
    yield (
        f"Nothing is told of what happens before {scenario.start} and after {scenario.end}; what "
        "recovers later is not counted."
    )


def _parts(scenario: Scenario) -> Iterator[str]:
    """Say which parts of the model a scenario does not use."""
    if scenario.market is None:
        yield "No prices: nothing answers scarcity by costing more, and nobody saves for it."
    if not scenario.stockpiles:
        yield "No strategic stockpiles: only what firms hold themselves."
    if scenario.projects and scenario.schedule is None:
        yield "Plants open on the dates their owners give."
    if not any(lane.grey for lane in scenario.lanes.values()):
        yield "Nothing passes controls on grey lanes."
    missing = [one.block for one in STAGES if one.block in STANDING_BLOCKS]
    empty = [plain(block) for block in missing if not getattr(scenario, block)]
    if empty:
        yield f"No {', no '.join(empty)}."
    silent = [one for one in getattr(scenario, CONSUMERS).values() if one.output is None]
    if silent:
        yield (
            f"{plural(len(silent), 'consumer')} of {len(getattr(scenario, CONSUMERS))} do not say "
            "what they build with a tonne: what they lose is in days, not in products or money."
        )
