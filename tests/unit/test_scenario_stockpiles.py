"""What a stockpile is refused for, and that what is right is taken."""

import pytest

from sim.scenario.load import load
from sim.scenario.membership import member_consumers, receivers, without_stockpiles
from tests.chain import CHAIN, problems, write

PLAIN = "  reserve: {country: US, members: [us_ev], fill_days: 60}\n"
LANE = "  sea: {good: magnets,"
USUAL = {"country": "CN", "members": "[us_ev]"}


def chain(keys: str, lanes: str = "", more: str = "") -> str:
    """Give the chain with another stockpile, further lanes and disruptions."""
    assert CHAIN.count(PLAIN) == CHAIN.count(LANE) == 1
    usual = "".join(f"{key}: {value}, " for key, value in USUAL.items() if f"{key}:" not in keys)
    text = CHAIN.replace(PLAIN, f"  reserve: {{{usual}{keys}}}\n")
    return text.replace(LANE, f"{lanes}{LANE}") + more


BOUGHT = "  bought: {good: magnets, from: maker, to: reserve, share: 1}\n"
FIRST = "release: {trigger: {first_shortage: true}}"

REFUSALS = {
    "two styles": ("holds: {oxide: {fill_days: 1}}, fill_days: 60", "", "stockpiles.reserve",
                   "has holds and fill_days"),
    "two policies": (f"fill_days: 60, lag_days: 3, {FIRST}", "", "stockpiles.reserve",
                     "has release and lag_days"),
    "two triggers": ("fill_days: 60, release: {trigger: {date: 2026-03-01, control: halt}}", "",
                     "stockpiles.reserve.release.trigger", "this one has date and control"),
    "no trigger": ("fill_days: 60, release: {trigger: {first_shortage: false}}", "",
                   "stockpiles.reserve.release.trigger", "this one has none"),
    "two stops": ("fill_days: 60, release: {trigger: {control: halt}, stop: {end_of: halt, "
                  "calm_days: 3}}", "", "stockpiles.reserve.release.stop", "has exactly one of"),
    "two targets": ("fill: {target_days: 60, target_t: {standard: 3}}", BOUGHT,
                    "stockpiles.reserve.fill", "this one has target_days and target_t"),
    "nothing held": ("holds: {}", "", "stockpiles.reserve.holds", "It holds nothing."),
    "nothing of a form": ("holds: {oxide: {}}", "", "stockpiles.reserve.holds.oxide",
                          "It holds nothing."),
    "unknown form": ("holds: {ore: {fill_days: 3}}", "", "stockpiles.reserve.holds.ore", "ore"),
    "unknown element": ("holds: {oxide: {fill_t: {standard: 3}}}", "",
                        "stockpiles.reserve.holds.oxide.fill_t.standard", "There is no element"),
    "days of an unknown element": ("holds: {oxide: {fill_days: {pr: 3}}}", "",
                                   "stockpiles.reserve.holds.oxide.fill_days.pr",
                                   "There is no element 'pr'"),
    "target of an unknown grade": ("fill: {target_days: {dy: 3}}", BOUGHT,
                                   "stockpiles.reserve.fill.target_days.dy", "no grade 'dy'"),
    "days below 0": ("fill_days: {standard: -3}", "", "stockpiles.reserve.fill_days.standard",
                     "-3 must be at least 0"),
    "days of no grade": ("fill_days: {}", "", "stockpiles.reserve.fill_days", "at least 1"),
    "unknown control": ("fill_days: 60, release: {trigger: {control: hlat}}", "",
                        "stockpiles.reserve.release.trigger.control", "Did you mean 'halt'?"),
    "unknown plant": ("holds: {oxide: {fill_days: 3, through: [smeltr]}}", "",
                      "stockpiles.reserve.holds.oxide.through.0", "Did you mean 'smelter'?"),
    "plant that takes another form": ("holds: {oxide: {fill_days: 3, through: [maker]}}", "",
                                      "stockpiles.reserve.holds.oxide.through.0",
                                      "no buyer of oxide"),
    "member that is no consumer": ("members: {maker: {}}, fill_days: 60", "",
                                   "stockpiles.reserve.members.maker", "maker buys no magnets"),
    "nobody to convert it": ("members: [us_ev], country: US, holds: {metal: {fill_days: 60}}", "",
                             "stockpiles.reserve.holds.metal", "US has no magnet makers"),
    "no lane": ("fill: {target_days: 60}", "", "stockpiles.reserve.fill", "no lane brings it any"),
    "lane of another form": ("fill: {target_days: 60}", BOUGHT +
                             "  more: {good: oxide, from: separator, to: reserve, share: 1}\n",
                             "lanes.more.good", "reserve holds no oxide"),
    "lane without a fill": ("fill_days: 60", BOUGHT, "lanes.bought.to", "it has no fill"),
    "push lane": ("fill: {target_days: 60}", BOUGHT.replace("share: 1", "push: true"),
                  "lanes.bought.push", "nothing can be pushed"),
    "budget without prices": ("fill: {target_days: 60, budget_musd: 3}", BOUGHT,
                              "stockpiles.reserve.fill.budget_musd", "needs prices"),
    "price of some": ("fill: {target_days: 60, price_usd_per_kg: {standard: 3}}", BOUGHT,
                      "stockpiles.reserve.fill.price_usd_per_kg", "no price of high_dy"),
    "fill that ends too early": ("fill: {target_days: 60, start: 2026-05-01, finish: 2026-04-01}",
                                 BOUGHT, "stockpiles.reserve.fill.finish", "before its first"),
    "fill outside the horizon": ("fill: {target_days: 60, start: 2027-05-01}", BOUGHT,
                                 "stockpiles.reserve.fill.start", "outside the horizon"),
    "one target of several forms": ("holds: {oxide: {}, metal: {}}, fill: {target_t: {ndpr: 3}}",
                                    "", "stockpiles.reserve.fill.target_t", "several forms"),
    "refill without a fill": ("fill_days: 60, release: {trigger: {control: halt}, refill: {}}", "",
                              "stockpiles.reserve.release.refill", "has no fill"),
    "date outside the horizon": ("fill_days: 60, release: {trigger: {date: 2030-01-01}}", "",
                                 "stockpiles.reserve.release.trigger.date", "outside the horizon"),
    "rate of a form not held": ("fill_days: 60, release: {trigger: {control: halt}, "
                                "rate_t_per_day: {oxide: 3}}", "",
                                "stockpiles.reserve.release.rate_t_per_day.oxide", "no oxide"),
    "value of nobody": ("fill_days: 60, allocation: value", "", "stockpiles.reserve.allocation",
                        "no member has one"),
    "cover of nobody": ("good: oxide, members: [smelter], fill_days: 60, release: {trigger: "
                        "{cover_days_below: 3}}", "",
                        "stockpiles.reserve.release.trigger.cover_days_below", "no cover to watch"),
    "share of a plant": ("good: oxide, members: {smelter: {need_share: 0.5}}, fill_days: 60", "",
                         "stockpiles.reserve.members.smelter.need_share", "is no consumer"),
}  # fmt: skip
"""Keys of the stockpile, further lanes; where it is found, and what is said."""


