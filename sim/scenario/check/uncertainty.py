"""What is said of uncertain numbers must be of some that are drawn."""

from collections.abc import Iterator

from sim.scenario.errors import did_you_mean, listed, sentences
from sim.scenario.finding import Finding
from sim.scenario.origin import dotted
from sim.scenario.schema import Scenario, Uncertainty
from sim.scenario.uncertainty.inputs import Inputs, of_block
from sim.scenario.uncertainty.meant import meant

WHERE = ("uncertainty",)
WORLDS = ("worlds",)


def uncertainty(scenario: Scenario) -> Iterator[Finding]:
    """Check the block, if there is one, and the worlds."""
    if scenario.uncertainty is None:
        if scenario.worlds is not None:
            says = "It has no effect: no number is uncertain."
            yield Finding(
                WORLDS, says, "Write uncertainty: from_grades beside it; or leave it out."
            )
        return
    inputs = of_block(scenario, Uncertainty())
    if scenario.worlds == "constrained" and (found := meant(scenario)) and found.because:
        says = f"There are no constrained worlds of this scenario: {found.because}."
        yield Finding(WORLDS, says, "Write prior, or leave it out.")
    if not inputs.drawn:
        says = "It changes nothing: no number that can be off has a source."
        yield Finding(WHERE, says, "Name the sources of numbers, with grades; or leave it out.")
    elif isinstance(block := scenario.uncertainty, Uncertainty):
        if not of_block(scenario, block).drawn:
            says = "It changes nothing: with widths of 0 no number is off."
            yield Finding(WHERE, says, "Leave it out, unless it is a control point.", "warning")
        yield from _widths(block, inputs)
        yield from _sources(scenario, block, inputs)
        yield from _values(block, inputs)
        alone = len(inputs.factors) == len(inputs.drawn)
        if alone and "common" in block.model_fields_set:
            says = "common has no effect: no two uncertain numbers are of one source and kind."
            yield Finding((*WHERE, "common"), says, "Leave it out.", "warning")


def _widths(block: Uncertainty, inputs: Inputs) -> Iterator[Finding]:
    found = {(one.kind, one.grade) for one in inputs.drawn}
    for kind, grades in block.widths.items():
        for grade in grades:
            if (kind, grade) not in found:
                says = f"It has no effect: no uncertain {kind} has a best source of grade {grade}."
                yield Finding((*WHERE, "widths", kind, grade), says, "Leave it out.", "warning")


def _sources(scenario: Scenario, block: Uncertainty, inputs: Inputs) -> Iterator[Finding]:
    best = {one.source for one in inputs.drawn}
    for name in block.sources:
        path = (*WHERE, "sources", name)
        if name not in scenario.sources:
            says = sentences(f"There is no source '{name}'.", did_you_mean(name, scenario.sources))
            yield Finding(path, says, "Write the id of one in sources.")
        elif name not in best:
            says = f"It has no effect: {name} is the best source of no uncertain number."
            yield Finding(path, says, "Leave it out.", "warning")


def _values(block: Uncertainty, inputs: Inputs) -> Iterator[Finding]:
    drawn = {one.name for one in inputs.drawn}
    stays = {dotted(one.path): one.reason for one in inputs.left_out}
    for name in block.values:
        path = (*WHERE, "values", name)
        if name in stays:
            yield Finding(path, f"{name} stays as it is: {stays[name]}.", "Leave it out.")
        elif name not in drawn:
            says = sentences(f"No sourced number stands at '{name}'.", did_you_mean(name, drawn))
            hint = f"Write a path without a date, as {listed(sorted(drawn)[:1])}."
            yield Finding(path, says, hint)
