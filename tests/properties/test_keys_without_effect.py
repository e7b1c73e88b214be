"""A key that has no effect beside what else is written is told to whoever wrote it."""

import pytest

from tests.properties.keys.evidence import loaded, told

BAN = "disruptions.ban={kind: export_control, exporter: CN, goods: [magnets], %s}"
RESERVE, VAULT = "stockpiles.reserve", "stockpiles.vault"

WITHOUT_EFFECT = [
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
    ("chain", ["magnet_makers.spare.in_house_return=0.5"], "in_house_return has no effect"),
    ("chain", ["magnet_makers.spare.scrap_collected=0.5"], "scrap_collected has no effect"),
    ("chain", ["consumers.de_wind.thrift_per_year=0.1"], "thrift_per_year has no effect"),
    ("chain", ["lanes.sea.qualification_days=9"], "qualification_days has no effect"),
    ("chain", ["lanes.sea.transit_drawn=by_shipment"], "transit_days is a plain number"),
    ("chain", ["lanes.sea.consignment_t=2"], "consignment_t has no effect"),
    (
        "chain",
        ["projects.wing={facility: maker, qualification_months: 2}"],
        "qualification_months has no effect: it is for offtake lanes",
    ),
    ("chain", ["consumers.us_ev.sources={demand: paper}"], "A source is given for 'demand'"),
    # Policy and measures.
    ("chain", ["policy.front_load=2"], "policy.front_load: front_load has no effect"),
    ("chain", ["policy.hoarding=2", "disruptions.shut=null"], "policy.hoarding: hoarding has no"),
    ("chain", ["policy.licence_learning_days=9"], "licence_learning_days has no effect"),
    ("chain", ["policy.licence_patience_days=9"], "licence_patience_days has no effect"),
    ("chain", ["policy.allocation=pro_rata"], "policy.allocation: With pro_rata"),
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
    # Stockpiles.
    ("reserve", [f"{RESERVE}.fill_t={{standard: 1}}"], f"{RESERVE}.fill_days: fill_t replaces"),
    (
        "reserve",
        [f"{VAULT}.holds.oxide.fill_t={{dy: 1}}"],
        f"{VAULT}.holds.oxide.fill_days: fill_t replaces",
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
    # Prices.
    ("prices", ["market.tariffs={AU: 0.1}"], "market.tariffs.AU: Nobody consumes in AU"),
    ("prices", ["market.floors.reef.from=2040-01-01"], "floors.reef.from: It begins on 2040"),
    ("prices", ["market.floors.reef.until=2020-01-01"], "floors.reef.until: It ends on 2020"),
    ("prices", ["market.floors.reef.upside_from=2026-02-01"], "upside_from has no effect"),
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
