"""Quotas in tonnes: what leaves in a period, over all lanes that they hit."""

from collections.abc import Sequence

from sim.foresight.past import Past
from sim.foresight.programme import Flow, Programme
from sim.scenario.schema import Good


def add_quotas(
    programme: Programme, past: Past, good: Good, shipped: Sequence[tuple[int, int, Flow, float]]
) -> None:
    """Bound what leaves of a good in each period; the planner chooses when, and to whom.

    Parameters
    ----------
    programme : Programme
    past : Past
    good : Good
    shipped : sequence of (int, int, Flow, float)
        Lane, item, what is shipped, and the t of a quota that a tonne of it is.
    """
    for counts, tonnes in past.quotas(good):
        parts = [
            (flow, share, counts[:, lane, item])
            for lane, item, flow, share in shipped
            if counts[:, lane, item].any()
        ]
        programme.limit_over(parts, tonnes)
