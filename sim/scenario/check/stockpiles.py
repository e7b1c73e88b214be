"""Stockpiles: what they hold must be able to come in, and to reach the members."""

from collections.abc import Iterator

from sim.scenario.chain import MAGNETS, STOCKPILES, TAKERS
from sim.scenario.check.stockpile_days import days_of_use
from sim.scenario.check.stockpile_fill import fills
from sim.scenario.check.stockpile_finance import finances
from sim.scenario.check.stockpile_terms import terms
from sim.scenario.errors import listed
from sim.scenario.finding import Finding
from sim.scenario.membership import (
    builders,
    draws_as_plants,
    member_consumers,
    reached,
    receivers,
)
from sim.scenario.network import buyers_named, routes
from sim.scenario.numbers import expected
from sim.scenario.origin import Path
from sim.scenario.schema import Form, Good, Release, Scenario, Stockpile


def stockpiles(scenario: Scenario) -> Iterator[Finding]:
    """Check every stockpile of a scenario whose names and lanes are right."""
    taken_apart = list(routes(scenario))
    bought = {(route.buyer, route.good) for route in taken_apart}
    for name, block in scenario.stockpiles.items():
        path: Path = (STOCKPILES, name)
        found = list(_members(scenario, name, block, bought))
        yield from found
        if not found:
            yield from _reach(scenario, name, block, bought)
            yield from _terms(scenario, name, block)
        if block.release is not None:
            yield from _release(scenario, name, block, block.release, (*path, "release"))
        yield from days_of_use(scenario, name, block)
        yield from fills(scenario, name, block, taken_apart)
        yield from finances(scenario, name, block)
        yield from terms(scenario, name, block)


def form_path(block: Stockpile, name: str, form: Form) -> Path:
    """Give the place where a form that is held is written."""
    if block.holds is None:
        return (STOCKPILES, name)
    return (STOCKPILES, name, "holds", form)


def _members(
    scenario: Scenario, name: str, block: Stockpile, bought: set[tuple[str, Good]]
) -> Iterator[Finding]:
    """Find members that can use nothing of what is held."""
    # What plants make of oxide and metal goes on to consumers that are members.
    served = block.holds is not None or block.good == MAGNETS
    able = {b for b, good in bought if served and good == MAGNETS and b in scenario.consumers}
    if MAGNETS in block.forms:
        able |= builders(scenario, [buyer for buyer, good in bought if good == MAGNETS])
    plants = {
        buyer
        for buyer, good in bought
        if good in block.forms and buyer in getattr(scenario, TAKERS[_form(good)])
    }
    if block.holds is None:
        able |= {b for b, good in bought if good == block.good and b in scenario.consumers}
    for number, member in enumerate(block.members):
        named = {
            b for form in (MAGNETS, *block.forms) for b in buyers_named(scenario, form, [member])
        }
        if not named & (able | plants):
            forms = " or ".join(block.forms)
            held = "the form" if len(block.forms) == 1 else "the forms"
            says = f"{member} buys no {forms}, {held} that the stockpile holds."
            remedy = f"Members may be: {listed(able | plants)}, or their places."
            at = member if isinstance(block.members, dict) else number
            yield Finding((STOCKPILES, name, "members", at), says, remedy)


def _form(good: Good) -> Form:
    return next(form for form in TAKERS if form == good)


