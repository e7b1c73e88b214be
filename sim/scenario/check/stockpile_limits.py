"""Limits of stockpiles with which nothing is released, drawn or bought."""

from collections.abc import Iterator
from typing import Any

from sim.scenario.finding import Finding
from sim.scenario.numbers import highest, lowest
from sim.scenario.origin import Path
from sim.scenario.schema import Release, Stockpile


def limits(block: Stockpile) -> Iterator[Finding]:
    """Find limits of 0, and a release that ends as it begins; paths count from the block."""
    for path, value, then in (*_of_release(block), *_of_members(block), *_of_purchases(block)):
        if value is not None and highest(value) <= 0.0:
            yield Finding(path, f"With {path[-1]}: 0 {then}.", "Write more, or leave it out.")
    if block.release is not None:
        yield from _kept(block.release)
        yield from _over_at_once(block.release)


def _of_release(block: Stockpile) -> Iterator[tuple[Path, Any, str]]:
    then = "it releases nothing"
    if block.release is None:
        yield ("release_t_per_day",), block.release_t_per_day, then
        yield ("trigger_days",), block.trigger_days, then
        return
    rate: Any = block.release.rate_t_per_day
    path: Path = ("release", "rate_t_per_day")
    if block.release.limited_forms is None:
        yield path, rate, then
    for form in block.release.limited_forms or ():
        yield (*path, form), rate[form], then


def _of_members(block: Stockpile) -> Iterator[tuple[Path, Any, str]]:
    for name, terms in block.terms.items():
        yield ("members", name, "need_share"), terms.need_share, f"{name} may draw nothing"


def _of_purchases(block: Stockpile) -> Iterator[tuple[Path, Any, str]]:
    fills: list[tuple[Path, Any]] = [(("fill",), block.fill)]
    fills += [(("holds", form, "fill"), held.fill) for form, held in (block.holds or {}).items()]
    for path, fill in fills:
        if fill is not None:
            yield (*path, "budget_musd"), fill.budget_musd, "it buys nothing"


def _kept(release: Release) -> Iterator[Finding]:
    if release.kept_back >= 1.0 and release.kept_for == "nobody":
        says = "All is kept back, for nobody: it releases nothing."
        yield Finding(("release", "kept_back"), says, "Write less than 1.")


def _over_at_once(release: Release) -> Iterator[Finding]:
    """Find an order that starts again on the cover at which it stops."""
    starts, stop = release.trigger.cover_days_below, release.stop
    if starts is None or stop is None or stop.cover_days_above is None:
        return
    above, below = highest(stop.cover_days_above), lowest(starts)
    if above < below:
        says = f"It stops above {above:g} days of cover, and starts again below {below:g}."
        yield Finding(("release", "stop", "cover_days_above"), says, f"Write {below:g} or more.")
