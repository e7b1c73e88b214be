"""What is warned about in the firms of a consumer, and its qualification."""

import pytest

from sim.scenario.dump import dump
from sim.scenario.load import load
from tests.chain import CHAIN, problems, write

FACTOR = "consumers.us_ev.firms={stock_days_factor: {empirical: [20, 40, 60]}}"


def warned(tmp_path, *settings):
    """Give path and message of what is warned about beyond the chain as it is."""
    file = write(tmp_path, CHAIN)
    before = {str(one) for one in load(file).warnings}
    after = load(file, settings).warnings
    return [(one.path, one.message) for one in after if str(one) not in before]


def test_shelves_that_nobody_wrote_are_told(tmp_path):
    firms = "consumers.us_ev.firms={stock_days_factor: {empirical: [0.5, 1.5]}}"
    ((path, says),) = warned(tmp_path, firms)
    assert path == "consumers.us_ev.firms"
    assert says == "firms varies stock_days, which is not written: its default of 14 counts."
    assert warned(tmp_path, "consumers.us_ev.stock_days=14", firms) == []
    kept = write(tmp_path, dump(load(write(tmp_path, CHAIN), [firms]).scenario), "kept.yaml")
    assert not any("firms" in one.message for one in load(kept).warnings)


@pytest.mark.parametrize("days", ["1", "{uniform: [0.5, 1.5]}", "5"])
def test_factors_that_make_usual_shelves_are_no_slip(tmp_path, days):
    assert warned(tmp_path, f"consumers.us_ev.stock_days={days}", FACTOR) == []


@pytest.mark.parametrize(
    ("days", "factors", "says"),
    [
        ("45", "[20, 40, 60]", "67% of {empirical: [20, 40, 60]} lies above 20: times the"),
        ("{2027-01-01: 45, 2028-01-01: 5}", "[20, 40, 60]", "more than 900 days."),
        ("1", "[200, 400, 600]", "67% of {empirical: [200, 400, 600]} lies above 366: times"),
    ],
)
def test_days_that_are_taken_for_factors_are_warned_about(tmp_path, days, factors, says):
    factor = FACTOR.replace("[20, 40, 60]", factors)
    ((path, said),) = warned(tmp_path, f"consumers.us_ev.stock_days={days}", factor)
    assert path == "consumers.us_ev.firms.stock_days_factor"
    assert says in said


def test_a_buyer_without_a_lane_is_not_told_that_it_has_one(tmp_path):
    settings = ["lanes.sea.to=de_wind", "consumers.us_ev.qualification={days: 90}"]
    found = problems(write(tmp_path, CHAIN), settings)
    assert any(one.message == "No lane reaches it." for one in found)
    assert not any("over one lane" in one.message for one in found)
