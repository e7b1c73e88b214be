"""Small runs to report of, and one whose texts are a stranger's."""

from pathlib import Path

from sim.output.ensure_run import ensure_run
from sim.output.run_request import RunRequest
from sim.output.stored import StoredRun
from sim.scenario.load import load
from sim.study.pool import local_pool

HOSTILE = '<script>alert(1)</script> "><img src=x onerror=alert(2)> {{ 7*7 }} {% raw %} `|*[x](y)'
LONG = "\u05d0\u4e2d\u0645 " * 2_500
"""Ten thousand characters of other scripts."""

STRANGER = f"""\
extends: two-mines.yaml
schema: 1
name: stranger
question: {HOSTILE + " " + LONG!r}
covers: {HOSTILE!r}
consumers:
  motors: {{label: {HOSTILE!r}}}
disruptions:
  halt: {{label: {HOSTILE!r}, note: {LONG!r}}}
sources:
  example: {{title: {HOSTILE!r}, publisher: {HOSTILE!r}, address: 'javascript:alert(3)'}}
"""

PLACED = """\
extends: two-mines.yaml
schema: 1
name: two-mines
mines:
  rock: {location: {latitude: 41.8, longitude: 110}}
magnet_makers:
  maker: {location: {latitude: 29.9, longitude: 121.6}}
"""


def stranger(folder: Path) -> StoredRun:
    """Run a scenario whose every text is markup."""
    return _run(folder, "stranger", STRANGER.replace("\\u202e", ""), 2)


def placed(folder: Path, n: int) -> StoredRun:
    """Run the smallest chain with a mine and a maker on the map."""
    return _run(folder, "placed", PLACED, n)


def _run(folder: Path, name: str, text: str, n: int) -> StoredRun:
    file = folder / f"{name}.yaml"
    file.write_text(text, encoding="utf-8")
    with local_pool(1) as pool:
        return ensure_run(RunRequest(load(file), n, 1, out=folder / "results"), pool)
