"""Who draws on a stockpile, and through whose hands each form reaches them.

A pure reading of the scenario; the checks, the simulated world and the output share it.
"""

from collections.abc import Iterable, Sequence

from sim.scenario.chain import FORMS, MAGNETS, STAGES, STOCKPILES, TAKERS, Form, Stage, between
from sim.scenario.network import buyers_named, routes, within
from sim.scenario.origin import Path
from sim.scenario.schema import Fill, Lane, Member, Scenario


def row_name(scenario: Scenario, stockpile: str, form: Form) -> str:
    """Name what a stockpile holds in one form: by the stockpile if it holds one ``good``."""
    return stockpile if scenario.stockpiles[stockpile].holds is None else f"{stockpile}:{form}"


def row_of(scenario: Scenario, row: str) -> tuple[str, Form]:
    """Give stockpile and form of a row's name."""
    stockpile, _, form = row.partition(":")
    if not form:
        return stockpile, scenario.stockpiles[stockpile].good
    return stockpile, next(known for known in FORMS if known == form)


def holding_path(scenario: Scenario, stockpile: str, form: Form) -> Path:
    """Give the place in the scenario of what a stockpile holds in a form."""
    own: Path = (STOCKPILES, stockpile)
    return own if scenario.stockpiles[stockpile].holds is None else (*own, "holds", form)


def fill_path(scenario: Scenario, stockpile: str, form: Form) -> Path:
    """Give the place in the scenario of the purchases of a form: its own, or those of all forms."""
    holds = scenario.stockpiles[stockpile].holds
    own = holds is not None and holds[form].fill is not None
    return (
        *(holding_path(scenario, stockpile, form) if own else (STOCKPILES, stockpile)),
        "fill",
    )


def holdings(scenario: Scenario) -> list[tuple[str, Form]]:
    """List stockpiles and forms in the order in which they release: by id, then along the chain."""
    return [
        (name, form) for name, block in sorted(scenario.stockpiles.items()) for form in block.forms
    ]


def member_consumers(scenario: Scenario, stockpile: str) -> dict[str, Member]:
    """Give the consumers that are members, by id, with their terms.

    A consumer named by its id has the terms stated there, else those of the first place that
    holds it. They use magnets. With ``good: oxide`` or ``metal`` the members are those who buy it,
    and terms are for none of them.
    """
    terms = scenario.stockpiles[stockpile].terms
    return {name: terms[entry] for name, entry in member_entries(scenario, stockpile).items()}


def member_entries(scenario: Scenario, stockpile: str) -> dict[str, str]:
    """Give the consumers that are members, by id, with the entry of ``members`` that counts."""
    block = scenario.stockpiles[stockpile]
    if draws_as_plants(scenario, stockpile, block.good):
        return {}
    users = {name: one for name, one in scenario.consumers.items() if one.good == MAGNETS}
    found = {name: name for name in block.terms if name in users}
    for place in block.terms:
        if place[0].isupper():
            for name, consumer in users.items():
                if within(scenario, consumer.region, place):
                    found.setdefault(name, place)
    return dict(sorted(found.items()))


def draws_as_plants(scenario: Scenario, stockpile: str, form: Form) -> bool:
    """Tell whether the members are the plants themselves, which keep up their own cover."""
    return form != MAGNETS and scenario.stockpiles[stockpile].holds is None


def payers(scenario: Scenario, stockpile: str) -> dict[str, str]:
    """Give all who pay fees, consumers or plants that are members, with their ``members`` entry."""
    found = member_entries(scenario, stockpile)
    block = scenario.stockpiles[stockpile]
    for form in block.forms:
        if form != MAGNETS and not draws_as_plants(scenario, stockpile, form):
            continue
        for name in receivers(scenario, stockpile, form):
            # A plant named by its id has the terms stated there, as consumers have.
            places = [p for p in block.terms if name in buyers_named(scenario, form, [p])]
            found.setdefault(name, name if name in block.terms else places[0])
    return found


