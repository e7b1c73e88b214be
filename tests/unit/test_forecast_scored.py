"""A forecast by hand beside what came: known answers."""

import datetime as dt
import json
import math
from statistics import NormalDist

import numpy as np
import pytest

from sim.forecast.observed import Observed, Seen
from sim.forecast.score_files import score_content, score_csv
from sim.forecast.scored import Scored, naive
from sim.measures.proportion import binomial_interval
from tests.forecasts import MONTHS, PAST, SPREAD, flow, forecast

Z = NormalDist().inv_cdf(0.95)


def scored(months=None, stops=None, **changes):
    return Scored(forecast(**changes), Observed(months or {}, stops or {}))


@pytest.fixture
def two_months():
    """100 t in the middle of all bands, then 130 t, 10 t above the 90 % band, 25 above the other."""
    return scored({"out": {"2026-07": 100.0, "2026-08": 130.0}})


def test_the_bands_of_a_flow(two_months):
    bands = two_months.series[0].bands
    assert bands.judged == 2
    assert (bands.inside(0.9), bands.inside(0.5)) == (1, 1)
    assert (bands.width(0.9), bands.width(0.5)) == (40.0, 10.0)
    assert bands.score(0.9) == pytest.approx((40.0 + 40.0 + 20.0 * 10.0) / 2)
    assert bands.score(0.5) == pytest.approx((10.0 + 10.0 + 4.0 * 25.0) / 2)
    assert bands.error == pytest.approx(15.0)


def test_a_flow_of_which_nothing_is_known_has_no_score(two_months):
    bands = two_months.series[1].bands
    assert (bands.judged, bands.inside(0.9)) == (0, 0)
    assert math.isnan(bands.score(0.9))
    assert math.isnan(bands.error)


def test_persistence_stays_at_the_last_month_with_the_band_of_a_walk(two_months):
    """Two changes by 10 t: after one month the band is 100 - 10 z to 100 + 10 z."""
    spread = two_months.series[0].naive["persistence"].spread
    assert spread[:, 2] == pytest.approx([100.0] * 3)
    assert spread[:, 4] == pytest.approx(100.0 + 10.0 * Z * np.sqrt([1, 2, 3]))
    assert spread[:, 0] == pytest.approx(100.0 - 10.0 * Z * np.sqrt([1, 2, 3]))


def test_skill_against_persistence(two_months):
    one = two_months.series[0]
    ends = [(100.0 - 10.0 * Z * h**0.5, 100.0 + 10.0 * Z * h**0.5) for h in (1, 2)]
    widths = [high - low for low, high in ends]
    reference = (widths[0] + widths[1] + 20.0 * max(130.0 - ends[1][1], 0.0)) / 2
    assert one.naive["persistence"].score(0.9) == pytest.approx(reference)
    assert one.skill(0.9, "persistence") == pytest.approx(1.0 - 140.0 / reference)
    assert two_months.skill(0.9, "persistence") == pytest.approx(1.0 - 140.0 / reference)


def test_climatology_is_the_mean_of_the_recorded_months(two_months):
    spread = two_months.series[0].naive["climatology"].spread
    assert spread[:, 2] == pytest.approx([310.0 / 3.0] * 3)


def test_without_recorded_months_there_is_no_skill():
    found = scored({"in": {"2026-07": 2.0}})
    assert found.series[1].naive == {}
    assert math.isnan(found.series[1].skill(0.9, "persistence"))
    assert math.isnan(found.skill(0.9, "persistence"))
    for past in ({}, {"2026-06": 3.0}, {"2026-05": 0.0, "2026-06": 0.0}):
        assert naive(flow("x", SPREAD, past)) == {}


def test_nothing_is_shipped_at_the_least():
    spread = naive(flow("x", SPREAD, {"2026-05": 10.0, "2026-06": 0.0}))["persistence"]
    assert spread[0, 4] == pytest.approx(10.0 * Z)
    assert spread[0, 0] == 0.0


def test_months_since_the_last_record_count():
    near = naive(flow("x", SPREAD, PAST))["persistence"]
    old = {"2026-03": 100.0, "2026-04": 110.0, "2026-05": 100.0}
    assert naive(flow("x", SPREAD, old))["persistence"][:-1] == pytest.approx(near[1:])


def test_all_flows_are_pooled_each_in_parts_of_its_record():
    """A second flow a hundred times as large counts as much as the first."""
    large = flow("Large", tuple(100.0 * t for t in SPREAD), {m: 100.0 * t for m, t in PAST.items()})
    one = {"out": {"2026-07": 100.0}}
    both = one | {"large": {"2026-07": 10_000.0}}
    flows = {"out": flow("Out", SPREAD, PAST), "large": large}
    alone, found = scored(one, flows=flows), scored(both, flows=flows)
    assert found.judged == 2
    assert found.skill(0.9, "persistence") == pytest.approx(alone.skill(0.9, "persistence"))


