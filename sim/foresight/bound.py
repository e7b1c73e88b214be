"""The bound of a replication: what was unmet, what had to be, and what the difference is due to."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from sim.foresight.chain import programme_of
from sim.foresight.past import Past, drawn_lot, run_lot
from sim.foresight.programme import ForesightError, Programme
from sim.foresight.stockpiles import released_in
from sim.scenario.outlook import known_disruptions
from sim.scenario.schema import Distribution
from sim.study.job import Job
from sim.world.state.state import BATCH

AT_MOST = 1_000_000
"""Most variables of a programme, unless told otherwise."""
BEFORE = 7
"""Days before what happens with which a run that is cut short is proposed to begin."""


class NoSolverError(ForesightError):
    """What solves a programme is not installed; the message says how it is."""


class TooLargeError(ForesightError):
    """A programme has too many variables; the message says how to have fewer."""


@dataclass(frozen=True)
class Bound:
    """One replication against perfect foresight; t of normal demand not served on its day.

    Consumers of oxide and metal count only where nobody uses magnets or what is made of them.

    The programmes are nested, so none of the parts of the regret is negative.
    """

    history: int
    unmet_t: float
    """By the run, with what its consumers learned to do without."""
    least_t: float
    """The least that any policy could have reached."""
    least_unhoarded_t: float
    """The least where no consumer holds more than it had ever held until then in the run."""
    least_as_released_t: float
    """The same where, besides, stockpiles release what they released on each day of the run."""
    variables: int
    """Variables of the programme."""

    @property
    def regret_t(self) -> float:
        """What the run lost beyond the bound."""
        return self.unmet_t - self.least_t

    @property
    def by_buying_ahead_t(self) -> float:
        """Part of it that consumers could have saved by holding more than they ever did."""
        return self.least_unhoarded_t - self.least_t

    @property
    def by_release_t(self) -> float:
        """Part of it that other times of release could have saved, all else being perfect."""
        return self.least_as_released_t - self.least_unhoarded_t

    @property
    def by_the_rest_t(self) -> float:
        """Part of it that is due to ordering, making, rationing and rerouting."""
        return self.unmet_t - self.least_as_released_t


def bounds(
    job: Job,
    replications: Sequence[int],
    at_most: int = AT_MOST,
    on_progress: Callable[[int], None] | None = None,
) -> Iterator[Bound]:
    """Bound some replications; each lot of 64 that holds one is run.

    Parameters
    ----------
    job : Job
        Scenario, seed and scheme of sampling.
    replications : sequence of int
        Numbers of replications.
    at_most : int
        Most variables of a programme.
    on_progress : function, optional
        Hears how many variables the programme has, before it is solved.

    Raises
    ------
    ForesightError
        If SciPy is not there, or the programme is too large.
    """
    need_scipy()
    study, numbers = job.study(), sorted(replications)
    lot = None
    if all(one.trigger is None for one in job.scenario.disruptions.values()):
        drawn = Past(drawn_lot(study, numbers[0]), numbers[0])
        _check(programme_of(drawn), drawn, at_most)  # a run takes far longer
    for number in numbers:
        if lot is None or number - lot.first >= BATCH:
            lot = run_lot(study, number)
        past = Past(lot, number)
        programme = programme_of(past)
        _check(programme, past, at_most)
        if on_progress is not None:
            on_progress(programme.variables)
        yield bound_of(past, programme)


def bound_of(past: Past, programme: Programme | None = None) -> Bound:
    """Bound one replication."""
    demand = sum(float(past.demand(good).sum()) for good in past.bounded)

    def least(programme: Programme, above: float) -> float:
        return max(demand - programme.greatest(), above)

    programme = programme or programme_of(past)
    free = least(programme, 0.0)
    unhoarded = least(programme_of(past, hoarding=False), free)
    as_released = unhoarded
    if past.world.stockpiles.holdings:
        fixed = programme_of(past, hoarding=False, released=released_in(past))
        as_released = least(fixed, unhoarded)
    return Bound(past.number, past.unmet_t, free, unhoarded, as_released, programme.variables)


def need_scipy() -> None:
    """Make sure that SciPy is there.

    Raises
    ------
    NoSolverError
        If it is not.
    """
    if find_spec("scipy") is None:
        raise NoSolverError("A bound needs SciPy: pip install 'shortfall[analysis]'")


def _check(programme: Programme, past: Past, at_most: int) -> None:
    if programme.variables > at_most:
        # Nearly all variables are there on every day.
        fit = programme.days * at_most // programme.variables
        shorter = f" to {fit} of its {programme.days} days: {_window(past, fit)}" if fit > 1 else ""
        raise TooLargeError(
            f"The linear programme has {programme.variables:,} variables, more than {at_most:,}. "
            f"Shorten the run{shorter}; leave out what does not matter; or allow more with "
            "--at-most (a million take some two minutes of a processor and 2 GB)."
        )


def _window(past: Past, days: int) -> str:
    """Give the settings that shorten a run to so many days, from before what happens in it on.

    Where its start does not move what happens: of dates, not of days from the start.
    """
    scenario, onsets = past.scenario, past.of(past.record.onset_day)
    known = known_disruptions(scenario)
    first = min(
        (
            int(day)
            for name, day in zip(past.record.disruptions, onsets, strict=True)
            if name not in known
            and isinstance(scenario.disruptions[name].start, dt.date)
            and 0 < day < past.days
        ),
        default=0,
    )
    start = scenario.start + dt.timedelta(days=min(max(first - BEFORE, 0), past.days - days))
    if any(
        isinstance(one.start, int | float | Distribution) for one in scenario.disruptions.values()
    ):
        start = scenario.start
    settings = [f"--set end={start + dt.timedelta(days=days - 1)}"]
    if start != scenario.start:
        settings.insert(0, f"--set start={start}")
    return " ".join(settings)
