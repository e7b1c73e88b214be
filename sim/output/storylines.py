"""Storylines: a few histories of a run told one by one, from a mild one to a severe one.

A band shows no history: its edges are of another one on each day. What happens to somebody is told
by single histories, which are chosen by what they come to in the end.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.output.groups import Group
from sim.output.histories import Histories
from sim.output.label import label_of
from sim.output.lot import STEPS, key
from sim.output.onset import window_of
from sim.output.stockpiles import stockpile_label
from sim.scenario.membership import member_consumers, row_of
from sim.scenario.network import within
from sim.scenario.schema import Scenario

F64 = NDArray[np.float64]

CHOSEN: Mapping[str, float] = {"mild": 0.10, "typical": 0.50, "severe": 0.90}
"""Names of storylines, and where their totals stand among those of all histories."""
STOPS = 0.10
"""Further part of demand that is not served when a consumer counts as stopped."""
EMPTY = 0.01
"""Part of what a stockpile held at the onset, at or under which it counts as exhausted."""

TOLD = 0.05
"""Mean shortfall days from which on a region counts as one that lacks something: 0.1 if rounded."""


@dataclass(frozen=True)
class Happening:
    """Something that happens on a day of a history."""

    day: int
    """Days from the start of the run."""
    kind: str
    """``onset``, ``end``, ``first stop``, ``exhausted`` or ``lowest stock``."""
    whose: str
    """Label of the disruption, the consumer or the stockpile."""


@dataclass(frozen=True)
class Storyline:
    """One history of a run, as a group of consumers lives through it."""

    name: str
    """``mild``, ``typical``, ``severe``."""
    history: int
    """Its number."""
    share: float
    """Part of the histories of which the group's total is no larger."""
    total: float
    """Shortfall days of the group over the run, d."""
    caused: float
    """Those less the undisrupted twin's of the same history, d: the paired difference."""
    short: F64
    """Part of the day's demand that is not served, 1, ``[day]``."""
    cover: F64
    """Days of use that the group has on its own hands at the end of the day, d, ``[day]``."""
    happenings: tuple[Happening, ...]
    """In the order of their days."""

    @cached_property
    def served(self) -> F64:
        """Part of demand served on its day, means over the week up to it, per cent, ``[day]``.

        Goods come in weekly lumps. A mean over days that are over shows nothing before it happens.
        """
        total = np.cumsum(1.0 - self.short)
        before = np.concatenate([np.zeros(7), total])[: len(total)]
        return np.asarray(100.0 * (total - before) / np.minimum(np.arange(1, len(total) + 1), 7))

    def day_of(self, kind: str) -> int | None:
        """Give the day of a kind of happening; none where it does not happen."""
        return next((one.day for one in self.happenings if one.kind == kind), None)


def ranked(totals: F64, shares: Mapping[str, float] = CHOSEN) -> dict[str, int]:
    """Choose histories by where their totals stand among all: places along the history axis.

    A history that stands for several is named once, by the name nearest to the middle; of equal
    ones the first counts.

    Examples
    --------
    >>> ranked(np.array([5.0, 1.0, 3.0, 2.0, 4.0]))
    {'mild': 1, 'typical': 2, 'severe': 0}
    >>> ranked(np.array([7.0, 7.0]))
    {'typical': 0}
    """
    values = np.sort(totals)
    found: dict[float, str] = {}
    for name in sorted(shares, key=lambda one: abs(shares[one] - 0.5)):
        at = max(int(np.ceil(shares[name] * len(values) - 1e-9)) - 1, 0)
        found.setdefault(float(values[at]), name)
    named = {name: int(np.flatnonzero(totals == value)[0]) for value, name in found.items()}
    return {name: named[name] for name in shares if name in named}


def hardest_hit(histories: Histories) -> Group:
    """Find the region that lacks most tonnes on the average; all consumers if none lacks any."""
    losses = losses_by_region(histories)
    short = [name for name, (days, _) in losses.items() if days > TOLD]
    worst = ("region", max(short, key=lambda name: losses[name][1])) if short else ("all", "all")
    return next(group for group in histories.groups if (group.kind, group.name) == worst)


def losses_by_region(histories: Histories) -> dict[str, tuple[float, float]]:
    """Give mean shortfall days and mean unmet demand, t, of each region."""
    days, unmet_t = (
        {
            one.group.name: float(one.values.mean())
            for one in histories.outcomes
            if one.group.kind == "region" and one.measure == measure
        }
        for measure in ("shortfall_days", "unmet_t")
    )
    return {name: (days[name], unmet_t[name]) for name in days if name in unmet_t}


