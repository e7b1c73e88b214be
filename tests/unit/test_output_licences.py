"""The books of licences: sums over histories and flows, ages, conservation, and their file."""

import csv
import dataclasses
import datetime as dt
import io
import json

import numpy as np
import pytest

from sim.measures import QUANTILES
from sim.output.ledger import AT, Ledger, ledger, ledgers, licence_flows, summed
from sim.output.licence_check import SUMS, checks
from sim.output.licence_flow import LicenceFlow, together
from sim.output.month import first_of_month, last_of_month, month_text
from sim.output.periods import peaks, periods
from sim.output.spread_rows import header, spread_csv
from sim.output.store import save
from sim.output.summary import summary_json
from sim.world.licence.licence_recorder import LICENCES
from sim.world.time.months import month_of
from tests import factories

SMALL = {"regions": {"CN": ("ev",), "US": ("ev",)}, "end": dt.date(2026, 12, 31)}
EU, US = "halt:magnets:EU:civil:licence", "halt:magnets:US:civil:licence"


def books(**entries):
    """One month of one flow: entries as lists, a value a history."""
    width = len(next(iter(entries.values())))
    found = np.zeros((1, len(LICENCES.entries), width))
    for entry, values in entries.items():
        found[0, AT[entry]] = values
    return found


def run(flows, by_flow, histories, **changes):
    """A run with books given by hand, ``[month, entry, history]`` for each flow."""
    result = factories.run(histories=histories, **(SMALL | changes))
    table = np.stack(by_flow, axis=1).astype(np.float32)
    whole = result.whole.including(LICENCES.of(table, licence_flows=flows))
    return dataclasses.replace(result, whole=whole)


def yearly(month, **entries):
    """Books of twelve months, of which one has entries."""
    found = np.zeros((12, len(LICENCES.entries), len(next(iter(entries.values())))))
    found[month] = books(**entries)[0]
    return found


@pytest.fixture(scope="module")
def opposed():
    """Two flows that are high in different histories, in November; the rest of the year empty."""
    eu = yearly(10, filed=[9.0, 1.0, 1.0], pending=[9.0, 1.0, 1.0], age_days=[10.0, 40.0, 40.0])
    us = yearly(10, filed=[1.0, 9.0, 1.0], pending=[1.0, 9.0, 1.0], age_days=[50.0, 20.0, 40.0])
    return run((EU, US), (eu, us), 3).tables


def rows(tables, **wanted):
    found = csv.DictReader(io.StringIO(spread_csv(tables, LICENCES)))
    return [row for row in found if all(row[key] == value for key, value in wanted.items())]


def test_a_flow_is_read_from_its_name_and_named_again():
    flow = LicenceFlow.of(EU)
    assert (flow.control, flow.good, flow.destination) == ("halt", "magnets", "EU")
    assert (flow.end_use, flow.kind) == ("civil", "licence")
    assert flow.name == EU
    assert flow.wide.name == "halt:magnets:all:all:licence"
    assert flow.to_destination.name == "halt:magnets:EU:all:licence"


def test_goods_are_ordered_magnets_first_and_licences_before_tests():
    names = [
        "halt:metal:EU:civil:licence",
        "halt:magnets:US:civil:inspection",
        EU,
        "halt:metal:US:defence:licence",
    ]
    found = together(map(LicenceFlow.of, names))
    assert [wide.name for wide in found] == [
        "halt:magnets:all:all:licence",
        "halt:magnets:all:all:inspection",
        "halt:metal:all:all:licence",
    ]
    metal = [flow.destination for flow in found[LicenceFlow.of(names[0]).wide]]
    assert metal == ["EU", "US"]


def test_tonnes_add_up_and_the_age_is_weighted_by_what_waits():
    total = summed(
        [
            books(pending=[3.0, 0.0, 0.0], age_days=[10.0, 0.0, 0.0], filed=[1.0, 1.0, 1.0]),
            books(pending=[1.0, 2.0, 0.0], age_days=[50.0, 7.0, 0.0], filed=[4.0, 4.0, 4.0]),
        ]
    )
    assert total[0, AT["pending"]].tolist() == [4.0, 2.0, 0.0]
    assert total[0, AT["filed"]].tolist() == [5.0] * 3
    assert total[0, AT["age_days"], :2].tolist() == [20.0, 7.0]
    assert np.isnan(total[0, AT["age_days"], 2])


def test_dust_that_waits_has_no_age():
    total = summed([books(pending=[1e-9, 1e-3], age_days=[900.0, 30.0])])
    assert np.isnan(total[0, AT["age_days"], 0])
    assert total[0, AT["age_days"], 1] == pytest.approx(30.0)


