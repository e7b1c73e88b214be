"""A choice between runs that have met the same histories, with what differs between these."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.compare.pairing import Positions, together
from sim.decide.learner import FEWEST
from sim.decide.money import Money, money_of
from sim.measures.measure import Better, better_of
from sim.output.groups import Group
from sim.output.stored import StoredRun
from sim.scenario.errors import plural
from sim.sensitivity.input import Input
from sim.sensitivity.sample import Sample, SampleError, sample_of

F64 = NDArray[np.float64]
Index = NDArray[np.intp]


class ChoiceError(Exception):
    """Nothing can be learned from some runs; the message says why, and what to do about it."""


@dataclass(frozen=True, eq=False)
class Choice:
    """Options, what they lead to in every history, and what is not known of these.

    A single option is no choice: then there is only a band to narrow.
    """

    labels: tuple[str, ...]
    """Of the options."""
    group: Group
    measure: str
    """Name, with its item if it has one."""
    unit: str
    better: Better | None
    values: F64
    """The measure, ``[option, history]``."""
    money: Money | None
    """The same in money, if any is stated."""
    no_money: str
    """Why there is none."""
    inputs: tuple[Input, ...]
    drawn: F64
    """What each was, ``[input, history]``."""
    worlds: Index | None
    """Which world each history is in, where several are in one."""
    runs: tuple[StoredRun, ...]

    @property
    def histories(self) -> int:
        """Number of histories that all options have met."""
        return int(self.values.shape[1])

    @property
    def is_choice(self) -> bool:
        """Whether there is more than one option."""
        return len(self.labels) > 1

    @property
    def utilities(self) -> F64:
        """The measure turned so that more is better, ``[history, option]``."""
        return self.values.T if self.better == "higher" else -self.values.T

    @property
    def digest(self) -> str:
        """Ten hexadecimal digits that name the runs and what is asked of them."""
        asked = [run.digest for run in self.runs], self.group.kind, self.group.name, self.measure
        paid = None if self.money is None else self.money.usd_per_day
        names = [one.name for one in self.inputs]
        text = repr((asked, self.labels, self.histories, paid, names))
        return hashlib.sha256(text.encode()).hexdigest()[:10]


def choice_of(
    runs: Mapping[str, StoredRun],
    measure: str,
    group: str,
    usd_per_day: float | None = None,
    *,
    singly: bool = False,
) -> Choice:
    """Put runs side by side, history by history.

    Parameters
    ----------
    runs : mapping of str to StoredRun
        By their labels.
    measure : str
        What is to be small, or large, by its direction of better; with its item if it has one.
    group : str
        Whose.
    usd_per_day : float, optional
        What a day of the measure costs.
    singly : bool
        Take each uncertain number by itself, not what those of a source have in common.

    Raises
    ------
    ChoiceError
        If the runs do not say what is asked, or nothing in them is by chance.
    UnpairedError
        If they have not met the same histories.
    """
    labels = tuple(runs)
    places = together([*runs.values()], labels)
    try:
        samples = [sample_of(run, singly=singly) for run in runs.values()]
        outcomes = [sample.outcome(measure, group) for sample in samples]
    except SampleError as error:
        raise ChoiceError(str(error)) from None
    first = outcomes[0]
    better = better_of(first.measure)
    if better is None and len(labels) > 1:
        raise ChoiceError(f"More {measure} is neither better nor worse, so it chooses nothing.")
    values = np.stack([one.values[at] for one, at in zip(outcomes, places, strict=True)])
    _check_finite(values, labels, measure)
    inputs, drawn = _inputs(samples, places)
    if not inputs:
        raise ChoiceError(
            "Nothing differs between the histories, so there is nothing to learn. Draw numbers by "
            "their sources: --set uncertainty=from_grades."
        )
    check_enough(values.shape[1])
    money, why_not = money_of([*runs.values()], places, outcomes, usd_per_day)
    return Choice(
        labels, first.group, measure, first.unit, better, values, money, why_not, inputs, drawn,
        _worlds(samples, places), tuple(runs.values()),
    )  # fmt: skip


def _check_finite(values: F64, labels: Sequence[str], measure: str) -> None:
    never = 1.0 - np.isfinite(values).mean(axis=1)
    worst = int(never.argmax())
    if never[worst] > 0.0:
        raise ChoiceError(
            f"{measure} never comes in {100 * never[worst]:.3g} % of the histories of "
            f"{labels[worst]}, so it has no mean. Take another --measure, as shortfall_days."
        )


def check_enough(histories: int) -> None:
    """Refuse histories that are too few to learn from.

    Raises
    ------
    ChoiceError
        If they are.
    """
    if histories < FEWEST:
        raise ChoiceError(
            f"{plural(histories, 'history')} are too few to learn from. Run {FEWEST} or more (-n)."
        )


def _inputs(
    samples: Sequence[Sample], places: Sequence[Positions]
) -> tuple[tuple[Input, ...], F64]:
    """Give the inputs of all runs, each once, in the histories that all have.

    Where two runs have an input of one name, they drew it alike, if not of the same distribution.
    """
    found: dict[str, tuple[Input, F64]] = {}
    for sample, at in zip(samples, places, strict=True):
        for one, row in zip(sample.inputs, sample.values, strict=True):
            if one.name not in found:
                found[one.name] = one, row[at]
    inputs = tuple(one for one, _ in found.values())
    drawn = np.array([row for _, row in found.values()], np.float64)
    return inputs, drawn.reshape(len(inputs), places[0].size)


def _worlds(samples: Sequence[Sample], places: Sequence[Positions]) -> Index | None:
    """Number the worlds that histories are in, from 0, by the first run that has some in common."""
    for sample, at in zip(samples, places, strict=True):
        if sample.worlds is not None:
            return np.unique(sample.worlds[at], return_inverse=True)[1]
    return None
