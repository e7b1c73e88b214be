"""Announcements and what was to be expected of them, scored."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from sim.hindcast.announcements import Announcements
from sim.hindcast.foretell import Foretold, foretell
from sim.hindcast.score_announcements import Score, brier, came, score
from sim.output.text import rounded
from sim.scenario.schema import Scenario


@dataclass(frozen=True)
class Scored:
    """Announcements and two forecasts of them.

    Attributes
    ----------
    block : Announcements
    foretold : Foretold
        By the schedule as written, whose slips were taken from all of them.
    left_out : Foretold
        Each by the record of the others.
    """

    block: Announcements
    foretold: Foretold
    left_out: Foretold

    @classmethod
    def of(cls, block: Announcements, scenario: Scenario) -> "Scored":
        """Score announcements by the schedule of a scenario."""
        ways = (foretell(block, scenario, leave_one_out=out) for out in (False, True))
        return cls(block, *ways)

    @property
    def promised(self) -> int:
        """How many were promised to run by the day on which it was known."""
        return sum(one.promised <= self.block.known for one in self.block.announcements.values())

    @property
    def came(self) -> int:
        """How many did."""
        return int(came(self.block).sum())

    @property
    def brier(self) -> float:
        """Brier score of the promises, taken as sure."""
        promises = self.block.announcements.values()
        sure = [float(one.promised <= self.block.known) for one in promises]
        return brier(np.array(sure), came(self.block))

    @cached_property
    def written(self) -> Score:
        """Score of the schedule as written."""
        return score(self.block, self.foretold)

    @cached_property
    def without(self) -> Score:
        """Score of the forecasts that know only of the others."""
        return score(self.block, self.left_out)

    def content(self) -> dict[str, Any]:
        """Give all of it for JSON; days late are null for never."""
        places = (0.05, 0.25, 0.5, 0.75, 0.95)
        return {
            "question": self.block.question,
            "known": self.block.known.isoformat(),
            "plants": {
                name: {
                    "promised": one.promised.isoformat(),
                    "came": None if one.came is None else one.came.isoformat(),
                    "runs": rounded(float(self.left_out.runs[row])),
                    "runs_as_written": rounded(float(self.foretold.runs[row])),
                    "days_late": [
                        rounded(float(late)) for late in self.left_out.quantiles(name, places)
                    ],
                }
                for row, (name, one) in enumerate(self.block.announcements.items())
            },
            "run": {"promised": self.promised, "came": self.came},
            "brier_of_promises": rounded(self.brier),
            "each_left_out": self.without.as_dict(),
            "as_written": self.written.as_dict(),
        }
