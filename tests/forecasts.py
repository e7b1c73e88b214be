"""A small forecast by hand: two flows of three months, and three first stops."""

import datetime as dt
from pathlib import Path
from typing import Any

from sim.forecast.forecast import FlowForecast, Forecast, StopForecast
from sim.forecast.frozen import text_of

MONTHS = ("2026-07", "2026-08", "2026-09")
SPREAD = (80.0, 95.0, 100.0, 105.0, 120.0)
"""A month of the first flow: 40 t wide at 90 %, 10 t at 50 %."""
PAST = {"2026-04": 100.0, "2026-05": 110.0, "2026-06": 100.0}
STOPS = {
    "first_stop_1pct[cars]": ("cars", 0.01, 1.0, ("2026-07-10", "2026-09-20")),
    "first_stop_10pct[cars]": ("cars", 0.1, 0.9, ("2026-07-20", None)),
    "first_stop_50pct[US]": ("US", 0.5, 0.02, (None, None)),
}
"""Group, part, chance, and the dates of 5 and 95 %."""


def forecast(**changes: Any) -> Forecast:
    """Give it, with other values where these are named."""
    values: dict[str, Any] = {
        "name": "by-hand",
        "settings": (),
        "digest": "0123456789",
        "version": "0.1.0",
        "source": "f" * 64,
        "seed": 1,
        "sampling": "random",
        "histories": 64,
        "as_of": dt.date(2026, 6, 30),
        "first": dt.date(2026, 7, 1),
        "last": dt.date(2026, 9, 30),
        "holds": (
            "Events in the bands: none.",
            "Data in the bands: none.",
            "Not in the bands: all.",
        ),
        "past": "by-hand.csv",
        "flows": {"out": flow("Exports", SPREAD, PAST), "in": flow("Arrivals", (0, 1, 2, 3, 4))},
        "stops": {name: stop(*of) for name, of in STOPS.items()},
    }
    return Forecast(**{**values, **changes})


def flow(
    label: str, spread: tuple[float, ...], past: dict[str, float] | None = None
) -> FlowForecast:
    """Give a flow that is the same in every month."""
    return FlowForecast(
        label=label, good="magnets", sellers="CN", buyers="all", at="departure",
        t=dict.fromkeys(MONTHS, spread), past=past or {},
    )  # fmt: skip


def stop(
    group: str, part: float, chance: float, ends: tuple[str | None, str | None]
) -> StopForecast:
    """Give a first stop whose quantiles are one of two dates."""
    low, high = (None if end is None else dt.date.fromisoformat(end) for end in ends)
    dates = (low, low, high, high, high)
    return StopForecast(label=group.upper(), group=group, part=part, chance=chance, dates=dates)


def written(folder: Path, **changes: Any) -> Path:
    """Write it, and give its file."""
    file = folder / "by-hand.json"
    file.write_text(text_of(forecast(**changes)), encoding="utf-8")
    return file
