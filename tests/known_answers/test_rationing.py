"""Known answer B: supply of 60 t a day against demand of 5, 40, 25 and 30 t."""

import pytest

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
