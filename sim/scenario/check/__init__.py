"""What holds between the blocks of a scenario: names, sums, dates, reach."""

from sim.scenario.check.branches import branches
from sim.scenario.check.costs import costs
from sim.scenario.check.dates import dates
from sim.scenario.check.disruptions import disruptions
from sim.scenario.check.emergency import emergency
from sim.scenario.check.expectations import expectations
from sim.scenario.check.exposure import exposure
from sim.scenario.check.firms import firms
from sim.scenario.check.first_grade import first_grade
from sim.scenario.check.flows import flows
from sim.scenario.check.goods import goods
from sim.scenario.check.grey import grey
from sim.scenario.check.groups import groups
from sim.scenario.check.lanes import lanes
from sim.scenario.check.learning import learning
from sim.scenario.check.lengthening import lengthening
from sim.scenario.check.licences import licences
from sim.scenario.check.magnitudes import magnitudes
from sim.scenario.check.making import making
from sim.scenario.check.market import market
from sim.scenario.check.milestones import milestones, steps
from sim.scenario.check.names import names
from sim.scenario.check.origin_rules import origin_rules
from sim.scenario.check.output import output
from sim.scenario.check.places import places
from sim.scenario.check.policy import policy
from sim.scenario.check.qualification import qualification
from sim.scenario.check.recurrence import recurrence
from sim.scenario.check.repeats import repeats
from sim.scenario.check.schedule import schedule
from sim.scenario.check.sources import as_of
from sim.scenario.check.stockpiles import stockpiles
from sim.scenario.check.stocks import stocks
from sim.scenario.check.supply import supply
from sim.scenario.check.surge import surge
from sim.scenario.check.tables import tables
from sim.scenario.check.tails import tails
from sim.scenario.check.thresholds import thresholds
from sim.scenario.check.triggers import triggers
from sim.scenario.check.uncertainty import uncertainty
from sim.scenario.check.units import units
from sim.scenario.finding import Finding
from sim.scenario.node import Node
from sim.scenario.schema import Scenario
from sim.scenario.value import numbers

__all__ = ["check"]


def check(scenario: Scenario, tree: Node, *, whole: bool = True) -> list[Finding]:
    """Make every check of a scenario.

    Parameters
    ----------
    scenario
        The scenario, or what is left of it without the entries that do not fit the format.
    tree
        The tree it was made of, with the names of all entries.
    whole
        Whether it has all its entries. If not, or if names are wrong, the network cannot be
        read: checks of it would blame one mistake on many innocent places.
    """
    found = [*names(scenario, tree), *tables(scenario), *dates(scenario), *as_of(scenario, tree)]
    every = numbers(scenario)
    found += [*repeats(scenario), *magnitudes(every, tree), *milestones(scenario)]
    if not whole or any(finding.level == "error" for finding in found):
        return found
    found += [*lanes(scenario), *supply(scenario), *disruptions(scenario), *flows(scenario)]
    found += [
        *places(scenario),
        *stocks(scenario),
        *exposure(scenario),
        *goods(scenario),
        *groups(scenario),
        *costs(scenario),
        *grey(scenario),
        *triggers(scenario),
    ]
    found += [*recurrence(scenario), *market(scenario), *stockpiles(scenario)]
    found += [*tails(every), *policy(scenario), *making(scenario), *origin_rules(scenario)]
    found += [*surge(scenario), *qualification(scenario), *output(scenario), *emergency(scenario)]
    found += [*thresholds(scenario), *licences(scenario), *learning(scenario), *schedule(scenario)]
    found += [*steps(scenario), *lengthening(scenario)]
    found += [*firms(scenario), *first_grade(scenario), *branches(scenario, tree)]
    found += [*uncertainty(scenario), *expectations(scenario)]
    if not any(finding.level == "error" for finding in found):
        found += units(scenario)
    return found