def storylines(
    histories: Histories, group: Group, shares: Mapping[str, float] = CHOSEN
) -> tuple[Storyline, ...]:
    """Tell some histories of a run, the mildest first.

    Parameters
    ----------
    histories : Histories
        The run.
    group : Group
        Whose shortfall days rank the histories; one that has daily series.
    shares : mapping of str to float
        Names, and where the totals of those histories stand among all.
    """
    outcomes = {
        one.measure: one.values
        for one in histories.outcomes
        if one.item is None and (one.group.kind, one.group.name) == (group.kind, group.name)
    }
    totals, caused = outcomes["shortfall_days"], outcomes["shortfall_days_caused"]
    return tuple(
        Storyline(
            name=name,
            history=int(histories.numbers[at]),
            share=float(np.mean(totals <= totals[at])),
            total=float(totals[at]),
            caused=float(np.broadcast_to(caused, totals.shape)[at]),
            short=one_of(histories, key("shortfall", group), at) / STEPS,
            cover=one_of(histories, key("cover", group), at),
            happenings=happenings(histories, group, at),
        )
        for name, at in ranked(totals, shares).items()
    )


def one_of(histories: Histories, name: str, at: int) -> F64:
    """Read an array of one history, by its place, ``[day]``: of no lot but its own."""
    for part in histories.by_lot(name):
        if at < part.shape[-1]:
            return np.asarray(part[..., at], dtype=np.float64)
        at -= part.shape[-1]
    raise IndexError(at)


def happenings(histories: Histories, group: Group, at: int) -> tuple[Happening, ...]:
    """Tell what happens in one history: when it begins, who stops first, what runs out, its end.

    Nothing is told of a history in which no disruption begins within the run.
    """
    scenario, ids = histories.scenario, histories.axes["disruptions"]
    window = window_of(scenario, ids, histories.onset_day, histories.end_day)
    onset, end = float(window.onset[at]), float(window.end[at])
    if not onset < histories.days or not ids:
        return ()
    begins = np.flatnonzero(histories.onset_day[:, at] == onset)
    name = scenario.measures.reference
    if name not in ids:
        name = ids[begins[0]] if len(begins) else "disruption"
    block = scenario.disruptions.get(str(name))
    label = label_of(block.label if block else None, str(name).replace("_", " "))
    found = [Happening(int(onset), "onset", label)]
    if end < histories.days:
        found.append(Happening(int(end), "end", label))
    found += _first_stop(histories, group, at)
    found += _exhausted(histories, group, at, int(onset))
    return tuple(sorted(found, key=lambda one: one.day))


def _first_stop(histories: Histories, group: Group, at: int) -> Iterator[Happening]:
    """Tell which consumer of the group first serves a tenth of demand less than at the onset."""
    stops = {
        one.group.label: float(one.values[at])
        for one in histories.outcomes
        if one.group.kind == "consumer"
        and one.measure == f"first_stop_{100 * STOPS:.0f}pct"
        and set(one.group.members) <= set(group.members)
    }
    first = min(stops, key=stops.__getitem__, default="")
    if first and stops[first] < histories.days:
        yield Happening(int(stops[first]), "first stop", first)


def _exhausted(histories: Histories, group: Group, at: int, onset: int) -> Iterator[Happening]:
    """Tell which stockpile that holds something at the onset is exhausted first.

    Where none is, or there is none: when the group's own stock is at its lowest.
    """
    own = {histories.axes["consumers"][i] for i in group.members}
    found = []
    for name in histories.axes["stockpiles"]:
        if not _serves(histories.scenario, name, own):
            continue
        held = one_of(histories, f"reserve.{name}", at)[onset:]
        empty = np.flatnonzero(held <= EMPTY * held[0])
        if held[0] > 0.0 and len(empty):
            found.append((onset + int(empty[0]), stockpile_label(histories.scenario, name)))
    if found:
        day, label = min(found)
        yield Happening(day, "exhausted", label)
    else:
        cover = one_of(histories, key("cover", group), at)
        yield Happening(onset + int(np.argmin(cover[onset:])), "lowest stock", group.label)


def _serves(scenario: Scenario, stockpile: str, consumers: set[str]) -> bool:
    """Tell whether any of some consumers is a member of a stockpile, or where its plants are."""
    name, _ = row_of(scenario, stockpile)
    if members := member_consumers(scenario, name):
        return not consumers.isdisjoint(members)
    country = scenario.stockpiles[name].country
    return any(within(scenario, country, scenario.consumers[one].region) for one in consumers)


def date_of(histories: Histories, day: int) -> dt.date:
    """Give the date of a day of a run."""
    return histories.start + dt.timedelta(days=day)
