"""The scores of a forecast as JSON and as CSV."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from sim.forecast.forecast import BANDS
from sim.forecast.frozen import sealed
from sim.forecast.scored import NAIVE, Bands, Scored
from sim.output.text import csv_text, number, rounded

FORMAT = 1
"""Version of what ``score --json`` prints."""
HEADER = (
    *("series", "months", "to_come", "inside_90", "inside_50", "width_90_t", "width_50_t"),
    *("interval_score_90_t", "interval_score_50_t", "error_of_median_t"),
    *(f"skill_{band}_{name}" for name in NAIVE for band in ("90", "50")),
)
"""Columns of ``score --csv``."""


def score_content(scored: Scored) -> dict[str, Any]:
    """Give what ``score --json`` prints."""
    forecast = scored.forecast
    low, high = scored.sure(0.9) if scored.judged else (np.nan, np.nan)
    return {
        "format": FORMAT,
        "name": forecast.name,
        "sha256": sealed(forecast),
        "as_of": None if forecast.as_of is None else forecast.as_of.isoformat(),
        "months": {
            "forecast": list(forecast.months),
            "judged": scored.months,
            "to_come": len(forecast.months) - len(scored.months),
        },
        "series": {
            one.name: {
                "label": one.flow.label,
                **_bands(one.bands),
                "skill": {
                    name: {_percent(band): rounded(one.skill(band, name)) for band in BANDS}
                    for name in NAIVE
                },
                "naive": {name: _bands(bands) for name, bands in one.naive.items()},
            }
            for one in scored.series
        },
        "all": {
            "judged": scored.judged,
            "inside": {_percent(band): scored.inside(band) for band in BANDS},
            "coverage_90_interval": [rounded(low), rounded(high)],
            "skill": {
                name: {_percent(band): rounded(scored.skill(band, name)) for band in BANDS}
                for name in NAIVE
            },
        },
        "stops": {
            one.name: {
                "label": one.stop.label,
                "chance": one.stop.chance,
                "dates": [None if date is None else date.isoformat() for date in one.stop.dates],
                "observed": None if one.seen.date is None else one.seen.date.isoformat(),
                "known_until": one.seen.until.isoformat(),
                "verdict": one.verdict,
            }
            for one in scored.stops
        },
    }


def _bands(bands: Bands) -> dict[str, Any]:
    return {
        "judged": bands.judged,
        "inside": {_percent(band): bands.inside(band) for band in BANDS},
        "width_t": {_percent(band): rounded(bands.width(band)) for band in BANDS},
        "interval_score_t": {_percent(band): rounded(bands.score(band)) for band in BANDS},
        "error_of_median_t": rounded(bands.error),
    }


def _percent(band: float) -> str:
    return f"{100 * band:.0f}"


def score_csv(scored: Scored) -> str:
    """Write a row a flow, and one of all of them together."""
    return csv_text(list(HEADER), _rows(scored))


def _rows(scored: Scored) -> Iterator[list[str]]:
    every = len(scored.forecast.months)
    for one in scored.series:
        bands = one.bands
        numbers = [
            *(bands.width(band) for band in BANDS),
            *(bands.score(band) for band in BANDS),
            bands.error,
            *(one.skill(band, name) for name in NAIVE for band in BANDS),
        ]
        counts = bands.judged, every - bands.judged, *(bands.inside(band) for band in BANDS)
        yield [one.name, *map(str, counts), *map(number, numbers)]
    skills = (scored.skill(band, name) for name in NAIVE for band in BANDS)
    counts = scored.judged, every * len(scored.series) - scored.judged
    inside = (scored.inside(band) for band in BANDS)
    yield ["all", *map(str, counts), *map(str, inside), *[""] * 5, *map(number, skills)]
