"""What a run leaves behind: daily series, totals and events of every history."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.rules.finance import FLOWS

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]


LICENCE_ENTRIES = (
    "passed",
    "filed",
    "granted",
    "refused",
    "withdrawn",
    "used",
    "expired",
    "pending",
    "to_refile",
    "valid",
    "age_days",
)
"""Entries of a licence flow's ledger, along the entry axis. The first seven are t over the month:
orders that needed no application, filed, granted, refused, withdrawn before a decision, shipped
on a licence, and granted but no longer valid. The others are of the month's end: t waiting for a
decision, t refused or expired and waiting to be filed again, t granted and not shipped, and the
mean age in days of what waits for a decision."""


STOCKPILE_ENTRIES = ("stock", "bought", "released", "aged", "paid_musd")
"""Entries of a stockpile's account, along the entry axis: t on hand at the month's end; t bought
(arrived), released and lost to ageing over the month; and million USD paid over the month."""


FINANCE_ENTRIES = (
    "cash",
    "inventory_at_cost",
    "inventory_at_market",
    "loan",
    "interest_due",
    "equity",
    "realised",
    "unrealised",
    "result",
    *FLOWS,
)
"""Entries of a stockpile's books, along the entry axis, million USD. Of the month's end: cash, what
is held at cost and at the day's prices, principal owed, interest owed, equity; and since the start
gains less losses, what is held at market less its cost, and both together. Then, over the month,
:data:`sim.rules.finance.FLOWS`."""


GREY_ENTRIES = ("shipped", "seized")
"""Entries of a grey lane, along the entry axis: t that left the sellers over the month, and what of
it was seized."""


@dataclass(frozen=True)
class Record:
    """The series and totals of a set of histories.

    Consumers, stockpiles, origins and regions are in the order of their ids. An axis marked
    ``history*`` has length one where the quantity is the same in every history.
    """

    start: dt.date
    """Date of day 0."""
    consumers: tuple[str, ...]
    """Ids along the consumer axis."""
    grades: tuple[str, ...]
    """Ids along the grade axis."""
    stockpiles: tuple[str, ...]
    """Ids along the stockpile axis: the stockpile, or stockpile and form joined by a colon where it
    ``holds`` several."""
    origins: tuple[str, ...]
    """Countries of magnet makers along the origin axis."""
    regions: tuple[str, ...]
    """Regions of consumers along the region axis."""
    disruptions: tuple[str, ...]
    """Ids along the disruption axis."""
    licence_flows: tuple[str, ...]
    """What applications are kept apart by: control, good, destination, end use, and ``licence``
    or ``inspection``, joined by colons."""
    flows: tuple[str, ...]
    """Ids along the flow axis."""
    demand_t: F32
    """Demand of the day, t finished magnets, ``[day, consumer, history*]``."""
    served_t: F32
    """Part of the day's own demand served on the day, t, ``[day, consumer, history]``."""
    on_hand_t: F32
    """Magnets on hand at the end of the day, t, ``[day, consumer, history]``."""
    backlog_t: F32 | None
    """Unmet demand still waiting at the end of the day, t, ``[day, consumer, history]``; none
    where every consumer loses what is not served."""
    caught_up_t: F64
    """Unmet demand served later, t over the run, ``[consumer, history]``."""
    unmet_t: F64
    """Demand not served on its day, t over the run, ``[consumer, grade, history]``."""
    stockpile_t: F32
    """Stock of the stockpiles at the end of the day, t in the form held (contained element for
    oxide and metal), ``[day, stockpile, history]``."""
    released_t: F64
    """Released by the stockpiles, t over the run, ``[stockpile, history]``."""
    supply_t: F32
    """Magnets shipped to consumers by month, maker's country and region, t,
    ``[month, origin, region, history]``; month 0 holds the start date."""
    licences_t: F32
    """Ledger of every licence flow by month, ``[month, licence flow, entry, history]``; entries as
    in :data:`LICENCE_ENTRIES`, t of finished magnets or of contained element."""
    grey_lanes: tuple[str, ...]
    """Ids along the grey lane axis: entries of ``lanes``."""
    grey_t: F32
    """What each grey lane ships by month, and what of it is seized, t as it is ordered (magnets
    finished, oxide and metal contained element, concentrate t REO),
    ``[month, grey lane, entry, history]``; entries as in :data:`GREY_ENTRIES`, month 0 holds the
    start date."""
    flow_t: F32
    """Shipments that count towards each measured flow, t a day, ``[day, flow, history]``: magnets
    finished, oxide, metal and scrap in contained element, concentrate in t REO."""
    flow_plan_t: F32
    """The same of the undisrupted plan, t a day, ``[day, flow, 1]``."""
    price_usd_per_kg: F32
    """Price of each element's oxide in each bloc (``china``, ``outside``) from each week on, USD
    per kg without VAT, ``[week, element, bloc, history]``; week 0 begins on day 0. Without a
    market all axes but the last are empty."""
    destroyed_t: F64
    """Demand that prices have driven away, t over the run, ``[consumer, history]``: it is no part
    of ``demand_t`` and so of no shortfall; without a market there is no consumer here."""
    floor_musd: F64
    """What each contract for difference has cost the state, million USD, less what it got,
    ``[month, floor, history]``; month 0 holds the start date."""
    floors: tuple[str, ...]
    """Ids along the floor axis."""
    onset_day: F64
    """First day of each disruption, ``[disruption, history]``; nan where it does not happen."""
    end_day: F64
    """First day after each disruption, ``[disruption, history]``; inf where it does not end."""
    stockpile_accounts: tuple[str, ...] = ()
    """Row and item (element or grade) of each account of stockpiles, joined by a colon."""
    stockpile_use_t: F32 | None = None
    """What the members of each stockpile use in the form held, t a day, ``[day, stockpile,
    history]``; none in a record made otherwise than by a run."""
    usable_days: F32 | None = None
    """Days of the members' use that can reach them at today's rates of conversion and release
    within the stockpile's ``usable_over_days``, ``[day, stockpile, history]``. Tonnes of all items
    together: a scarce element may be gone earlier (``reserve_account`` tells them apart)."""
    stockpile_account: F32 | None = None
    """Account of each stockpile and item by month, ``[month, account, entry, history]``; entries as
    in :data:`STOCKPILE_ENTRIES`, month 0 holds the start date."""
    financed: tuple[str, ...] = ()
    """Stockpiles whose money is booked."""
    finance_musd: F64 | None = None
    """Books of each financed stockpile by month, million USD, ``[month, financed, entry,
    history]``; entries as in :data:`FINANCE_ENTRIES`, month 0 holds the start date."""
    owed_musd: F32 | None = None
    """Principal owed at the end of the day, million USD, ``[day, financed, history]``."""
    unrealised_musd: F32 | None = None
    """What is held at market less its cost, million USD, ``[day, financed, history]``."""
    last_price_usd_per_kg: F32 | None = None
    """Price of what each account of stockpiles holds on the last day, USD per kg as held,
    ``[account, history]``; nan where no money is booked."""

    @property
    def histories(self) -> int:
        """Number of histories."""
        return int(self.served_t.shape[-1])

    @property
    def stockpile_days(self) -> F64:
        """Stock of the stockpiles, days of the members' use of the day, shaped as reserve_t."""
        assert self.stockpile_use_t is not None
        stock, use = self.stockpile_t.astype(float), self.stockpile_use_t.astype(float)
        days: F64 = np.divide(stock, use, out=np.full(stock.shape, np.inf), where=use > 0.0)
        return days


