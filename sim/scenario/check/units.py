"""Unit slips: a capacity far beyond all that the world can need of it is rarely meant."""

from collections.abc import Iterator, Mapping

from sim.scenario.chain import CONSUMERS, OXIDE, STAGES
from sim.scenario.check.need import needs, total
from sim.scenario.finding import Finding
from sim.scenario.numbers import expected, greatest
from sim.scenario.schema import Scenario

FAR_TOO_MUCH = 20.0
"""Multiple of the world's need from which a capacity looks like a slip of units."""


def units(scenario: Scenario) -> Iterator[Finding]:
    """Compare every capacity with the need of its stage, and demand with all capacity."""
    sums = {
        good: total(amounts, leave_out=scenario.depots) for good, amounts in needs(scenario).items()
    }
    reo = _reo(scenario, sums[OXIDE])
    for stage in STAGES:
        if stage.gives is None:
            continue
        block, key = stage.block, stage.capacity
        needed = sum(sums[stage.gives].values()) if stage.by_item else reo
        for name, facility in getattr(scenario, block).items():
            capacity = getattr(facility, key)
            # Half of the blank is ground away at most, so finished tonnes stand for blanks here.
            if capacity is not None and 0 < needed * FAR_TOO_MUCH < greatest(capacity):
                says = (
                    f"The capacity of {greatest(capacity):,.0f} t a year is "
                    f"{greatest(capacity) / needed:,.0f} times what the world needs "
                    f"of this stage ({needed:,.0f} t)."
                )
                yield Finding((block, name, key), says, "A slip of units?", "warning")
    yield from _demand(scenario)


def _reo(scenario: Scenario, oxide: Mapping[str, float]) -> float:
    """Give the t REO a year that hold the oxides needed, by the mean of the mines' baskets."""
    baskets = [mine.basket for mine in scenario.mines.values()]
    found = 0.0
    for element, t in oxide.items():
        shares = [greatest(basket[element]) for basket in baskets if element in basket]
        if shares and (mean := sum(shares) / len(shares)) > 0:
            found = max(found, t * scenario.elements[element].oxide_t_per_t_element / mean)
    return found


def _demand(scenario: Scenario) -> Iterator[Finding]:
    """Find consumers that want far more magnets than all magnet makers can make."""
    makers = scenario.magnet_makers.values()
    capacities = [maker.capacity_t_blanks_per_year for maker in makers]
    if not capacities or None in capacities:
        return
    most = sum(greatest(capacity) for capacity in capacities if capacity is not None)
    most += sum(
        expected(p.adds_per_year)
        for p in scenario.projects.values()
        if p.facility in scenario.magnet_makers
    )
    for name, consumer in scenario.consumers.items():
        wanted = expected(consumer.demand_t_per_year)
        if consumer.by_grade and 0 < most * FAR_TOO_MUCH < wanted:
            says = (
                f"The demand of {wanted:,.0f} t a year is {wanted / most:,.0f} times what all "
                f"magnet makers together can make ({most:,.0f} t)."
            )
            path = (CONSUMERS, name, "demand_t_per_year")
            yield Finding(path, says, "A slip of units?", "warning")
