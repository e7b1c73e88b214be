"""The answer in sentences."""

from sim.output.text import iso
from sim.sensitivity.driver import Driver
from sim.sensitivity.input import Input
from sim.sensitivity.partition import Estimate
from sim.sensitivity.redrawn import cases_of
from sim.sensitivity.sensitivity import BY, Sensitivity

MOST_NAMED = 3
"""Inputs that a sentence names, and groups of inputs that a line names."""
START = ".start"
"""End of the names of days that are told as dates."""
HEADS = {
    "about": "By what inputs are about", "source": "By source", "country": "By country",
    "stage": "By stage",
}  # fmt: skip


def sentence(found: Sensitivity) -> str:
    """Say what the spread of a measure comes from."""
    label, noun = found.outcome.group.label, found.outcome.full_name.replace("_", " ")
    low, high = found.band
    says = f"{label}: of the spread of {noun} ({_number(low)} to {_number(high)} in nine of ten "
    strong = found.strong[:MOST_NAMED]
    if not strong:
        return f"{says}histories) no single input explains a part that is told from noise."
    first, *others = (
        f"{percent(one.index.value)} comes from {one.input.label}"
        if place == 0
        else f"{percent(one.index.value)} from {one.input.label}"
        for place, one in enumerate(strong)
    )
    last = f" and {others[-1]}" if others else ""
    return f"{says}histories) {', '.join([first, *others[:-1]])}{last}."


def whole(found: Sensitivity) -> str:
    """Say what all inputs explain, and what is told from noise."""
    every, count = found.all_together, len(found.drivers)
    says, factors = "", any(one.input.kind == "factor" for one in found.drivers)
    to_itself = ", what each number has to itself," if factors else ""
    if every is not None and count > 1:
        says = (
            f"The {count:,} inputs together explain {percent(every.value)} as a sum; the rest is "
            f"what only several do{to_itself} and chance from day to day. "
        )
    says += f"What is below {percent(found.floor)} may be noise."
    if found.wanted:
        says += f" About {found.wanted:,} histories would tell 3 % from it."
    return says


def shares(found: Sensitivity) -> list[str]:
    """Say what inputs explain by what they are about, source, country and stage: a line each."""
    lines = []
    for by in BY:
        every = [one for one in found.shares if one.by == by]
        known = [one for one in every if one.index is not None]
        named = [
            f"{one.name} {_within(one.index)}"
            for one in known
            if one.index is not None and (one.index.value > found.floor or by == "about")
        ][: MOST_NAMED + 2]
        unknown = [one.name for one in every if one.index is None]
        if unknown:
            some = ", ".join(unknown[:MOST_NAMED]) + (" ..." if len(unknown) > MOST_NAMED else "")
            named.append(f"too few histories for {some}")
        if named:
            lines.append(f"{HEADS[by]}: {'; '.join(named)}.")
    return lines


def value_text(found: Sensitivity, one: Input, value: float) -> str:
    """Write a value of an input, with its unit or the case that it stands for."""
    if one.kind == "chance":
        return cases_of(found.sample.run.scenario, one.name)[int(value)]
    if one.name.endswith(START):
        return iso(found.sample.run.start, value)
    return f"{_figures(value)} {one.unit}".rstrip()


def range_text(found: Sensitivity, one: Input) -> str:
    """Write between what an input lies."""
    if one.kind == "chance":
        return " or ".join(cases_of(found.sample.run.scenario, one.name))
    if one.name.endswith(START):
        return f"{iso(found.sample.run.start, one.low)} to {iso(found.sample.run.start, one.high)}"
    return f"{_figures(one.low)} to {_figures(one.high)} {one.unit}".rstrip()


def ends_text(driver: Driver) -> str:
    """Write the means of the measure at both ends of an input."""
    return f"{_number(driver.low.mean)} / {_number(driver.high.mean)}"


def percent(part: float) -> str:
    """Write a part in per cent."""
    return f"{100 * part:.0f} %" if part >= 0.0095 else f"{100 * part:.1f} %"


def _within(one: Estimate) -> str:
    return f"{percent(one.value)} ({100 * one.low:.0f} to {100 * one.high:.0f})"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 10 else f"{value:.2g}"


def _figures(value: float) -> str:
    """Write three figures of a number."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
