"""Which way is better: a lower or a higher value of a measure."""

from collections.abc import Mapping
from typing import Literal

Better = Literal["lower", "higher"]

BETTER: Mapping[str, Better | None] = {
    "shortfall_days": "lower",
    "shortfall_days_caused": "lower",
    "first_short_day": "higher",
    "time_to_survive": "higher",
    "time_to_recover": "lower",
    "line_down_days": "lower",
    "backlog_days": "lower",
    "lost_days": "lower",
    "lost_t": "lower",
    "unmet_t": "lower",
    "unmet_t_caused": "lower",
    "unmet_grade_t": "lower",
    "unmet_element_t": "lower",
    "destroyed_t": "lower",
    "fill_rate": "higher",
    "lowest_cover": "higher",
    "peak_loan_musd": "lower",
    "interest_paid_musd": "lower",
    "storage_musd": "lower",
    "handling_musd": "lower",
    "result_musd": "higher",
    "largest_paper_loss_musd": "lower",
    "loss_on_dear_musd": "lower",
    "payback_day": "lower",
    "fees_musd": None,
    "largest_paper_loss_day": None,
}
"""The direction of better of every measure; none where more is neither good nor bad."""


def better_of(measure: str) -> Better | None:
    """Give the direction of better of a measure; none for one without, or unknown.

    Examples
    --------
    >>> better_of("shortfall_days"), better_of("fill_rate")
    ('lower', 'higher')
    """
    return BETTER.get(measure)
