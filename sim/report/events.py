"""What happens, in words: each disruption with what it does, whom it hits, when and how likely."""

import datetime as dt
from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from sim.output.label import label_of
from sim.report.document import Cell, Table, row_of
from sim.report.words import date_text, number_text, percent, place_list, plain, some
from sim.report.words import named as name_of
from sim.scenario.branches import may_happen, start_day
from sim.scenario.numbers import lowest
from sim.scenario.outlook import is_history
from sim.scenario.schema import Disruption, Distribution, Scenario
from sim.scenario.schema.branching import branching_of
from sim.scenario.schema.disruption.licensing import LICENSING
from sim.scenario.schema.disruption.timed import Timed

HEAD = ("What", "What it does", "From", "For how long", "How likely")
MODES = {"halt": "stops", "quota": "limits", "licence": "asks for licences for"}
"""What an export control does with exports."""
TERMS = {
    "licence": "licences", "general": "general licences", "inspection": "tests of other goods",
}  # fmt: skip
SAID = frozenset(Timed.model_fields) | {
    "kind", "mode", "exporter", "goods", "destinations", "end_uses", "quota_share",
    "orders_when_closed",
}  # fmt: skip
"""Keys that are told in words of their own."""


def events(scenario: Scenario) -> list[Table]:
    """Put all that may happen into a table, and what has begun before into another.

    The world knows of what began up to its ``as_of``; where all did, that is what happens.
    """
    some = {name: d for name, d in scenario.disruptions.items() if may_happen(scenario, d)}
    begun = {name: d for name, d in some.items() if is_history(scenario, d.start)}
    begun.pop(scenario.measures.reference or "", None)
    ahead = {name: d for name, d in some.items() if name not in begun} or begun
    tables = [_table(scenario, "events", "What happens", ahead)] if ahead else []
    if begun and begun is not ahead:
        says = f"What has begun by {date_text(scenario.as_of or scenario.start)} and goes on"
        tables.append(_table(scenario, "begun", says, begun))
    return tables


def _table(scenario: Scenario, table: str, caption: str, found: Mapping[str, Disruption]) -> Table:
    rows = [
        row_of(
            label_of(one.label, plain(name)),
            " ".join([*_does(scenario, one), *_remark(one)]),
            Cell(when(scenario, one), _order(scenario, one)),
            how_long(one),
            chance(scenario, one),
        )
        for name, one in found.items()
    ]
    return Table(table, caption, HEAD, tuple(rows))


def does(scenario: Scenario, one: Disruption) -> str:
    """Say in a sentence what a disruption does."""
    return " ".join(_does(scenario, one))


def _does(scenario: Scenario, one: Disruption) -> Iterator[str]:
    exporter, mode = getattr(one, "exporter", None), getattr(one, "mode", "halt")
    if one.changes is not None:
        yield _changes(scenario, one)
        return
    if exporter is None:
        yield f"{plain(one.kind).capitalize()}: {'; '.join(_by_key(scenario, one))}."
        return
    goods = _goods(scenario, getattr(one, "goods", "all"))
    yield f"{place_list(exporter)} {MODES[mode]} exports of {goods}"
    aims = getattr(one, "destinations", None) or [
        name_of(scenario, name) for name in getattr(one, "entities", [])
    ]
    yield f"to {_places(scenario, aims)}{_end_uses(one)}{_limit(one)}."
    if more := [*_by_key(scenario, one, but={"entities"})]:
        yield f"({'; '.join(more)})"


def _changes(scenario: Scenario, one: Disruption) -> str:
    """Say which control is changed, for whom, and into what."""
    change = one.changes
    assert change is not None, "asked only of what changes one"
    aim = change.aim
    parts = [] if aim.goods == "all" else [f"of {_goods(scenario, [*aim.goods])}"]
    parts += [] if aim.destinations == "all" else [f"to {_places(scenario, [*aim.destinations])}"]
    whose = " ".join([*parts, _end_uses(one).strip()]).strip()
    said = [_terms(key, getattr(one, key)) for key in LICENSING if getattr(one, key) is not None]
    does = ["it does not apply"] if change.suspended else said
    of = f" for exports {whose}" if whose else ""
    return f"{name_of(scenario, change.control)}{of}: {'; '.join(does) or 'changed'}."


