"""A key that has no effect beside what else is written is told to whoever wrote it."""

import pytest

from tests.properties.keys.evidence import loaded, told

BAN = "disruptions.ban={kind: export_control, exporter: CN, goods: [magnets], %s}"
LATE = "disruptions.late={kind: project_slip, projects: [wing], months: 3}"
CHANGE = "disruptions.change={kind: control_change, control: regime, suspended: true, %s}"
FIRMS = "consumers.us_ev={firms: {stock_days_factor: {uniform: [0, 2]}}, %s}"
RESERVE, VAULT = "stockpiles.reserve", "stockpiles.vault"

WITHOUT_EFFECT = [
    ("chain", ["worlds=prior"], "worlds: It has no effect: no number is uncertain"),
    # Facilities, consumers, lanes, projects.
    ("chain", ["mines.hill.stock_t_reo=9"], "mines.hill.stock_days: stock_t_reo replaces"),
    ("chain", ["depots.port.order_up_to_t=9"], "depots.port.stock_days: order_up_to_t replaces"),
    (
        "chain",
        ["consumers.us_ev={stock_days: 9, order_up_to_t: 9}"],
        "consumers.us_ev.stock_days: order_up_to_t replaces",
    ),
    (
        "chain",
        ["separation_plants.presser.capacity_t_reo_per_year=null"],
        "presser.mode: It is to separate all it can",
    ),
    (
        "chain",
        [
            "mines.hill={capacity_t_reo_per_year: null, seasons: [{first: 01-01, last: 02-01, factor: 0.5}]}"
        ],
        "mines.hill.seasons.0.factor: factor has no effect",
    ),
    (
        "chain",
        ["separation_plants.heavies.feed_surplus_above_days=90"],
        "feed_surplus_above_days has no effect: its capacity is unlimited",
    ),
    (
        "chain",
        ["separation_plants.separator.feed_surplus_above_days=90"],
        "feed_surplus_above_days has no effect: no plant pushes concentrate to it",
    ),
    (
        "chain",
        ["separation_plants.heavies={capacity_t_reo_per_year: 9, feed_surplus_above_days: 20}"],
        "heavies.feed_surplus_above_days: 20 days are less than the feed_days",
    ),
    ("chain", ["separation_plants.separator.surplus_kept=1"], "surplus_kept has no effect"),
    ("chain", ["magnet_makers.spare.in_house_return=0.5"], "in_house_return has no effect"),
    ("chain", ["magnet_makers.spare.scrap_collected=0.5"], "scrap_collected has no effect"),
    (
        "chain",
        [
            "disruptions.list={kind: entity_listing, exporter: CN, entities: [us_ev], by_batch: true}"
        ],
        "disruptions.list.by_batch: by_batch has no effect",
    ),
    (
        "chain",
        ["consumers.us_ev.goods_for={JP: 0.5}"],
        "us_ev.goods_for.JP: Nothing is measured of goods for JP",
    ),
    (
        "chain",
        ["consumers.us_ev.priority_in=[CN]"],
        "consumers.us_ev.priority_in: It has no effect: priority 1",
    ),
    (
        "chain",
        ["consumers.us_arms.priority_in=[DE]"],
        "consumers.us_arms.priority_in: us_arms has its priority nowhere",
    ),
    ("chain", ["consumers.de_wind.thrift_per_year=0.1"], "thrift_per_year has no effect"),
    (
        "chain",
        ["magnet_makers.maker.learning={yield_at_first: 1, t_to_half: 9}"],
        "magnet_makers.maker.learning: It does as well as it ever will",
    ),
    (
        "chain",
        ["magnet_makers.maker.learning={on_spec_at_first: 0.5, t_to_half: 9}"],
        "on_spec_at_first: on_spec_at_first is for oxide: what else is not to grade is scrap",
    ),
    ("chain", ["policy.home_first=[DE]"], "DE has no effect: nobody there sells the same both"),
    (
        "chain",
        ["consumers.us_arms.qualification={days: 90}"],
        "consumers.us_arms.qualification: It has no effect: us_arms buys over one lane",
    ),
    (
        "chain",
        ["magnet_makers.maker.surge={at_once: 1, per_month: 0.1}"],
        "magnet_makers.maker.surge: It has no effect: all capacity is there at once",
    ),
    (
        "chain",
        ["separation_plants.separator.on_spec=0.9"],
        "separator.on_spec: What is not to grade piles up: nobody takes it",
    ),
    (
        "chain",
        [
            "magnet_makers.spare.capacity_t_blanks_per_year=0",
            "projects.wing.facility=spare",
            "lanes.inland.from=spare",
        ],
        "lanes.inland.share: spare opens on 2026-01-15 by plan, but de_wind counts on its share",
    ),
    ("chain", ["metal_makers.smelter.takes_off_spec=true"], "takes_off_spec has no effect"),
    ("chain", ["metal_makers.smelter.first_feed_from=presser"], "first_feed_from has no effect"),
    ("chain", ["metal_makers.smelter.passes_rules_on=false"], "passes_rules_on has no effect"),
    (
        "chain",
        ["learning={metal_makers: {CN: {yield_at_first: 0.9, t_to_half: 9}}}"],
        "learning.metal_makers.CN: None of the metal makers that are new takes it from here",
    ),
    (
        "chain",
        [
            "magnet_makers.spare.capacity_t_blanks_per_year=0",
            "learning={magnet_makers: {JP: {yield_at_first: 0.9, t_to_half: 9, made_before_t: 3}}}",
        ],
        "JP.made_before_t: Not all new plants there have made the same",
    ),
    ("chain", ["projects.wing.curve={half_months: 2}"], "wing.ramp_months: ramp_months means no"),
    ("chain", ["lanes.sea.qualification_days=9"], "qualification_days has no effect"),
    ("chain", ["lanes.sea.transit_drawn=by_shipment"], "transit_days is a plain number"),
    ("chain", ["lanes.sea.consignment_t=2"], "consignment_t has no effect"),
    (
        "chain",
        ["projects.wing={facility: maker, qualification_months: 2}"],
        "qualification_months has no effect: it is for offtake lanes",
    ),
    (
        "chain",
        ["consumers.us_ev={demand_t_per_year: 0, growth_per_year: 0.1}"],
        "us_ev.growth_per_year: growth_per_year has no effect: its demand is 0",
    ),
    (
        "chain",
        ["lanes.inland={share: null, standby: 1}"],
        "standby: Only stand-by lanes bring de_wind magnets",
    ),
    (
        "chain",
        ["mines.hill.seasons=[{first: 01-01, last: 02-01, factor: 1}]"],
        "mines.hill.seasons.0.factor: A season with the factor 1 changes nothing",
    ),
    (
        "chain",
        ["mines.hill.seasons=[{first: 02-30, last: 03-05, factor: 0.5}]"],
        "mines.hill.seasons.0.first: '02-30' is not a day of the year",
    ),
    (
        "chain",
        ["mines.hill.seasons=[{first: 02-29, last: 06-31, factor: 0.5}]"],
        "mines.hill.seasons.0.last: '06-31' is not a day of the year",
    ),
    (
        "chain",
        ["consumers.us_ev.daily_variation={uniform: [0, 1]}"],
        "us_ev.daily_variation: Its mean is 0.5: on average demand is so many times as written",
    ),
    ("chain", [FIRMS % "order_up_to_t: 9"], "us_ev.firms: firms has no effect: they share out"),
    ("chain", [FIRMS % "stock_days: 0"], "us_ev.firms: firms has no effect: stock_days is 0"),
    (
        "chain",
        [FIRMS % "demand_t_per_year: 0"],
        "us_ev.firms: firms has no effect: its demand is 0",
    ),
    (
        "chain",
        ["consumers.us_ev.firms={stock_days_factor: {choice: {2: 1}}}"],
        "consumers.us_ev.firms.stock_days_factor: All firms have 2 times the stock_days",
    ),
    ("chain", ["grades.high_dy.recipe=null"], "grades.high_dy: It has no recipe: its magnets"),
    ("chain", ["consumers.us_ev.sources={demand: paper}"], "A source is given for 'demand'"),
    # Policy and measures.
    ("chain", ["policy.front_load=2"], "policy.front_load: front_load has no effect"),
    ("chain", ["policy.hoarding=2", "disruptions.shut=null"], "policy.hoarding: hoarding has no"),
    ("chain", ["policy.licence_learning_days=9"], "licence_learning_days has no effect"),
    ("chain", ["policy.licence_patience_days=9"], "licence_patience_days has no effect"),
    ("chain", ["policy.allocation=pro_rata"], "policy.allocation: With pro_rata"),
    ("chain", ["measures.short_below=0"], "measures.short_below: No fill rate is below 0"),
    ("chain", ["measures.short_after_days=9999"], "measures.short_after_days: The run has"),
    ("chain", ["measures.line_down_below=0"], "line_down_below: No fill rate is below 0"),
    ("chain", ["valid_from=2026-06-01"], "start: It starts on 2026-01-01; the numbers of its"),
    ("chain", ["measures.line_up_above=0.3"], "measures.line_up_above: A line is up again"),
    # Disruptions.
    ("chain", ["disruptions.shut.orders_when_closed=keep"], "narrowed, and never closed"),
    (
        "chain",
        [BAN % "mode: quota, quota_share: 0.5, orders_when_closed: keep"],
        "narrowed, and never closed",
    ),
    ("chain", [BAN % "mode: licence, orders_when_closed: keep"], "orders wait for licences"),
    ("chain", [BAN % "mode: licence, quota_share: 0.5"], "quota_share has no effect"),
    ("chain", [BAN % "quota_share: 0.5"], "quota_share has no effect with the mode halt"),
    ("chain", [BAN % "quota_period: month"], "quota_period has no effect"),
    ("chain", [BAN % "mode: licence, follows_content: true"], "Licences are given for whole"),
    (
        "chain",
        [BAN % "mode: quota, quota_t: 9, follows_content: true"],
        "Tonnes count whole orders, not the exporter's part",
    ),
    ("chain", [BAN % "third_country_cap: 1"], "No lane of these goods leaves CN for a third"),
    ("chain", [BAN % "licence: {granted: 0}"], "licence has no effect with the mode halt"),
    ("chain", [BAN % "mode: licence, general: {validity_days: 9}"], "general has no effect"),
    ("chain", [BAN % "mode: licence, inspection: {days: 9}"], "inspection has no effect"),
    ("chain", [BAN % "content_threshold: 0.01"], "content_threshold has no effect"),
    (
        "chain",
        [
            "disruptions.list={kind: entity_listing, exporter: CN, entities: [us_ev], "
            "content_threshold: 0.01}"
        ],
        "content_threshold has no effect",
    ),
    (
        "chain",
        ["disruptions.fire={kind: outage, facilities: [maker], recovery: {days: 9}}"],
        "recovery has no effect: it never ends",
    ),
    (
        "chain",
        [
            "metal_makers.smelter.capacity_t_metal_per_year=null",
            "disruptions.fire={kind: outage, facilities: [smelter], duration_days: 9, "
            "recovery: {days: 9}}",
        ],
        "recovery has no effect: a part of an unlimited capacity",
    ),
    ("chain", ["disruptions.shut.factor=1"], "shut.factor: With factor: 1 it changes nothing"),
    (
        "chain",
        ["disruptions.late={kind: project_slip, projects: [wing], months: 0}"],
        "late.months: With months: 0 it changes nothing",
    ),
    (
        "chain",
        ["projects.wing.first_product=2027-01-01", LATE],
        "late.projects.0: wing is planned for 2027-01-01, after the end",
    ),
    (
        "chain",
        ["disruptions.shut.start={uniform: [60, 300]}"],
        "shut.start: In 75% of the histories it starts after the horizon",
    ),
    (
        "chain",
        ["disruptions.shut.announced=2026-01-21"],
        "shut.announced: It is announced on 2026-01-21, after its start on 2026-01-20",
    ),
    (
        "chain",
        ["disruptions.shut={announced: 2026-01-05, announced_days_before: 9}"],
        "shut.announced_days_before: It is announced on 2026-01-05, and so many days before",
    ),
    (
        "chain",
        [BAN % "announced_days_before: 9, trigger: {after: shut}"],
        "announced_days_before: What sets it off is not known before",
    ),
    (
        "chain",
        [BAN % "trigger: {consumers: [us_ev], cover_days_below: 20}"],
        "trigger.cover_days_below: They want to keep 14 days at most: it is set off from the",
    ),
    (
        "licences",
        ["disruptions.regime.end=2026-02-01", CHANGE % "start: 2026-02-01"],
        "change.control: regime is over then: it changes nothing",
    ),
    (
        "licences",
        ["disruptions.regime.start=2026-03-01", CHANGE % "duration_days: 50"],
        "change.control: regime is not yet in force then: it changes nothing",
    ),
    (
        "licences",
        ["disruptions.regime.general={validity_days: 40, renewed_ahead_days: 40}"],
        "renewed_ahead_days: The next one is applied for 40 days before the end of one",
    ),
    # Stockpiles.
    (
        "reserve",
        [f"{RESERVE}.release_t_per_day=0"],
        "With release_t_per_day: 0 it releases nothing",
    ),
    ("reserve", [f"{RESERVE}.trigger_days=0"], "With trigger_days: 0 it releases nothing"),
    (
        "reserve",
        [f"{VAULT}.release.rate_t_per_day=0"],
        "With rate_t_per_day: 0 it releases nothing",
    ),
    (
        "reserve",
        [f"{VAULT}.release.rate_t_per_day={{oxide: 0, metal: 1}}"],
        f"{VAULT}.release.rate_t_per_day.oxide: With oxide: 0 it releases nothing",
    ),
    ("reserve", [f"{VAULT}.members.us_ev.need_share=0"], "need_share: 0 us_ev may draw nothing"),
    ("reserve", [f"{VAULT}.fill.budget_musd=0"], "With budget_musd: 0 it buys nothing"),
    (
        "reserve",
        [f"{VAULT}.release={{kept_back: 1, kept_for: nobody}}"],
        "release.kept_back: All is kept back, for nobody",
    ),
    (
        "reserve",
        [f"{VAULT}.release.stop.cover_days_above=9"],
        "It stops above 9 days of cover, and starts again below 10",
    ),
    ("reserve", [f"{RESERVE}.fill_t={{standard: 1}}"], f"{RESERVE}.fill_days: fill_t replaces"),
    (
        "reserve",
        [f"{VAULT}.holds.oxide.fill_t={{dy: 1}}"],
        f"{VAULT}.holds.oxide.fill_days: fill_t replaces",
    ),
    (
        "reserve",
        [f"{VAULT}.holds.metal.fill.surplus_of=[US]"],
        "What plants make beyond what is ordered is oxide, not metal",
    ),
    (
        "reserve",
        [f"{VAULT}.holds.oxide.fill={{target_days: 9, surplus_of: [US]}}"],
        "lanes.vault_oxide.to: vault buys surplus, and orders nothing over lanes",
    ),
    (
        "reserve",
        [f"{VAULT}.holds.oxide.fill={{target_days: 9, surplus_of: [heavies]}}"],
        "surplus_of: None of these is a separation plant with surplus",
    ),
    ("reserve", [f"{RESERVE}.usable_over_days=9"], "usable_over_days has no effect"),
    ("reserve", [f"{RESERVE}.stand_down_days=9"], "stand_down_days has no effect"),
    (
        "reserve",
        [f"{RESERVE}={{members: [us_ev], allocation: defence_first}}"],
        "It serves defence first, but no member",
    ),
    ("reserve", [f"{VAULT}.allocation=pro_rata"], "us_ev.value_musd_per_t: value_musd_per_t has"),
    (
        "reserve",
        [f"{VAULT}={{finance: null, members: {{DE: {{fee_musd_per_year: 1}}}}}}"],
        "DE.fee_musd_per_year: fee_musd_per_year has no effect: the stockpile keeps no books",
    ),
    (
        "reserve",
        [f"{VAULT}.members={{US: {{fee_musd_per_year: 1}}, us_arms: {{}}}}"],
        "US.fee_musd_per_year: fee_musd_per_year has no effect: all here pay",
    ),
    ("reserve", [f"{VAULT}.release.kept_for=nobody"], "kept_for has no effect"),
    ("reserve", [f"{VAULT}.release.stop=null"], f"{VAULT}.release.refill: refill has no effect"),
    *(
        ("reserve", [f"{VAULT}.finance={{loan_musd: 0, {term}}}"], f"{key} has no effect: it may")
        for key, term in (
            ("loan_years", "loan_years: 9"),
            ("interest_per_year", "interest_per_year: 0.1"),
            ("drawn", "drawn: at_start"),
            ("repayment", "repayment: bullet"),
        )
    ),
    ("reserve", [f"{VAULT}.finance.sources={{loan: paper}}"], "A source is given for 'loan'"),
    # Uncertain numbers.
    ("chain", ["uncertainty={widths: {price: {B: 1}}}"], "no uncertain price has a best source"),
    ("chain", ["uncertainty={values: {consumers.us_ev.grades: 1}}"], "No sourced number stands"),
    ("chain", ["uncertainty={values: {grades.high_dy.recipe.dy: 1}}"], "one such number for all"),
    # Prices.
    ("prices", ["market.tariffs={AU: 0.1}"], "market.tariffs.AU: Nobody consumes in AU"),
    ("prices", ["market.floors.reef.from=2040-01-01"], "floors.reef.from: It begins on 2040"),
    ("prices", ["market.floors.reef.until=2020-01-01"], "floors.reef.until: It ends on 2020"),
    ("prices", ["market.floors.reef.upside_from=2026-02-01"], "upside_from has no effect"),
    (
        "prices",
        ["market.floors.plenty={until: 2026-03-01, upside_from: 2026-04-01}"],
        "upside_from has no effect: the floor is over on 2026-03-01",
    ),
    ("prices", ["market.floors.reef.strike_usd_per_kg=0"], "a strike price of 0: it pays nothing"),
    (
        "prices",
        ["projects.wing={facility: kuantan}"],
        "market.projects.wing: It has no effect: kuantan has a floor for dy",
    ),
    ("prices", ["market.projects.wing.cancelled=true"], "slip_months has no effect"),
]
"""Worlds, settings, and what is said."""


@pytest.mark.parametrize(("world", "settings", "says"), WITHOUT_EFFECT, ids=lambda x: str(x)[-60:])
def test_a_key_without_effect_is_told(world, settings, says):
    found = list(told(world, tuple(settings)))
    assert any(says in one for one in found), found


@pytest.mark.parametrize("world", ["chain", "licences", "reserve", "long", "prices"])
def test_the_worlds_themselves_have_none(world):
    """So what is said above is said of the settings."""
    assert [one.path for one in loaded(world, ()).warnings] == []
