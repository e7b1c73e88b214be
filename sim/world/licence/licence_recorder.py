"""Writes down what became of applications for licences, month by month."""

import numpy as np
from numpy.typing import NDArray

from sim.scenario.schema import Scenario
from sim.world.licence.regime import Regime
from sim.world.network.context import Context
from sim.world.record.series import Entry, Recorded, Series
from sim.world.record.series_recorder import SeriesRecorder
from sim.world.record.table import Column, Table
from sim.world.time.months import Months

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]


def parts_of(scenario: Scenario, ids: tuple[str, ...]) -> tuple[str, ...]:
    """Split the name of a licence flow: control, good, destination, end use, kind."""
    return tuple(ids[0].split(":"))


LICENCES = Series(
    name="licences_t",
    axes=("month", "licence_flows", "entry"),
    unit="t",
    doc="ledger of a licence flow by month and entry, single precision, entries as in "
    "`licences.csv`; the flow's name is control, good, destination, end use and kind, joined by "
    "colons",
    entries=(
        Entry(
            "passed", "ordered without an application: by a general licence, or not held for a test"
        ),
        Entry("filed", "applied for, for the first time or anew"),
        Entry("granted", "decided: granted"),
        Entry("refused", "decided: refused"),
        Entry("withdrawn", "taken back before a decision"),
        Entry("used", "shipped on a licence"),
        Entry(
            "expired",
            "granted, and no longer valid since the month; orders withdrawn after "
            "the grant count here",
        ),
        Entry("pending", "waiting for a decision", "end"),
        Entry("to_refile", "refused or expired, and waiting to be filed again", "end"),
        Entry("valid", "granted and not shipped", "end"),
        Entry(
            "age_days",
            "mean age of what is pending, weighted by tonnes; over the histories in "
            "which anything is, empty where nothing is in any",
            "end",
            "d",
        ),
    ),
    unit_note="finished magnets or, of other goods, contained element",
    kept="licences.<licence flow>",
    table=Table(
        file="licences.csv",
        rows="a row for each licence flow, month and entry; only where orders need export licences",
        doc="The books of the authority that grants export licences, a row for each licence flow, "
        "month and entry. A licence flow is what applications are kept apart by: export control, "
        "good, destination, end use, and kind. Rows whose `destination` and `end_use` are `all` "
        "are all flows of a control, good and kind together: quantiles of sums, history by "
        "history, which are not sums of quantiles.",
        columns=(
            Column("control", "id of the export control"),
            Column("good", "what is exported"),
            Column("destination", "where the buyers are"),
            Column("end_use", "`civil` or `defence`"),
            Column(
                "kind",
                "`licence`, or `inspection`: goods of the same kind that hold nothing "
                "controlled, held and tested",
            ),
        ),
        cells=parts_of,
        note="Nothing is lost: since the start, filed = granted + refused + withdrawn + pending, "
        "and granted = used + expired + valid, in every flow and history. `shortfall explain "
        "results/NAME-HASH --licences` checks that and prints the books as tables: by month, by "
        "quarter where there are more than 24 months; with the peak of each destination; "
        "`--control`, `--good` and `--to` choose.",
    ),
)
TOTALS = tuple(entry.name for entry in LICENCES.entries if entry.when == "over")


class LicenceRecorder(SeriesRecorder):
    """Books the licences of a world, which has some."""

    declares = (LICENCES,)

    def __init__(self, context: Context, regimes: list[Regime]) -> None:
        self._regimes, self._months = regimes, Months(context.scenario)
        self._flows = tuple(key.label for one in regimes for key in one.keys)
        shape = len(self._flows), len(LICENCES.entries), context.state.width
        self._licences: F32 = np.zeros((self._months.count, *shape), np.float32)
        self._booked = np.zeros((shape[0], len(TOTALS), shape[2]))

    def record(self, day: int) -> None:
        """Book the month if it ends today."""
        if not self._months.ends(day):
            return
        month = self._licences[self._months.of(day)]
        first = 0
        for one in self._regimes:
            queue, rows = one.queue, slice(first, first + len(one.keys))
            total = np.stack([getattr(queue, entry) for entry in TOTALS], axis=1)
            month[rows, : len(TOTALS)] = total - self._booked[rows]
            self._booked[rows] = total
            age = queue.age_days(day)
            month[rows, len(TOTALS) :] = np.stack(
                [queue.pending, queue.to_refile, queue.valid, age], axis=1
            )
            first = rows.stop

    def series(self) -> list[Recorded]:
        """Give the ledger, ``[month, licence flow, entry, replication]``."""
        return [LICENCES.of(self._licences, licence_flows=self._flows)]