def _reach(
    scenario: Scenario, name: str, block: Stockpile, bought: set[tuple[str, Good]]
) -> Iterator[Finding]:
    """Find forms that nobody converts, or that come to no member."""
    for form, holding in block.forms.items():
        path = form_path(block, name, form)
        takers = TAKERS[form]
        for number, plant in enumerate(holding.through or ()):
            if (plant, form) not in bought or plant not in getattr(scenario, takers):
                able = {b for b, good in bought if good == form and b in getattr(scenario, takers)}
                says = f"{plant} is no buyer of {form} that converts it."
                remedy = f"Those that do: {listed(able)}."
                yield Finding((*path, "through", number), says, remedy)
        through = [b for b in receivers(scenario, name, form) if (b, form) in bought]
        if not through:
            noun = takers.replace("_", " ")
            where = f"{block.country} has" if block.holds else "among the members are"
            says = f"Nobody takes its {form}: {where} no {noun} that buy any."
            remedy = f"Name plants with through, or hold another form than {form}."
            yield Finding(path, says, remedy)
        elif form != MAGNETS and not draws_as_plants(scenario, name, form):
            members = set(member_consumers(scenario, name))
            if not members & reached(scenario, form, through):
                says = f"What {listed(through)} make of its {form} reaches no member by any lane."
                yield Finding(path, says, "Add lanes, name other plants with through, or members.")


def _terms(scenario: Scenario, name: str, block: Stockpile) -> Iterator[Finding]:
    """Find terms and rules that hold for nobody."""
    path: Path = (STOCKPILES, name)
    consumers = member_consumers(scenario, name)
    if isinstance(block.members, dict):
        for member, terms in block.members.items():
            other = member not in consumers and not member[0].isupper()
            if other and terms.need_share is not None:
                says = f"{member} is no consumer of magnets: a share of its use limits nothing."
                yield Finding((*path, "members", member, "need_share"), says, "Leave it out.")
    worth = any(expected(terms.value_musd_per_t) > 0 for terms in consumers.values())
    plants = builders(scenario, buyers_named(scenario, MAGNETS, block.terms))
    if block.allocation == "value" and MAGNETS in block.forms and plants:
        says = f"It serves by value, and {listed(plants)} is a plant: what it loses has none."
        yield Finding((*path, "allocation"), says, "Write pro_rata, or name consumers as members.")
    if block.allocation == "value" and not worth:
        says = "It serves by value, but no member has one."
        remedy = "Write members as a mapping: {us_ev: {value_musd_per_t: 3}}."
        yield Finding((*path, "allocation"), says, remedy)
    release = block.release
    if release is None:
        return
    defence = any(scenario.consumers[c].end_use == "defence" for c in consumers)
    if release.kept_back > 0 and release.kept_for == "defence" and not defence:
        says = "It keeps a share back for defence, but no member's end use is defence."
        remedy = "Write kept_for: nobody, or make defence a member."
        yield Finding((*path, "release", "kept_back"), says, remedy, "warning")
    states = [
        ("trigger", key)
        for key in ("cover_days_below", "first_shortage")
        if getattr(release.trigger, key)
    ]
    if release.stop is not None and release.stop.cover_days_above is not None:
        states.append(("stop", "cover_days_above"))
    for part, key in states if not consumers else ():
        says = "No consumer is a member: there is no cover to watch."
        remedy = "Name consumers as members, or use a date or a control."
        yield Finding((*path, "release", part, key), says, remedy)


def _release(
    scenario: Scenario, name: str, block: Stockpile, release: Release, path: Path
) -> Iterator[Finding]:
    """Check dates, ends and forms of a policy of release."""
    date, stop = release.trigger.date, release.stop
    if date is not None and not scenario.start <= date <= scenario.end:
        says = f"{date} lies outside the horizon, {scenario.start} to {scenario.end}."
        yield Finding((*path, "trigger", "date"), says, "Write a date in the horizon.")
    if stop is not None and stop.end_of is not None:
        other = scenario.disruptions[stop.end_of]
        if not other.ends:
            says = f"{stop.end_of} never ends, so the release never stops."
            yield Finding((*path, "stop", "end_of"), says, "Give it an end, or another stop.")
    for form in release.limited_forms or ():
        if form not in block.forms:
            says = f"The stockpile {name} holds no {form}."
            remedy = f"It holds: {', '.join(block.forms)}."
            yield Finding((*path, "rate_t_per_day", form), says, remedy)
    if release.refill is not None and all(one.fill is None for one in block.forms.values()):
        says = "It is to buy back what it releases, but has no fill."
        yield Finding((*path, "refill"), says, "Add a fill, as {target_days: 60}, and its lanes.")
