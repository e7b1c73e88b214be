"""What is kept of stockpiles that hold several forms."""

import numpy as np
import pytest

from sim.output.lot import condensed
from sim.output.onset import reference_window
from sim.output.stockpiles import stockpile_label, stockpile_unit
from tests.unit.effects import BARE_CHAIN, run

VAULT = """
stockpiles:
  vault:
    country: CN
    label: Vault
    holds: {oxide: {fill_days: 40}, magnets: {fill_days: 20}}
    members: [motors]
    usable_over_days: 60
    release: {trigger: {control: halt}}
metal_makers: {smelter: {capacity_t_metal_per_year: 164.3625}}    # half as much again as is needed
disruptions:
  word: {kind: stockpile_order, stockpile: vault, order: pause, start: 50, duration_days: 10}
  halt: {kind: lane_closure, lanes: [magnets], start: 100, duration_days: 30}
"""


@pytest.fixture
def outcome(tmp_path):
    return run(tmp_path, "stoichiometry", BARE_CHAIN, VAULT)


def test_a_lot_keeps_cover_usable_cover_and_accounts_of_every_form(outcome):
    found = condensed(outcome.result.scenario, outcome.record)
    assert found["reserve_cover.vault:oxide"][0] == pytest.approx(40, rel=1e-3)
    assert found["usable.vault:oxide"][0] == pytest.approx(30, rel=1e-3)
    assert found["usable.vault:magnets"][0] == pytest.approx(20, rel=1e-3)
    account = found["account.vault:magnets:standard"]
    assert account.shape == (15, 5, 1)
    assert account[:, 2].sum() == pytest.approx(outcome.record.released_t[1].item())


def test_only_magnets_count_as_days_on_the_shelf(outcome):
    scenario, record = outcome.result.scenario, outcome.record
    assert [stockpile_unit(scenario, row) for row in record.stockpiles] == ["t", "d"]
    labels = [stockpile_label(scenario, row) for row in record.stockpiles]
    assert labels == ["Vault (oxide)", "Vault (magnets)"]
    found = condensed(scenario, record)
    together = found["cover_with_reserves.region.CN"][0] - found["cover.region.CN"][0]
    assert together == pytest.approx(20, rel=1e-2)


def test_an_order_to_a_stockpile_is_not_what_shortages_count_from(outcome):
    window = reference_window(outcome.result.scenario, outcome.record)
    assert window.onset.tolist() == [100]
    assert np.isfinite(window.end).all()