def receivers(scenario: Scenario, stockpile: str, form: Form) -> list[str]:
    """Give the buyers to which a form is handed out, sorted by id."""
    block = scenario.stockpiles[stockpile]
    if form == MAGNETS:
        plants = builders(scenario, buyers_named(scenario, form, block.terms))
        return sorted(plants.union(member_consumers(scenario, stockpile)))
    plants = set(getattr(scenario, TAKERS[form]))
    through = block.forms[form].through
    if through is not None:
        return sorted(plants.intersection(through))
    if draws_as_plants(scenario, stockpile, form):
        users = {name for name, one in scenario.consumers.items() if one.good == form}
        return sorted((plants | users).intersection(buyers_named(scenario, form, block.members)))
    named = plants.intersection(block.terms)
    return sorted(named or plants.intersection(buyers_named(scenario, form, [block.country])))


def builders(scenario: Scenario, names: Iterable[str]) -> set[str]:
    """Give those of some buyers of magnets that build them into something they sell."""
    blocks = (getattr(scenario, stage.block) for stage in STAGES if stage.takes == MAGNETS)
    return {name for block in blocks for name in block}.intersection(names)


def makers_of(
    scenario: Scenario, form: Form, makers: Sequence[str]
) -> list[tuple[Stage, list[str]]]:
    """Follow what some plants make of a form down to magnets.

    Parameters
    ----------
    scenario : Scenario
    form : Form
    makers : sequence of str
        Plants that get the form.

    Returns
    -------
    list of (Stage, list of str)
        Each stage on the way with the plants that work for the members: those that get the form,
        then those who buy from the stage before, directly or by depots. Nothing for magnets.
    """
    found: list[tuple[Stage, list[str]]] = []
    names, given = list(makers), None
    for stage in between(form):
        if given is not None:
            able = getattr(scenario, stage.block)
            names = sorted(customers(scenario, set(names), given).intersection(able))
        found.append((stage, names))
        given = stage.gives
    return found


def reached(scenario: Scenario, form: Form, makers: Sequence[str]) -> set[str]:
    """Give the consumers whom some plants' output reaches by ordinary lanes."""
    found = set(makers)
    if steps := makers_of(scenario, form, makers):
        found = customers(scenario, set(steps[-1][1]), MAGNETS)
    return found.intersection(scenario.consumers)


def customers(scenario: Scenario, sellers: set[str], good: str) -> set[str]:
    """Give all who buy a good from some sellers, directly or by way of depots."""
    pairs = [(route.seller, route.buyer) for route in routes(scenario) if route.good == good]
    found, selling = set[str](), set(sellers)
    while new := {buyer for seller, buyer in pairs if seller in selling} - found:
        found |= new
        selling |= new.intersection(scenario.depots)
    return found


def surplus_plants(scenario: Scenario, fill: Fill) -> set[str]:
    """Give the separation plants with surplus that a programme of purchases names."""
    return {
        name
        for name, plant in scenario.separation_plants.items()
        if plant.surplus_above_days is not None
        and any(
            name == named or within(scenario, plant.country, named)
            for named in fill.surplus_of or ()
        )
    }


def without_stockpiles(scenario: Scenario) -> Scenario:
    """Give the same world without stockpiles: nothing is released, and no lane leads to one."""
    held, lanes = scenario.stockpiles, dict[str, Lane]()
    for name, lane in scenario.lanes.items():
        named = [lane.buyers] if isinstance(lane.buyers, str) else lane.buyers
        others = [buyer for buyer in named if buyer not in held]
        if len(others) < len(named):
            lane = lane.model_copy(update={"buyers": others})
        if others:
            lanes[name] = lane
    orders = {n: d for n, d in scenario.disruptions.items() if d.overrides is None}
    changes = {STOCKPILES: {}, "lanes": lanes, "disruptions": orders}
    return scenario.model_copy(update=changes) if held else scenario
