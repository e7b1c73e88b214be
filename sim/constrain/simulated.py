"""What a block of worlds gives for each observation."""

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sim import measures
from sim.constrain.observation import Observation
from sim.hindcast.episode import Episode, PlantStop, Series
from sim.hindcast.month import month_of, number_of, span
from sim.hindcast.replay import normal_of
from sim.measures.measure import by_name
from sim.output.observed import observed
from sim.scenario.schema import Scenario
from sim.world.record.record import Record

F64 = NDArray[np.float64]


def last_day(episode: Episode, scenario: Scenario) -> int:
    """Give the first day after all that worlds are told apart by: after the months fitted to."""
    assert episode.in_sample is not None
    return _days(scenario, episode.in_sample[1])[1]


def simulated(
    scenario: Scenario, record: Record, episode: Episode, wanted: Sequence[Observation]
) -> F64:
    """Give what was simulated of each observation, ``[observation, history]``.

    Parameters
    ----------
    scenario : Scenario
    record : Record
        Up to :func:`last_day`, at least.
    episode : Episode
    wanted : sequence of Observation
    """
    stops = {one.of: episode.plant_stops[one.of] for one in wanted if not one.months}
    first_stops = _first_stops(scenario, record, stops)
    rows = [
        _monthly(scenario, record, episode, episode.series[one.of], one.months)
        if one.months
        else first_stops[one.of]
        for one in wanted
    ]
    return np.stack(rows)


def _monthly(
    scenario: Scenario,
    record: Record,
    episode: Episode,
    series: Series,
    months: tuple[str, ...],
) -> F64:
    """Give the mean flow of some months, t a month, ``[history]``."""
    flow = record.flow_t[:, record.flows.index(series.flow)]
    found = _mean([_summed(flow, _days(scenario, month)) for month in months])
    if series.compared_as == "share_of_normal":
        usual = [_summed(flow, _days(scenario, one)) for one in span(*episode.normal)]
        found = found * normal_of(episode, series) / np.maximum(_mean(usual), 1e-9)
    return found


def _summed(flow: NDArray[np.float32], days: tuple[int, int]) -> F64:
    return measures.total(flow[slice(*days)].astype(np.float64))


def _mean(months: list[F64]) -> F64:
    return np.asarray(np.add.reduce(np.stack(months), axis=0) / len(months))


def _days(scenario: Scenario, month: str) -> tuple[int, int]:
    """Give the first day of a month and the first after it, counted from the scenario's start."""
    first, after = (
        (dt.date.fromisoformat(f"{one}-01") - scenario.start).days
        for one in (month, month_of(number_of(month) + 1))
    )
    return first, after


def _first_stops(
    scenario: Scenario, record: Record, stops: Mapping[str, PlantStop]
) -> dict[str, F64]:
    """Give the days from the onset to the first stop, inf where there is none by then."""
    found = dict[str, F64]()
    if not stops:
        return found
    reference = scenario.measures.reference
    onset = record.onset_day[record.disruptions.index(reference)] if reference else 0.0
    for group, seen in observed(scenario, record):
        for name, stop in stops.items():
            if group.name == stop.who and group.kind in {"consumer", "region"}:
                days = by_name()[stop.measure].values(seen)[None]
                found[name] = days if stop.measure == "time_to_survive" else days - onset
    return found
