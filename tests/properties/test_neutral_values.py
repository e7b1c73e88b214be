"""A value that means nothing changes nothing, to the bit."""

import pytest

from tests.properties.keys.evidence import moved, record

CLOSED = ["disruptions.shut.factor=0"]
IN_FORCE = "start: 2026-01-10, duration_days: 30"
CALM = ["disruptions.shut=null"]
BUILDS = "consumers.us_ev.output={musd_per_t: 1}"
BUILT = "{build: {start: 2025-12-15, months: 1, late_months: 0, fails: 0, cause: labour}}"
"""Leads to the date of first product that is written."""

NEUTRAL: list[tuple[str, list[str], str]] = [
    # What goes wrong, and does not.
    *(
        ("chain", CLOSED, f"disruptions.test={{{event}, {IN_FORCE}}}")
        for event in (
            "kind: lane_closure, lanes: [sea, melt], factor: 1",
            "kind: lane_closure, lanes: [sea, melt], probability: 0",
            "kind: lane_closure, lanes: [melt], stops: transit, probability: 0",
            "kind: feed_loss, plants: [smelter], share_lost: 0",
            "kind: demand_shock, consumers: [us_ev, DE], factor: 1",
            "kind: demand_shock, consumers: [us_ev], factor: 5, probability: 0",
            "kind: outage, facilities: [maker, pit, again], capacity_factor: 1",
            "kind: outage, facilities: [maker], capacity_factor: 1, recovery: {days: 30}",
            "kind: outage, facilities: [maker], capacity_factor: 1, work_in_process: lost",
            "kind: outage, facilities: [port, yard, maker], capacity_factor: 1, stock_lost: 0",
            "kind: outage, facilities: [maker], stock_lost: 1, probability: 0",
            "kind: entity_listing, exporter: CN, entities: [us_ev], probability: 0",
            "kind: export_control, exporter: CN, goods: [magnets], probability: 0",
            "kind: export_control, exporter: CN, goods: [magnets], mode: quota, quota_t: 1.0e+9",
            "kind: export_control, exporter: CN, goods: [magnets], mode: licence, probability: 0",
            "kind: export_control, exporter: CN, goods: [magnets], mode: quota, quota_share: 1, "
            "follows_content: true, destinations: [US], third_country_cap: 1000",
        )
    ),
    (
        "chain",
        CALM,
        "disruptions.test={kind: export_control, exporter: CN, goods: [magnets, metal], "
        "mode: quota, quota_share: 1}",
    ),
    *(
        ("chain", CLOSED, f"disruptions.test={{{event}, start: 2026-01-10, duration_days: 0}}")
        for event in (
            "kind: lane_closure, lanes: [melt]",
            "kind: outage, facilities: [maker], stock_lost: 1, work_in_process: lost",
            "kind: demand_shock, consumers: [us_ev], factor: 5",
            "kind: export_control, exporter: CN, goods: [magnets]",
        )
    ),
    ("chain", CLOSED, "disruptions.test={kind: project_slip, projects: [wing], months: 0}"),
    ("chain", CLOSED, "disruptions.test={kind: project_cancel, projects: [wing], probability: 0}"),
    ("chain", CLOSED, f"projects.wing.milestones={BUILT}"),
    *(
        ("chain", [*CLOSED, f"projects.wing.milestones={BUILT}"], f"disruptions.test={{{event}}}")
        for event in (
            "kind: project_slip, causes: [labour], months: 9, probability: 0",
            "kind: project_slip, causes: [labour], months: 0",
            "kind: project_slip, causes: [labour], months: 9, start: 2026-01-15",  # it stands by then
            "kind: project_slip, causes: [labour], duration_days: 0",
            "kind: lane_closure, lanes: [melt], trigger: {given_up: wing}",
            "kind: lane_closure, lanes: [melt], trigger: {late: wing, months: 0}",
        )
    ),
    ("chain", CLOSED, "disruptions.shut={recurs: {after_days: 9, times: 1}}"),
    # Those who make, carry and use.
    ("chain", CLOSED, "mines.hill.seasons=[{first: 01-10, last: 04-01, factor: 1}]"),
    ("chain", CLOSED, "mines.hill.location={latitude: 40, longitude: -100}"),
    ("chain", CLOSED, "consumers.us_ev.location={latitude: 40, longitude: -100}"),
    ("chain", CLOSED, "magnet_makers.maker.recipe_factor={ndpr: 1, dy: 1}"),
    ("chain", CLOSED, "magnet_makers.spare.in_house_return=0"),
    ("chain", CLOSED, "separation_plants.heavies.residue={}"),
    ("chain", CLOSED, "separation_plants.separator.surplus_above_days=36525"),
    (
        "chain",
        [*CLOSED, "separation_plants.heavies.capacity_t_reo_per_year=9"],
        "separation_plants.heavies.feed_surplus_above_days=36525",
    ),
    ("chain", CLOSED, "separation_plants.presser.surplus_kept=0"),
    ("chain", CLOSED, "metal_makers.smelter.capacity_t_metal_per_year={2026-01-01: 70}"),
    ("chain", CLOSED, "consumers.us_ev={growth_per_year: 0, thrift_per_year: 0}"),
    ("chain", CLOSED, "consumers.us_ev.growth_per_year={2025-01-01: 0, 2026-02-01: 0}"),
    ("chain", CLOSED, "consumers.us_ev.daily_variation={choice: {1: 1}}"),
    ("chain", CLOSED, "consumers.us_ev.stock_days={choice: {14: 1}}"),
    ("chain", CLOSED, "consumers.us_ev.firms={stock_days_factor: {choice: {1: 1}}}"),
    ("chain", CLOSED, "lanes.aside.grey={via: VN, premium: 0, intercepted: 0}"),
    ("chain", CLOSED, "lanes.round.grey.capacity_t_per_year=30"),
    ("chain", CLOSED, "lanes.sea={transit_drawn: once}"),
    ("chain", CLOSED, "projects.wing={slip_months: 0, cancel_probability: 0}"),
    ("chain", CLOSED, "projects.wing={owner: firm, kind: new}"),
    ("chain", CLOSED, "projects.wing={qualification_months: 0, curve: linear}"),
    *(
        ("chain", CLOSED, f"{plant}.learning={{yield_at_first: 1, t_to_half: 9}}")
        for plant in (
            "magnet_makers.spare",
            "metal_makers.smelter",
            "separation_plants.presser",
            "recyclers.again",
        )
    ),
    ("chain", CLOSED, "consumers.us_ev.qualification={days: 0}"),
    ("chain", CLOSED, "policy.home_first=[]"),
    ("chain", [*CLOSED, BUILDS], "consumers.us_ev.output.parts_days=0"),
    ("chain", [*CALM, BUILDS], "consumers.us_ev.output.parts_days=30"),
    ("chain", CLOSED, "consumers.us_ev.emergency={after_days: 1.0e+6, saves: 1}"),
    ("chain", CLOSED, "consumers.us_ev.emergency={after_days: 0, saves: 0}"),
    ("chain", CALM, "consumers.us_ev.emergency={after_days: 0, saves: 0.5}"),
    ("chain", CALM, "consumers.us_ev.qualification={days: 500}"),
    *(
        ("chain", CLOSED, f"{maker}.surge={{at_once: 1, per_month: 0}}")
        for maker in ("magnet_makers.maker", "metal_makers.smelter")
    ),
    (
        "chain",
        CLOSED,
        "separation_plants.separator.learning={yield_at_first: 1, on_spec_at_first: 1, t_to_half: 9}",
    ),
    ("chain", CLOSED, "separation_plants.separator.on_spec=1"),
    ("chain", CLOSED, "metal_makers.smelter.takes_off_spec=true"),
    (
        "chain",
        CLOSED,
        "projects.nothing={facility: maker, adds_per_year: 0, first_product: 2026-02-01}",
    ),
    ("chain", CLOSED, "policy={hoarding: 1, front_load: 1}"),
    ("chain", [*CLOSED, "disruptions.shut.announced=2026-01-05"], "policy={front_load: 1}"),
    ("chain", CLOSED, "disruptions.shut.announced=2026-01-05"),
    # Reserves.
    ("reserve", [], "stockpiles.reserve={ageing_per_year: 0, release_t_per_day: 1.0e+9}"),
    ("reserve", [], "stockpiles.reserve.members={us_ev: {need_share: 1}, us_arms: {}}"),
    ("reserve", [], "stockpiles.vault.members.DE={fee_musd_per_year: 0}"),
    ("reserve", [], "stockpiles.vault.release={kept_back: 0, kept_for: nobody}"),
    ("reserve", [], "stockpiles.vault.fill.budget_musd=1.0e+9"),
    ("reserve", [], "stockpiles.vault.fill.price_cap_usd_per_kg=1.0e+9"),
    (
        "reserve",
        [],
        "stockpiles.vault.finance={storage_usd_per_t_year: 0, handling_usd_per_t: 0, "
        "cash_interest_per_year: 0}",
    ),
    ("reserve", [], "stockpiles.empty={country: US, members: [us_ev], fill_days: 0}"),
    (
        "reserve",
        [],
        "disruptions.test={kind: stockpile_order, stockpile: vault, order: pause, probability: 0}",
    ),
    # Licences.
    ("licences", ["disruptions.regime.general=null"], "disruptions.regime.general={share: 0}"),
    (
        "licences",
        ["disruptions.regime.inspection=null"],
        "disruptions.regime.inspection={share: 0}",
    ),
    (
        "licences",
        [],
        "disruptions.test={kind: control_change, control: regime, licence: {granted: 0.7}, "
        "start: 2026-02-01}",
    ),
    (
        "licences",
        [],
        "disruptions.test={kind: control_change, control: regime, suspended: true, probability: 0}",
    ),
    # Prices.
    ("prices", [], "market.tariffs={JP: 0}"),
    ("prices", [], "market.cost_gap=0"),
    ("prices", [], "market.demand.sectors={arms: -0.2}"),
    ("prices", [], "market.floors.reef.upside_share=0"),
    (
        "prices",
        ["market.projects=null"],
        "market.projects={wing: {element: dy, below_usd_per_kg: 0, lead_months: 3}}",
    ),
]
"""A world, settings of both runs, and what means nothing."""


@pytest.mark.parametrize(("world", "settings", "neutral"), NEUTRAL, ids=lambda x: str(x)[:70])
def test_a_neutral_value_changes_nothing(world, settings, neutral):
    one, other = record(world, tuple(settings)), record(world, (*settings, neutral))
    assert [name for name in moved(one, other) if alike(one, other, name)] == []
    assert len(set(one.series) & set(other.series)) > 12


def alike(one, other, name: str) -> bool:
    """Tell whether a series is of the same: what is new (an empty reserve) has rows of its own."""
    both = name in one.series and name in other.series
    return both and one.series[name].ids == other.series[name].ids
