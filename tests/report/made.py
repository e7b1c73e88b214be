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


def stranger(folder: Path) -> StoredRun:
    """Run a scenario whose every text is markup."""
    file = folder / "stranger.yaml"
    file.write_text(STRANGER.replace("\\u202e", ""), encoding="utf-8")
    with local_pool(1) as pool:
        return ensure_run(RunRequest(load(file), 2, 1, out=folder / "results"), pool)
