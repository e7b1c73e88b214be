"""A licence regime in the whole world: its books, its histories, its passing."""

import datetime as dt

import numpy as np
import pytest

import sim
from sim.scenario.load import load
from sim.world.licence.licence_recorder import LICENCES, TOTALS
from sim.world.licence.queue import LicenceQueue
from sim.world.record.record import Record
from sim.world.state.account import BalanceError
from tests.integration.blocks import histories


@pytest.fixture(scope="module")
def record() -> Record:
    """Histories in which everything that can differ does."""
    return histories("licences")


def test_the_books_close_for_every_flow_and_history(record: Record) -> None:
    """Filed = granted + refused + withdrawn + pending; granted = used + expired + valid."""
    ledger = record.licences_t.astype(float)
    total = {name: ledger[:, :, i].sum(axis=0) for i, name in enumerate(TOTALS)}
    last = {name: ledger[-1, :, i] for i, name in enumerate(LICENCES.at)}
    scale = total["filed"].max()
    decided = total["granted"] + total["refused"] + total["withdrawn"] + last["pending"]
    np.testing.assert_allclose(total["filed"], decided, atol=1e-6 * scale)
    gone = total["used"] + total["expired"] + last["valid"]
    np.testing.assert_allclose(total["granted"], gone, atol=1e-6 * scale)
    assert (total["filed"].sum(axis=0) > 0).all()
    for entry in ("passed", "refused", "withdrawn", "expired"):
        assert total[entry].any() or entry == "withdrawn", f"nothing was ever {entry}"


@pytest.mark.usefixtures("nothing_shared")
def test_a_queue_that_loses_applications_stops_the_run(monkeypatch) -> None:
    """The books of licences are checked like those of matter."""
    decide = LicenceQueue.decide

    def decide_and_lose(queue, *args):
        queue.filed *= 1 + 1e-6
        return decide(queue, *args)

    monkeypatch.setattr(LicenceQueue, "decide", decide_and_lose)
    scenario = sim.load("licences-2025", ["start=2025-03-20", "end=2025-12-31", "warm_up_days=20"])
    with pytest.raises(BalanceError, match=r"applications for .* under april_licences"):
        sim.run(scenario, n=1, workers=1)


def test_nothing_changes_before_the_first_day_of_a_regime(record: Record) -> None:
    """Nor would a regime that begins after the end change anything at all."""
    first = (dt.date(2025, 4, 4) - record.start).days
    assert (record.served_t[:first] == record.served_t[:first, :, :1]).all()
    settings = [f"start={record.start}", "end=2025-04-03", "warm_up_days=20"]
    none = {f"disruptions.{name}=null" for name in load("licences-2025").scenario.disruptions}
    calm = sim.run(sim.load("licences-2025", [*settings, *sorted(none), "measures.reference=null"]))
    np.testing.assert_array_equal(record.served_t[:first, :, 0], calm.record.served_t[:, :, 0])
