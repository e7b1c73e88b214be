"""Worlds in which all that can be random is, each for a part of the simulator."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import sim
from sim.scenario.load import load
from sim.scenario.schema import Scenario
from tests.chain import CHAIN, write
from tests.integration.all_of_a_chain import all_of_a_chain
from tests.two_blocs import MARKET, world

CLEAN = "without=[as-of-2026,expected-schedule]"
"""Leaves the plain baseline, in which the halt begins on 1 February 2027."""


def late_plants(folder: Path) -> Scenario:
    """A halt of random length, and plants that are late; ends of halts fall on different days."""
    return load("halt-and-texas", [CLEAN]).scenario.model_copy(
        update={"start": dt.date(2027, 1, 20), "end": dt.date(2027, 9, 15), "warm_up_days": 20}
    )


STATES = """
schema: 1
extends: halt-and-texas
without: [as-of-2026, expected-schedule]
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
    duration_months: {uniform: [0.3, 1.5]}
    trigger: {after: tighter, of: end, lag_days: 3}
"""


def states_and_raids(folder: Path) -> Scenario:
    """States that flip a regime on other days, and grey lanes that are raided in other weeks."""
    base = load("halt-and-texas", [CLEAN]).scenario
    maker = min(n for n, m in base.magnet_makers.items() if m.country == "CN")
    civil = (n for n, c in base.consumers.items() if c.region == "US" and c.end_use == "civil")
    consumer = min(n for n in civil if "standard" in base.consumers[n].grades)
    text = STATES.replace("CN_MAKER", maker).replace("US_CONSUMER", consumer)
    return sim.load(write(folder, text)).model_copy(
        update={"start": dt.date(2027, 1, 20), "end": dt.date(2027, 7, 31), "warm_up_days": 20}
    )


AGAIN = """
schema: 1
extends: chain.yaml
name: case
end: 2027-06-30
magnet_makers: {maker: {capacity_t_blanks_per_year: 200, stock_days: 5}}
disruptions:
  halt:
    probability: 0.8
    start: {uniform: [20, 100]}
    duration_days: {choice: {40: 1}}
    recurs: {after_days: {choice: {70: 1}}, times: 3}
  breakdown:
    kind: outage
    facilities: [maker]
    capacity_factor: {uniform: [0, 0.6]}
    recovery: {days: {uniform: [5, 60]}}
    duration_days: 9
    recurs: {after_days: {uniform: [41, 41]}}
    start: {uniform: [0, 90]}
  shut:
    kind: lane_closure
    lanes: [sea]
    duration_days: 15
    trigger: {after: breakdown, of: end, lag_days: {uniform: [1, 30]}, times: all}
  scarce:
    kind: feed_loss
    plants: [smelter]
    duration_days: 25
    trigger: {consumers: [us_ev], cover_days_below: {uniform: [10, 25]}, times: 2}
"""


def recurring(folder: Path) -> Scenario:
    """What happens again and again, or is set off again; what is drawn anew is always the same."""
    write(folder, CHAIN, "chain.yaml")
    return sim.load(write(folder, AGAIN))


def licences(folder: Path) -> Scenario:
    """Changes of a control that fall on different days, and decisions that are drawn."""
    settings = [
        "start=2025-03-20",
        # Days that are counted from the start.
        "disruptions.tests.start={uniform: [15, 41]}",
        "disruptions.june_agreements.start={uniform: [84, 99]}",
        "end=2025-08-31",
        "warm_up_days=20",
        "disruptions.april_licences.licence.validity_days={uniform: [20, 90]}",
        "disruptions.april_licences.licence.decisions=random",
        "disruptions.general_licences.start=2025-07-15",
        "disruptions.general_licences.general.volume_of_normal=0.5",
        "disruptions.general_licences.probability=0.5",
        "lanes.china_to_eu.transit_days={2025-04-10: {uniform: [30, 60]}, "
        "2025-07-20: {uniform: [30, 60]}}",
        # Licences expire where nothing is there that could be shipped on them.
        "disruptions.fire={kind: outage, facilities: [jl_mag], start: 2025-06-01, "
        "duration_days: 90, work_in_process: lost, stock_lost: 1}",
    ]
    return sim.load("licences-2025", settings)


PLAIN = "  reserve: {country: US, members: [us_ev], fill_days: 60}\n"
STOCKPILES = """\
  vault:
    country: CN
    holds:
      oxide: {fill_days: {ndpr: 20, dy: {uniform: [10, 30]}}}
      metal: {fill_days: 10, fill: {target_days: {ndpr: 40, dy: {uniform: [20, 60]}}, start: 2026-02-01, finish: 2026-11-01}}
      magnets: {}
    members: {us_ev: {need_share: {uniform: [0.5, 1]}, value_musd_per_t: 2}, DE: {}}
    allocation: value
    fill:
      target_days: {uniform: [10, 40]}
      finish: 2026-09-01
      budget_musd: {uniform: [1, 20]}
      price_cap_usd_per_kg: 900
    release:
      trigger: {cover_days_below: 10}
      lag_days: {triangular: [1, 8, 30]}
      rate_t_per_day: {magnets: 0.2, oxide: 0.1, metal: {uniform: [0.01, 0.1]}}
      kept_back: 0.3
      stop: {cover_days_above: 20}
      refill: {after_days: 14, over_days: 60}
    ageing_per_year: {uniform: [0, 0.1]}
