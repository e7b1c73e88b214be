"""The commands of the README in brief: ``python -m tests.in_brief run export-halt``.

To save time, runs have two histories (64 where an interval decides) over the days in which what they
are about happens, whatever is asked for, share warm states, and are drawn only where figures are asked
for by an option. The map of Texas, thirty points over seven years, is only planned, and its corners
only: a smaller one with slopes is run.
"""

import re
import sys
from collections.abc import Sequence
from fnmatch import fnmatchcase

from tests import warm

HALT = "--set start=2027-01-27 --set end=2027-02-06 --set warm_up_days=4"
"""Of the world: the halt of February 2027, which was announced as the year began."""
AS_WRITTEN = "--set uncertainty=null"
"""No number is off, for which hundreds of worlds would have to be drawn."""
SHORT = f"{HALT} {AS_WRITTEN}"
EARLY = (
    "--set start=2026-07-01 --set end=2026-07-12 --set warm_up_days=4 "
    "--set disruptions.halt.start=2026-07-06 --set disruptions.halt.announced=null "
    "--set uncertainty=null"
)
"""The same halt as soon as the reserve that is filled late begins to buy."""
CLIFF = f"--set start=2026-12-20 --set end=2027-06-20 --set warm_up_days=4 {AS_WRITTEN}"
"""The cliff of 2027 and so many days that those which are written as numbers fall into them."""

ONE = "-n 2 --workers 1"
OPTIONS = {
    "*halt.duration_days=180*": f"{ONE} {HALT} --no-figures",
    "*--until*": f"{ONE} {SHORT} --at-most 64 --no-figures",
    "*--cluster*": f"-n 2 {SHORT} --no-figures",
    "*vault-late-fill*": f"{ONE} {EARLY} --no-figures",
    "*japan-ban-2026*": f"{ONE} {CLIFF} --no-figures",
    "hindcast*": "-n 8 --workers 1",
    "forecast*": f"{ONE} --set end=2026-08-31 --set warm_up_days=10 {AS_WRITTEN}",
    "* --figure*": f"{ONE} {SHORT}",
    "run licences-2025*": f"{ONE} --set end=2025-12-05 --no-figures",
    "run two-mines*": f"{ONE} --no-figures",
    "run*": f"{ONE} {SHORT} --no-figures",
    "compare* --html*": f"{ONE} {SHORT}",
    "compare two-mines*": "-n 16 --workers 1 --no-figures",
    "compare*": f"{ONE} {SHORT} --no-figures",
    "sweep halt-2029-texas*": "--dry-run",
    "sweep*": ONE,
    "report*": f"{ONE} --figure storylines",
    "attribute*": f"{ONE} {SHORT}",
    "sensitivity*": f"-n 64 --workers 1 {HALT} --no-figures",
    "measure-first*": "-n 64 --workers 1 --no-figures",
    "size*": f"{ONE} {SHORT} --step 60",
}
"""What is added to a command, by the first pattern that it fits."""


def in_brief(words: Sequence[str]) -> list[str]:
    """Give a command with the options that make it quick."""
    command = " ".join(words)
    fits = (options for pattern, options in OPTIONS.items() if fnmatchcase(command, pattern))
    more = next(fits, "").split()
    if "--dry-run" in more:
        words = [re.sub(r":\d+$", ":2", word) for word in words]
    return [*words, *more]


if __name__ == "__main__":
    warm.share()
    from sim.cli import main

    main(in_brief(sys.argv[1:]), prog_name="shortfall")
