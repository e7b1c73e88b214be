"""From a run to tables: groups, outcomes and daily series."""

import numpy as np
import pytest

from sim.output.monthly import Months, monthly_demand, monthly_fill, monthly_supply
from sim.output.onset import reference_window
from sim.output.summary import summary_rows
from sim.world.timing.timing_recorder import END, ONSET
from tests import factories


@pytest.fixture(scope="module")
def record():
    return factories.run(histories=20).record


@pytest.fixture(scope="module")
def tables():
    return factories.run(histories=20).tables


def outcome(tables, group, measure, item=None):
    return next(
        o.values
        for o in tables.outcomes
        if (o.group.name, o.measure, o.item) == (group, measure, item)
    )


def test_groups_are_consumers_regions_sectors_end_uses_and_all(tables):
    kinds = [group.kind for group in tables.groups]
    assert [kinds.count(k) for k in ("consumer", "region", "end_use", "all")] == [27, 8, 2, 1]
    us = next(g for g in tables.of_kind("region") if g.name == "US")
    assert [tables.axis("consumers")[i] for i in us.members] == [
        "us_auto",
        "us_defence",
        "us_ev",
        "us_industrial",
        "us_other",
    ]


def test_a_group_is_measured_by_its_tonnes_and_not_by_the_mean_of_its_members(tables, record):
    at = [i for i, name in enumerate(record.consumers) if name.startswith("us_")]
    fill = record.served_t[:, at].sum(axis=1) / record.demand_t[:, at].sum(axis=1)
    expected = (1 - fill).sum(axis=0)
    np.testing.assert_allclose(outcome(tables, "US", "shortfall_days"), expected, rtol=1e-3)


def test_the_disruption_is_blamed_only_for_what_the_twin_does_not_suffer(tables):
    caused = outcome(tables, "all", "shortfall_days_caused")
    np.testing.assert_allclose(caused, outcome(tables, "all", "shortfall_days"), atol=1e-3)
    assert outcome(tables, "cn_ev", "shortfall_days_caused").tolist() == [0.0] * 20


def test_unmet_is_split_by_grade_and_converted_to_elements(tables):
    standard = outcome(tables, "US", "unmet_grade_t", "standard")
    heavy = outcome(tables, "US", "unmet_grade_t", "high_dy")
    np.testing.assert_allclose(standard + heavy, outcome(tables, "US", "unmet_t"))
    np.testing.assert_allclose(outcome(tables, "US", "unmet_element_t", "dy"), 0.05 * heavy)


def test_time_to_survive_counts_from_the_disruption_that_starts_first(tables):
    first = outcome(tables, "us_ev", "first_short_day")
    np.testing.assert_array_equal(outcome(tables, "us_ev", "time_to_survive"), first - 313)


def test_the_reference_can_be_named():
    run = factories.run(histories=8, measures={"reference": "slip"})
    window = reference_window(run.scenario, run.record)
    assert set(window.onset[np.isfinite(window.onset)]) == {334.0}
    assert np.isnan(window.onset).any()


def test_without_disruptions_everything_counts_from_the_start():
    run = factories.run(histories=4, disruptions={})
    window = reference_window(run.scenario, run.record)
    assert window.onset.tolist() == [0.0] * 4
    assert np.isnan(window.end).all()


def test_an_undisrupted_twin_lacks_the_reference_that_is_named():
    run = factories.run(histories=4, measures={"reference": "slip"})
    none = np.zeros((0, 4))
    calm = run.record.including(ONSET.of(none, disruptions=()), END.of(none, disruptions=()))
    window = reference_window(run.scenario, calm)
    assert window.onset.tolist() == [0.0] * 4
    assert np.isnan(window.end).all()


def test_cumulated_days_end_at_the_total(tables):
    us = next(g for g in tables.of_kind("region") if g.name == "US")
    total = outcome(tables, "US", "shortfall_days")
    fan = tables.series[us].cumulative
    # Daily series are kept in whole steps of 1/65,535 of a day's demand.
    rounding = tables.histories.days / 65_535 / 2
    assert fan.mean[-1] == pytest.approx(total.mean(), abs=rounding)
    assert fan.quantiles[-1, 2] == pytest.approx(np.median(total), abs=rounding)
    np.testing.assert_allclose(fan.paths[-1], total[:3], atol=rounding)


def test_the_first_histories_do_not_depend_on_how_many_there_are(tables):
    one = factories.run(histories=1).tables
    single = outcome(one, "all", "shortfall_days_caused")
    # The synthetic run draws its lengths in order, so history 0 is the same in both.
    assert single[0] == outcome(tables, "all", "shortfall_days_caused")[0]


def test_months_cover_the_run(tables):
    months = Months.of(tables.histories.scenario)
    assert months.days.sum() == tables.histories.days
    assert months.days[:3].tolist() == [31, 28, 31]
    assert monthly_demand(months, tables.demand_t).shape == (84, 27)
    assert monthly_supply(months, tables.supply_t).shape == (84, 5, 8)
    assert (months.ends[0], months.ends[-1]) == (31, tables.histories.days)


def test_what_is_shipped_in_a_month_shows_in_no_month_before(tables):
    """Nor is what is drawn of a month drawn before it ends."""
    months = Months.of(tables.histories.scenario)
    halted = tables.supply_t.copy()
    halted[13:] = 0.0
    before, after = (monthly_supply(months, one) for one in (tables.supply_t, halted))
    np.testing.assert_array_equal(before[:13], after[:13])
    assert (after[13] < before[13]).any()
    assert not after[15:].any()


def test_a_month_is_filled_by_its_tonnes(tables, record):
    group = tables.of_kind("consumer")[-2]
    at, days = group.members[0], slice(365, 396)
    rates = record.served_t[days, at].sum(axis=0) / record.demand_t[days, at].sum(axis=0)
    fill = monthly_fill(Months.of(tables.histories.scenario), [tables.series[group]])
    assert fill[12, 0] == pytest.approx(rates.mean(), abs=1 / 65_535)


def test_a_stockpile_of_magnets_counts_in_days_of_its_members(tables):
    fan, unit = tables.stockpiles["vault"]
    assert unit == "d"
    assert fan.quantiles[0, 2] == pytest.approx(60 * 24 / (4 * 6 + 0.12), rel=1e-3)
    regions = {g.name: g for g in tables.of_kind("region")}
    together = tables.cover_with_stockpiles[regions["US"]].quantiles[0, 2]
    own = tables.series[regions["US"]].cover.quantiles[0, 2]
    assert together == pytest.approx(own + fan.quantiles[0, 2], rel=1e-3)
    assert regions["EU"] not in tables.cover_with_stockpiles


def test_a_stockpile_of_oxide_stays_in_tonnes():
    vault = {"vault": {"country": "US", "good": "oxide", "members": ["maker"], "fill_days": 60.0}}
    tables = factories.run(histories=2, stockpiles=vault).tables
    assert tables.stockpiles["vault"][1] == "t"


def test_the_one_screen_summary_has_regions_defence_and_all(tables):
    rows = summary_rows(tables)
    assert {row["group"] for row in rows} == {*factories.REGIONS, "defence", "all"}
    us = {row["measure"]: row for row in rows if row["group"] == "US"}
    assert us["first_short_day"]["unit"] == "date"
    assert us["first_short_day"]["median"].startswith("2027-0")
    assert us["shortfall_days"]["q05"] < us["shortfall_days"]["median"]
    china = next(r for r in rows if (r["group"], r["measure"]) == ("CN", "time_to_survive"))
    assert (china["median"], china["share_never"]) == (None, 1.0)