@pytest.mark.parametrize(("keys", "lanes", "where", "says"), REFUSALS.values(), ids=REFUSALS)
def test_it_is_refused_where_the_mistake_is(tmp_path, keys, lanes, where, says):
    found = problems(write(tmp_path, chain(keys, lanes)))
    said = [problem.message for problem in found if problem.path == where]
    assert any(says in message for message in said), [(p.path, p.message) for p in found]


def test_a_release_that_stops_at_an_end_that_never_comes_is_refused(tmp_path):
    text = chain("fill_days: 60, release: {trigger: {control: halt}, stop: {end_of: halt}}")
    found = problems(write(tmp_path, text.replace("    duration_days: 90\n", "")))
    assert [p.path for p in found] == ["stockpiles.reserve.release.stop.end_of"]


def test_what_reaches_no_member_is_refused(tmp_path):
    """A second maker sells to German consumers only; the member is in the US."""
    other = "  other: {country: DE, capacity_t_blanks_per_year: 300}\n"
    lanes = ("  metal_2: {good: metal, from: smelter, to: other, share: 1}\n"
             "  land: {good: magnets, from: other, to: de_wind, share: 1}\n")  # fmt: skip
    text = chain("country: DE, members: [us_ev], holds: {metal: {fill_days: 60}}", lanes)
    text = text.replace("consumers:\n", f"{other}consumers:\n").replace("[us_ev, de_wind]", "us_ev")
    (problem,) = problems(write(tmp_path, text))
    assert problem.path == "stockpiles.reserve.holds.metal"
    assert "What other make of its metal reaches no member" in problem.message


