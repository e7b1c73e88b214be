"""``hindcast.json`` and ``hindcast.csv``: an episode, its replay and the scores."""

import json
from typing import Any

import numpy as np

from sim.hindcast.line import not_judged, verdict
from sim.hindcast.lines import lines_of
from sim.hindcast.replay import Replay
from sim.output.text import csv_text, number, rounded
from sim.scenario.schema.source import Source
from sim.scenario.visible import visible

FORMAT = 1
"""Version of ``hindcast.json``."""

HEADER = (
    *("month", "series", "sample", "grade", "recorded_t", "mean_t", "q05_t", "q50_t", "q95_t"),
    *("recorded_lost_days", "lost_days", "q05_lost_days", "q95_lost_days"),
    *("event_q05_t", "event_q95_t"),
)
"""Columns of ``hindcast.csv``."""


def hindcast_content(replay: Replay) -> dict[str, Any]:
    """Give what ``hindcast.json`` holds."""
    job, episode, lines = replay.histories.job, replay.episode, list(lines_of(replay))
    return {
        "format": FORMAT,
        "name": replay.name,
        "question": episode.question,
        "scenario": job.scenario.name,
        "digest": job.digest,
        "seed": job.seed,
        "histories": replay.histories.count,
        "normal": episode.normal,
        "in_sample": episode.in_sample,
        "fitted": [fitted.model_dump() for fitted in episode.fitted],
        "normal_t": {
            one.name: {
                "recorded": rounded(one.normal),
                "simulated": rounded(float(one.simulated_normal.mean())),
            }
            for one in replay.series
        },
        "scores": [line.as_dict() for line in lines],
        "verdict": verdict(lines),
        "not_judged": not_judged(lines),
        "sources": {name: _said(source) for name, source in episode.sources.items()},
    }


def _said(source: Source) -> dict[str, Any]:
    return source.model_dump(mode="json", exclude=set() if source.known else {"known"})


def hindcast_json(replay: Replay) -> str:
    """Write ``hindcast.json``."""
    return visible(json.dumps(hindcast_content(replay), indent=1, ensure_ascii=False)) + "\n"


def hindcast_csv(replay: Replay) -> str:
    """Write a row a month for each series, in t a month and days of normal flow."""
    rows = []
    for one in replay.series:
        lost = one.lost, one.simulated_lost, one.simulated_lost_band[:, [0, -1]]
        untold = np.full((len(one.months), 2), np.nan)
        event = untold if one.event_band is None else one.event_band
        columns = np.column_stack([one.recorded, one.mean, one.band, *lost, event])
        for month, sample, values in zip(one.months, one.sample, columns.tolist(), strict=True):
            grade = "" if np.isnan(values[0]) else one.series.grades.get(month, "recorded")
            rows.append([month, one.name, sample, grade, *map(number, values)])
    return csv_text(list(HEADER), rows)
