"""A small made-up episode: the smallest chain, a halt of two months, and what was recorded."""

from pathlib import Path

SCENARIO = """\
extends: two-mines
name: strait
histories: 8
end: 2026-09-30
disruptions:
  halt: {duration_days: 61}
measures:
  reference: halt
  flows:
    out: {good: magnets, from: CN}
    in: {good: magnets, from: CN, to: US, at: arrival, label: Arrivals}
"""
"""Exports halt on 1 March for 61 days: nothing leaves in March and April, all that is held after."""

EPISODE = """\
scenario: ../strait.yaml
question: Does a halt of two months stop exports for two months?
normal: [2026-01, 2026-02]
in_sample: [2026-03, 2026-04]
fitted:
  - {parameter: disruptions.halt.duration_days, note: to March and April}
series:
  leaving:
    flow: out
    label: Magnets leaving
    observed: {2026-01: 8.5, 2026-02: 7.7, 2026-03: 0, 2026-04: 0.1}
    grades: {2026-04: estimate}
    totals:
      - {from: 2026-05, to: 2026-06, t: 28}
    limits: {wape_in_sample: 1, trough_points: 5, lost_days: {month: 2026-04, within: 3}}
    sources: {all: log}
plant_stops:
  motors: {who: motors, days: [60, 70], within: 5, sources: {all: log}}
sources:
  log: {title: Made up, publisher: shortfall project, year: 2026, grade: C}
"""
"""Its file; all in it is right."""


def written(folder: Path, old: str = "", new: str = "") -> Path:
    """Write scenario and episode, one passage of the episode replaced, and give its file."""
    assert not old or EPISODE.count(old) == 1, f"{old!r} stands {EPISODE.count(old)} times"
    (folder / "strait.yaml").write_text(SCENARIO, encoding="utf-8")
    (folder / "observed").mkdir(exist_ok=True)
    file = folder / "observed" / "strait.yaml"
    file.write_text(EPISODE.replace(old, new) if old else EPISODE, encoding="utf-8")
    return file