def test_coverage_of_all_has_its_binomial_interval(two_months):
    assert (two_months.inside(0.9), two_months.judged) == (1, 2)
    assert two_months.sure(0.9) == binomial_interval(1, 2)


def test_the_true_quantiles_cover_as_they_say():
    """Thirty thousand months that come from the forecast's own normal law."""
    law = NormalDist(100.0, 10.0)
    months = [f"{year:04}-{month:02}" for year in range(1000, 3500) for month in range(1, 13)]
    spread = tuple(law.inv_cdf(p) for p in (0.05, 0.25, 0.5, 0.75, 0.95))
    luck = np.random.Generator(np.random.PCG64(5)).permutation(len(months))
    came = {m: law.inv_cdf((i + 0.5) / len(months)) for m, i in zip(months, luck, strict=True)}
    wide = flow("x", spread).model_copy(update={"t": dict.fromkeys(months, spread)})
    found = scored({"out": came}, flows={"out": wide})
    assert found.inside(0.9) / found.judged == pytest.approx(0.9, abs=1e-4)
    assert found.inside(0.5) / found.judged == pytest.approx(0.5, abs=1e-4)
    z = NormalDist().inv_cdf(0.95)
    expected = 4.0 * 10.0 * NormalDist().pdf(z) / 0.1
    assert found.series[0].bands.score(0.9) == pytest.approx(expected, rel=1e-3)


def day(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("name", "date", "until", "verdict"),
    [
        ("first_stop_1pct[cars]", "2026-07-09", None, "outside"),
        ("first_stop_1pct[cars]", "2026-07-10", None, "inside"),
        ("first_stop_1pct[cars]", "2026-09-20", None, "inside"),
        ("first_stop_1pct[cars]", "2026-09-21", None, "outside"),
        ("first_stop_1pct[cars]", None, "2026-09-19", "open"),
        ("first_stop_1pct[cars]", None, "2026-09-20", "outside"),
        ("first_stop_1pct[cars]", None, "2026-09-30", "outside"),
        # In a tenth of the histories it never comes.
        ("first_stop_10pct[cars]", "2026-07-19", None, "outside"),
        ("first_stop_10pct[cars]", "2026-09-30", None, "inside"),
        ("first_stop_10pct[cars]", None, "2026-09-29", "open"),
        ("first_stop_10pct[cars]", None, "2026-09-30", "inside"),
        # It comes in hardly any.
        ("first_stop_50pct[US]", "2026-09-30", None, "outside"),
        ("first_stop_50pct[US]", None, "2026-08-01", "open"),
        ("first_stop_50pct[US]", None, "2026-09-30", "inside"),
    ],
)
def test_first_stops_lie_inside_outside_or_are_open(name, date, until, verdict):
    seen = Seen(date and day(date), day(until or date))
    (one,) = scored(stops={name: seen}).stops
    assert (one.name, one.verdict) == (name, verdict)


def test_as_json_and_as_csv(two_months):
    content = json.loads(json.dumps(score_content(two_months), allow_nan=False))
    assert content["months"]["judged"] == ["2026-07", "2026-08"]
    assert content["months"]["to_come"] == 1
    assert content["series"]["out"]["interval_score_t"] == {"90": 140.0, "50": 60.0}
    assert content["series"]["in"]["interval_score_t"] == {"90": None, "50": None}
    assert content["all"]["inside"] == {"90": 1, "50": 1}
    rows = [row.split(",") for row in score_csv(two_months).splitlines()]
    out = dict(zip(rows[0], rows[1], strict=True))
    assert (out["months"], out["to_come"], out["inside_90"], out["inside_50"]) == (
        "2",
        "1",
        "1",
        "1",
    )
    assert (out["interval_score_90_t"], out["width_50_t"]) == ("140", "10")
    assert [row[:3] for row in rows[1:]] == [["out", "2", "1"], ["in", "0", "3"], ["all", "2", "4"]]
    assert len(MONTHS) == 3


def test_nothing_known_yet_is_no_fault():
    content = json.loads(json.dumps(score_content(scored()), allow_nan=False))
    assert content["months"]["to_come"] == 3
    assert content["all"]["coverage_90_interval"] == [None, None]
    assert score_csv(scored()).splitlines()[-1].startswith("all,0,6,0,0,")


def test_verdicts_are_counted():
    seen = {
        "first_stop_1pct[cars]": Seen(day("2026-08-01"), day("2026-08-01")),
        "first_stop_10pct[cars]": Seen(None, day("2026-08-01")),
        "first_stop_50pct[US]": Seen(None, day("2026-08-01")),
    }
    found = scored(stops=seen)
    assert [found.count(verdict) for verdict in ("inside", "outside", "open")] == [1, 0, 2]