def test_the_age_is_over_the_histories_in_which_something_waits():
    found = Ledger.of(
        LicenceFlow.of(EU),
        summed([books(pending=[3.0, 0.0, 1.0], age_days=[10.0, 0.0, 30.0])]),
    )
    assert found.of_entry("age_days").tolist() == [20.0]
    assert found.band("age_days")[1].tolist() == [29.0]
    assert found.of_entry("pending")[0] == pytest.approx(4.0 / 3.0)


def test_the_file_has_a_row_for_each_flow_month_and_entry_and_for_all_destinations(opposed):
    found = rows(opposed)
    assert list(found[0]) == header(LICENCES)
    assert len(found) == 3 * 12 * len(LICENCES.entries)
    assert [row["month"] for row in found[:: len(LICENCES.entries)]] == 3 * [
        f"2026-{month:02}" for month in range(1, 13)
    ]
    (row,) = rows(opposed, destination="US", end_use="civil", entry="filed", month="2026-11")
    # Of 1, 1 and 9 the quantile at p lies at 2 p: 0.1, 0.5, 1, 1.5 and 1.9.
    assert (row["unit"], row["mean"]) == ("t", "3.66667")
    assert [row[f"q{q}"] for q in ("05", "25", "50", "75", "95")] == ["1", "1", "1", "5", "8.2"]


def test_all_destinations_have_the_quantiles_of_sums(opposed):
    (row,) = rows(opposed, destination="all", entry="pending", month="2026-11")
    # The sums are 10, 10 and 2: no quantile is above 10, though those of the flows add up to 16.
    assert (row["end_use"], row["mean"]) == ("all", "7.33333")
    assert [float(row[f"q{q}"]) for q in ("05", "50", "95")] == [2.8, 10.0, 10.0]
    assert sum(float(one["q95"]) for one in rows(opposed, entry="pending", month="2026-11")) > 26


def test_the_age_of_all_destinations_is_weighted_in_every_history(opposed):
    (row,) = rows(opposed, destination="all", entry="age_days", month="2026-11")
    # (9 x 10 + 1 x 50) / 10 = 14; (1 x 40 + 9 x 20) / 10 = 22; 40.
    assert (row["unit"], row["q50"]) == ("d", "22")
    assert row["mean"] == "25.3333"
    (empty,) = rows(opposed, destination="all", entry="age_days", month="2026-10")
    assert (empty["mean"], empty["q95"]) == ("", "")


def test_what_the_lots_keep_is_the_record(tmp_path):
    result = factories.licensed(factories.run(histories=70, **SMALL))
    histories = result.condensed
    assert [flow.name for flow in licence_flows(histories)] == list(factories.FLOWS)
    for at, name in enumerate(factories.FLOWS):
        kept = histories.read(f"licences.{name}")
        assert kept.dtype == np.float32
        np.testing.assert_array_equal(kept, result.record.licences_t[:, at])
    assert kept.any()


def test_ledgers_are_those_of_single_flows_and_their_sums():
    histories = factories.licensed(factories.run(histories=5, **SMALL)).condensed
    found = {one.flow.name: one for one in ledgers(histories)}
    assert set(found) == {*factories.FLOWS} | {
        "halt:magnets:all:all:licence",
        "halt:magnets:all:all:inspection",
        "halt:oxide:all:all:licence",
    }
    wide = LicenceFlow.of("halt:magnets:all:all:licence")
    again = ledger(histories, wide, [LicenceFlow.of(name) for name in factories.FLOWS[:3]])
    np.testing.assert_array_equal(again.mean, found[wide.name].mean)
    assert again.quantiles.shape == (12, len(LICENCES.entries), len(QUANTILES))
    np.testing.assert_array_equal(again.quantiles, found[wide.name].quantiles)


def test_books_that_close_are_found_to():
    sound = factories.licensed(factories.run(histories=3, **SMALL)).condensed
    assert [check.off < 1e-6 for check in checks(sound, licence_flows(sound))] == [True, True]


def test_books_are_off_by_the_share_that_is_lost():
    filed, granted = SUMS
    sound = books(filed=[10.0], granted=[4.0], refused=[1.0], withdrawn=[1.0], pending=[4.0])
    wrong = books(filed=[10.0], granted=[4.0], refused=[1.0], withdrawn=[1.0], pending=[3.0])
    assert filed.off(sound) == 0.0
    assert filed.off(wrong) == pytest.approx(0.1)
    assert granted.off(sound) == pytest.approx(1.0)  # of 4 t granted none are accounted for


def test_errors_that_cancel_out_between_flows_are_found():
    more = yearly(3, filed=[10.0, 10.0], pending=[10.0, 12.0])
    less = yearly(3, filed=[10.0, 10.0], pending=[10.0, 8.0])
    for one in (more, less):
        one[4:, AT["pending"]] = one[3, AT["pending"]]
    made = run((EU, US), (more, less), 2).condensed
    found = checks(made, licence_flows(made))[0]
    assert found.off == pytest.approx(0.2)
    assert found.flow.name in {EU, US}


