"""Days of use by grade or element: each is held, and bought, for its own days."""

import numpy as np
import pytest

from tests.unit.effects import BARE_CHAIN, BUFFER, run

TWO_GRADES = """
grades: {other: {}}
consumers: {motors: {grades: {plain: 0.75, other: 0.25}}}
stockpiles: {reserve: {country: US, members: [motors], KEYS}}
"""
"""Three quarters of a tonne a day of one grade, a quarter of the other."""

BUYS = """
lanes: {bought: {good: magnets, from: source, to: reserve, share: 1, transit_days: 10}}
"""
QUIET = "disruptions: {halt: null}"


def two_grades(keys: str) -> str:
    return TWO_GRADES.replace("KEYS", keys)


@pytest.mark.parametrize(("plain", "other"), [(60, 0), (0, 60), (30, 200)])
def test_each_grade_is_short_for_the_halt_less_the_buffer_less_its_own_days(tmp_path, plain, other):
    keys = f"fill_days: {{plain: {plain}, other: {other}}}"
    outcome = run(tmp_path, "one_lane", two_grades(keys))
    lasts = 120 - BUFFER
    short = 0.75 * max(lasts - plain, 0) + 0.25 * max(lasts - other, 0)
    assert outcome.shortfall() == pytest.approx(short, abs=1e-4)


def test_what_is_not_named_is_neither_held_nor_bought(tmp_path):
    held = run(tmp_path, "one_lane", two_grades("fill_days: {other: 40}"), QUIET).record
    assert held.stockpile_t[0].item() == pytest.approx(10)
    keys = "fill: {target_days: {plain: 40}, start: 2026-01-11}"
    bought = run(tmp_path, "one_lane", two_grades(keys), BUYS, QUIET).record
    tonnes = bought.stockpile_account[..., 1, 0].sum(axis=0)
    assert dict(zip(bought.stockpile_accounts, tonnes.tolist(), strict=True)) == pytest.approx(
        {"reserve:plain": 30, "reserve:other": 0}, abs=1e-5
    )


def test_the_same_days_of_every_grade_are_the_days_of_all(tmp_path):
    keys = "fill_days: {}, fill: {{target_days: {}, start: 2026-01-11, finish: 2026-03-01}}"
    each = keys.format("{plain: 20, other: 20}", "{plain: 60, other: 60}")
    found = [
        run(tmp_path, "one_lane", two_grades(text), BUYS, QUIET).record
        for text in (keys.format(20, 60), each)
    ]
    for name in ("stockpile_t", "served_t", "stockpile_account"):
        np.testing.assert_array_equal(*(getattr(record, name) for record in found))


def test_oxide_for_members_is_days_of_each_element_in_what_they_use(tmp_path):
    """A tonne a day holds 0.3 t of one element and, in half of it, 0.01 of another."""
    case = """
elements: {dy: {oxide_t_per_t_element: 1.15, heavy: true}}
grades: {heavy: {recipe: {ndpr: 0.3, dy: 0.02}}}
mines: {mine: {basket: {dy: 0.02}}}
separation_plants: {separator: {recovery: {dy: 1}}}
consumers: {motors: {grades: {standard: 0.5, heavy: 0.5}}}
stockpiles:
  reserve: {country: CN, members: [motors], holds: {oxide: {fill_days: {ndpr: 10, dy: 300}}}}
"""
    record = run(tmp_path, "stoichiometry", BARE_CHAIN, case).record
    assert record.stockpile_t[0].item() == pytest.approx(10 * 0.3 + 300 * 0.01)
