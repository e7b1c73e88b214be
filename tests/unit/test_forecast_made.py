"""A forecast out of a run: the run's own months, and the first stops from its first day on."""

import csv
import datetime as dt
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.forecast.frozen import sealed
from sim.forecast.holds import NO_EVENT, holds
from sim.forecast.make import make_forecast
from sim.forecast.stops import first_stops
from sim.hindcast.load import episodes, load_episode
from sim.hindcast.month import span
from sim.measures import quantiles
from sim.output.flow import monthly_flows
from tests.worlds import file_of, ship, small

FLOW = "measures.flows={out: {good: magnets, from: CN, label: Exports}}"
HALT = ["disruptions.halt.start=2026-03-01", "disruptions.halt.duration_days=100", FLOW]
"""Exports halt for 100 days; 35 at sea and 30 in the buffer: nothing is left on 5 May."""
RANDOM = [FLOW]


def run(*settings, n=8):
    return sim.run(sim.load("two-mines", list(settings)), n=n).condensed


@pytest.fixture(scope="module")
def halt():
    return run(*HALT)


@pytest.fixture(scope="module")
def drawn():
    return run(*RANDOM)


def test_the_stop_is_on_the_day_on_which_buffer_and_sea_are_empty(halt):
    made = make_forecast(halt, span("2026-04", "2026-12"), {})
    for name in ("first_stop_1pct[US]", "first_stop_50pct[US]", "first_stop_10pct[US]"):
        assert made.stops[name].chance == 1.0
        assert set(made.stops[name].dates) == {dt.date(2026, 5, 5)}
    assert (made.stops["first_stop_50pct[US]"].part, made.stops["first_stop_50pct[US]"].group) == (
        0.5,
        "US",
    )


def test_a_stop_after_the_forecast_does_not_count(halt):
    made = make_forecast(halt, ["2026-03", "2026-04"], {})
    assert (made.first, made.last) == (dt.date(2026, 3, 1), dt.date(2026, 4, 30))
    assert {stop.chance for stop in made.stops.values()} == {0.0}
    assert {stop.dates for stop in made.stops.values()} == {(None,) * 5}


def test_what_stands_still_already_is_no_stop(halt):
    """On 1 June all stands still; nothing more can."""
    made = make_forecast(halt, ["2026-06", "2026-07"], {})
    assert {stop.chance for stop in made.stops.values()} == {0.0}


def test_from_the_first_day_of_a_run_stops_are_its_measure(drawn):
    """Where the reference disruption begins on that day, both tell of the same."""
    start = (dt.date(2026, 3, 1) - drawn.start).days
    found = {(m, g.name): days for m, g, days in first_stops(drawn, start, drawn.days)}
    measured = {
        (one.measure, one.group.name): one.values
        for one in drawn.outcomes
        if one.measure.startswith("first_stop_") and one.group.kind in {"consumer", "region"}
    }
    alone = {key for key in measured if key[1] == "motors"}  # all that the US has
    assert set(found) == set(measured) - alone
    assert alone
    for key, days in found.items():
        np.testing.assert_array_equal(days, measured[key])


def test_a_stop_of_just_the_part_counts(drawn):
    """Days are kept in steps of 1/65,535, and 1 % is no whole number of them."""

    class Kept:
        groups = drawn.groups[:1]

        def daily(self, group, quantity):
            del group, quantity
            return np.rint(np.array([[0.0], [0.0099], [0.01]]) * 65_535) / 65_535

    found = {measure: days.tolist() for measure, _, days in first_stops(Kept(), 0, 3)}
    assert found["first_stop_1pct"] == [2.0]
    assert found["first_stop_10pct"] == [np.inf]


def test_months_are_those_of_the_run(drawn):
    made = make_forecast(drawn, span("2026-05", "2026-07"), {"out": {"2026-04": 8.0}})
    flow = monthly_flows(drawn)["out"]
    rows = quantiles(flow.flow_t)[[flow.months.index(m) for m in made.months]]
    assert made.months == ("2026-05", "2026-06", "2026-07")
    np.testing.assert_allclose(list(made.flows["out"].t.values()), rows, rtol=1e-5)
    assert made.flows["out"].past == {"2026-04": 8.0}
    assert (made.flows["out"].label, made.histories) == ("Exports", 8)


def test_the_same_histories_give_the_same_hash(drawn):
    months = span("2026-05", "2026-07")
    assert sealed(make_forecast(drawn, months, {})) == sealed(
        make_forecast(run(*RANDOM), months, {})
    )
    assert sealed(make_forecast(drawn, months[:2], {})) != sealed(make_forecast(drawn, months, {}))


def test_what_is_in_the_bands_is_said():
    drawn = sim.load("two-mines", ["consumers.motors.stock_days={uniform: [20, 40]}"])
    assert holds(drawn) == (
        "Events in the bands: halt (how long).",
        "All else in them: 1 number given as a range.",
        "Sourced numbers count as exact, unless they are given as ranges.",
        "Not in the bands: what the model leaves out, and what nobody thought of.",
    )


def test_errors_of_the_numbers_by_their_grades_are_said():
    said = holds(small("worlds=prior"))
    assert said[1:3] == (
        "All else in them: 4 uncertain numbers.",
        "Sourced numbers are off as far as the grades of their sources allow.",
    )
    assert holds(small("worlds=central"))[1:3] == (
        "All else in them: nothing.",
        "Sourced numbers count as exact, unless they are given as ranges.",
    )


def test_worlds_that_agree_with_an_episode_are_said(tmp_path, monkeypatch):
    ship(monkeypatch, tmp_path, file_of(small(), {3: 1.0, 8: 2.0}))
    assert holds(small())[2] == "Sourced numbers are those of 2 worlds that agree with episode."


def test_nothing_uncertain_is_said_too():
    events, rest, *_ = holds(sim.load("two-mines", ["disruptions.halt.duration_days=60"]))
    assert events == f"Events in the bands: {NO_EVENT}."
    assert rest == "All else in them: nothing."


RECORD = Path(__file__).resolve().parents[2] / "scenarios" / "observed" / "as-of-2026.csv"


def test_the_record_of_the_shipped_forecast_is_that_of_the_replay():
    """Month by month, as far as both have it; and each names a source that there is."""
    rows = list(csv.DictReader(RECORD.read_text(encoding="utf-8").splitlines()))
    episode = load_episode(episodes()["licences-2025"])
    replayed = {one.flow: one.observed for one in episode.episode.series.values()}
    recorded = {(row["series"], row["month"]): float(row["t"]) for row in rows}
    for flow, months in replayed.items():
        assert {m: recorded[flow, m] for m in months} == months
    known = {*episode.episode.sources, *sim.load("as-of-2026").sources}
    assert {row["source"] for row in rows} <= known
    assert {row["series"] for row in rows} == set(sim.load("as-of-2026").measures.flows)
