"""Makes sure that the points of a sweep have one past."""

import datetime as dt

from sim.design.past import parting
from sim.scenario.errors import plural
from sim.sweep.plan import Sweep
from sim.sweep.vary import VaryError


def check_branch(sweep: Sweep, date: dt.date) -> None:
    """Refuse points that may part before a date.

    Parameters
    ----------
    sweep : Sweep
    date : date
        Up to which all points are to be the same.

    Raises
    ------
    VaryError
        Naming what parts them, and since when; or that the date is no day of the scenario.
    """
    first, *others = [point for point in sweep.points if point.request is not None]
    start, end = first.scenario.start, first.scenario.end
    if not start < date <= end:
        raise VaryError(f"must be after the start ({start}) and not after the end ({end})")
    found = [(parting(first.scenario, point.scenario), point.number) for point in others]
    early = [
        (one, number) for one, number in found if start + dt.timedelta(days=one.whole_day) < date
    ]
    if not early:
        return
    reasons = {one.why: (one, number) for one, number in sorted(early, reverse=True)}
    told = [
        f"point {number} may part from point {first.number} on "
        f"{start + dt.timedelta(days=one.whole_day)}. {one.why}."
        for one, number in sorted(reasons.values())
    ]
    remedy = "Vary only disruptions that begin, are announced and end later"
    if earliest := min(one.whole_day for one, _ in early):
        remedy += f", or branch on {start + dt.timedelta(days=earliest)}"
    says = f"{plural(len(early), 'point')} of {len(sweep.points)} may differ earlier:"
    raise VaryError("\n".join([says, *told, f"{remedy}."]))
