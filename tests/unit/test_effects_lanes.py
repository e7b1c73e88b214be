"""What closures, failing makers, lost feed and export controls do to lanes."""

import numpy as np
import pytest

from tests.unit.effects import BARE_CHAIN, BUFFER, LANE_DAYS, run

TWO_MAKERS = """
end: 2026-12-31
policy: {{failing_days: {failing_days}}}
magnet_makers:
  source: {{stock_days: {stock_days}}}
  other: {{country: JP, stock_days: 500}}
consumers: {{motors: {{stock_days: {buffer}, unmet: backlog}}}}
lanes:
  sea: {{share: 0.5}}
  air: {{good: magnets, from: other, to: motors, share: 0.5, transit_days: 35}}
disruptions:
  halt: null
  {disruption}
"""


def two_makers(tmp_path, disruption, failing_days=1000, stock_days=500, buffer=0):
    changes = TWO_MAKERS.format(
        disruption=disruption, failing_days=failing_days, stock_days=stock_days, buffer=buffer
    )
    return run(tmp_path, "one_lane", changes)


CLOSURE = (
    "closure: {{kind: lane_closure, lanes: [sea], start: 100, duration_days: 20, "
    "orders_when_closed: {}}}"
)


def test_orders_cancelled_on_a_closed_lane_move_to_the_open_one(tmp_path):
    outcome = two_makers(tmp_path, CLOSURE.format("cancel"))
    assert outcome.shortfall() == pytest.approx(0, abs=1e-9)
    assert outcome.sold("JP") == pytest.approx(0.5 * (365 - 20) + 20, abs=1e-3)


def test_orders_kept_on_a_closed_lane_come_out_when_it_reopens(tmp_path):
    outcome = two_makers(tmp_path, CLOSURE.format("keep"))
    first, last = 100 + LANE_DAYS, 119 + LANE_DAYS
    waiting = outcome.record.backlog_t[:, 0, 0]
    expected = np.zeros(365)
    expected[first : last + 1] = 0.5 * np.arange(1, 21)
    np.testing.assert_allclose(waiting, expected, atol=1e-5)
    assert outcome.sold("JP") == pytest.approx(0.5 * 365, abs=1e-3)


def test_a_maker_that_makes_nothing_loses_its_share_within_two_judging_periods(tmp_path):
    """It ships 16 of the 28 days before day 112, which is enough; then nothing until day 140.

    The 20 t ordered of it in vain by then go to the other maker and arrive after 35 days.
    """
    fire = "fire: {kind: outage, facilities: [source], start: 100}"
    outcome = two_makers(tmp_path, fire, failing_days=28, stock_days=0, buffer=BUFFER)
    waiting = outcome.record.backlog_t[:, 0, 0]
    assert outcome.sold("CN") == pytest.approx(0.5 * 100, abs=1e-3)
    assert waiting[140 + LANE_DAYS - 1] == pytest.approx(0.5 * 40 - BUFFER, abs=1e-5)
    assert waiting[140 + LANE_DAYS :].max() == 0


def test_a_stand_by_lane_counts_when_it_is_qualified(tmp_path):
    spare = """
magnet_makers: {other: {country: JP, stock_days: 500}}
lanes:
  air: {good: magnets, from: other, to: motors, standby: 1, qualification_days: 62, transit_days: 5}
disruptions:
  halt: null
  closure: {kind: lane_closure, lanes: [sea], start: 99, duration_days: 200}
"""
    outcome = run(tmp_path, "one_lane", spare)
    assert outcome.short_days() == list(range(99 + LANE_DAYS + BUFFER, 99 + 62 + 5))
    assert outcome.shortfall() == pytest.approx(62 + 5 - LANE_DAYS - BUFFER)


TWO_CHAINS = f"""{BARE_CHAIN}
metal_makers: {{spare: {{country: JP, metal_yield: 1, feed_days: 30, stock_days: 500}}}}
magnet_makers: {{twin: {{country: CN, feed_days: 30, stock_days: 0}}}}
consumers: {{fans: {{region: CN, sector: fans, demand_t_per_year: 365.25, grades: {{standard: 1}}}}}}
lanes:
  oxide: {{to: [smelter, spare]}}
  metal: {{to: [maker, twin], share: 0.75}}
  spare_metal: {{good: metal, from: spare, to: [maker, twin], share: 0.25}}
  twins: {{good: magnets, from: twin, to: fans, share: 1}}
disruptions:
  theft: {{kind: feed_loss, plants: [maker], start: 100, duration_days: 100, MORE}}
"""


def merged(text: str) -> str:
    """Put the blocks of the bare chain that are named twice together."""
    from ruamel.yaml import YAML  # noqa: F401

    return text
