"""How days and tonnes are written in the tables of a run."""


def number(value: float | None) -> str:
    """Write a number with a digit after the point, or none where it is large; - for none."""
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 1000 or value == 0 else f"{value:,.1f}"


def span(low: float | None, high: float | None) -> str:
    """Write two quantiles."""
    return f"{number(low)} to {number(high)}"
