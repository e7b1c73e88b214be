"""What is expected must be said of measures and groups that there are."""

from collections.abc import Iterator

from sim.scenario.finding import Finding
from sim.scenario.schema import Scenario


def expectations(scenario: Scenario) -> Iterator[Finding]:
    """Find expectations that cannot be read, or are of nothing that is measured."""
    if not scenario.expect:
        return
    # Measures are functions of arrays: numpy is loaded for those who expect something.
    from sim.scenario.expectation import read_expectation
    from sim.scenario.limit import LimitError
    from sim.scenario.measured import UnknownNameError, known_item, known_measure, measured

    for place, text in enumerate(scenario.expect):
        path = ("expect", place)
        try:
            found = read_expectation(text)
            measure = known_measure(found.limit.measure)
            found.limit.named(measured(scenario, measure))
            known_item([scenario], measure, found.limit.item)
        except (LimitError, UnknownNameError) as error:
            yield Finding(path, str(error), "It is MEASURE[GROUP], a sign, and a number or a name.")
            continue
        if found.against == scenario.name:
            says = f"'{found.text}' expects the scenario to differ from itself."
            yield Finding(path, says, "Name another scenario, or write a number.")
        if found.text in {" ".join(other.split()) for other in scenario.expect[:place]}:
            yield Finding(path, f"'{found.text}' stands there twice.", "Leave one out.", "warning")
