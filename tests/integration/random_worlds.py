"""Worlds in which all that can be random is, each for a part of the simulator."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import sim
from sim.scenario.load import load
from sim.scenario.schema import Scenario
from tests.chain import CHAIN, write
from tests.two_blocs import MARKET, world


def late_plants(folder: Path) -> Scenario:
    """A halt of random length, and plants that are late; ends of halts fall on different days."""
    return load("halt-and-texas").scenario.model_copy(
        update={"start": dt.date(2026, 9, 1), "end": dt.date(2029, 8, 31), "warm_up_days": 60}
    )


STATES = """
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
    duration_months: {uniform: [0.3, 1.5]}
    trigger: {after: tighter, of: end, lag_days: 3}
"""


def states_and_raids(folder: Path) -> Scenario:
    """States that flip a regime on other days, and grey lanes that are raided in other weeks."""
    base = load("halt-and-texas").scenario
    maker = min(n for n, m in base.magnet_makers.items() if m.country == "CN")
    consumer = min(
        n for n, c in base.consumers.items() if c.region == "US" and c.end_use == "civil"
    )
    text = STATES.replace("CN_MAKER", maker).replace("US_CONSUMER", consumer)
    return sim.load(write(folder, text)).model_copy(
        update={"start": dt.date(2026, 9, 1), "end": dt.date(2029, 2, 28), "warm_up_days": 60}
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
        "end=2025-11-30",
        "warm_up_days=60",
        "disruptions.april_licences.licence.validity_days={uniform: [20, 90]}",
        "disruptions.april_licences.licence.decisions=random",
        "disruptions.general_licences.start=2025-09-01",
        "disruptions.general_licences.general.volume_of_normal=0.5",
        "disruptions.general_licences.probability=0.5",
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


EVERYTHING = """\
schema: 1
extends: chain.yaml
name: case
warm_up_days: 120
mines:
  pit:
    capacity_t_reo_per_year: {uniform: [900, 1400]}
    basket: {ndpr: {uniform: [0.15, 0.2]}, dy: {uniform: [0.01, 0.02]}}
    stock_days: {uniform: [5, 40]}
    holding_usd_per_t_day: {uniform: [1, 2]}
  hill:
    country: US
    mode: push
    basket: {ndpr: {uniform: [0.2, 0.3]}, dy: {choice: {0.001: 0.5, 0.002: 0.5}}}
    capacity_t_reo_per_year: {2026-01-01: {uniform: [50, 90]}, 2026-09-01: {uniform: [90, 150]}}
separation_plants:
  separator:
    capacity_t_reo_per_year: {normal: [1200, 100]}
    recovery: {ndpr: {uniform: [0.8, 0.95]}, dy: {triangular: [0.5, 0.6, 0.7]}}
    processing_days: {uniform: [3, 20]}
    feed_days: {uniform: [10, 40]}
    stock_days: {uniform: [5, 20]}
    feed_holding_usd_per_t_day: {uniform: [1, 2]}
    process_holding_usd_per_t_day: {uniform: [2, 4]}
    transit_holding_usd_per_t_day: {uniform: [1, 2]}
  presser:
    country: US
    mode: push
    capacity_t_reo_per_year: {uniform: [40, 90]}
    recovery: {ndpr: {uniform: [0.8, 0.95]}}
    residue: {dy: {uniform: [0.1, 0.9]}}
    surplus_above_days: 60
  heavies:
    country: CN
    recovery: {dy: {uniform: [0.9, 0.99]}}
    feed_days: 60
metal_makers:
  smelter:
    metal_yield: {uniform: [0.9, 0.97]}
    capacity_t_metal_per_year: {lognormal: {median: 120, sigma: 0.1}}
    processing_days: {exponential: {mean: 5}}
    feed_days: {uniform: [5, 30]}
    stock_days: {uniform: [5, 30]}
  furnace: {country: JP, metal_yield: {uniform: [0.9, 0.97]}}
magnet_makers:
  maker:
    capacity_t_blanks_per_year: {uniform: [220, 300]}
    finished_t_per_t_blank: {uniform: [0.7, 0.9]}
    blank_t_per_t_alloy: {uniform: [0.9, 1]}
    in_house_return: {uniform: [0.1, 0.5]}
    scrap_collected: {uniform: [0.3, 0.9]}
    processing_days: {uniform: [10, 25]}
    feed_days: {uniform: [5, 30]}
    stock_days: {uniform: [5, 30]}
  spare: {country: JP, capacity_t_blanks_per_year: {uniform: [0, 60]}}
recyclers:
  again:
    country: CN
    recovery: {ndpr: {uniform: [0.8, 0.9]}, dy: {uniform: [0.8, 0.9]}}
    capacity_t_reo_per_year: {uniform: [5, 60]}
    processing_days: {choice: {3: 0.4, 9: 0.6}}
