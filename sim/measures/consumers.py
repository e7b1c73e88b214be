"""The measures of a group of consumers: one value a history, ``[history]``.

They come in results in the order of this file; the docstrings are the meanings in
``results/README.md`` (``python -m tests.tables`` renews them there).
"""

import numpy as np
from numpy.typing import NDArray

import sim.measures.shortfall as shortfall
import sim.measures.survival as survival
from sim.measures.exposure import days_met
from sim.measures.measure import measure
from sim.measures.observed import Observed, daily_sum

F64 = NDArray[np.float64]


@measure(unit="d", better="lower", caused="headline", headline=True, in_histories=True)
def shortfall_days(seen: Observed) -> F64:
    """Days of normal demand not served on time: sum over days of 1 - fill rate.

    A group's rate goes by the demand of the day: where a member that is served saves some of its
    own, others weigh more, and the group's days can rise though nobody lacks more.
    """
    return shortfall.shortfall_days(seen.short_fill)


@measure(unit="day", better="higher", may_never=True, headline=True, in_histories=True)
def first_short_day(seen: Observed) -> F64:
    """First day with a fill rate under the scenario's `short_below` by which `short_after_days` of
    demand (1 if not said otherwise) were not served since the reference disruption's onset.
    """
    offset, at = seen.shortage.start, seen.thresholds
    found = survival.first_short_day(
        seen.short_fill, seen.onset - offset, at.short_below, at.short_after_days
    )
    return np.asarray(found + offset)


@measure(unit="d", better="higher", may_never=True, headline=True)
def time_to_survive(seen: Observed) -> F64:
    """Days from the onset to the first short day."""
    return survival.time_to_survive(first_short_day(seen), seen.onset)


@measure(unit="day", better="higher", may_never=True, in_histories=True)
def first_stop_1pct(seen: Observed) -> F64:
    """First day, at or after the reference disruption's onset, on which 1 % of demand or more is
    not served beyond what was not on the day before the onset: so much more of the group stands
    still.
    """
    return _first_stop(seen, 0.01)


@measure(unit="day", better="higher", may_never=True, in_histories=True)
def first_stop_10pct(seen: Observed) -> F64:
    """The same of 10 % of demand."""
    return _first_stop(seen, 0.10)


@measure(unit="day", better="higher", may_never=True, in_histories=True)
def first_stop_50pct(seen: Observed) -> F64:
    """The same of half of demand."""
    return _first_stop(seen, 0.50)


def _first_stop(seen: Observed, part: float) -> F64:
    offset = seen.shortage.start
    found = survival.first_stop_day(seen.short_fill, seen.onset - offset, part)
    return np.asarray(found + offset)


@measure(unit="day", better="higher", may_never=True, in_histories=True)
def first_output_stop_1pct(seen: Observed) -> F64 | None:
    """First day, at or after that onset, on which 1 % of output or more is not built beyond what
    was not on the day before it, by those with an `output`: later than `first_stop_1pct` where
    parts bridge what lacks.
    """
    built = None if seen.lost_output is None else seen.lost_output.built(seen.members)
    return None if built is None else survival.first_stop_day(built, seen.onset, 0.01)


@measure(unit="d", better="lower", may_never=True)
def time_to_recover(seen: Observed) -> F64:
    """Days from the disruption's end to the first day from which the fill rate holds
    `line_up_above` for `recovered_days`.
    """
    at = seen.thresholds
    return survival.time_to_recover(seen.fill, seen.end, at.line_up_above, at.recovered_days)


@measure(unit="d", better="lower", headline=True, in_histories=True)
def line_down_days(seen: Observed) -> F64:
    """Days from a fill rate under `line_down_below` until one of `line_up_above`."""
    at = seen.thresholds
    return shortfall.line_down_days(seen.short_fill, at.line_down_below, at.line_up_above)


@measure(unit="d", better="lower")
def backlog_days(seen: Observed) -> F64 | None:
    """Days that end with a backlog; only where a consumer's unmet demand waits."""
    backlog = seen.backlog_t  # summed when asked for, and held no longer than that
    return None if backlog is None else shortfall.backlog_days(backlog)


@measure(unit="d", better="lower")
def lost_days(seen: Observed) -> F64:
    """Shortfall days that were not caught up later, in proportion to the tonnes."""
    return shortfall.lost_days(shortfall_days(seen), unmet_t(seen), seen.caught_up_t)


@measure(unit="d", better="lower", in_histories=True)
def lost_output_days(seen: Observed) -> F64 | None:
    """Days of output that were not built and not made up for later, as those with an `output` lack
    what they build with: a firm builds as much as its scarcest grade allows, by its curve.
    """
    return None if seen.lost_output is None else seen.lost_output.days(seen.members)