HISTORY_LAST = (
    "demand_t",
    "served_t",
    "on_hand_t",
    "backlog_t",
    "caught_up_t",
    "unmet_t",
    "stockpile_t",
    "released_t",
    "supply_t",
    "licences_t",
    "grey_t",
    "flow_t",
    "price_usd_per_kg",
    "destroyed_t",
    "floor_musd",
    "onset_day",
    "end_day",
    "stockpile_use_t",
    "usable_days",
    "stockpile_account",
    "finance_musd",
    "owed_musd",
    "unrealised_musd",
    "last_price_usd_per_kg",
)
"""Fields whose last axis is the history."""


def joined(records: list[Record]) -> Record:
    """Put blocks of histories together."""
    if len(records) == 1:
        return records[0]
    fields: dict[str, Any] = {}
    for name in HISTORY_LAST:
        parts = [getattr(record, name) for record in records]
        if parts[0] is not None and not is_shared(records[0], name):
            fields[name] = np.concatenate(parts, axis=-1)
    return replace(records[0], **fields)


def first_of(record: Record, histories: int) -> Record:
    """Keep the first histories, as views."""
    return part_of(record, slice(histories))


def part_of(record: Record, histories: slice) -> Record:
    """Keep some histories, as views."""
    fields: dict[str, Any] = {
        name: getattr(record, name)[..., histories]
        for name in HISTORY_LAST
        if getattr(record, name) is not None and not is_shared(record, name)
    }
    return replace(record, **fields)


def is_shared(record: Record, name: str) -> bool:
    """Tell whether a field holds one series for all histories."""
    return name == "demand_t" and record.demand_t.shape[-1] == 1
