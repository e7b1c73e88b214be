"""A market must have a price for every element, goods to set it, and responses of what exists."""

from collections.abc import Iterator

from sim.scenario.chain import TRADED
from sim.scenario.errors import did_you_mean, figure, listed, sentences
from sim.scenario.finding import Finding
from sim.scenario.network import routes, within
from sim.scenario.numbers import dates_of, expected, highest, on_date
from sim.scenario.origin import Path
from sim.scenario.schema import Market, PriceFloor, ProjectPrice, Scenario

WHERE: Path = ("market",)
DAYS_PER_MONTH = 365.25 / 12


def market(scenario: Scenario) -> Iterator[Finding]:
    """Check the market."""
    block = scenario.market
    if block is None:
        return
    if not any(route.good in TRADED for route in routes(scenario)):
        says = "No lane carries oxide or metal: nothing sets a price."
        yield Finding(WHERE, says, "Take the market out, or write the chain to the magnet makers.")
    yield from _normal_prices(scenario, block)
    sectors = {consumer.sector for consumer in scenario.consumers.values()}
    for sector in block.demand.sectors:
        if sector not in sectors:
            says = sentences(
                f"No consumer is of the sector '{sector}'.", did_you_mean(sector, sectors)
            )
            path = (*WHERE, "demand", "sectors", sector)
            yield Finding(path, says, f"Known: {listed(sectors)}.")
    responses = block.supply.long_run, block.supply.elasticity
    for date in dates_of(responses):
        long_run, idle = (on_date(value, date, expected) for value in responses)
        if long_run < idle:
            when = f" on {date}" if date else ""
            least = figure(idle, long_run)
            says = (
                f"long_run is {figure(long_run, idle)}{when}, below the elasticity of {least}, "
                "which it includes."
            )
            yield Finding((*WHERE, "supply", "long_run"), says, f"Write at least {least}.")
            break
    for place in block.tariffs:
        if not any(within(scenario, one.region, place) for one in scenario.consumers.values()):
            says = f"Nobody consumes in {place}: the tariff has no effect."
            remedy = "It is paid in the region of the consumer."
            yield Finding((*WHERE, "tariffs", place), says, remedy, "warning")
    yield from _floors(scenario, block)
    yield from _projects(scenario, block)


def _normal_prices(scenario: Scenario, block: Market) -> Iterator[Finding]:
    """Every element needs one in both blocs."""
    for bloc in ("china", "outside"):
        given = block.normal_usd_per_kg.get(bloc, {})
        lacking = [element for element in scenario.elements if element not in given]
        if lacking:
            says = f"There is no normal price of {listed(lacking)} in the bloc {bloc}."
            remedy = f"Write {bloc}: {{{lacking[0]}: <USD per kg of oxide>}}."
            yield Finding((*WHERE, "normal_usd_per_kg"), says, remedy)


def _floors(scenario: Scenario, block: Market) -> Iterator[Finding]:
    """A floor is for those who sell the element."""
    sellers = {*scenario.mines, *scenario.separation_plants, *scenario.recyclers}
    for name, floor in block.floors.items():
        path = (*WHERE, "floors", name)
        for number, facility in enumerate(floor.facilities):
            where = (*path, "facilities", number)
            if facility not in sellers:
                says = f"{facility} sells neither concentrate nor oxide."
                yield Finding(where, says, "Name mines, separation plants or recyclers.")
            elif floor.element not in _sold(scenario, facility):
                says = f"{facility} does not sell {floor.element}."
                yield Finding(where, says, f"It sells {listed(_sold(scenario, facility))}.")
        if floor.start is not None and floor.end is not None and floor.end < floor.start:
            says = f"It ends on {floor.end}, before its start on {floor.start}."
            yield Finding((*path, "until"), says, "Write a later end or an earlier start.")
        yield from _never(scenario, floor, path)


