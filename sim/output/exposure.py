"""On which places groups depend: of what they used, which part was there, by month and year."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.measures.exposure import share
from sim.output.groups import WITH_SERIES, Group, shows_dependence
from sim.output.histories import Histories
from sim.output.lot import STEPS, key
from sim.output.month import first_of_month, month_text
from sim.output.monthly import Months
from sim.output.spread import of_defined
from sim.output.text import rounded
from sim.scenario.provenance import ANY_STAGE
from sim.scenario.schema import Scenario
from sim.world.provenance.exposure_recorder import EXPOSURE, USED

F64 = NDArray[np.float64]

PROBABILITIES = 0.05, 0.5, 0.95
"""Of the quantiles that are given."""
BAND = "mean", "q05", "q50", "q95"
"""Names along the axis of a band."""
ALL = "all"
"""All elements together."""
RUN = "run"
"""Period of the whole run."""


@dataclass(frozen=True)
class Exposed:
    """What of a group's use was in a place; the last axis of bands is mean and quantiles."""

    group: Group
    place: str
    stage: str
    """Stage that it passed there: mined, separated, reduced, made, or any of them."""
    periods: tuple[str, ...]
    """Months, as 2027-04, then years, and last the whole run."""
    elements: tuple[str, ...]
    """All together, then each."""
    used_t: F64
    """Used, in contained element, mean over histories, ``[period, element]``."""
    part_t: F64
    """What of it was there, likewise."""
    share: F64
    """The part of it, over the histories in which anything was used; nan where in none does,
    ``[period, element, band]``."""
    days: F64
    """Days of normal demand met on time without it, ``[period, element, band]``."""

    @property
    def longer(self) -> dict[str, F64]:
        """The part of all elements together, by year and of the run, ``[band]`` each."""
        return {
            period: self.share[at, 0] for at, period in enumerate(self.periods) if "-" not in period
        }


def exposed(histories: Histories) -> Iterator[Exposed]:
    """Go through places, stages and groups; nothing where the scenario asks for no place."""
    names = histories.ids("exposures")
    if not names:
        return
    months = Months.of(histories.scenario)
    met = dict(_days_met(histories, months))
    used = histories.read(str(USED.kept))
    longer = _longer(histories, len(months.days))
    periods = *(month_text(histories.start, at) for at in range(len(months.days))), *longer
    for name in names:
        place, _, stage = name.partition(".")
        parts = histories.read(EXPOSURE.key(name))
        for group in histories.groups:
            of_group, part = _with_all(used, group), _with_all(parts, group)
            shares = share(part, of_group)
            days = met[group][:, None] * (1.0 - shares)
            whole, there = _and_longer(of_group, longer), _and_longer(part, longer)
            yield Exposed(
                group=group,
                place=place,
                stage=stage,
                periods=periods,
                elements=(ALL, *histories.ids("elements")),
                used_t=whole.mean(axis=-1),
                part_t=there.mean(axis=-1),
                share=_band(_defined_share(there, whole)),
                days=_band(_and_longer(days, longer)),
            )


def share_by_month(histories: Histories, group: Group, place: str) -> F64:
    """Give the part of what a group used that was in a place, at any stage, ``[month, history]``.

    nan where it used nothing.

    Raises
    ------
    KeyError
        If the run does not follow that place.
    """
    used = _with_all(histories.read(str(USED.kept)), group)[:, 0]
    part = _with_all(histories.read(EXPOSURE.key(f"{place}.{ANY_STAGE}")), group)[:, 0]
    return _defined_share(part, used)


def days_without_by_month(histories: Histories, group: Group, place: str) -> F64:
    """Give the days of demand of a group met on time without a place, ``[month, history]``.

    As the measure of that name, which sums them up over the run.
    """
    months = Months.of(histories.scenario)
    met = dict(_days_met(histories, months))[group]
    return met * (1.0 - np.nan_to_num(share_by_month(histories, group, place)))


def exposure_summary(scenario: Scenario, found: Iterable[Exposed]) -> list[dict[str, Any]]:
    """Give what the screen shows of each place: of regions, defence, its consumers, and all."""
    rows = dict[tuple[str, Group], dict[str, Any]]()
    for one in found:
        group = one.group
        if not shows_dependence(scenario, group.kind, group.name):
            continue
        row = rows.setdefault(
            (one.place, group),
            {
                "place": one.place,
                "kind": group.kind,
                "group": group.name,
                "label": group.label,
                "share_by_stage": {},
            },
        )
        row["share_by_stage"][one.stage] = rounded(float(one.longer[RUN][0]))
        if one.stage == ANY_STAGE:
            run = one.periods.index(RUN)
            means = zip(one.elements, one.share[run, :, 0].tolist(), strict=True)
            row["share_by_element"] = {e: rounded(mean) for e, mean in means if e != ALL}
            row["share"] = {period: _named(band) for period, band in one.longer.items()}
            row["days_met_without"] = _named(one.days[run, 0])
    return list(rows.values())


def _named(band: F64) -> dict[str, float | None]:
    return dict(zip(BAND, map(rounded, band.tolist()), strict=True))


def _days_met(histories: Histories, months: Months) -> Iterator[tuple[Group, F64]]:
    """Give days of demand that each group is served on time, ``[month, history]``."""
    short = dict[Group, F64]()
    for group in histories.groups:
        if group.kind in WITH_SERIES:
            steps = histories.read(key("shortfall", group))
            total = np.add.reduceat(steps, months.first_day, axis=0, dtype=np.uint32)
            short[group] = total / STEPS
    single = {group.members[0]: group for group in histories.groups if group.kind == "consumer"}
    demand = np.add.reduceat(histories.mean("demand_t"), months.first_day)
    for group in histories.groups:
        if group not in short:
            # As of members' demand in the mean over histories: theirs is not kept by the day.
            total = np.zeros_like(short[single[group.members[0]]])
            for member in group.members:
                total += demand[:, [member]] * short[single[member]]
            whole = demand[:, list(group.members)].sum(axis=1)[:, None]
            short[group] = share(total, np.broadcast_to(whole, total.shape))
        yield group, months.days[:, None] - short[group]


def _with_all(each: NDArray[np.float32], group: Group) -> F64:
    """Add up a group, ``[month, consumer, element, history]`` to ``[month, element, history]``.

    All elements together come first.
    """
    total = np.zeros((each.shape[0], each.shape[2] + 1, each.shape[3]))
    for member in group.members:
        total[:, 1:] += each[:, member]
    for element in range(each.shape[2]):
        total[:, 0] += total[:, element + 1]
    return total


def _longer(histories: Histories, months: int) -> dict[str, list[int]]:
    """Group the months by year, and all of them."""
    found: dict[str, list[int]] = {}
    for at in range(months):
        found.setdefault(str(first_of_month(histories.start, at).year), []).append(at)
    return found | {RUN: list(range(months))}


def _and_longer(by_month: F64, longer: Mapping[str, list[int]]) -> F64:
    """Put longer periods below the months."""
    return np.concatenate([by_month, *(by_month[at].sum(axis=0)[None] for at in longer.values())])


def _band(values: F64) -> F64:
    """Give mean and quantiles over the histories that are not nan, ``[..., band]``."""
    mean, quantiles = of_defined(values, PROBABILITIES)
    return np.concatenate([mean[..., None], quantiles], axis=-1)


def _defined_share(part: F64, whole: F64) -> F64:
    """Give the part of a whole, nan where there is none."""
    return np.where(whole > 0.0, share(part, whole), np.nan)
