"""What is learned of a choice, in sentences."""

from pathlib import PurePath

import numpy as np

from sim.compare.words import amount
from sim.decide.findings import Findings, Grouped, Told
from sim.scenario.errors import listed, plural
from sim.sensitivity.input import Input

UNITS = {"d": "days", "day": "days", "MUSD": "M USD", "1": "", "number": "products"}
"""Units as people say them, where they say them otherwise."""
EVENT = "event"
"""What inputs are about that nobody can go and measure: what happens, when and for how long."""

NOTHING = "tell nothing that is told from noise"
"""Said of inputs that do no more than dummies."""

Row = tuple[Input, Told]


def measurable(found: Findings) -> list[Row]:
    """List what one could go and measure and what is told from noise, the best first."""
    return [row for row in found.inputs if row[0].about != EVENT and row[1].is_told]


def unmeasurable(found: Findings) -> list[Row]:
    """List what only time will tell, and what is told from noise, the best first."""
    return [row for row in found.inputs if row[0].about == EVENT and row[1].is_told]


def sentences(found: Findings, *, placed: bool = True) -> list[str]:
    """Say how things stand, what to measure first, and what more there is to know.

    Where the number stands in its file is told if it is to be *placed*.
    """
    return [_stand(found), _first(found, placed=placed), *_groups(found)]


def quantity(value: float, unit: str) -> str:
    """Write a number with its unit.

    Examples
    --------
    >>> quantity(3.14, "d"), quantity(0.5, "1")
    ('3.1 days', '0.500')
    """
    return f"{amount(value, 'd' if unit == 'day' else unit)} {UNITS.get(unit, unit)}".rstrip()


def usd(musd: float) -> str:
    """Write an amount of money.

    Examples
    --------
    >>> usd(40.2), usd(1234.0), usd(0.00002), usd(0.0)
    ('USD 40 m', 'USD 1.23 bn', 'USD 20', 'USD 0')
    """
    if musd == 0.0:
        return "USD 0"
    if abs(musd) < 0.005:
        return f"USD {1e6 * musd:,.3g}"
    if abs(musd) >= 1000.0:
        return f"USD {musd / 1000.0:,.3g} bn"
    return f"USD {musd:.{0 if abs(musd) >= 10.0 else 2}f} m"


def brief(place: str) -> str:
    """Leave out the folder of a file, and the column.

    Examples
    --------
    >>> brief("scenarios/two-mines.yaml:54:5"), brief("--set")
    ('two-mines.yaml:54', '--set')
    """
    file, _, rest = place.partition(":")
    return f"{PurePath(file).name}:{rest.partition(':')[0]}" if rest else place


def percent(share: float) -> str:
    """Write a share in per cent.

    Examples
    --------
    >>> percent(0.183), percent(0.004), percent(0.0), percent(0.999)
    ('18 %', '0.4 %', '0 %', '99.9 %')
    """
    is_near_end = 0.0 < share < 0.01 or 0.99 < share < 1.0
    return f"{100.0 * share:.{1 if is_near_end else 0}f} %"


def _stand(found: Findings) -> str:
    choice = found.choice
    head = f"{choice.group.label}, {choice.measure}, {plural(choice.histories, 'history')}"
    width = quantity(found.width, choice.unit)
    means = choice.values.mean(axis=1)
    if found.next_best is None:
        return f"{head}: the band from 5 to 95 % is {width} wide, around a mean of " + (
            f"{quantity(float(means[0]), choice.unit)}."
        )
    best, other = (
        f"{choice.labels[at]} ({quantity(float(means[at]), choice.unit)} in the mean)"
        for at in (found.chosen, found.next_best)
    )
    worth = _worths(found.perfect, found.perfect_musd, choice.unit)
    if np.array_equal(choice.values[found.chosen], choice.values[found.next_best]):
        return f"{head}: {best} is the best, and {other} the same in every history." + (
            _other_by_money(found)
        )
    if found.perfect == 0.0:
        return f"{head}: {best} is best in every history, whatever comes; {other} is next." + (
            _other_by_money(found)
        )
    return (
        f"{head}: {best} is best as things are known, {other} is next. "
        f"Another is better in {percent(found.beaten)} of histories; to know which comes would be "
        f"worth {worth}."
    ) + _other_by_money(found)


