"""Blocks about licences, which export controls and changes of them share."""

from collections.abc import Iterator

from sim.scenario.errors import figure
from sim.scenario.finding import Finding
from sim.scenario.schema.distribution import Distribution, Number
from sim.scenario.schema.licence import (
    LONGEST_DECISION,
    LONGEST_VALIDITY,
    General,
    Inspection,
    LicenceTerms,
)

LICENSING = ("licence", "general", "inspection")
"""Keys of these blocks."""

LONGEST = {
    ("licence", "decision_days"): LONGEST_DECISION,
    ("inspection", "days"): LONGEST_DECISION,
    ("licence", "validity_days"): LONGEST_VALIDITY,
    ("general", "validity_days"): LONGEST_VALIDITY,
}
"""Longest times of a block and key, days."""


def too_long(
    licence: LicenceTerms | None, general: General | None, inspection: Inspection | None
) -> Iterator[Finding]:
    """Find times that do not fit; of a distribution the tail is cut."""
    blocks = dict(zip(LICENSING, (licence, general, inspection), strict=True))
    for (block, key), most in LONGEST.items():
        value: Number | None = getattr(blocks[block], key, None)
        if value is not None and not isinstance(value, Distribution) and value > most:
            yield Finding(
                (block, key), f"{key} is {figure(value, most)}.", f"Write at most {most}."
            )
