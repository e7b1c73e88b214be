"""The answer of ``shortfall measure-first`` on one screen."""

from collections.abc import Sequence

from sim.cli.table import table
from sim.compare.words import amount
from sim.decide.findings import Findings
from sim.decide.words import UNITS, Row, brief, measurable, percent, sentences, unmeasurable
from sim.scenario.errors import clipped

MOST_ROWS = 10
"""Numbers that are listed, of each kind."""
LABEL = 44
"""Letters of a label."""
NOT_MEASURED = "What nobody can go and measure, as only time will tell"
OF_BAND = (
    "Band: from the 5 to the 95 % quantile of the histories. What a number takes off is how much\n"
    "narrower the band would be, in the mean, as standard deviations go, if it alone were known."
)
OF_WORTH = (
    "Flips: how often one would choose something else. Worth: what one would lose less, in the\n"
    "mean, by choosing when it is known, with its 95 % interval (expected value of partial\n"
    "perfect information). What numbers tell together is that of a sum."
)


def screen(found: Findings) -> str:
    """Write the sentences, a table of what to measure, one of what cannot be, how to read it."""
    parts = ["\n".join(sentences(found))]
    known, time = measurable(found), unmeasurable(found)
    if known:
        parts.append(_table(found, "number", known))
    if time:
        parts.append(f"{NOT_MEASURED}\n{_table(found, 'event', time)}")
    parts.append(
        "\n".join([OF_BAND, *([OF_WORTH] if found.choice.is_choice else []), _noise(found)])
    )
    return "\n\n".join(parts)


def _table(found: Findings, what: str, rows: Sequence[Row]) -> str:
    choice = found.choice
    unit = UNITS.get(choice.unit, choice.unit)
    columns = [(what, ""), ("takes off", f"the band, {unit}")]
    if choice.is_choice:
        columns += [("off the", "difference"), ("flips", ""), ("worth", unit), ("95 %", "")]
        columns += [("worth", "M USD")] if _pays(found) else []
    columns += [("range", ""), ("source", ""), ("place", "")]
    lines = [_cells(found, row) for row in rows[:MOST_ROWS]]
    more = len(rows) - MOST_ROWS
    right = range(1, len(columns) - 3)
    shown = table([[one for one, _ in columns], [two for _, two in columns], *lines], right=right)
    return (
        f"{shown}\n... and {more} more that are told from noise, in inputs.csv"
        if more > 0
        else shown
    )


def _cells(found: Findings, row: Row) -> list[str]:
    (one, told), unit = row, found.choice.unit
    cells = [clipped(one.label, LABEL)]
    cells.append(amount(found.taken_off(told), unit) if told.band.is_told else "-")
    if told.choice is not None and told.difference is not None:
        lesson = told.choice
        cells.append(amount(found.taken_apart(told), unit) if told.difference.is_told else "-")
        cells += (
            [
                percent(lesson.flips),
                amount(lesson.worth, unit),
                f"{amount(lesson.low, unit)} to {amount(lesson.high, unit)}",
            ]
            if lesson.is_told
            else ["-", "-", ""]
        )
        if _pays(found):
            money = told.money
            cells.append(amount(money.worth, "MUSD") if money and money.is_told else "-")
    is_chance = one.kind == "chance"
    cells.append("" if is_chance else f"{one.low:.3g} to {one.high:.3g} {one.unit}".rstrip())
    return [*cells, f"{one.source} ({one.grade})" if one.source else "", brief(one.place)]


def _pays(found: Findings) -> bool:
    """Tell whether there is a worth in money beside that in the measure's own unit."""
    return found.choice.money is not None and found.choice.unit != "MUSD"


def _noise(found: Findings) -> str:
    """Say what dummies would seem to be worth, and why there is no money."""
    _, *others = found.limits
    share = max(max(one.share, one.share_of_worlds) for one in found.limits)
    says = f"As many dummies would seem to tell up to {percent(share)} of the variance"
    if others:
        unit = found.choice.unit
        says += (
            f", and be worth up to {amount(others[1].worth, unit)} {UNITS.get(unit, unit)}".rstrip()
        )
    says += "; '-' is no more than that."
    if found.choice.is_choice and found.choice.no_money:
        says += f" No worth in money: {found.choice.no_money}."
    return says
