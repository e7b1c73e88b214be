"""Licences: what an exporter's authority asks for, and how it works through what is asked."""

from typing import Literal

from sim.scenario.schema.base import Block
from sim.scenario.schema.distribution import Distribution
from sim.scenario.schema.quantity import Days, Factor, Fraction, Lapse, SomeLapse

EndUse = Literal["civil", "defence"]
"""What goods are used for, as licences and controls tell it apart."""

SURVEYED_DECISION = Distribution(lognormal={"median": 50.0, "sigma": 0.77})
"""Days to a decision, fitted to 130 European firms asked in December 2025: 26 % within a month,
34 % in one to two months, 40 % later."""

LONGEST_DECISION = 365
"""Days after which a decision is due at the latest: the tail of a distribution is cut here."""
LONGEST_VALIDITY = 3650
"""Longest validity of a licence, days; beyond it nothing differs in a scenario."""


class LicenceTerms(Block):
    """Terms of case-by-case licences. What a change leaves out stays as it was."""

    decision_days: Lapse | None = None
    """Days from filing to the earliest decision, at most 365; drawn anew for each week's filings
    to a destination and end use."""
    capacity_of_normal: Factor | None = None
    """Most that is decided in a day, as a share of the undisrupted flow of all goods that share
    this capacity; none in a control means no limit."""
    granted: Fraction | dict[EndUse, Fraction] | None = None
    """Share of what is decided that is granted, of all or by end use; none in a control grants
    everything."""
    refiled: Fraction | None = None
    """Share of what is refused that is filed again; the rest is given up and ordered anew. None in
    a control: 1."""
    refile_days: Days | None = None
    """Days from a refusal or an expiry to the new application; none in a control: 30."""
    validity_days: SomeLapse | None = None
    """Days within which a granted licence must be used, at most 3,650; none in a control means
    that it holds until the one shipment it is for."""


class Licence(LicenceTerms):
    """Case-by-case licences of a control."""

    decision_days: Lapse = SURVEYED_DECISION
    """Days from filing to the earliest decision, at most 365; drawn anew for each week's filings
    to a destination and end use. The default is the survey of December 2025."""
    decisions: Literal["share", "random"] = "share"
    """share: of all that is decided the same share is granted; random: what is decided in a week
    for a destination and end use is granted or refused together, by a draw."""


class General(Block):
    """General licences: pairs of suppliers and customers that need no further application."""

    share: Fraction | None = None
    """Share of the orders that come from such pairs."""
    volume_of_normal: Factor | None = None
    """Most that passes while a licence is valid, as a share of the pairs' undisrupted flow in that
    time; none in a control means no limit."""
    validity_days: SomeLapse | None = None
    """Days a general licence is valid, at most 3,650; none in a control: 365."""
    renewed_ahead_days: Lapse | None = None
    """Days before its end at which the next one is applied for; a decision takes as long as any
    other. None in a control: 45."""
    issued_over_days: Lapse | None = None
    """Days over which the first ones are issued, in twelve steps; none in a control: 0."""


class Inspection(Block):
    """Goods that hold nothing controlled but share the customs code are held and tested."""

    share: Fraction | None = None
    """Share of the orders for such goods that is held; none in a control: 0."""
    days: Lapse | None = None
    """Days from the order to the earliest result, at most 365; none in a control: 0."""
    capacity_of_normal: Factor | None = None
    """Most that is tested in a day, as a share of the undisrupted flow of such goods that share
    this capacity; none in a control means no limit."""
