"""A world in which every number of the chain is random."""

from pathlib import Path

import sim
from sim.scenario.schema import Scenario
from tests.chain import CHAIN, write

EVERYTHING = """\
schema: 1
extends: chain.yaml
name: case
warm_up_days: 120
policy: {front_load: 1.6}
mines:
  pit:
    capacity_t_reo_per_year: {uniform: [900, 1400]}
    basket: {ndpr: {uniform: [0.15, 0.2]}, dy: {uniform: [0.01, 0.02]}}
    stock_days: {uniform: [5, 40]}
    holding_usd_per_t_day: {uniform: [1, 2]}
  hill:
    country: US
    mode: push
    basket:
      ndpr: {2026-02-01: {uniform: [0.2, 0.3]}, 2026-07-01: {uniform: [0.1, 0.3]}}
      dy: {choice: {0.001: 0.5, 0.002: 0.5}}
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
    recovery: {ndpr: {2026-01-10: {uniform: [0.8, 0.95]}, 2026-05-01: {uniform: [0.8, 0.95]}}}
    residue: {dy: {2025-12-01: {uniform: [0.1, 0.9]}, 2026-10-01: 0.3}}
    surplus_above_days: 2
    on_spec: {2026-01-01: {uniform: [0.7, 0.9]}, 2026-09-01: {uniform: [0.8, 0.9]}}
    learning:
      yield_at_first: {uniform: [0.6, 0.8]}
      on_spec_at_first: {uniform: [0.5, 0.9]}
      t_to_half: {uniform: [9, 30]}
      made_before_t: {uniform: [0, 50]}
    surplus_kept: {2026-01-01: {uniform: [0.2, 0.8]}, 2026-08-01: 0.5}
  heavies:
    country: CN
    capacity_t_reo_per_year: {2026-01-01: 0, 2026-06-01: {uniform: [0.2, 2]}}
    recovery: {dy: {uniform: [0.9, 0.99]}}
    feed_days: 60
    feed_surplus_above_days: 90
metal_makers:
  smelter:
    metal_yield: {uniform: [0.9, 0.97]}
    capacity_t_metal_per_year: {lognormal: {median: 120, sigma: 0.1}}
    processing_days: {exponential: {mean: 5}}
    feed_days: {uniform: [5, 30]}
    stock_days: {uniform: [5, 30]}
  furnace:
    country: JP
    takes_off_spec: true
    learning: {yield_at_first: 0.8, t_to_half: 5}
    metal_yield: {2026-03-03: {uniform: [0.9, 0.97]}, 2026-06-01: {choice: {0.5: 0.5, 0.9: 0.5}}}
    stock_days: {2026-02-01: {uniform: [5, 30]}, 2026-03-30: {uniform: [5, 30]}}
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
  spare:
    country: JP
    capacity_t_blanks_per_year: {uniform: [0, 60]}
    recipe_factor: {dy: 0.9}
    learning: {yield_at_first: {uniform: [0.6, 0.8]}, t_to_half: {uniform: [9, 30]}}
    processing_days: {2026-01-01: {uniform: [2, 9]}, 2026-06-01: {uniform: [3, 30]}}
    finished_t_per_t_blank: {2026-02-02: {uniform: [0.7, 0.9]}, 2026-06-06: 0.9}
motor_makers:
  plant:
    country: MX
    motor_yield: {2026-02-02: {uniform: [0.9, 0.98]}, 2026-06-06: 0.95}
    capacity_t_magnets_per_year: {uniform: [20, 40]}
    processing_days: {uniform: [2, 9]}
    feed_days: {uniform: [5, 30]}
    stock_days: {uniform: [5, 30]}
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
    firms: {stock_days_factor: {triangular: [0, 0.5, 2.5]}}
    unmet: {share: {uniform: [0.3, 0.9]}, overtime: {uniform: [0.1, 0.4]}}
    holding_usd_per_t_day: {uniform: [10, 20]}
    backlog_usd_per_t_day: {uniform: [100, 200]}
    unmet_usd_per_t: {uniform: [100, 200]}
    daily_variation: {uniform: [0.9, 1.1]}
    origin_rule: {not_from: US, start: 2026-02-15, stock: lost}
  de_wind:
    growth_per_year: {normal: [0.05, 0.1]}
    stock_days: {exponential: {mean: 20}}
    firms: {stock_days_factor: {uniform: [0.2, 1.8]}, strata: 5}
    unmet: backlog
  jp_motors:
    region: JP
    sector: motors
    demand_t_per_year: {empirical: [10, 15, 30]}
    thrift_per_year: 0.1
    grades: {standard: 0.5, high_dy: 0.5}
    order_up_to_t: 7
    origin_rule: {not_from: JP, stages: [reduced, made], start: 2026-01-20, content_threshold: 0.01}
  us_drives:
    good: motors
    region: US
    sector: drives
    demand_t_per_year: {uniform: [15, 30]}
    grades: {standard: 0.8, high_dy: 0.2}
    stock_days: {uniform: [5, 30]}
  jp_coats:
    good: oxide
    region: JP
    sector: coatings
    demand_t_per_year: {uniform: [0.5, 2]}
    elements: {dy: 0.9, ndpr: 0.1}
    stock_days: {uniform: [5, 30]}
    daily_variation: {uniform: [0.9, 1.1]}
    unmet: {share: 0.5, overtime: {uniform: [0.1, 0.4]}}
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
  to_plant: {good: magnets, from: maker, to: plant, share: 1, transit_days: 9}
  drives: {good: motors, from: plant, to: US, share: 1, transit_days: {uniform: [1, 9]}}
  coats: {good: oxide, from: separator, to: JP, share: 1, transit_days: 9}
  new:
    good: magnets
    from: spare
    to: [us_ev, jp_motors]
    offtake: {uniform: [0.1, 0.6]}
    transit_days: {2026-01-01: {uniform: [5, 9]}, 2026-06-01: {uniform: [3, 30]}}
  aside:
    good: magnets
    from: spare
    to: de_wind
    standby: {uniform: [0.2, 0.9]}
    qualification_days: {uniform: [5, 60]}
    grey: {via: VN, capacity_t_per_year: {uniform: [9, 60]}, intercepted: {uniform: [0.1, 0.5]}}
  round:
    good: magnets
    from: maker
    to: jp_motors
    standby: 0.3
    grey:
      via: VN
      premium: 0.2
      capacity_t_per_year: {2026-01-01: {uniform: [9, 60]}, 2026-12-01: {uniform: [9, 60]}}
      intercepted: {2026-01-01: 0, 2026-10-01: {uniform: [0.1, 0.9]}}
projects:
  more:
    adds_per_year: {uniform: [60, 120]}
    first_product: 2026-02-01
    ramp_months: {uniform: [3, 9]}
    qualification_months: {uniform: [0, 3]}
    owner: firm
    kind: new
    slip_months: {triangular: [-1, 2, 12]}
    cancel_probability: 0.3
  other:
    facility: spare
    adds_per_year: 40
    first_product: 2025-10-01
    slip_months: {uniform: [0, 6]}
    curve: {half_months: {uniform: [3, 9]}, shape: {uniform: [1, 2]}}
  third: {facility: spare, adds_per_year: 20, first_product: 2026-02-15, owner: firm, kind: new}
  fourth: {facility: maker, adds_per_year: 20, first_product: 2026-03-15, owner: firm, kind: new}
  by_steps:
    facility: spare
    adds_per_year: 30
    slip_months: {uniform: [0, 1]}
    cancel_probability: 0.1
    milestones:
      permit: {start: 2025-10-01, months: 3, late_months: {uniform: [0, 3]}, fails: 0.1, cause: law}
      machines: {start: 2025-11-01, months: 1, late_months: {uniform: [0, 3]}, from: CN}
      build: {months: 2, after: [permit, machines], fails: {uniform: [0.1, 0.2]}}
      approved: {months: 1, after: first_product, late_months: {triangular: [0, 1, 4]}, fails: 0.1}
schedule:
  after: 2025-12-31
  common: {owner: {uniform: [0.2, 0.5]}, kind: 0.4}
  kinds: {new: {slip_months: {triangular: [0, 1, 6]}, cancel_probability: {uniform: [0.1, 0.4]}}}
stockpiles:
  reserve: {fill_days: null, holds: {magnets: {fill_days: {uniform: [10, 60]}}}}
  hoard:
    country: US
    good: oxide
    members: [furnace]
    fill: {target_days: {uniform: [2, 9]}, surplus_of: [US]}
disruptions:
  halt:
    extraterritorial: 0.02
    start: {uniform: [50, 120]}
    announced_days_before: {uniform: [3, 40]}
    duration_days: {uniform: [60, 150]}
  abroad:
    kind: export_control
    exporter: CN
    goods: {magnets: [ndpr]}
    start: {uniform: [200, 280]}
    duration_months: {choice: {1: 0.5, 2: 0.2, 2.5: 0.3}}
    extraterritorial: 0.24
  passed_on:
    kind: export_control
    exporter: CN
    goods: [metal, magnets]
    destinations: [US]
    mode: quota
    quota_share: {uniform: [0.1, 0.9]}
    follows_content: true
    third_country_cap: {uniform: [0.5, 2]}
    start: {uniform: [90, 150]}
    duration_days: {uniform: [30, 60]}
  so_much:
    kind: export_control
    exporter: CN
    goods: [concentrate, magnets]
    mode: quota
    quota_t: {concentrate: {uniform: [5, 90]}, magnets: {uniform: [3, 20]}}
    quota_period: month
    start: {uniform: [20, 80]}
  in_court: {kind: project_slip, causes: [law], start: {uniform: [0, 30]}, months: {uniform: [0, 4]}}
  no_machines:
    kind: project_slip
    from: [CN]
    duration_days: {uniform: [20, 90]}
    trigger: {late: by_steps.permit, months: {uniform: [0, 2]}}
measures:
  stocks: all
  daily_stocks: [maker, yard]
  exposure: [CN, JP]
  trade: true
  flows:
    out: {good: magnets, from: CN}
    home: {good: magnets, from: JP, to: US, at: arrival}
"""


def all_of_a_chain(folder: Path) -> Scenario:
    """Every number of every facility, lane, consumer and project, so each begins elsewhere."""
    write(folder, CHAIN, "chain.yaml")
    return sim.load(write(folder, EVERYTHING))
