"""What reserves of oxide and metal do for makers and their customers, and when they stand down."""

import pytest

from tests.unit.effects import BARE_CHAIN, BUFFER, WORK, run

CLOSED = """
stockpiles:
  reserve: {{country: CN, good: {good}, members: [{member}], fill_days: {days}, trigger_days: 1}}
disruptions:
  closure: {{kind: lane_closure, lanes: [{good}], start: 100, duration_days: 150}}
"""


@pytest.mark.parametrize(
    ("good", "member", "behind"), [("oxide", "smelter", 30 + WORK), ("metal", "maker", 0)]
)
@pytest.mark.parametrize("days", [0, 20, 500])
def test_a_reserve_of_input_relieves_what_is_lacking_and_in_the_end_the_consumer(
    tmp_path, good, member, behind, days
):
    """Member and maker have feed for 30 days, the consumer a buffer of 14.

    The work of a day that the member holds beside its feed is what the trigger keeps up.
    """
    changes = CLOSED.format(good=good, member=member, days=days)
    outcome = run(tmp_path, "stoichiometry", BARE_CHAIN, changes)
    released = min(150 - 30, days)
    element = 0.3  # t of element hold a day of demand
    assert outcome.record.released_t.item() == pytest.approx(released * element)
    left = 150 - (30 + WORK) - behind - BUFFER - released
    assert outcome.shortfall() == pytest.approx(max(left, 0), abs=1e-6)


@pytest.mark.parametrize(("stand_down", "lost"), [(28, 16), (130, 16), (140, 8), (1000, 8)])
def test_a_release_order_lapses_after_so_many_days_without_need(tmp_path, stand_down, lost):
    """Halts of 30 days on days 100 and 250, the consumer short from day 149 and 299.

    The reserve wakes eight days after the first need. It is called on until day 164; if its
    order still stands 134 days later, it helps at once.
    """
    halts = f"""
stockpiles: {{reserve: {{lag_days: 8, stand_down_days: {stand_down}}}}}
disruptions:
  halt: {{duration_days: 30}}
  again: {{kind: export_control, exporter: CN, goods: [magnets], start: 250, duration_days: 30}}
"""
    outcome = run(tmp_path, "one_lane_with_reserve", halts)
    assert outcome.shortfall() == pytest.approx(lost)
    assert outcome.record.released_t.item() == pytest.approx(2 * (30 - BUFFER) - lost)
