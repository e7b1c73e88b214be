"""What a schedule draws has the shares in common that are written, and is distributed as written."""

from math import asin, pi

import numpy as np
import pytest

import sim
from sim.world.chance.chance import Chance
from sim.world.chance.values import Values
from sim.world.network.schedule import Schedule
from tests.unit.effects import KNOWN_ANSWERS

DRAWS = 8192
NOISE = 4 / np.sqrt(DRAWS)
"""Four standard errors of a correlation, and more of a frequency."""

PLANTS = """
magnet_makers: {plant: {country: US, capacity_t_blanks_per_year: 0}}
lanes: {home: {good: magnets, from: plant, to: motors, offtake: 0.4}}
projects:
  first: {facility: plant, adds_per_year: 9, first_product: 2027-01-01, owner: one, kind: magnets}
  second: {facility: plant, adds_per_year: 9, first_product: 2027-01-01, owner: one, kind: magnets}
  metal: {facility: plant, adds_per_year: 9, first_product: 2027-01-01, owner: one, kind: metal}
  rival: {facility: plant, adds_per_year: 9, first_product: 2027-01-01, owner: two, kind: magnets}
  stranger: {facility: plant, adds_per_year: 9, first_product: 2027-01-01, kind: metal}
schedule:
  after: 2026-06-30
  common: {owner: 0.4, kind: 0.3}
  kinds:
    magnets: {slip_months: {triangular: [0, 3, 30]}, cancel_probability: 0.5}
    metal: {slip_months: {exponential: {mean: 9}}, cancel_probability: 0.12}
"""
"""Five plants, and shares of variance that their owners and kinds have in common."""


def schedule(tmp_path, *settings: str, draws: int = DRAWS) -> Schedule:
    file = tmp_path / "plants.yaml"
    file.write_text(
        f"extends: {KNOWN_ANSWERS / 'one_lane.yaml'}\nschema: 1\nname: plants\n{PLANTS}"
    )
    scenario = sim.load(file, settings, root="/")
    return Schedule(scenario, Values(scenario, Chance(1, 0, draws)))


def ranks(values):
    return np.argsort(np.argsort(values)).astype(float)


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ("first", "second", 0.7),
        ("first", "metal", 0.4),
        ("first", "rival", 0.3),
        ("metal", "stranger", 0.3),
        ("metal", "rival", 0.0),
        ("first", "stranger", 0.0),
    ],
)
def test_ranks_of_slips_are_correlated_as_by_a_gaussian_copula(one, other, share, tmp_path):
    """Spearman's correlation is 6/pi asin(r/2), whatever the slips are distributed like."""
    slips = schedule(tmp_path)
    found = np.corrcoef(ranks(slips.months(one)), ranks(slips.months(other)))[0, 1]
    assert found == pytest.approx(6 / pi * asin(share / 2), abs=NOISE)


def test_what_a_project_draws_by_itself_is_distributed_as_written(tmp_path):
    """The largest distance to a distribution function is seldom above 1.6 / sqrt(n)."""
    slips, places = schedule(tmp_path), (np.arange(DRAWS) + 0.5) / DRAWS
    exponential = 1 - np.exp(-np.sort(slips.months("metal")) / 9)
    assert np.abs(exponential - places).max() < 1.6 / np.sqrt(DRAWS)
    magnets = np.sort(slips.months("first"))
    rising = magnets**2 / (30 * 3)
    falling = 1 - (30 - magnets) ** 2 / (30 * 27)
    assert np.abs(np.where(magnets < 3, rising, falling) - places).max() < 1.6 / np.sqrt(DRAWS)
    assert slips.cancelled("stranger").mean() == pytest.approx(0.12, abs=NOISE)


@pytest.mark.parametrize(("other", "share"), [("second", 0.7), ("rival", 0.3)])
def test_projects_are_given_up_together_as_often_as_two_normal_scores_are_high(
    other, share, tmp_path
):
    """Of two that are each given up in half of the histories: 1/4 + asin(r) / 2 pi."""
    slips = schedule(tmp_path)
    both = slips.cancelled("first") & slips.cancelled(other)
    assert both.mean() == pytest.approx(1 / 4 + asin(share) / (2 * pi), abs=NOISE / 2)


def test_who_is_late_is_likelier_to_give_up(tmp_path):
    """Given up and later than the median: 1/4 + asin(r) / 2 pi, r being all that is in common."""
    slips = schedule(tmp_path)
    late = slips.months("first")
    both = slips.cancelled("first") & (late > np.median(late))
    assert both.mean() == pytest.approx(1 / 4 + asin(0.7) / (2 * pi), abs=NOISE / 2)


def test_a_project_that_is_nearer_than_the_record_s_lead_slips_and_fails_less(tmp_path):
    """From June 2026 to January 2027 it is 6.08 months, of a lead of 24.3."""
    near = schedule(tmp_path, "schedule.lead_months=24.312")
    far = schedule(tmp_path)
    part = 185 / (24.312 * 365.25 / 12)
    np.testing.assert_allclose(near.months("first"), part * far.months("first"))
    assert near.cancelled("first").mean() == pytest.approx(0.5 * part, abs=NOISE)
    longer = schedule(tmp_path, "schedule.lead_months=6")
    np.testing.assert_array_equal(longer.months("first"), far.months("first"))


def test_without_anything_in_common_each_draws_as_if_it_were_its_own_number(tmp_path):
    """To the bit, as it does where shares of 0 are drawn."""
    none = schedule(tmp_path, "schedule.common=null")
    nothing = schedule(tmp_path, "schedule.common={owner: {choice: {0: 1}}, kind: 0}")
    own = schedule(
        tmp_path,
        "schedule=null",
        "projects.first.slip_months={triangular: [0, 3, 30]}",
        "projects.first.cancel_probability=0.5",
    )
    for other in (nothing, own):
        np.testing.assert_array_equal(none.months("first"), other.months("first"))
        np.testing.assert_array_equal(none.cancelled("first"), other.cancelled("first"))


def test_an_own_number_has_the_same_in_common_as_that_of_the_kind(tmp_path):
    of_kind = schedule(tmp_path)
    own = schedule(tmp_path, "projects.first.slip_months={triangular: [0, 3, 30]}")
    np.testing.assert_array_equal(of_kind.months("first"), own.months("first"))


def test_another_project_moves_no_draw(tmp_path):
    """Nor do the draws of a history depend on how many there are."""
    more = "{facility: plant, adds_per_year: 1, first_product: 2027-05-01, owner: one, kind: metal}"
    without, beside = schedule(tmp_path), schedule(tmp_path, f"projects.another={more}", draws=64)
    for name in ("first", "rival", "stranger"):
        np.testing.assert_array_equal(without.months(name)[:64], beside.months(name))
        np.testing.assert_array_equal(without.cancelled(name)[:64], beside.cancelled(name))
