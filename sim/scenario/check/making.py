"""Keys of facilities, consumers and projects that have no effect beside what else is written."""

from collections.abc import Iterator

from sim.scenario.chain import CONCENTRATE, CONSUMERS, DEPOTS, MAGNET_MAKERS, MINES, SCRAP, STAGES
from sim.scenario.chain import SEPARATION_PLANTS as SEPARATION
from sim.scenario.check.first_grade import other_grades
from sim.scenario.errors import figure, listed
from sim.scenario.finding import Finding
from sim.scenario.network import Route, block_of, routes
from sim.scenario.numbers import expected, highest, lowest
from sim.scenario.schema import MagnetMaker, Rise, Scenario

REPLACED = (
    (MINES, "stock_t_reo", "stock_days"),
    (DEPOTS, "order_up_to_t", "stock_days"),
    (CONSUMERS, "order_up_to_t", "stock_days"),
)
"""Blocks with a key that replaces another."""


OF_DEMAND = ("growth_per_year", "thrift_per_year", "daily_variation", "firms")
"""Keys that say something of a consumer's demand."""
MOST_SHIFT = 0.05
"""How far from 1 the mean of a daily variation may be."""


def making(scenario: Scenario) -> Iterator[Finding]:
    """Check what facilities, consumers and projects are told."""
    taken_apart = list(routes(scenario))
    yield from _replaced(scenario)
    yield from _unlimited(scenario)
    yield from _kept_feed(scenario, taken_apart)
    yield from _scrap(scenario, taken_apart)
    yield from _never_thrifty(scenario)
    yield from _never_growing(scenario)
    yield from _shifted(scenario)
    yield from _of_nothing(scenario)
    yield from _ramped_twice(scenario)
    yield from _additions(scenario)
    yield from _never_opened(scenario)
    yield from _never_qualified(scenario, taken_apart)
    yield from _never_kept(scenario)


def _replaced(scenario: Scenario) -> Iterator[Finding]:
    """Find stocks that are written in two ways."""
    for table, key, other in REPLACED:
        for name, block in getattr(scenario, table).items():
            if getattr(block, key) is not None and other in block.model_fields_set:
                says = f"{key} replaces {other}, which has no effect."
                remedy = "Keep one; null removes an inherited one."
                yield Finding((table, name, other), says, remedy, "warning")


def _unlimited(scenario: Scenario) -> Iterator[Finding]:
    """Find what makes no sense of a capacity without limit."""
    limited = {project.facility for project in scenario.projects.values()}
    remedy = "Give it a capacity_t_reo_per_year."
    for name, plant in scenario.separation_plants.items():
        if plant.mode == "push" and plant.capacity_t_reo_per_year is None and name not in limited:
            says = "It is to separate all it can, and its capacity is unlimited."
            yield Finding((SEPARATION, name, "mode"), says, f"{remedy[:-1]}, or write mode: pull.")
    for name, mine in scenario.mines.items():
        unlimited = mine.capacity_t_reo_per_year is None and name not in limited
        for number, season in enumerate(mine.seasons):
            path = (MINES, name, "seasons", number, "factor")
            if unlimited and season.factor > 0:
                says = "factor has no effect: a share of an unlimited capacity is unlimited, too."
                yield Finding(path, says, remedy, "warning")
            elif season.factor == 1.0:
                says = "A season with the factor 1 changes nothing."
                yield Finding(path, says, "Write less, or leave it out.", "warning")


def _kept_feed(scenario: Scenario, taken_apart: list[Route]) -> Iterator[Finding]:
    """Find plants that are to let go of feed which never is too much, or which they order."""
    pushed = {route.buyer for route in taken_apart if route.push and route.good == CONCENTRATE}
    limited = {project.facility for project in scenario.projects.values()}
    for name, plant in scenario.separation_plants.items():
        if (days := plant.feed_surplus_above_days) is None:
            continue
        path = (SEPARATION, name, "feed_surplus_above_days")
        unlimited = plant.capacity_t_reo_per_year is None and name not in limited
        if unlimited or name not in pushed:
            why = "its capacity is unlimited" if unlimited else "no plant pushes concentrate to it"
            says = f"feed_surplus_above_days has no effect: {why}."
            yield Finding(path, says, "Leave it out.", "warning")
        elif lowest(days) < (kept := highest(plant.feed_days)):
            says = f"{figure(lowest(days), kept)} days are less than the feed_days that it orders."
            yield Finding(path, says, f"Write {kept:g} or more: it would lose ore it pays for.")


def _never_kept(scenario: Scenario) -> Iterator[Finding]:
    """Find plants that are to keep a surplus that they never have."""
    for name, plant in scenario.separation_plants.items():
        if plant.surplus_kept != 0.0 and plant.surplus_above_days is None:
            says = "surplus_kept has no effect: nothing that it makes is surplus."
            remedy = "Write surplus_above_days, or leave it out: all stays on sale."
            yield Finding((SEPARATION, name, "surplus_kept"), says, remedy, "warning")


