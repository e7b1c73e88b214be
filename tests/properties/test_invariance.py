"""What must not change the result does not change a bit of it."""

import datetime as dt
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.world.record.record import Record
from tests.examples import few
from tests.properties.networks import START, Block, chains, one_tier, run

SERIES = ("demand_t", "served_t", "on_hand_t", "supply_t", "unmet_t", "caught_up_t")
"""The results of a record that do not name the disruptions."""

DAILY = ("demand_t", "served_t", "on_hand_t")


def series(record: Record) -> dict[str, np.ndarray]:
    return {name: getattr(record, name) for name in SERIES}


def assert_same_to_the_bit(one: dict[str, np.ndarray], other: dict[str, np.ndarray]) -> None:
    for name, values in one.items():
        expected, found = np.broadcast_arrays(values, other[name])
        np.testing.assert_array_equal(found, expected, err_msg=name)


def turned_around(network: Block) -> dict[str, Any]:
    """Reverse the order of every block, save the grades, whose first has a meaning."""
    return {
        name: dict(reversed(block.items()))
        if isinstance(block, dict) and name != "grades"
        else block
        for name, block in network.items()
    }


@few
@given(chains())
def test_the_order_of_facilities_in_the_file_changes_nothing(network):
    assert_same_to_the_bit(series(run(network)), series(run(turned_around(network))))


def neutral_disruptions(network: Block) -> dict[str, Any]:
    """Give a disruption of every kind that leaves everything at its full share."""
    exporter = network["magnet_makers"]["maker_1"]["country"]
    kinds = {
        "outage": {"facilities": ["maker_1"], "capacity_factor": 1},
        "lane_closure": {"lanes": ["maker_1_to_consumer_1"], "factor": 1},
        "export_control": {
            "exporter": exporter,
            "goods": ["magnets"],
            "mode": "quota",
            "quota_share": 1,
        },
        "feed_loss": {"plants": ["separator_1"], "share_lost": 0},
        "demand_shock": {"consumers": ["consumer_1"], "factor": 1},
    }
    return {
        f"neutral_{kind}": {"kind": kind, "start": 20, "duration_days": 50} | what
        for kind, what in kinds.items()
    }


@few
@given(chains())
def test_disruptions_that_leave_everything_at_its_full_share_change_nothing(network):
    more = network["disruptions"] | neutral_disruptions(network)
    with_them = run(network | {"disruptions": more})
    assert_same_to_the_bit(series(run(network)), series(with_them))


def controlled(network: Block, **terms: object) -> Block:
    """Add a control of all that leaves the country of the first maker."""
    exporter = network["magnet_makers"]["maker_1"]["country"]
    goods = ["concentrate", "oxide", "metal", "magnets"]
    control = {"kind": "export_control", "exporter": exporter, "goods": goods, "start": 20}
    more = network["disruptions"] | {"more": control | {"duration_days": 100} | terms}
    return network | {"disruptions": more}


def tonnes(network: Block, amount: float) -> Block:
    """Add a quota of so many tonnes a month on each good."""
    goods = ("concentrate", "oxide", "metal", "magnets")
    each = dict.fromkeys(goods, amount)
    return controlled(network, mode="quota", quota_t=each, quota_period="month")


@few
@given(chains())
def test_a_quota_that_is_never_used_up_changes_nothing(network):
    assert_same_to_the_bit(series(run(network)), series(run(tonnes(network, 1e12))))


@few
@given(chains(), st.sampled_from(["keep", "cancel"]))
def test_a_quota_of_no_tonnes_is_a_halt(network, rule):
    network = network | {"policy": network.get("policy", {}) | {"orders_when_closed": rule}}
    halted, none = run(controlled(network)), run(tonnes(network, 0))
    assert_same_to_the_bit(series(halted), series(none))


def with_expansion(network: Block) -> Block:
    """Make nine tenths of the first maker a project that starts on day 100."""
    maker = network["magnet_makers"]["maker_1"]
    running = maker["capacity_t_blanks_per_year"] / 10
    makers = network["magnet_makers"] | {"maker_1": maker | {"capacity_t_blanks_per_year": running}}
    project = {
        "facility": "maker_1",
        "adds_per_year": 9 * running,
        "first_product": START + dt.timedelta(100),
        "ramp_months": 1,
    }
    return network | {"magnet_makers": makers, "projects": {"expansion": project}}


@few
@given(one_tier(), st.integers(1, 24))
def test_a_slip_of_a_project_changes_nothing_before_its_planned_start(network, months):
    planned = with_expansion(network)
    slip = {"kind": "project_slip", "projects": ["expansion"], "months": months}
    late = planned | {"disruptions": planned["disruptions"] | {"slip": slip}}
    as_planned, as_slipped = (series(run(each)) for each in (planned, late))
    before = [{name: each[name][:100] for name in DAILY} for each in (as_planned, as_slipped)]
    assert_same_to_the_bit(*before)
    assert (as_planned["served_t"][100:] != as_slipped["served_t"][100:]).any()
