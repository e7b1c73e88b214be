"""A world of twice the tonnes loses the same days: no size is built in."""

import io
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ruamel.yaml import YAML

import sim
from sim.scenario.load import load
from tests.fuzz import tree

TONNES = re.compile(r"(\w+_)?t(_reo|_metal|_blanks)?(_per_(year|day))?|adds_per_year|tonnes")
"""Keys of tonnes."""
MONEY = frozenset({"budget_musd", "loan_musd", "equity_musd"})
"""Keys of money that buys tonnes."""
TIMES = (2.0, 2.0**-10)
"""Powers of two, which change no digit."""


def scaled(block: Any, times: float, *, on: bool = False) -> Any:
    """Multiply all tonnes below a block."""
    if isinstance(block, dict):
        return {key: scaled(value, times, on=on or counts(key)) for key, value in block.items()}
    if isinstance(block, list):
        return [scaled(value, times, on=on) for value in block]
    number = isinstance(block, int | float) and not isinstance(block, bool)
    return block * times if on and number else block


def counts(key: object) -> bool:
    """Tell whether a key counts tonnes, or the money for them; a rate of a tonne does not."""
    word = str(key)
    tonnes = TONNES.fullmatch(word) is not None and not word.endswith("_per_t")
    return tonnes or word in MONEY


def served(folder: Path, world: Any) -> Any:
    """Run a world; give what consumers got each day."""
    text = io.StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.width = 10_000
    yaml.dump(world, text)
    file = folder / "world.yaml"
    file.write_text(text.getvalue())
    return np.asarray(sim.run(load(file).scenario, n=2).record.series["served_t"].values, float)


@pytest.mark.parametrize("times", TIMES)
@pytest.mark.parametrize("name", ["chain", "prices", "reserve"])
def test_tonnes_have_no_size_of_their_own(name: str, times: float, tmp_path: Path) -> None:
    """A laboratory and a world power of the same shape are served alike."""
    world = tree(name)
    other = scaled(world, times)
    assert world != other
    before, after = served(tmp_path, world), served(tmp_path, other)
    assert before.max() > 0.0
    np.testing.assert_allclose(after / times, before, rtol=1e-5, atol=1e-5 * before.max())


TWO_MAKERS = """\
schema: 1
name: two-makers
start: 2026-01-01
end: 2026-12-31
grades: {plain: {}, hot: {}}
magnet_makers:
  magcn: {country: CN, capacity_t_blanks_per_year: 300, finished_t_per_t_blank: 0.8}
  magjp: {country: JP, capacity_t_blanks_per_year: 60, finished_t_per_t_blank: 0.8}
consumers:
  ev: {region: US, sector: ev, demand_t_per_year: 80, grades: {plain: 0.5, hot: 0.5}, stock_days: 20}
  ind: {region: US, sector: ind, demand_t_per_year: 40, grades: {plain: 1}, stock_days: 30}
lanes:
  cn_ind: {good: magnets, from: magcn, to: ind, share: 0.8, transit_days: 35}
  jp_ind: {good: magnets, from: magjp, to: ind, share: 0.2, transit_days: 25}
  cn_ev: {good: magnets, from: magcn, to: ev, share: 0.7, transit_days: 30}
  jp_ev: {good: magnets, from: magjp, to: ev, share: 0.3, transit_days: 25}
disruptions:
  halt: {kind: export_control, exporter: CN, goods: [magnets], mode: halt, start: 2026-03-01, duration_days: 120}
"""


@pytest.mark.parametrize("times", [3, 7])
def test_what_rounding_leaves_over_is_no_delivery(times: int, tmp_path: Path) -> None:
    """A seller short of goods shares out by days waited; times three moves the last digits."""
    world = YAML(typ="safe", pure=True).load(TWO_MAKERS)
    for block in ("magnet_makers", "consumers"):
        for name, one in scaled(world[block], times).items():
            world[block][name] = one
    (tmp_path / "one.yaml").write_text(TWO_MAKERS)
    before = np.asarray(sim.run(load(tmp_path / "one.yaml").scenario, n=1).record.served_t, float)
    after = served(tmp_path, world)[..., :1]
    np.testing.assert_allclose(after, times * before, rtol=1e-5, atol=1e-9)