NO_METAL = "{metal: {fill_days: 1}, magnets: {}}, fill: {target_days: {standard: 9}}"
METAL_IN = BOUGHT + "  metal_in: {good: metal, from: smelter, to: reserve, share: 1}\n"


@pytest.mark.parametrize(
    ("keys", "lanes", "where", "says"),
    [
        (f"members: [us_ev], country: CN, holds: {NO_METAL}", METAL_IN, "fill.target_days",
         "names nothing that is held as metal, so no metal is bought"),
        ("members: [de_wind], fill_days: {standard: 3, high_dy: 4}", "", "fill_days.high_dy",
         "No member uses any high_dy"),
        ("members: [de_wind], holds: {metal: {fill_days: {ndpr: 3, dy: 4}}}", "",
         "holds.metal.fill_days.dy", "No member uses any dy"),
    ],
)  # fmt: skip
def test_days_of_what_is_not_used_are_told_to_be_nothing(tmp_path, keys, lanes, where, says):
    (warning,) = load(write(tmp_path, chain(keys, lanes))).warnings
    assert warning.path == f"stockpiles.reserve.{where}"
    assert says in warning.message


ORDER = """\
  order: {kind: stockpile_order, stockpile: %s, order: pause, start: 2026-05-01, duration_days: 9}
"""


def test_an_order_names_a_stockpile(tmp_path):
    found = problems(write(tmp_path, chain("fill_days: 60", more=ORDER % "resrve")))
    assert [p.path for p in found] == ["disruptions.order.stockpile"]
    assert load(write(tmp_path, chain("fill_days: 60", more=ORDER % "reserve")))


FULL = """\
members: {US: {need_share: 0.5}, us_ev: {need_share: 0.8, fee_musd_per_year: 12}},
    label: Vault, allocation: defence_first, ageing_per_year: 0.02, usable_over_days: 90,
    holds: {oxide: {fill_days: 30}, metal: {fill_t: {ndpr: 4}, through: [maker]},
            magnets: {fill: {target_t: {standard: 3}, finish: 2026-06-01}}},
    fill: {target_days: {uniform: [30, 60]}, budget_musd: 100, price_cap_usd_per_kg: {ndpr: 90},
           price_usd_per_kg: {ndpr: 80, dy: 400}},
    release: {trigger: {cover_days_below: 10}, lag_days: {triangular: [8, 30, 60]},
              rate_t_per_day: {oxide: 1, magnets: 2}, kept_back: 0.2, kept_for: nobody,
              stop: {cover_days_above: 30}, refill: {after_days: 90, over_days: 365}}"""

LANES = (
    BOUGHT
    + """\
  metal_in: {good: metal, from: smelter, to: reserve, share: 1}
  oxide_in: {good: oxide, from: separator, to: reserve, share: 1}
"""
)


def test_every_key_is_taken_and_read(tmp_path):
    scenario = load(write(tmp_path, chain(FULL, LANES))).scenario
    block = scenario.stockpiles["reserve"]
    assert list(block.forms) == ["oxide", "metal", "magnets"]
    assert block.forms["oxide"].fill is block.fill
    assert block.forms["magnets"].fill is not block.fill
    members = member_consumers(scenario, "reserve")
    assert {name: terms.need_share for name, terms in members.items()} == {"us_ev": 0.8}
    assert receivers(scenario, "reserve", "oxide") == ["smelter"]
    assert receivers(scenario, "reserve", "magnets") == ["us_ev"]


def test_a_world_without_stockpiles_has_no_lanes_to_them(tmp_path):
    shared = "  both: {good: magnets, from: maker, to: [reserve, us_ev], standby: 1}\n"
    lanes = LANES.replace("share: 1}\n  metal", "share: 1}\n" + shared + "  metal")
    file = write(tmp_path, chain(FULL, lanes, ORDER % "reserve"))
    scenario = without_stockpiles(load(file).scenario)
    assert set(scenario.lanes) == {"ore", "oxide", "metal", "sea", "both"}
    assert scenario.lanes["both"].buyers == ["us_ev"]
    assert list(scenario.disruptions) == ["halt"]
