"""Terms of stockpiles that have no effect beside what else is written."""

from collections.abc import Iterator

from sim.scenario.chain import MAGNETS, STOCKPILES
from sim.scenario.check.stockpile_limits import limits
from sim.scenario.finding import Finding
from sim.scenario.membership import member_consumers, payers
from sim.scenario.numbers import highest
from sim.scenario.origin import Path
from sim.scenario.schema import Finance, Holding, Release, Scenario, Stockpile

OF_A_LOAN = ("loan_years", "interest_per_year", "drawn", "repayment")
"""Keys that say something of the loan."""


def terms(scenario: Scenario, name: str, block: Stockpile) -> Iterator[Finding]:
    """Find what is written of a stockpile to no effect."""
    path: Path = (STOCKPILES, name)
    for finding in (
        *_holdings(block),
        *_members(scenario, name, block),
        *_plain_policy(block),
        *limits(block),
        *(_release(block.release) if block.release is not None else ()),
        *(_finance(block.finance) if block.finance is not None else ()),
    ):
        yield finding._replace(path=(*path, *finding.path), level="warning")


def _holdings(block: Stockpile) -> Iterator[Finding]:
    """Find stocks at the start that are written in two ways, and limits of what has none."""
    stocks: list[tuple[Path, Stockpile | Holding]] = [((), block)]
    stocks += [(("holds", form), held) for form, held in (block.holds or {}).items()]
    for path, one in stocks:
        if one.fill_t is not None and one.fill_days is not None:
            says = "fill_t replaces fill_days, which has no effect."
            yield Finding((*path, "fill_days"), says, "Keep one; null removes an inherited one.")
    rate = block.release_t_per_day if block.release is None else block.release.rate_t_per_day
    shares = [highest(m.need_share) for m in block.terms.values() if m.need_share is not None]
    if "usable_over_days" not in block.model_fields_set or rate is not None or shares:
        return
    if set(block.forms) == {MAGNETS}:
        says = "usable_over_days has no effect: nothing limits how fast it is drawn."
        remedy = "Leave it out, or limit what is released in a day."
        yield Finding(("usable_over_days",), says, remedy)


def _members(scenario: Scenario, name: str, block: Stockpile) -> Iterator[Finding]:
    """Find ranks and fees of members that nobody asks for."""
    consumers = member_consumers(scenario, name)
    defence = any(scenario.consumers[member].end_use == "defence" for member in consumers)
    if block.allocation == "defence_first" and not defence:
        says = "It serves defence first, but no member's end use is defence."
        yield Finding(("allocation",), says, "Leave it out, or make defence a member.")
    for member, said in block.terms.items():
        path: Path = ("members", member)
        if highest(said.value_musd_per_t) > 0 and block.allocation != "value":
            says = "value_musd_per_t has no effect: it does not serve by value."
            yield Finding((*path, "value_musd_per_t"), says, "Write allocation: value.")
        if highest(said.fee_musd_per_year) <= 0:
            continue
        if block.finance is None:
            says = "fee_musd_per_year has no effect: the stockpile keeps no books."
            yield Finding((*path, "fee_musd_per_year"), says, "Give it a finance block.")
        elif member not in payers(scenario, name).values():
            says = "fee_musd_per_year has no effect: all here pay by an entry of their own."
            yield Finding((*path, "fee_musd_per_year"), says, "Leave it out.")


def _plain_policy(block: Stockpile) -> Iterator[Finding]:
    """Find days of calm after which nothing counts anew."""
    if "stand_down_days" in block.model_fields_set and highest(block.lag_days) <= 0:
        says = "stand_down_days has no effect: without lag_days there is no lag to count anew."
        yield Finding(("stand_down_days",), says, "Leave it out, or write lag_days.")


def _release(release: Release) -> Iterator[Finding]:
    """Find what a policy of release says of what never comes."""
    if "kept_for" in release.model_fields_set and release.kept_back <= 0:
        says = "kept_for has no effect: nothing is kept back."
        yield Finding(("release", "kept_for"), says, "Write kept_back, as kept_back: 0.2.")
    if release.refill is not None and release.stop is None:
        says = "refill has no effect: without a stop a release order stands, and it buys nothing."
        yield Finding(("release", "refill"), says, "Write a stop, as {cover_days_above: 30}.")


def _finance(finance: Finance) -> Iterator[Finding]:
    """Find terms of a loan that there is not."""
    for key in OF_A_LOAN if highest(finance.loan_musd) <= 0 else ():
        if key in finance.model_fields_set:
            says = f"{key} has no effect: it may borrow nothing."
            yield Finding(("finance", key), says, "Write loan_musd, or leave it out.")