def test_the_share_granted_is_that_of_each_history():
    made = Ledger.of(
        LicenceFlow.of(EU), summed([books(granted=[3.0, 0.0, 1.0], refused=[1.0, 0.0, 1.0])])
    )
    assert made.share_granted[[0, 2]].tolist() == [0.75, 0.5]
    assert np.isnan(made.share_granted[1])


def test_the_summary_tells_the_peak_and_the_share_granted(opposed):
    (found,) = json.loads(summary_json(opposed))["licences"]
    assert (found["control"], found["good"], found["kind"]) == ("halt", "magnets", "licence")
    assert found["peak_pending_month"] == "2026-11"
    assert found["peak_pending_t"]["mean"] == pytest.approx(22 / 3, rel=1e-5)
    assert found["peak_pending_t"]["q05"] == 2.8
    assert found["share_granted"] is None
    made = factories.licensed(factories.run(histories=4, **SMALL)).tables
    heads = json.loads(summary_json(made))["licences"]
    assert [head["good"] for head in heads] == ["magnets", "magnets", "oxide"]
    assert heads[0]["share_granted"]["mean"] == pytest.approx(0.8, rel=1e-5)


def test_a_run_without_licences_writes_none_of_it(tmp_path):
    tables = factories.run(histories=2, **SMALL).tables
    assert "licences" not in json.loads(summary_json(tables))
    assert "licence_flows" not in tables.histories.axes
    assert "licences.csv" not in [path.name for path in save(tables, tmp_path)]


def test_a_run_with_licences_writes_their_file(tmp_path):
    tables = factories.licensed(factories.run(histories=2, **SMALL)).tables
    assert "licences.csv" in [path.name for path in save(tables, tmp_path)]
    assert (tmp_path / "licences.csv").read_text() == spread_csv(tables, LICENCES)


def test_months_are_numbered_from_that_of_the_start():
    start, end = dt.date(2025, 11, 20), dt.date(2026, 2, 10)
    assert [month_text(start, month) for month in range(3)] == ["2025-11", "2025-12", "2026-01"]
    assert first_of_month(start, 2) == dt.date(2026, 1, 1)
    assert month_of(start, dt.date(2026, 1, 31)) == 2
    assert last_of_month(start, 1, end) == dt.date(2025, 12, 31)
    assert last_of_month(start, 3, end) == end


def test_periods_begin_with_the_month_in_which_the_control_does(opposed):
    # The halt begins on 10 November, so nothing is said of the months before.
    found = periods(opposed.histories, opposed.ledgers[-1])
    assert [row.period for row in found] == ["2026-11", "2026-12"]
    assert found[0].filed_t == pytest.approx(22 / 3)
    assert (found[0].pending_q05_t, found[0].pending_q95_t) == (2.8, 10.0)
    assert found[0].as_dict()["age_days"] == 25.3333
    assert found[1].pending_t == 0
    assert found[0].as_dict()["share_granted"] is None


def test_more_than_two_years_are_shown_by_quarters():
    """Tonnes of a quarter add up; what waits is that of its end; the share is of its decisions."""
    months = 36
    entries = np.zeros((months, len(LICENCES.entries), 1))
    for month in range(10, months):
        entries[month, AT["filed"]] = 1.0 + month
        entries[month, AT["granted"]] = month % 3
        entries[month, AT["refused"]] = 1.0
        entries[month, AT["pending"]] = 100.0 + month
        entries[month, AT["age_days"]] = month
    made = run((EU,), (entries,), 1, end=dt.date(2028, 12, 31))
    found = periods(made.condensed, made.tables.ledgers[-1])
    assert [row.period for row in found[:2]] == ["2026 Q4", "2027 Q1"]
    assert len(found) == 9
    assert found[0].filed_t == 11.0 + 12.0
    assert found[1].filed_t == 13.0 + 14.0 + 15.0
    assert (found[1].pending_t, found[1].age_days) == (114.0, 14.0)
    assert found[1].share_granted == pytest.approx(3.0 / 6.0)


def test_the_peak_of_a_destination_is_that_of_its_end_uses_together():
    defence = EU.replace("civil", "defence")
    early = yearly(10, pending=[4.0, 6.0], age_days=[10.0, 10.0])
    late = yearly(11, pending=[3.0, 3.0], age_days=[5.0, 5.0])
    both = early + yearly(11, pending=[3.0, 3.0], age_days=[45.0, 45.0])
    made = run((EU, defence), (both, late), 2)
    (top,) = peaks(made.condensed, licence_flows(made.condensed))
    assert (top.destination, top.date) == ("EU", dt.date(2026, 12, 31))
    assert (top.pending_t, top.age_days) == (6.0, 25.0)
    assert top.as_dict()["date"] == "2026-12-31"
