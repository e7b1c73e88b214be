"""The speed table of the README, written from the file of results and from nothing else.

``python -m tests.benchmarks.readme`` renews it without measuring anything.
"""

from tests.benchmarks.results import LATEST, ROOT, Entry, read
from tests.marked import replaced

README = ROOT / "README.md"
NAME = "speed"
"""What the table is marked as."""
VERDICT = {True: "met", False: "missed", None: ""}


def render(entries: dict[str, Entry]) -> str:
    """Set all figures and curves as a table, with where and when they were measured."""
    rows = [("", "measured", "aim", ""), ("---",) * 4]
    for entry in entries.values():
        rows += [
            (figure.name, figure.measured, figure.aim, VERDICT[figure.met])
            for figure in entry.figures
        ]
    for entry in entries.values():
        rows += [
            (
                f"cost against {curve.of}: {curve.name}",
                f"{curve.ends}; slope {curve.slope:.2f}",
                f"at most {curve.at_most:g}",
                VERDICT[curve.met],
            )
            for curve in entry.curves
        ]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return f"{table}\n\n{_where(entries)}"


def write() -> None:
    """Renew the README's table from the file of results."""
    text = README.read_text(encoding="utf-8")
    README.write_text(replaced(text, NAME, render(read(LATEST))), encoding="utf-8")


def _where(entries: dict[str, Entry]) -> str:
    """Tell machines, versions and dates."""
    places = dict.fromkeys(entry.where for entry in entries.values())
    return "\n".join(f"Measured {_when(entries, place)} on {place}." for place in places)


def _when(entries: dict[str, Entry], place: str) -> str:
    dates = sorted({e.measured for e in entries.values() if e.where == place})
    return f"on {dates[0]}" if len(dates) == 1 else f"from {dates[0]} to {dates[-1]}"


if __name__ == "__main__":
    write()
