"""Figures and curves as tables in plain text."""

from collections.abc import Iterable, Sequence

from tests.benchmarks.curve import Curve
from tests.benchmarks.figure import Figure, digits

VERDICT = {True: "met", False: "MISSED", None: ""}


def figures_table(figures: Iterable[Figure]) -> str:
    """Set figures beside their aims."""
    rows = [("", "measured", "aim", "")]
    rows += [(f.name, f.measured, f.aim, VERDICT[f.met]) for f in figures]
    return _aligned(rows)


def curve_table(curve: Curve) -> str:
    """Set the points of a curve, and its slope."""
    head = (curve.of, "s", "ms each")
    rows = [head, *((f"{x:,}", digits(s), digits(1000 * s / x)) for x, s in curve.points)]
    verdict = f"slope {curve.slope:.2f}, at most {curve.at_most:g}: {VERDICT[curve.met]}"
    return f"{curve.name}, {verdict}\n{_aligned(rows)}"


def _aligned(rows: Sequence[tuple[str, ...]]) -> str:
    """Line up columns."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)
