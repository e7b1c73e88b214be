"""Known answer B: supply of 60 t a day against demand of 5, 40, 25 and 30 t."""

import numpy as np
import pytest

from sim.rules.allocation import ration
from tests.known_answers.cases import run

BY_PRIORITY = {"defence": 5, "ev": 40, "wind": 15, "electronics": 0}
PRO_RATA = {"defence": 3, "ev": 24, "wind": 15, "electronics": 18}


@pytest.mark.parametrize(("policy", "shares"), [("priority", BY_PRIORITY), ("pro_rata", PRO_RATA)])
def test_a_maker_that_is_short_shares_out_what_it_makes(policy, shares):
    record = run("rationing", f"policy.allocation={policy}").record
    served = dict(zip(record.consumers, record.served_t[-1, :, 0].tolist(), strict=True))
    assert served == pytest.approx(shares, abs=1e-5)


@pytest.mark.parametrize("policy", ["priority", "pro_rata"])
def test_the_rule_decides_who_goes_without_but_not_how_much_is_missing(policy):
    record = run("rationing", f"policy.allocation={policy}").record
    missing = record.demand_t[-1, :, 0].sum() - record.served_t[-1, :, 0].sum()
    assert missing == pytest.approx(40)


@pytest.mark.parametrize(
    ("classes", "shares"),
    [([slice(i, i + 1) for i in range(4)], BY_PRIORITY), ([slice(0, 4)], PRO_RATA)],
    ids=["priority", "pro_rata"],
)
def test_the_rule_alone_shares_out_60_t_without_rounding(classes, shares):
    supply, demand = np.array([[60.0]]), np.array([5.0, 40.0, 25.0, 30.0]).reshape(4, 1, 1)
    assert ration(supply, demand, classes).ravel().tolist() == list(shares.values())


@pytest.mark.parametrize("contracts_first", [True, False])
def test_who_is_short_shares_by_need_however_much_a_shelf_would_take(contracts_first):
    """Each gets 40/50 of what it needs, and orders for the shelf wait until all have that."""
    record = run("rationing_by_need", f"policy.contracts_first={contracts_first}").record
    served = dict(zip(record.consumers, record.served_t[20:, :, 0].T, strict=True))
    np.testing.assert_allclose(served["lean"], 30 * 0.8, rtol=1e-6)
    # The careful one lives on its shelf of 2,000 t meanwhile, by 4 t a day.
    np.testing.assert_allclose(served["careful"], 20, rtol=1e-6)


@pytest.mark.parametrize("review_days", [1, 2, 7, 14])
@pytest.mark.parametrize("contracts_first", [True, False])
@pytest.mark.parametrize("stock_days", [5, 60])
def test_shares_hang_neither_on_the_rhythm_of_plans_nor_on_shelves(
    review_days, contracts_first, stock_days
):
    """A plant at half its output plans every so many days; each buyer gets half of what it needs."""
    settings = [
        f"policy={{review_days: {review_days}, contracts_first: {str(contracts_first).lower()}}}",
        f"consumers.careful.stock_days={stock_days}",
        "consumers.lean.stock_days=40",
        "magnet_makers.usual.capacity_t_blanks_per_year=18262.5",
        "lanes.other=null",
        "lanes.usual.transit_days=30",
        "disruptions.closed={kind: outage, facilities: [usual], start: 10, capacity_factor: 0.5}",
    ]
    record = run("rationing_by_need", *settings).record
    served = dict(zip(record.consumers, record.served_t[225:365, :, 0].T, strict=True))
    shares = {name: one.sum() / 140 for name, one in served.items()}
    assert shares == pytest.approx({"careful": 10, "lean": 15}, rel=0.02)
