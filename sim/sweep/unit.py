"""The unit of an input, and how much more of it is put into words."""

from collections.abc import Mapping, Sequence

from sim.output.label import label_of
from sim.output.lateness import called
from sim.scenario.schema import Scenario
from sim.sweep.vary import JOINS, is_date, position

UNITS = {
    "_per_year": "per year",
    "_t": "t",
    "_t_reo": "t REO",
    "_t_per_year": "t a year",
    "_t_reo_per_year": "t REO a year",
    "_t_metal_per_year": "t a year",
    "_t_blanks_per_year": "t of blanks a year",
    "_t_per_day": "t a day",
    "_days": "d",
    "days": "d",
    "months": "months",
}
"""Unit of keys by what their names end in, the longest that fits; other numbers are shares."""
ONE = {"d": "day", "months": "month", "date": "year", "1": "unit", "per year": "unit a year"}
"""One of a unit, where that is not the unit itself; of dates a year."""
SEVERAL = {"d": "days", "months": "months"}
"""What several of a unit are called, where that stands before what they are of."""
WHEN = frozenset({"start", "end", "duration"})
"""What is said with whose it is."""
DAYS_PER_YEAR = 365.25
"""Days of the year that slopes along dates are reckoned by."""


def unit_of(path: str, values: Sequence[str]) -> str:
    """Give the unit of an input: ``date`` for dates, nothing where values are words.

    Examples
    --------
    >>> unit_of("projects.tenx_1.slip_months", ["0", "12"]), unit_of("a.mode", ["halt", "quota"])
    ('months', '')
    """
    if all(map(is_date, values)):
        return "date"
    if any(is_date(value) or position(value) is None for value in values):
        return ""
    units = {_unit(one) for one in path.split(JOINS)}
    return units.pop() if len(units) == 1 else "1"


def per_unit(path: str, values: Sequence[str]) -> str:
    """Say what one more of an input is.

    Examples
    --------
    >>> per_unit("projects.tenx_1.slip_months", ["0", "12"])
    'per month of slip'
    >>> per_unit("disruptions.halt.start", ["2027-11-01", "2029-11-01"])
    'per year of later start'
    >>> per_unit("disruptions.late.months", ["0", "12"]), per_unit("policy.hoarding", ["1", "2"])
    ('per month of late', 'per unit of hoarding')
    """
    unit = unit_of(path, values)
    later = "later " if unit == "date" else ""
    return f"per {ONE.get(unit, unit)} of {later}{_stems(path)}"


def brief_name(path: str, values: Sequence[str]) -> str:
    """Name an input in a few words, as titles do.

    Examples
    --------
    >>> brief_name("projects.tenx_1.slip_months", ["0", "12"])
    'months of slip'
    >>> brief_name("disruptions.halt.start", ["2027-11-01", "2029-11-01"])
    'start of halt'
    >>> brief_name("disruptions.late.months", ["0", "12"]), brief_name("end", ["2027-12-31"])
    ('months of late', 'end')
    """
    stems, unit = _stems(path), unit_of(path, values)
    if "." in path and (unit == "date" or stems in WHEN):
        owners = dict.fromkeys(one.split(".")[-2:][0] for one in path.split(JOINS))
        return f"{stems} of {' and '.join(owners)}".replace("_", " ")
    return f"{SEVERAL[unit]} of {stems}" if unit in SEVERAL else stems


def full_name(path: str, values: Sequence[str], scenario: Scenario) -> str:
    """Name an input by the labels of what has it, with its unit, as axes do.

    Examples
    --------
    >>> from sim.scenario.load import load
    >>> full_name("consumers.motors.stock_days", ["1", "2"], load("two-mines").scenario)
    'motors: stock (d)'
    """
    owners, keys = dict[str, None](), dict[str, None]()
    for one in path.split(JOINS):
        block, *rest = one.split(".")
        blocks = getattr(scenario, block, None)
        if len(rest) > 1 and isinstance(blocks, Mapping):
            owners[_named(scenario, block, rest.pop(0))] = None
        else:
            owners[block.replace("_", " ")] = None
        *above, key = rest or [""]
        stem = key.removesuffix(_ending(one)).rstrip("_")
        keys[" ".join([*above, *([stem] if stem else [])]).replace("_", " ")] = None
    unit = unit_of(path, values)
    words = [" and ".join(owners), " and ".join(filter(None, keys))]
    return ": ".join(filter(None, words)) + (f" ({unit})" if unit not in {"", "1", "date"} else "")


def amount(value: str) -> float:
    """Give how much of an input a number or date is, in the unit that slopes count by.

    Raises
    ------
    ValueError
        If it is neither.
    """
    place = position(value)
    if place is None:
        raise ValueError(f"'{value}' is neither a number nor a date")
    return place / DAYS_PER_YEAR if is_date(value) else place


def _named(scenario: Scenario, block: str, name: str) -> str:
    """Name an entry of a table: a project as figures call it, others by their labels."""
    entry = getattr(scenario, block).get(name)
    if block == "projects" and entry is not None:
        return "".join(called(scenario, name))
    return label_of(getattr(entry, "label", None), name.replace("_", " "))


def _ending(path: str) -> str:
    return max((ending for ending in UNITS if path.endswith(ending)), key=len, default="")


def _unit(path: str) -> str:
    return UNITS.get(_ending(path), "1")


def _stems(path: str) -> str:
    """Name what inputs that move together are about, each once."""
    return " and ".join(dict.fromkeys(_stem(one) for one in path.split(JOINS)))


def _stem(path: str) -> str:
    """Name what an input is about: its key without the unit, or who has it."""
    above, _, key = path.rpartition(".")
    stem = key.removesuffix(_ending(path)).rstrip("_")
    return (stem or above.rpartition(".")[2]).replace("_", " ")