TERM = {
    "decision_days": "decided after {}", "capacity_of_normal": "capacity for {} of normal filings",
    "granted": "{} granted", "refiled": "{} of refusals filed again",
    "refile_days": "filed again after {}", "validity_days": "valid for {}", "decisions": "by {}",
    "share": "for {} of exports", "volume_of_normal": "for {} of normal volume",
    "renewed_ahead_days": "renewed {} ahead", "issued_over_days": "issued over {}",
    "days": "taking {}",
}  # fmt: skip
"""How the keys of licences, general licences and tests are told."""


def _terms(key: str, block: BaseModel) -> str:
    """Say what is new of licences, tests or general licences, in words with its values."""
    given = [
        TERM.get(name, f"{plain(name)} {{}}").format(_term(name, getattr(block, name)))
        for name in type(block).model_fields
        if name in block.model_fields_set and getattr(block, name) is not None
    ]
    return f"{TERMS[key]} on other terms: {', '.join(given)}"


def _term(name: str, value: object) -> str:
    """Write a value: days, or a part in per cent; of several uses or dates each with its own."""
    if isinstance(value, Mapping):
        parts = (f"{_term(name, one)} ({_whose(key)})" for key, one in value.items())
        return some([*parts])
    if isinstance(value, float | int) and not name.endswith("days"):
        return percent(value)
    if isinstance(value, Distribution | float | int):
        return number_text(value, "days" if name.endswith("days") else "")
    return plain(str(value))


def _whose(key: object) -> str:
    return f"from {date_text(key)}" if isinstance(key, dt.date) else plain(str(key))


def _places(scenario: Scenario, names: list[str] | str) -> str:
    """Name places; a bloc with those in it."""
    if isinstance(names, str):
        return place_list(names)
    inside = [place for name in names for place in scenario.blocs.get(name, [])]
    if len(names) == 1 and names[0] in scenario.blocs and inside:
        return f"{plain(names[0])} ({place_list(inside)})"
    return place_list(names)


def _goods(scenario: Scenario, goods: object) -> str:
    """Name goods with their elements."""
    if isinstance(goods, dict):
        parts = [
            good
            if which == "all"
            else f"{good} of {some([name_of(scenario, one).lower() for one in which])}"
            for good, which in goods.items()
        ]
        return ", ".join(parts)
    return "all goods" if goods == "all" or not isinstance(goods, list) else some(goods)


def _end_uses(one: Disruption) -> str:
    found = getattr(one, "end_uses", "all")
    return "" if found == "all" else f" for {some([*found])} use"


def _limit(one: Disruption) -> str:
    if getattr(one, "mode", "") != "quota":
        return ""
    if getattr(one, "quota_t", None) is not None:
        return f", to so many tonnes a {plain(str(getattr(one, 'quota_period', 'year')))}"
    return f", to {number_text(getattr(one, 'quota_share', 0.0))} of the undisrupted flow"


def _by_key(scenario: Scenario, one: Disruption, but: set[str] | None = None) -> Iterator[str]:
    """Say whom a disruption of any kind names, and by how much, key by key."""
    for key in type(one).model_fields:
        value = getattr(one, key)
        if key in SAID | (but or set()) or value == type(one).model_fields[key].default:
            continue
        if key in one.nouns:
            names = [value] if isinstance(value, str) else [*value]
            yield f"{plain(key)}: {some([name_of(scenario, name) for name in names])}"
        elif isinstance(value, bool):
            yield plain(key)
        elif isinstance(value, Distribution | float | int):
            yield f"{plain(key)}: {number_text(value)}"
        elif isinstance(value, str):
            yield f"{plain(key)}: {plain(value)}"
        elif isinstance(value, list) and all(isinstance(part, str) for part in value):
            yield f"{plain(key)}: {some([name_of(scenario, part) for part in value])}"