"""
RESERVE = """\
  reserve:
    country: US
    members: [US, DE]
    fill_days: 10
    allocation: defence_first
    fill: {target_days: 30}
    release: {trigger: {control: halt}, lag_days: 30, kept_back: 0.5, stop: {calm_days: 7}}
"""
MONEY = """\
    finance:
      loan_musd: {uniform: [1, 10]}
      equity_musd: {uniform: [0, 3]}
      interest_per_year: {uniform: [0.05, 0.07]}
      storage_usd_per_t_year: {uniform: [100, 2000]}
      handling_usd_per_t: 300
      cash_interest_per_year: 0.02
"""
LANES = """\
  oxide_in: {good: oxide, from: separator, to: vault, share: 1, transit_days: {uniform: [5, 30]},
             transit_drawn: by_shipment, consignment_t: 0.05}
  metal_in: {good: metal, from: smelter, to: vault, share: 1}
  vault_in: {good: magnets, from: maker, to: vault, share: 1}
  reserve_in: {good: magnets, from: maker, to: reserve, share: 1, transit_days: 20}
"""
MORE = """\
  fire: {kind: outage, facilities: [smelter], start: {uniform: [30, 200]}, duration_days: 40}
  drought: {kind: outage, facilities: [maker], start: {uniform: [30, 200]},
            duration_days: {uniform: [5, 90]}, capacity_factor: 0.3}
  port: {kind: lane_closure, lanes: [vault_in, oxide_in], stops: arrivals,
         start: {uniform: [30, 200]}, duration_days: {uniform: [5, 40]}}
  canal: {kind: lane_closure, lanes: [reserve_in, oxide_in], stops: transit,
          start: {uniform: [30, 200]}, duration_days: 25, probability: 0.7}
  word: {kind: stockpile_order, stockpile: reserve, order: pause, start: {uniform: [60, 200]},
         duration_days: 30, probability: 0.5}
market:
  normal_usd_per_kg: {china: {ndpr: 60, dy: 250}, outside: {ndpr: 60, dy: 250}}
"""


def stockpiles(folder: Path, *, money: bool = False) -> Scenario:
    """What stockpiles are, buy and release."""
    blocks = STOCKPILES + RESERVE
    if money:
        blocks = STOCKPILES + MONEY + "      sale_price: market\n" + RESERVE + MONEY
        blocks += "      sale_price: inventory\n      drawn: at_start\n"
    text = CHAIN.replace(PLAIN, blocks).replace("  sea: {good", f"{LANES}  sea: {{good")
    text = text.replace("start: 2026-03-01", "start: {uniform: [40, 120]}")
    return sim.load(write(folder, f"{text}{MORE}"))


def money(folder: Path) -> Scenario:
    """The money of the same stockpiles, besides."""
    return stockpiles(folder, money=True)


PRICES = """\
schema: 1
extends: world.yaml
name: case
market:
  flexibility: {uniform: [0.5, 0.9]}
  demand: {elasticity: {triangular: [-0.3, -0.2, -0.1]}}
  floors:
    reef: {facilities: [kuantan], element: dy, strike_usd_per_kg: 300, upside_share: 0.3}
mines: {reef: {basket: {ndpr: {uniform: [0.15, 0.25]}, dy: {uniform: [0.008, 0.012]}}}}
consumers: {jp_ev: {unmet: backlog, backlog_usd_per_t_day: {uniform: [100, 900]}}}
lanes: {jp_oxide: {transport_usd_per_t: {uniform: [50, 90]}}}
disruptions:
  cut:
    kind: export_control
    exporter: CN
    goods: {oxide: [ndpr, dy]}
    mode: quota
    quota_share: {uniform: [0, 0.9]}
    start: {uniform: [30, 200]}
    duration_days: {uniform: [30, 300]}
"""


def prices(folder: Path) -> Scenario:
    """Prices, and what answers to them."""
    write(folder, world("2026-12-31") + MARKET, "world.yaml")
    return sim.load(write(folder, PRICES))


WORLDS: dict[str, Callable[[Path], Scenario]] = {
    world.__name__: world
    for world in (
        late_plants,
        states_and_raids,
        recurring,
        licences,
        stockpiles,
        money,
        prices,
        all_of_a_chain,
    )
}
