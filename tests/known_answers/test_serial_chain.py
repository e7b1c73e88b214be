"""Known answer D: a serial chain of base stocks, its first lane closed for D days.

With demand m a day and safety Z = sum(S) - m sum(L), the consumer ends max(0, D - Z/m) days
behind, from day t0 + sum(L) + Z/m on, at worst by max(0, mD - Z).
"""

import numpy as np
import pytest

from tests.known_answers.cases import run

NO_SAFETY = (
    "depots.separation.order_up_to_t=3000",
    "depots.magnets.order_up_to_t=2000",
    "consumers.consumer.order_up_to_t=1000",
)
SHORT_OUTAGE = ("disruptions.outage.duration_days=3",)


@pytest.mark.parametrize(
    ("settings", "days", "largest", "unit_days"),
    [
        pytest.param((), 177, 17_650, 1_566_450, id="with safety stock"),
        pytest.param(NO_SAFETY, 180, 18_000, 1_629_000, id="without safety stock"),
        pytest.param(SHORT_OUTAGE, 0, 0, 0, id="an outage within the safety stock"),
    ],
)
def test_the_safety_stock_shortens_what_an_outage_costs(settings, days, largest, unit_days):
    backlog = run("serial_chain", *settings).record.backlog_t[:, 0, 0].astype(float)
    assert np.count_nonzero(backlog > 1e-6) == days
    assert backlog.max() == pytest.approx(largest, abs=1e-6)
    assert backlog.sum() == pytest.approx(unit_days, abs=1e-3)


@pytest.mark.parametrize(("settings", "first"), [((), 1063), (NO_SAFETY, 1060)])
def test_the_outage_is_felt_after_all_transits_and_the_safety_stock(settings, first):
    backlog = run("serial_chain", *settings).record.backlog_t[:, 0, 0]
    assert np.flatnonzero(backlog > 1e-6)[0] == first
