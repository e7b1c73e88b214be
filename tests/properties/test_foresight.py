"""A run may lose more than perfect foresight would, never less."""

import pytest
from hypothesis import given

from tests.properties.bound import least_unmet
from tests.properties.networks import one_tier, run, several, world


def test_on_one_lane_foresight_saves_no_more_than_the_buffer():
    lane = world(
        300,
        magnet_makers={
            "source": {"country": "CN", "capacity_t_blanks_per_year": 365.25, "stock_days": 0}
        },
        consumers={"motors": {"demand_t_per_year": 365.25, "stock_days": 14}},
        lanes={"sea": {"from": "source", "to": "motors", "share": 1, "transit_days": 35}},
        disruptions={
            "halt": {
                "kind": "export_control",
                "exporter": "CN",
                "quota_share": 0,
                "start": 100,
                "duration_days": 120,
            }
        },
    )
    assert least_unmet(lane) == pytest.approx(106)


@several
@given(one_tier())
def test_no_run_loses_less_than_perfect_foresight_would(network):
    assert run(network).unmet_t.sum() >= least_unmet(network) - 1e-6
