"""The shipped regimes of export licences answer their questions the right way round."""

import numpy as np

from sim.design.design import Design
from sim.design.group_measures import GroupMeasures, run_group_measures
from sim.study.pool import Here
from tests.integration.runs import load, run, shortfall_days

AHEAD = "start=2027-01-20", "warm_up_days=30", "worlds=central"
OF_2025 = "end=2025-09-30", "warm_up_days=60", "disruptions.general_licences=null"
"""Until the general licences of December, which change nothing before."""


def test_the_licences_of_2025_hurt_the_buyers_outside_china_and_nobody_inside():
    result = run("licences-2025", *OF_2025)
    assert (shortfall_days(result, "CN") == 0.0).all()
    for region in ("EU", "US", "KR"):
        assert shortfall_days(result, region).mean() > 5.0
    # Regions as a whole have motors that come ready made, the US more of them.
    us, eu = (shortfall_days(result, name, kind="consumer") for name in ("us_auto", "eu_auto"))
    assert us.mean() > eu.mean()


def test_slower_decisions_never_help():
    quick, slow = (
        run("licences-2025", *OF_2025, f"disruptions.april_licences.licence.decision_days={days}")
        for days in (10, 120)
    )
    for region in ("EU", "US", "IN"):
        assert (shortfall_days(quick, region) <= shortfall_days(slow, region) + 1e-6).all()
    assert shortfall_days(quick, "EU").mean() < shortfall_days(slow, "EU").mean() - 1.0


def test_defence_is_cut_off_only_where_papers_are_asked_abroad_as_well():
    """April's regime leaves makers outside China; the 0.1 % rule of October reaches these.

    A tenth of a day is lost in it, as licences for samarium are few.
    """
    april, october = (
        shortfall_days(run(name, *AHEAD, "end=2027-05-31", n=16), "defence", kind="end_use")
        for name in ("as-of-2026", "october-cliff")
    )
    assert april.mean() < 0.2
    assert (october >= april).all()
    assert october.mean() > april.mean() + 1.0


def test_a_longer_stop_towards_japan_costs_no_less():
    """Three months or six, in one world."""
    points = [
        load(
            "japan-ban-2026",
            "start=2025-12-10",
            "end=2026-08-31",
            "warm_up_days=60",
            f"disruptions.japan_stop.duration_days={d}",
        )
        for d in (91, 182)
    ]
    wanted = GroupMeasures(frozenset({"shortfall_days"}))
    found = run_group_measures(Design(points, 64, points[0].seed), wanted, Here())
    three, six = (one["region.JP.shortfall_days"] for one in found)
    assert (three <= six + 1e-6).all()
    assert three.mean() < six.mean()


def test_grey_lanes_relieve_the_halt_and_lose_what_is_seized():
    none = [f"lanes.{lane}=null" for lane in ("grey_vietnam", "grey_thailand", "grey_mexico")]
    halt, grey = (run("export-halt", *AHEAD, "end=2027-07-31", *more, n=16) for more in (none, []))
    assert shortfall_days(grey, "US").mean() < shortfall_days(halt, "US").mean() - 0.5
    shipped, seized = grey.record.grey_t.astype(float).sum(axis=(0, 1))
    assert shipped.mean() > 0.0
    assert np.isclose(seized.mean() / shipped.mean(), 0.1, atol=0.05)
