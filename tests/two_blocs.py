"""A small world with a market: China, and makers in Japan that live on Chinese and Australian ore.

Everything is fixed, so one history says all. Japan uses 80 t of magnets a year and China 120 t; a
fifth of Japan's oxide comes from Australian ore, the rest from China.
"""

from collections.abc import Sequence
from pathlib import Path

import sim
from tests import late_twin

WORLD = """\
schema: 1
name: two-blocs
start: 2026-01-01
end: {end}
warm_up_days: 84
elements:
  ndpr: {{oxide_t_per_t_element: 1.17}}
  dy: {{oxide_t_per_t_element: 1.15, heavy: true}}
grades:
  standard: {{recipe: {{ndpr: 0.3}}}}
  high_dy: {{recipe: {{ndpr: 0.27, dy: 0.03}}}}
  dy_alone: {{recipe: {{dy: 1.0}}}}
mines:
  pit: {{country: CN, basket: {{ndpr: 0.2, dy: 0.0095}}, capacity_t_reo_per_year: 900}}
  reef: {{country: AU, basket: {{ndpr: 0.2, dy: 0.0095}}, capacity_t_reo_per_year: 70}}
separation_plants:
  separator: {{country: CN, recovery: {{ndpr: 0.9, dy: 0.8}}, processing_days: 30}}
  kuantan: {{country: MY, recovery: {{ndpr: 0.9, dy: 0.8}}, capacity_t_reo_per_year: 70}}
metal_makers:
  cn_smelter: {{country: CN, metal_yield: 0.95}}
  jp_smelter: {{country: JP, metal_yield: 0.95}}
magnet_makers:
  cn_maker: {{country: CN}}
  jp_maker: {{country: JP}}
  vault_maker: {{country: JP}}
consumers:
  cn_ev: {{region: CN, sector: EV traction, demand_t_per_year: 120, grades: {{standard: 0.6, high_dy: 0.4}}}}
  jp_ev: {{region: JP, sector: EV traction, demand_t_per_year: 60, grades: {{standard: 0.6, high_dy: 0.4}}}}
  jp_defence:
    {{region: JP, sector: defence, demand_t_per_year: 20, grades: {{standard: 0.6, high_dy: 0.4}}}}
lanes:
  ore: {{good: concentrate, from: pit, to: separator, share: 1}}
  reef_ore: {{good: concentrate, from: reef, to: kuantan, share: 1}}
  cn_oxide: {{good: oxide, from: separator, to: cn_smelter, share: 1}}
  jp_oxide: {{good: oxide, from: separator, to: jp_smelter, share: 0.8, transit_days: 10}}
  my_oxide: {{good: oxide, from: kuantan, to: jp_smelter, share: 0.2, transit_days: 10}}
  cn_metal: {{good: metal, from: cn_smelter, to: cn_maker, share: 1}}
  jp_metal: {{good: metal, from: jp_smelter, to: jp_maker, share: 1}}
  vault_metal: {{good: metal, from: jp_smelter, to: vault_maker, share: 1}}
  cn_magnets: {{good: magnets, from: cn_maker, to: cn_ev, share: 1}}
  jp_magnets: {{good: magnets, from: jp_maker, to: [jp_ev, jp_defence], share: 1}}
policy: {{orders_when_closed: keep, failing_below: 0}}
"""
"""Without a market; ``vault_maker`` is idle until somebody buys dysprosium alone."""

MARKET = """\
market:
  normal_usd_per_kg:
    china: {ndpr: 50, dy: 200}
    outside: {ndpr: 50, dy: 200}
"""

CUT = """\
disruptions:
  cut:
    kind: export_control
    exporter: CN
    goods: {{oxide: [{elements}]}}
    mode: quota
    quota_share: {left}
    start: 2026-03-01
    duration_days: {days}
"""

PURCHASE = """\
consumers:
  vault:
    region: JP
    sector: stockpile
    demand_t_per_year: 0.01
    grades: {{dy_alone: 1}}
    stock_days: 0
    unmet: backlog
lanes:
  vault: {{good: magnets, from: vault_maker, to: vault, share: 1}}
disruptions:
  buying:
    kind: demand_shock
    consumers: [vault]
    factor: {factor}
    start: 2026-03-01
    duration_days: 365
"""
"""For a year somebody buys dysprosium alone, so many times 0.01 t a year, and puts it away."""


def world(end: str = "2027-12-31") -> str:
    """Give the world without a market."""
    return WORLD.format(end=end)


def cut(left: float, days: int = 365, elements: str = "ndpr, dy") -> str:
    """Give a quota on Chinese oxide from March 2026 that leaves a share."""
    return CUT.format(left=left, days=days, elements=elements)


def run(
    folder: Path, *layers: str, settings: Sequence[str] = (), n: int = 1, end: str = "2027-12-31"
) -> sim.Result:
    """Run the world with layers on top."""
    file = folder / "world.yaml"
    file.write_text(world(end), encoding="utf-8")
    for number, layer in enumerate(layers):
        parent, file = file, folder / f"layer_{number}.yaml"
        text = f"schema: 1\nextends: {parent}\nname: case\n{layer}"
        file.write_text(text, encoding="utf-8")
    return late_twin.run(sim.load(file, list(settings)), n)
