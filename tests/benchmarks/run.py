"""Measure speed and memory: ``python tests/benchmarks/run.py``.

Prints one table, each figure beside its aim, and writes the figures with the machine's name to
``results/benchmarks/latest.json``. No test depends on a time.
"""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks import jobs
from tests.benchmarks.figure import machine, table

LATEST = jobs.ROOT / "results/benchmarks/latest.json"


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description="Measure the speed and memory of shortfall.")
    parser.add_argument("--quick", action="store_true", help="fewer histories and repeats")
    parser.add_argument("--json", type=Path, default=LATEST)
    options = parser.parse_args()

    figures = []
    for job in (jobs.reference_job, jobs.baseline, jobs.command):
        print(f"measuring: {job.__name__.replace('_', ' ')}", file=sys.stderr, flush=True)
        figures += job(quick=options.quick)
    about = machine()
    print(table(figures))
    print(", ".join(f"{key} {value}" for key, value in about.items()))
    rows = [asdict(figure) | {"met": figure.met} for figure in figures]
    options.json.parent.mkdir(parents=True, exist_ok=True)
    report = {"quick": options.quick, "machine": about, "figures": rows}
    options.json.write_text(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()
