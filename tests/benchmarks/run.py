"""Measure speed and memory: ``python tests/benchmarks/run.py``.

Prints each figure beside its aim and each curve with its slope, and writes both, with the date and
the machine's name, to ``results/benchmarks/latest.json`` and the curves to ``curves.svg`` beside
it. What is not measured this time is kept from the file. No test depends on a time.
"""

import argparse
import datetime as dt
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks import designs, draw, gain, jobs, readme, results
from tests.benchmarks.curve import Curve
from tests.benchmarks.figure import Figure, machine
from tests.benchmarks.results import LATEST, ROOT
from tests.benchmarks.table import curve_table, figures_table

JOBS: dict[str, Callable[..., Sequence[Figure | Curve]]] = {
    "reference": jobs.reference,
    "peers": jobs.peers,
    "baseline": jobs.baseline,
    "licences": jobs.licences,
    "commands": jobs.commands,
    "designs": designs.designs,
    "ten-thousand": jobs.ten_thousand,
    "sampling": gain.sampling,
    "histories": jobs.histories,
    "facilities": jobs.facilities,
    "days": jobs.days,
}
"""Every job by its name, in the order of the tables."""
LONG = {"ten-thousand"}
"""Jobs that take many minutes, left out unless asked for."""


def main() -> None:
    """Measure, print, write."""
    options = _options()
    file = options.json or (None if options.quick else LATEST)
    kept = results.read(file) if file else {}
    about, today = machine(), dt.datetime.now(dt.UTC).date().isoformat()
    new: dict[str, results.Entry] = {}
    for name in options.only or [n for n in JOBS if options.long or n not in LONG]:
        print(f"measuring: {name}", file=sys.stderr, flush=True)
        if found := JOBS[name](quick=options.quick):
            new[name] = results.entry(today, about, found)
        if file:  # after each job, lest a later one fail
            _write(file, kept | new)
    if figures := [figure for entry in new.values() for figure in entry.figures]:
        print(figures_table(figures) + "\n")
    for curve in [curve for entry in new.values() for curve in entry.curves]:
        print(curve_table(curve) + "\n")
    print(", ".join(f"{key} {value}" for key, value in about.items()))
    if options.readme:
        readme.write()


def _write(file: Path, entries: dict[str, results.Entry]) -> None:
    """Write the results in the order of the jobs, and draw the curves."""
    results.write(file, {name: entries[name] for name in JOBS if name in entries})
    if curves := [curve for name in JOBS if name in entries for curve in entries[name].curves]:
        draw.save(curves, file.with_name("curves.svg"))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the speed and memory of shortfall.")
    parser.add_argument(
        "--quick", action="store_true", help="smaller jobs, to try them; writes only with --json"
    )
    parser.add_argument("--only", type=_names, metavar="JOB,...", help=f"of {', '.join(JOBS)}")
    parser.add_argument("--long", action="store_true", help="with ten thousand histories as well")
    parser.add_argument("--json", type=Path, help=f"[{LATEST.relative_to(ROOT)}]")
    parser.add_argument("--readme", action="store_true", help="renew the table of the README")
    return parser.parse_args()


def _names(text: str) -> list[str]:
    chosen = text.split(",")
    if unknown := [name for name in chosen if name not in JOBS]:
        raise argparse.ArgumentTypeError(
            f"no job {', '.join(unknown)}; there are {', '.join(JOBS)}"
        )
    return [name for name in JOBS if name in chosen]


if __name__ == "__main__":
    main()
