"""States that flip a regime, and raids on grey lanes, keep every history its own."""

import datetime as dt

import numpy as np
import pytest

import sim.study.replicate as replicate
from sim.scenario.load import load
from sim.study.run import run
from sim.world.record.record import Record
from tests.integration.blocks import RECORDED, assert_same

CASE = """
schema: 1
extends: halt-and-texas
name: case
lanes:
  side:
    good: magnets
    from: CN_MAKER
    to: US_CONSUMER
    standby: 1
    qualification_days: {uniform: [10, 60]}
    grey: {via: VN, capacity_t_per_year: 60, intercepted: {uniform: [0.1, 0.5]}}
disruptions:
  halt: {trigger: null}
  tighter:
    kind: export_control
    exporter: CN
    goods: [oxide, metal]
    duration_days: {uniform: [30, 90]}
    trigger: {consumers: [US], cover_days_below: {uniform: [10, 40]}, lag_days: {uniform: [1, 60]}}
  back:
    kind: lane_closure
    lanes: [side]
    duration_days: 20
    trigger: {after: tighter, of: end, lag_days: 3}
"""


def simulated(width: int, folder, monkeypatch: pytest.MonkeyPatch) -> Record:
    """Run 130 histories in blocks of a width."""
    base = load("halt-and-texas").scenario
    maker = min(n for n, m in base.magnet_makers.items() if m.country == "CN")
    consumer = min(
        n for n, c in base.consumers.items() if c.region == "US" and c.end_use == "civil"
    )
    file = folder / "case.yaml"
    text = CASE.replace("CN_MAKER", maker).replace("US_CONSUMER", consumer)
    file.write_text(text, encoding="utf-8")
    scenario = load(file).scenario.model_copy(
        update={"start": dt.date(2026, 9, 1), "end": dt.date(2029, 2, 28), "warm_up_days": 60}
    )
    monkeypatch.setattr(replicate, "block_width", lambda scenario: width)
    return run(scenario, n=130).record


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Record:
    """Give the histories as blocks of 64 make them."""
    with pytest.MonkeyPatch.context() as patch:
        return simulated(64, tmp_path_factory.mktemp("narrow"), patch)


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Record:
    """Give the histories as one block of 192 makes them."""
    with pytest.MonkeyPatch.context() as patch:
        return simulated(192, tmp_path_factory.mktemp("wide"), patch)


@pytest.mark.parametrize("field", RECORDED)
def test_wider_blocks_give_the_same_histories_to_the_bit(
    field: str, narrow: Record, wide: Record
) -> None:
    """Though states come on other days in other histories, and other weeks are raided."""
    assert_same(field, narrow, wide)


def test_states_do_come_and_differ(narrow: Record) -> None:
    """On many days, in most histories; what follows from them, too."""
    for name in ("tighter", "back"):
        start = narrow.onset_day[narrow.disruptions.index(name)][:130]
        assert np.isfinite(start).sum() > 60
        assert len(np.unique(start[np.isfinite(start)])) > 30
