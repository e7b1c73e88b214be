"""A small episode that tells worlds apart: one lane, of which demand and shelf are not known."""

from pathlib import Path

from tests.worlds import SMALL

WIDTHS = "uncertainty:\n  widths: {cover: {C: 1.5}}\n"
MEASURED = """\
uncertainty: from_grades
measures: {reference: halt, flows: {out: {good: magnets, from: CN}}}
"""

EPISODE = """\
scenario: ../lane.yaml
question: How much does the consumer use, and how long does its shelf last?
normal: [2026-01, 2026-01]
in_sample: [2026-02, 2026-03]
series:
  leaving:
    flow: out
    observed: {2026-01: 32, 2026-02: 29, 2026-03: 32, 2026-04: 9}
    sources: {all: log}
plant_stops:
  motors: {who: motors, days: [80, 80], measure: first_stop_50pct, sources: {all: log}}
constrain:
  observation_error: {recorded: 0.05}
  discrepancy: {leaving: 0}
  keep: 100000
  note: Made up.
sources:
  log: {title: Made up, publisher: shortfall project, year: 2026, grade: C}
"""


def written(folder: Path, *replaced: tuple[str, str]) -> Path:
    """Write scenario and episode, some passages of the episode replaced, and give its file."""
    scenario = SMALL.read_text(encoding="utf-8")
    assert WIDTHS in scenario
    (folder / "lane.yaml").write_text(scenario.replace(WIDTHS, MEASURED), encoding="utf-8")
    (folder / "observed").mkdir(exist_ok=True)
    text = EPISODE
    for old, new in replaced:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    file = folder / "observed" / "lane.yaml"
    file.write_text(text, encoding="utf-8")
    return file