def _other_by_money(found: Findings) -> str:
    if found.cheapest is None or found.cheapest == found.chosen or found.choice.money is None:
        return ""
    label, money = found.choice.labels[found.cheapest], found.choice.money
    return f" By money ({money.of}) {label} is best; worth in money is of that choice."


def _first(found: Findings, *, placed: bool) -> str:
    some = measurable(found)
    if not some:
        return (
            f"No single number that can be measured is told from noise by "
            f"{plural(found.choice.histories, 'history')}; more of them (-n) may tell."
        )
    one, told = some[0]
    name = f"{one.label}{f' ({brief(one.place)})' if placed and one.place else ''}"
    unit = found.choice.unit
    off = f"{amount(found.taken_off(told), unit)} of {quantity(found.width, unit)} off the band"
    if told.difference is None or told.choice is None:
        return f"Measure {name} first: knowing it would take {off}."
    if told.difference.is_told:
        off = (
            f"{amount(found.taken_apart(told), unit)} of {quantity(found.width_apart, unit)} "
            "off the band of the difference"
        )
    else:
        off += f" of {found.choice.labels[found.chosen]}"
    start, choice, money = (
        f"Measure {name} first: knowing it would take {off}",
        told.choice,
        told.money,
    )
    if choice.is_told and choice.worth > 0.0:
        worth = _worths(choice.worth, _musd(told), unit)
        return (
            f"{start}; it would flip the choice in {percent(choice.flips)} of cases; worth {worth}."
        )
    if money is not None and money.is_told and money.worth > 0.0:
        return (
            f"{start}; it would flip the choice by money in {percent(money.flips)} of cases; worth "
            f"{usd(money.worth)}."
        )
    return (
        "No single number that can be measured would flip the choice, whatever it turned out to "
        f"be. To narrow the band, measure {name} first: knowing it would take {off}."
    )


def _groups(found: Findings) -> list[str]:
    """Say what inputs tell together, by what they are about, and of which source most."""
    is_choice = found.choice.is_choice
    width = quantity(found.width_apart if is_choice else found.width, found.choice.unit)
    of = " of the difference" if is_choice else ""
    every = "; ".join(
        f"{one.name} {_group(found, one)}" for one in found.groups if one.kind != "source"
    )
    lines = [f"Known together, of the {width} of the band{of}: {every}."]
    sources = [
        one
        for one in found.groups
        if one.kind == "source"
        and one.told.is_told
        and any(found.choice.inputs[at].about != EVENT for at in one.members)
    ][:3]
    if sources:
        named = [f"{one.name} ({_group(found, one)})" for one in sources]
        lines.append(f"Sources of which most is to be learned: {listed(named)}.")
    return lines


def _group(found: Findings, one: Grouped) -> str:
    """Say what some inputs take off the band, of the difference if there is one, and are worth."""
    told, unit = one.told, found.choice.unit
    if told.choice is None or told.difference is None:
        return f"take off {quantity(found.taken_off(told), unit)}" if told.is_told else NOTHING
    if not (told.choice.is_told or told.difference.is_told):
        return NOTHING
    off = quantity(found.taken_apart(told), unit)
    return f"take off {off}, worth {_worths(told.choice.worth, _musd(told), unit)}"


def _musd(told: Told) -> float | None:
    """Give what it is worth in money; nothing is what is not told from noise."""
    if told.money is None:
        return None
    return told.money.worth if told.money.is_told else 0.0


def _worths(worth: float, musd: float | None, unit: str) -> str:
    """Write a worth in the measure's unit, and in money where it is stated in both."""
    own = quantity(worth, unit)
    return own if musd is None or unit == "MUSD" else f"{own} ({usd(musd)})"