@measure(unit="number", better="lower", per="product", in_histories=True)
def lost_products(seen: Observed) -> dict[str, F64] | None:
    """The same in numbers of what is built, by product (`output.product`)."""
    return None if seen.lost_output is None else seen.lost_output.products(seen.members)


@measure(unit="MUSD", better="lower", in_histories=True)
def lost_output_musd(seen: Observed) -> F64 | None:
    """The same in what it is worth (`output.musd_per_t`)."""
    return None if seen.lost_output is None else seen.lost_output.musd(seen.members)


@measure(unit="t", better="lower", in_histories=True)
def lost_t(seen: Observed) -> F64:
    """Unmet demand that was not caught up later."""
    return shortfall.lost_tonnes(unmet_t(seen), seen.caught_up_t)


@measure(unit="t", better="lower", caused="measured", headline=True, in_histories=True)
def unmet_t(seen: Observed) -> F64:
    """Demand not served on its day."""
    total: F64 = seen.unmet_t.sum(axis=0)
    return total


@measure(unit="d", better="lower", in_histories=True)
def goods_short_days(seen: Observed) -> F64 | None:
    """Days of finished goods from other places that were not made on time, as their makers lacked
    the magnets in them; only of a region that consumers elsewhere make goods for (`goods_for`).
    """
    fill = seen.goods_fill
    return None if fill is None else shortfall.shortfall_days(fill)


@measure(unit="t", better="lower", in_histories=True)
def goods_unmet_t(seen: Observed) -> F64 | None:
    """Magnets that would have come in these goods."""
    if not seen.goods_parts:
        return None
    total = np.zeros(seen.unmet_each_t.shape[2:])
    for member, part in seen.goods_parts.items():
        for of_grade in seen.unmet_each_t[member]:
            total += part * of_grade
    return total


@measure(unit="t", better="lower", in_histories=True)
def destroyed_t(seen: Observed) -> F64 | None:
    """Demand that high prices have driven away, over the run: it is no part of demand and so of no
    shortfall; only with a market.
    """
    return seen.destroyed_t


@measure(unit="t", better=None, in_histories=True)
def saved_t(seen: Observed) -> F64 | None:
    """Normal demand that was done without, over the run, as who was short redesigned what it
    builds: it is no part of demand and so of no shortfall; only where one has an `emergency`.
    """
    saved = seen.saved_each_t
    return None if saved is None else shortfall.total(daily_sum(saved, seen.members))


@measure(unit="1", better="higher")
def fill_rate(seen: Observed) -> F64:
    """Served over demand, of the whole run."""
    return shortfall.fill_rate(shortfall.total(seen.demand_t), shortfall.total(seen.served_t))


@measure(unit="d", better="higher")
def lowest_cover(seen: Observed) -> F64:
    """Fewest days of cover on any day."""
    fewest: F64 = seen.cover.min(axis=0)
    return fewest


@measure(unit="t", better="lower", per="grade")
def unmet_grade_t(seen: Observed) -> dict[str, F64]:
    """Demand not served on its day, by grade (magnets), and by element used by itself."""
    return dict(zip(seen.grades, seen.unmet_t, strict=True))


@measure(unit="t", better="lower", per="element")
def unmet_element_t(seen: Observed) -> dict[str, F64]:
    """Demand not served on its day, by element (contained)."""
    found = {}
    for element, shares in seen.contents.items():
        total = np.zeros(seen.unmet_t.shape[1:])
        for grade, magnets in zip(seen.grades, seen.unmet_t, strict=True):
            total += shares[grade] * magnets
        found[element] = total
    return found


@measure(unit="1", better="lower", per="place", headline="compared", in_histories=True)
def dependence(seen: Observed) -> dict[str, F64] | None:
    """Part of what was used, in contained element, that was mined, separated, made into metal or
    made into magnets in a place, by place (`measures.exposure`).
    """
    if seen.exposure is None:
        return None
    share = seen.exposure.share_over_run(seen.members)
    return dict(zip(seen.exposure.places, share, strict=True))


@measure(unit="d", better="higher", per="place", in_histories=True)
def days_met_without(seen: Observed) -> dict[str, F64] | None:
    """Days of normal demand met on time by matter that never was in a place, by place: over the
    months, days met times the part that was not there.
    """
    if seen.exposure is None:
        return None
    met = days_met(seen.fill, seen.exposure.first_day)
    share = seen.exposure.share(seen.members)
    return {
        place: (met * (1.0 - share[:, at])).sum(axis=0)
        for at, place in enumerate(seen.exposure.places)
    }
