"""What is asked of a report: who signs it, of which day it is, whom its first sentence is about."""

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.output.stored import StoredRun
from sim.report.words import date_text

EPOCH = "SOURCE_DATE_EPOCH"
"""Variable of the environment that gives the time of a build which is to repeat to the byte."""


@dataclass(frozen=True)
class Asked:
    """What is asked of a report; what is left out is taken from the runs."""

    title: str = ""
    author: str = ""
    date: dt.date | None = None
    figures: tuple[str, ...] = ()
    """Kinds of figure; none takes those that a report has by itself."""
    group: str = ""
    """Name of the group that the answer is about; none for all consumers."""

    def facts(self, runs: Sequence[StoredRun]) -> Mapping[str, str]:
        """Give what stands below the title."""
        spans = {(run.scenario.start, run.scenario.end) for run in runs}
        found = {
            "Author": self.author,
            "Date": self._date(runs),
            "World as known on": ", ".join(map(date_text, _known(runs))),
            "Simulated": "; ".join(
                f"{date_text(start)} to {date_text(end)}" for start, end in sorted(spans)
            ),
            "Histories": ", ".join(dict.fromkeys(f"{run.count:,}" for run in runs)),
        }
        return {name: text for name, text in found.items() if text}

    def _date(self, runs: Sequence[StoredRun]) -> str:
        """Write the date of the report: as given, else one that is the same whenever it is made."""
        if self.date is not None:
            return date_text(self.date)
        epoch = os.environ.get(EPOCH, "")
        if epoch.isdecimal() and len(epoch) < 12:
            return date_text(dt.datetime.fromtimestamp(int(epoch), tz=dt.UTC).date())
        known = _known(runs)
        return f"{date_text(known[-1])} (that of the world, as none was given)" if known else ""


def _known(runs: Sequence[StoredRun]) -> list[dt.date]:
    """List the days up to which the worlds of runs are known."""
    return sorted({run.scenario.as_of for run in runs if run.scenario.as_of is not None})