def _remark(one: Disruption) -> Iterator[str]:
    """Give what its author says of it."""
    if one.note:
        yield one.note.strip()


def when(scenario: Scenario, one: Disruption) -> str:
    """Say when a disruption begins, and whether it is known before."""
    text = _begins(scenario, one)
    if one.announced is not None:
        return f"{text}, announced on {date_text(one.announced)}"
    if one.announced_days_before is not None:
        return f"{text}, announced {number_text(one.announced_days_before, 'days')} before"
    return text


def _begins(scenario: Scenario, one: Disruption) -> str:
    start, trigger = one.start, one.trigger
    if one.delays is not None:
        return "the planned dates"
    if isinstance(start, dt.date):
        return date_text(start)
    if isinstance(start, Distribution):
        return f"drawn, not before {date_text(_day(scenario, lowest(start)))}"
    if start is not None:
        return date_text(_day(scenario, start))
    if trigger is not None:
        return _triggered(scenario, one)
    day = start_day(scenario, str(branching_of(one.branch))) if one.branch else None
    if day is not None:
        return date_text(_day(scenario, day))
    if one.recurs is not None:
        return f"by chance, every {number_text(one.recurs.after_days, 'days')}"
    return date_text(scenario.start)


def _triggered(scenario: Scenario, one: Disruption) -> str:
    """Say what a disruption waits for."""
    trigger = one.trigger
    assert trigger is not None, "asked only of what has one"
    lag = f"{number_text(trigger.lag_days, 'days')} after"
    if trigger.after is not None:
        return f"{lag} the {trigger.of} of {name_of(scenario, trigger.after)}"
    if trigger.consumers is not None and trigger.cover_days_below is not None:
        who = some([name_of(scenario, name) for name in trigger.consumers])
        return f"{lag} {who} hold below {number_text(trigger.cover_days_below, 'days')}"
    if trigger.late is not None and trigger.months is not None:
        project = name_of(scenario, trigger.late.partition(".")[0])
        return f"{lag} {project} is {number_text(trigger.months, 'months')} late"
    return f"{lag} {name_of(scenario, str(trigger.given_up))} is given up"


def _day(scenario: Scenario, day: float) -> dt.date:
    return scenario.start + dt.timedelta(days=int(day))


def _order(scenario: Scenario, one: Disruption) -> str:
    """Sort by date; what has none comes last."""
    return one.start.isoformat() if isinstance(one.start, dt.date) else "9999"


def how_long(one: Disruption) -> str:
    """Say how long a disruption lasts."""
    if one.delays is not None:
        months = one.delays.months
        return "for good" if months is None else f"{number_text(months, 'months')} late"
    if one.duration_days is not None:
        text = number_text(one.duration_days, "days")
    elif one.duration_months is not None:
        text = number_text(one.duration_months, "months")
    elif isinstance(one.end, dt.date):
        text = f"until {date_text(one.end)}"
    elif one.end is not None:
        text = f"until day {number_text(one.end)} of the run"
    else:
        text = "to the end of the run"
    return f"{text}, again and again" if one.repeats else text


def chance(scenario: Scenario, one: Disruption) -> str:
    """Say how likely a disruption is: its branch, and its own probability."""
    parts = []
    if one.branch is not None:
        name, _, branch = one.branch.partition(".")
        branching = scenario.branches[name]
        label = label_of(branching.label, plain(name))
        parts.append(f"{percent(branching.shares[branch])} ({label}: {plain(branch)})")
    if isinstance(one.probability, Distribution):
        parts.append(f"a chance of {number_text(one.probability)}")
    elif one.probability < 1.0:
        parts.append(percent(one.probability))
    return ", then ".join(parts) or "certain"
