"""When a stockpile releases what it holds, how fast, and what it does afterwards."""

import datetime as dt
from typing import Any, Literal

from pydantic import model_validator

from sim.scenario.chain import FORMS, Form
from sim.scenario.schema.base import Block, Date, Dated, Id
from sim.scenario.schema.quantity import FixedFraction, Lapse, SomeCover, SomeLapse, TonnesPerDay


def one_of(data: Any, keys: tuple[str, ...], what: str, example: str) -> Any:
    """Make sure that exactly one of some keys is given."""
    if isinstance(data, dict):
        given = [key for key in keys if data.get(key) is not None and data[key] is not False]
        if len(given) != 1:
            raise ValueError(
                f"{what} has exactly one of {', '.join(keys)}; "
                f"this one has {' and '.join(given) or 'none'}; write for example {example}"
            )
    return data


class ReleaseTrigger(Block):
    """What starts a release order: exactly one of the four."""

    date: Date | None = None
    """A date, whatever happens."""
    control: Id | None = None
    """The onset of a disruption; of one that occurs again, each of them."""
    cover_days_below: SomeCover | None = None
    """Members who together have less on hand than so many days of the day's demand, today's use
    included."""
    first_shortage: bool = False
    """A member that cannot meet the day's demand of some grade from what it has on hand."""

    @model_validator(mode="before")
    @classmethod
    def _one_cause(cls, data: Any) -> Any:
        keys = ("date", "control", "cover_days_below", "first_shortage")
        return one_of(data, keys, "a trigger of a release", "{cover_days_below: 10}")


class Stop(Block):
    """What ends a release order: one of the three.

    Plenty and calm end it only after members have lacked something.

    An order started by the members' state may start again by it; one started by a date or a
    disruption is over, until that disruption occurs again.
    """

    cover_days_above: SomeCover | None = None
    """Members who together have more on hand than so many days of the day's demand."""
    end_of: Id | None = None
    """The end of a disruption."""
    calm_days: SomeLapse | None = None
    """More than so many days on which no member lacks anything."""

    @model_validator(mode="before")
    @classmethod
    def _one_end(cls, data: Any) -> Any:
        keys = ("cover_days_above", "end_of", "calm_days")
        return one_of(data, keys, "a stop", "{cover_days_above: 30}")


class Refill(Block):
    """What was released is bought again, to the target of fill."""

    after_days: Lapse = 0.0
    """Days from the end of a release order to the first purchase."""
    over_days: SomeLapse = 365.0
    """It orders at most the target over so many days a day."""


class Release(Block):
    """The policy of release."""

    trigger: ReleaseTrigger
    """What starts a release order."""
    lag_days: Lapse = 0.0
    """Days from the trigger to the first release, rounded up."""
    lift_to_days: Dated[SomeCover] = 1.0
    """A member may ask for what lifts its cover to so many days of use; a plant also for
    its use since it last planned."""
    rate_t_per_day: Dated[TonnesPerDay] | dict[Form, Dated[TonnesPerDay]] | None = None
    """Most that leaves of each form in a day, t; a mapping gives each form its own."""
    kept_back: FixedFraction = 0.0
    """Share of the stock, as it is when an order comes into force, that is kept back."""
    kept_for: Literal["defence", "nobody"] = "defence"
    """Who gets what is kept back: members whose end use is defence, or nobody."""
    stop: Stop | None = None
    """What ends the order; none lets it stand."""
    refill: Refill | None = None
    """Whether it buys again what it released; none buys back nothing."""

    @property
    def limited_forms(self) -> tuple[Form, ...] | None:
        """Forms that the limits a day name; None where one limit, or none, holds for all."""
        rate = self.rate_t_per_day
        if not isinstance(rate, dict) or any(isinstance(key, dt.date) for key in rate):
            return None
        return tuple(form for form in FORMS if form in rate)
