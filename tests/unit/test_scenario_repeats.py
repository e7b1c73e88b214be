"""A name that stands twice in a list is a slip, whatever the list is of."""

import pytest

from sim.scenario.load import load
from tests.chain import CHAIN, place, problems, spoilt, write


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("ALLIES: [US, DE]", "ALLIES: [US, DE, US]", "blocs.ALLIES.2"),
        ("from: pit,", "from: [pit, pit],", "lanes.ore.from.1"),
        ("to: [us_ev, de_wind]", "to: [us_ev, de_wind, us_ev]", "lanes.sea.to.2"),
        ("members: [us_ev]", "members: [us_ev, us_ev]", "stockpiles.reserve.members.1"),
        ("goods: [magnets]", "goods: [magnets, magnets]", "disruptions.halt.goods.1"),
        ("goods: [magnets]", "goods: {magnets: [dy, dy]}", "disruptions.halt.goods.magnets.1"),
        ("destinations: [ALLIES]", "destinations: [US, US]", "disruptions.halt.destinations.1"),
        (
            "capacity_t_reo_per_year: 2000",
            "capacity_t_reo_per_year: 2000, seasons: [{first: 01-01, last: 02-01, factor: 0.5}, "
            "{first: 01-01, last: 02-01, factor: 0.5}]",
            "mines.pit.seasons.1",
        ),
    ],
)
def test_what_stands_twice_is_refused_where_it_stands_again(tmp_path, old, new, path):
    text = spoilt(old, new)
    (problem,) = problems(write(tmp_path, text))
    assert problem.path == path
    assert "stands here twice, first as number 1 of the list." in problem.message
    assert problem.line == place(text, new)[0]


def test_an_observed_value_may_come_twice(tmp_path):
    assert load(write(tmp_path, CHAIN), ["lanes.sea.transit_days={empirical: [30, 30, 40]}"])