depots:
  port: {country: DE, stock_days: {uniform: [5, 30]}}
  yard: {country: CN, good: metal, order_up_to_t: {uniform: [2, 9]}}
consumers:
  us_ev:
    demand_t_per_year: {uniform: [80, 120]}
    growth_per_year: {2025-01-01: {uniform: [0, 0.1]}, 2026-06-01: {uniform: [-0.1, 0.2]}}
    stock_days: {choice: {10: 0.3, 40: 0.4, 90: 0.3}}
    unmet: {share: {uniform: [0.3, 0.9]}, overtime: {uniform: [0.1, 0.4]}}
    holding_usd_per_t_day: {uniform: [10, 20]}
    backlog_usd_per_t_day: {uniform: [100, 200]}
    unmet_usd_per_t: {uniform: [100, 200]}
    daily_variation: {uniform: [0.9, 1.1]}
  de_wind:
    growth_per_year: {normal: [0.05, 0.1]}
    stock_days: {exponential: {mean: 20}}
    unmet: backlog
  jp_motors:
    region: JP
    sector: motors
    demand_t_per_year: {empirical: [10, 15, 30]}
    thrift_per_year: 0.1
    grades: {standard: 0.5, high_dy: 0.5}
    order_up_to_t: 7
lanes:
  ore: {transit_days: {uniform: [1, 9]}, to: [separator, presser]}
  away: {good: concentrate, from: hill, to: presser, offtake: {uniform: [0.1, 0.3]}}
  left: {good: concentrate, from: presser, to: heavies, push: true}
  oxide: {from: {separator: 0.6, presser: 0.2, heavies: 0.2}, transit_days: {uniform: [1, 9]}}
  back: {good: oxide, from: again, to: smelter, push: true}
  scrap: {good: scrap, from: maker, to: again, push: true, transit_days: {uniform: [1, 4]}}
  pressed: {good: oxide, from: presser, to: furnace, share: {ndpr: 1, dy: 0}}
  pure: {good: oxide, from: heavies, to: furnace, share: {ndpr: 0, dy: 1}}
  metal: {to: yard}
  cast: {good: metal, from: furnace, to: spare, share: 1}
  smelted: {good: metal, from: yard, to: maker, share: 1, transit_days: 4}
  sea:
    to: [us_ev, port]
    transit_days: {uniform: [20, 50]}
    transport_usd_per_t: {uniform: [50, 90]}
  inland: {good: magnets, from: port, to: [de_wind, jp_motors], share: 1, transit_days: 3}
  new:
    good: magnets
    from: spare
    to: [us_ev, jp_motors]
    offtake: {uniform: [0.1, 0.6]}
    transit_days: {uniform: [5, 9]}
  aside:
    good: magnets
    from: spare
    to: de_wind
    standby: {uniform: [0.2, 0.9]}
    qualification_days: {uniform: [5, 60]}
projects:
  more:
    adds_per_year: {uniform: [60, 120]}
    first_product: 2026-02-01
    ramp_months: {uniform: [3, 9]}
    qualification_months: {uniform: [0, 3]}
    slip_months: {triangular: [-1, 2, 12]}
    cancel_probability: 0.3
  other:
    facility: spare
    adds_per_year: 40
    first_product: 2025-10-01
    slip_months: {uniform: [0, 6]}
stockpiles:
  reserve: {fill_days: null, holds: {magnets: {fill_days: {uniform: [10, 60]}}}}
disruptions:
  halt: {extraterritorial: 0.02, start: {uniform: [50, 120]}, duration_days: {uniform: [60, 150]}}
  abroad:
    kind: export_control
    exporter: CN
    goods: {magnets: [ndpr]}
    start: {uniform: [200, 280]}
    duration_months: {choice: {1: 0.5, 2: 0.2, 2.5: 0.3}}
    extraterritorial: 0.24
  so_much:
    kind: export_control
    exporter: CN
    goods: [concentrate, magnets]
    mode: quota
    quota_t: {concentrate: {uniform: [5, 90]}, magnets: {uniform: [3, 20]}}
    quota_period: month
    start: {uniform: [20, 80]}
measures:
  stocks: all
  daily_stocks: [maker, yard]
  flows:
    out: {good: magnets, from: CN}
    home: {good: magnets, from: JP, to: US, at: arrival}
"""


def all_of_a_chain(folder: Path) -> Scenario:
    """Every number of every facility, lane, consumer and project, so each begins elsewhere."""
    write(folder, CHAIN, "chain.yaml")
    return sim.load(write(folder, EVERYTHING))


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
