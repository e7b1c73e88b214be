"""The tables of ``results/README.md`` that tell the measures, from the register of measures.

``python -m tests.tables`` renews them.
"""

from pathlib import Path

from sim.measures.account import Account
from sim.measures.measure import CAUSED, REGISTER, Measure
from sim.measures.observed import Observed
from tests.marked import replaced

README = Path(__file__).resolve().parents[1] / "results" / "README.md"

HISTORY = "number of the history, from 0; the same number has the same draws in every scenario with the same seed"
DISRUPTION = "first day of the disruption, first day after it"
TWIN = (
    "`{}` less that of the undisrupted twin: history by history with the same draws, so that a "
    "structural shortage is not blamed on the disruption"
)


def histories() -> str:
    """Set the columns of ``histories.csv`` as a table."""
    shown = [one for one in REGISTER.values() if one.in_histories]
    return _table(
        ("column", "unit", "meaning"),
        ("`history`", "", HISTORY),
        *((f"`<group>.{one.name}`", one.unit, _meaning(one)) for one in shown),
        ("`<disruption>.start_day`, `.end_day`", "day", DISRUPTION),
    )


def table_of(source: type) -> str:
    """Set the measures of consumers or stockpiles as a table."""
    rows = []
    for one in REGISTER.values():
        if one.source is source:
            rows.append((f"`{one.name}`", one.unit, one.better or "", _meaning(one)))
            if one.caused:
                twin = TWIN.format(one.name)
                rows.append((f"`{one.name}{CAUSED}`", one.unit, one.better or "", twin))
    return _table(("measure", "unit", "better", "meaning"), *rows)


def renewed(text: str) -> str:
    """Renew every table in the text of the README."""
    blocks = {
        "histories.csv": histories(),
        "measures of consumers": table_of(Observed),
        "measures of stockpiles": table_of(Account),
    }
    for name, block in blocks.items():
        text = replaced(text, name, block)
    return text


def _meaning(one: Measure) -> str:
    return one.meaning[0].lower() + one.meaning[1:].removesuffix(".")


def _table(*rows: tuple[str, ...]) -> str:
    head, *body = rows
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *body))


if __name__ == "__main__":
    README.write_text(renewed(README.read_text(encoding="utf-8")), encoding="utf-8")