def _scrap(scenario: Scenario, taken_apart: list[Route]) -> Iterator[Finding]:
    """Find magnet makers that are told what becomes of scrap that there is not."""
    sold = {route.seller for route in taken_apart if route.good == SCRAP}
    for name, maker in scenario.magnet_makers.items():
        path = (MAGNET_MAKERS, name)
        if highest(maker.in_house_return) > 0 and _wastes_nothing(maker):
            says = "in_house_return has no effect: with yields of 1 there is no scrap."
            remedy = "Leave it out, or write finished_t_per_t_blank or blank_t_per_t_alloy."
            yield Finding((*path, "in_house_return"), says, remedy, "warning")
        if "scrap_collected" in maker.model_fields_set and name not in sold:
            says = "scrap_collected has no effect: no lane takes scrap from it."
            remedy = "Leave it out, or add a lane of scrap to a recycler with push: true."
            yield Finding((*path, "scrap_collected"), says, remedy, "warning")


def _wastes_nothing(maker: MagnetMaker) -> bool:
    return lowest(maker.finished_t_per_t_blank) == lowest(maker.blank_t_per_t_alloy) == 1.0


def _never_thrifty(scenario: Scenario) -> Iterator[Finding]:
    """Find consumers that are to move to the first grade, and buy nothing else."""
    first = next(iter(scenario.grades))
    for name, consumer in scenario.consumers.items():
        if expected(consumer.thrift_per_year) <= 0:
            continue
        path = (CONSUMERS, name, "thrift_per_year")
        if not consumer.by_grade:
            says = f"thrift_per_year moves demand between grades; {name} uses {consumer.good}."
            yield Finding(path, says, "Write growth_per_year below 0 for less demand.")
        elif not other_grades(scenario, consumer):
            says = f"thrift_per_year has no effect: it buys nothing but {first}."
            yield Finding(path, says, "Leave it out, or give it other grades.", "warning")


def _never_growing(scenario: Scenario) -> Iterator[Finding]:
    """Find what is said of demand that is nothing."""
    for name, consumer in scenario.consumers.items():
        for key in OF_DEMAND if highest(consumer.demand_t_per_year) <= 0 else ():
            if key in consumer.model_fields_set:
                says = f"{key} has no effect: its demand is 0."
                remedy = "Write demand_t_per_year above 0."
                yield Finding((CONSUMERS, name, key), says, remedy, "warning")


def _shifted(scenario: Scenario) -> Iterator[Finding]:
    """Find a daily variation that makes demand another on average."""
    for name, consumer in scenario.consumers.items():
        variation = consumer.daily_variation
        if variation is not None and abs(variation.mean - 1.0) > MOST_SHIFT:
            says = f"Its mean is {variation.mean:g}: on average demand is so many times as written."
            remedy = "Write factors with the mean 1, and the demand in demand_t_per_year."
            yield Finding((CONSUMERS, name, "daily_variation"), says, remedy, "warning")


def _of_nothing(scenario: Scenario) -> Iterator[Finding]:
    """Find magnets that need no element, where others do."""
    bought = {
        grade
        for consumer in scenario.consumers.values()
        for grade, share in consumer.grades.items()
        if share > 0
    }
    if any(grade.recipe for grade in scenario.grades.values()):
        for name in sorted(bought & scenario.grades.keys()):
            if not any(scenario.grades[name].recipe.values()):
                says = "It has no recipe: its magnets are made of nothing, and never lack anything."
                remedy = "Write recipe, t of each element in a tonne of magnet."
                yield Finding(("grades", name), says, remedy, "warning")


def _ramped_twice(scenario: Scenario) -> Iterator[Finding]:
    """Find ramps of which two keys say how long they take."""
    for name, project in scenario.projects.items():
        if isinstance(project.curve, Rise) and "ramp_months" in project.model_fields_set:
            says = "ramp_months means nothing to a curve with half_months."
            remedy = "Keep one; null removes an inherited one."
            yield Finding(("projects", name, "ramp_months"), says, remedy)


def _additions(scenario: Scenario) -> Iterator[Finding]:
    """Find projects of what has no capacity that they could add to."""
    keys = {stage.block: stage.capacity for stage in STAGES if stage.capacity}
    blocks = block_of(scenario)
    for name, project in scenario.projects.items():
        path, block = ("projects", name, "facility"), blocks[project.facility]
        if block not in keys:
            says = f"{project.facility} has no capacity that a project could add to."
            yield Finding(path, says, f"Name one of: {listed(keys)}.")
        elif getattr(getattr(scenario, block)[project.facility], keys[block]) is None:
            says = f"It adds nothing: the capacity of {project.facility} is unlimited."
            yield Finding(path, says, f"Write its {keys[block]}, 0 if it is new.", "warning")


def _never_opened(scenario: Scenario) -> Iterator[Finding]:
    """Find facilities without any capacity, to which no project adds some."""
    added_to = {project.facility for project in scenario.projects.values()}
    for stage in STAGES:
        for name, facility in getattr(scenario, stage.block).items():
            most = getattr(facility, stage.capacity)
            if most is not None and name not in added_to and highest(most) <= 0:
                says = "It makes nothing: its capacity is 0, and no project adds to it."
                remedy = "Write more, or projects with it as facility."
                yield Finding((stage.block, name, stage.capacity), says, remedy, "warning")


def _never_qualified(scenario: Scenario, taken_apart: list[Route]) -> Iterator[Finding]:
    """Find projects for whose qualification nobody waits."""
    offtakes = {route.seller for route in taken_apart if route.offtake is not None}
    for name, project in scenario.projects.items():
        if highest(project.qualification_months) > 0 and project.facility not in offtakes:
            says = (
                "qualification_months has no effect: it is for offtake lanes, and "
                f"{project.facility} has none."
            )
            remedy = "Leave it out, or write offtake instead of share in its lanes."
            yield Finding(("projects", name, "qualification_months"), says, remedy, "warning")