def _never(scenario: Scenario, floor: PriceFloor, path: Path) -> Iterator[Finding]:
    """Find what a floor says of days that it does not have, or of a share of nothing."""
    horizon = f"{scenario.start} to {scenario.end}"
    if floor.start is not None and floor.start > scenario.end:
        says = f"It begins on {floor.start}, after the horizon: it pays nothing."
        yield Finding((*path, "from"), says, f"The horizon: {horizon}.", "warning")
    if floor.end is not None and floor.end < scenario.start:
        says = f"It ends on {floor.end}, before the horizon: it pays nothing."
        yield Finding((*path, "until"), says, f"The horizon: {horizon}.", "warning")
    if floor.upside_from is not None and highest(floor.upside_share) <= 0:
        says = "upside_from has no effect: the state has no share of the upside."
        yield Finding((*path, "upside_from"), says, "Write upside_share.", "warning")
    over = min(floor.end or scenario.end, scenario.end)
    if floor.upside_from is not None and floor.upside_from > over:
        says = f"upside_from has no effect: the floor is over on {over}."
        yield Finding((*path, "upside_from"), says, "Write an earlier date.", "warning")
    if highest(floor.strike_usd_per_kg) <= 0:
        says = "No price is below a strike price of 0: it pays nothing."
        yield Finding((*path, "strike_usd_per_kg"), says, "Write more.", "warning")


def _sold(scenario: Scenario, facility: str) -> set[str]:
    """Name the elements that a facility sells."""
    if facility in scenario.mines:
        return set(scenario.mines[facility].basket)
    plants = scenario.separation_plants | scenario.recyclers
    return set(plants[facility].recovery)


def _projects(scenario: Scenario, block: Market) -> Iterator[Finding]:
    """What was decided before the start is not decided again."""
    for name, rule in block.projects.items():
        first, facility = scenario.projects[name].first_product, scenario.projects[name].facility
        if any(
            facility in floor.facilities and floor.element == rule.element
            for floor in block.floors.values()
        ):
            says = f"It has no effect: {facility} has a floor for {rule.element}."
            yield Finding((*WHERE, "projects", name), says, "Keep one of the two.", "warning")
        if rule.cancelled and "slip_months" in rule.model_fields_set:
            says = "slip_months has no effect: it is given up instead."
            path = (*WHERE, "projects", name, "slip_months")
            yield Finding(path, says, "Leave it out, or write cancelled: false.", "warning")
        if rule.milestone is not None:
            yield from _milestone(scenario, name, rule)
        elif (first - scenario.start).days < rule.lead_months * DAYS_PER_MONTH:
            says = f"It was decided {rule.lead_months:g} months before {first}, before the start."
            remedy = "It has no effect; write less lead_months or an earlier start."
            yield Finding((*WHERE, "projects", name, "lead_months"), says, remedy, "warning")


def _milestone(scenario: Scenario, name: str, rule: ProjectPrice) -> Iterator[Finding]:
    """A milestone that waits for a price is one that is still to come."""
    assert rule.milestone is not None
    path, project = (*WHERE, "projects", name), scenario.projects[name]
    if rule.milestone not in project.steps:
        says = sentences(
            f"{name} has no milestone '{rule.milestone}' that acts.",
            did_you_mean(rule.milestone, project.steps),
        )
        yield Finding((*path, "milestone"), says, f"Known: {listed(project.steps)}.")
        return
    if "lead_months" in rule.model_fields_set:
        says = f"lead_months has no effect: it is decided when {rule.milestone} would begin."
        yield Finding((*path, "lead_months"), says, "Leave it out.", "warning")
    if not rule.cancelled and highest(rule.slip_months) <= 0:
        says = "With slip_months: 0 it waits for nothing."
        yield Finding((*path, "slip_months"), says, "Write more, as slip_months: 1.", "warning")
    step = project.steps[rule.milestone]
    late = any(one.late_months for one in project.steps.values())
    if (begins := project.plan[rule.milestone].start) < scenario.start and not (
        late and step.after
    ):
        says = f"{rule.milestone} began on {begins}, before the start: it was decided by then."
        yield Finding((*path, "milestone"), says, "Write an earlier start.", "warning")
