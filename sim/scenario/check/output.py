"""What consumers build: curves that run backwards, products without a number, and nothing."""

from collections.abc import Iterator
from itertools import pairwise

from sim.scenario.chain import CONSUMERS
from sim.scenario.finding import Finding
from sim.scenario.origin import Path
from sim.scenario.schema import Output, Scenario


def output(scenario: Scenario) -> Iterator[Finding]:
    """Check what is said of the output of consumers."""
    for name, consumer in scenario.consumers.items():
        if consumer.output is not None:
            path: Path = (CONSUMERS, name, "output")
            yield from _curve(consumer.output, (*path, "curve"))
            yield from _under(consumer.output, (*path, "curve"))
            yield from _product(consumer.output, path)
            yield from _nothing(consumer.output, path)


def _curve(output: Output, path: Path) -> Iterator[Finding]:
    """Find points that are not in order, from nothing for nothing to all for all."""
    points = [(0.0, 0.0), *((one.served, one.built) for one in output.curve), (1.0, 1.0)]
    for number, (before, point) in enumerate(pairwise(points)):
        if not (before[0] < point[0] and before[1] <= point[1]):
            says = (
                f"The curve goes from {before[1]:g} built with {before[0]:g} of demand "
                f"to {point[1]:g} with {point[0]:g}."
            )
            remedy = "Order the points by `served`, each with no less built; 0 and 1 are given."
            yield Finding((*path, min(number, len(output.curve) - 1)), says, remedy)
            return


def _under(output: Output, path: Path) -> Iterator[Finding]:
    """Find points at which less is built than is served: one is taken for the other, mostly."""
    for number, one in enumerate(output.curve):
        if one.built < one.served:
            says = f"Only {one.built:g} is built with {one.served:g} of demand: part of it is idle."
            meant = f"served: {one.built:g}, built: {one.served:g}"
            remedy = f"If the two are the wrong way round, write {meant}."
            yield Finding((*path, number), says, remedy, "warning")


def _nothing(output: Output, path: Path) -> Iterator[Finding]:
    """Find an output of which nothing is said, or a curve that is the straight line of none."""
    says_something = any((output.curve, output.product, output.products_per_t, output.musd_per_t))
    if not says_something and output.parts_days is None:
        says = "It says nothing of what is built."
        remedy = "Write curve, parts_days, product or musd_per_t, or leave it out."
        yield Finding(path, says, remedy, "warning")
    elif output.curve and all(one.served == one.built for one in output.curve):
        says = "curve has no effect: so much is built as is served without it, too."
        yield Finding((*path, "curve"), says, "Write other points, or leave it out.", "warning")


def _product(output: Output, path: Path) -> Iterator[Finding]:
    """Find a product of which no number is said, and the other way round."""
    for one, other in (("product", "products_per_t"), ("products_per_t", "product")):
        if getattr(output, one) is not None and getattr(output, other) is None:
            yield Finding((*path, one), f"{one} means nothing without {other}.", f"Write {other}.")
