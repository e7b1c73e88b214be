"""Strategic stockpiles."""

from typing import Any, Literal

from pydantic import model_validator

from sim.scenario.chain import FORMS, MAGNETS, Form
from sim.scenario.schema.base import Block, Dated, Id, Label, Place, SourceIds, Text
from sim.scenario.schema.fill import Fill
from sim.scenario.schema.finance import Finance
from sim.scenario.schema.quantity import (
    Amount,
    Cover,
    DaysOfUse,
    Fraction,
    Lapse,
    Money,
    SomeLapse,
    TonnesPerDay,
    YearlyShare,
)
from sim.scenario.schema.release import Release

PRESENT = ("trigger_days", "lag_days", "lag_from", "release_t_per_day", "stand_down_days")
"""Keys of the plain policy of release, which a release block replaces."""


class Member(Block):
    """The terms on which a consumer draws on a stockpile."""

    need_share: Dated[Fraction] | None = None
    """It draws at most this share of its use of the day; none means no limit."""
    fee_musd_per_year: Dated[Money] = 0.0
    """What it pays to be a member, million USD a year."""
    value_musd_per_t: Money = 0.0
    """Value of the production that it loses without a tonne of magnets, million USD."""


class Holding(Block):
    """What a stockpile holds in one form."""

    fill_days: DaysOfUse | None = None
    """Stock at the start, days of the members' planned use on that date; a mapping names the
    elements or grades that are held, with the days of each."""
    fill_t: dict[Id, Amount] | None = None
    """Stock at the start, t of each element (contained) or grade; replaces fill_days."""
    fill: Fill | None = None
    """How it is filled; none takes the stockpile's own programme."""
    through: list[Id] | None = None
    """Facilities that convert it; none takes all that buy the form in the stockpile's country."""


class Stockpile(Block):
    """A reserve that releases goods to its members when their cover runs low.

    A reserve helps in the form it holds: magnets go to consumers (and to motor makers that are
    members), metal to magnet makers, oxide to metal makers, and what these make of it goes on by
    the ordinary lanes, as fast as they can work.
    Plants get together no more than their members may draw, yet sell what they make to whom they
    owe it, by the rules of priority that hold for all.
    """

    country: Place
    """Where it stands."""
    label: Label | None = None
    """How reports call it."""
    good: Form = MAGNETS
    """The form it holds, if it holds one."""
    holds: dict[Form, Holding] | None = None
    """What it holds of each form; instead of good, fill_days and fill_t."""
    members: list[Id | Place] | dict[Id | Place, Member]
    """Who may draw on it: consumers of magnets, of magnets held motor makers too, places (all of
    these there), or with good all who buy it (a place stands for all buyers of the good there); a
    mapping gives terms."""
    allocation: Literal["defence_first", "pro_rata", "value"] | None = None
    """Who comes first when it is short: defence, all alike, or the highest value_musd_per_t; none
    takes the policy's rule."""
    fill_days: DaysOfUse | None = None
    """Stock at the start, days of the members' planned use on that date; a mapping names the
    elements or grades that are held, with the days of each."""
    fill_t: dict[Id, Amount] | None = None
    """Stock at the start, t of each element (contained) or grade; replaces fill_days."""
    fill: Fill | None = None
    """How it is filled by purchases; none buys nothing."""
    finance: Finance | None = None
    """How it is paid for; none keeps no books of money."""
    trigger_days: Dated[Cover] = 1.0
    """It releases what lifts a member's cover back to so many days of use; a plant also gets
    its use since it last planned."""
    lag_days: Lapse = 0.0
    """Days from the trigger (or the onset named) to the first release."""
    lag_from: Literal["trigger"] | Id = "trigger"
    """What starts the lag: a member's cover under the trigger, or the (first) onset of a
    disruption."""
    release_t_per_day: Dated[TonnesPerDay] | None = None
    """Most that leaves it in a day, t over all members; none means no limit."""
    stand_down_days: Lapse = 28.0
    """Days without need after which a release order lapses and the lag counts anew."""
    release: Release | None = None
    """The policy of release in full; replaces the five keys above."""
    ageing_per_year: Dated[YearlyShare] = 0.0
    """Share of the stock lost to ageing in a year."""
    usable_over_days: Dated[SomeLapse] = 180.0
    """Days over which usable cover counts what can be converted, released and drawn. It counts the
    capacity of the plants that other feed leaves on the day."""
    note: Text | None = None
    """A remark for readers."""
    sources: SourceIds = {}
    """Sources of the numbers."""

    @model_validator(mode="before")
    @classmethod
    def _one_style(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        for key, others in (("holds", ("good", "fill_days", "fill_t")), ("release", PRESENT)):
            also = [other for other in others if data.get(other) is not None]
            if data.get(key) is not None and also:
                raise ValueError(
                    f"a stockpile has {key} or {', '.join(others)}; this one has {key} and "
                    f"{', '.join(also)}; keep one (null removes an inherited one)"
                )
        return data

    @property
    def forms(self) -> dict[Form, Holding]:
        """What it holds of each form, in the order of the chain."""
        if self.holds is None:
            plain = Holding.model_construct(
                fill_days=self.fill_days, fill_t=self.fill_t, fill=self.fill
            )
            return {self.good: plain}
        held = self.holds
        return {
            form: held[form]
            if held[form].fill is not None
            else held[form].model_copy(update={"fill": self.fill})
            for form in FORMS
            if form in held
        }

    @property
    def terms(self) -> dict[str, Member]:
        """The terms of each member named."""
        if isinstance(self.members, dict):
            return dict(self.members)
        return {name: Member() for name in self.members}
