"""A market that cannot be meant is refused, with its place and a remedy."""

import pytest

from sim.scenario.load import load
from tests.chain import CHAIN, problems, write

GOOD = """\
market:
  normal_usd_per_kg:
    china: {ndpr: 48, dy: 226}
    outside: {ndpr: 48, dy: 280}
  demand: {sectors: {wind: -0.1}}
  tariffs: {ALLIES: {2026-01-01: 0, 2026-06-01: 0.25}}
  floors:
    one: {facilities: [separator], element: dy, strike_usd_per_kg: 300, from: 2026-02-01}
"""


def test_a_good_market_is_accepted(tmp_path):
    found = load(write(tmp_path, CHAIN + GOOD)).scenario.market
    assert found is not None
    assert found.flexibility == 0.7
    assert found.floors["one"].strike_usd_per_kg == 300


@pytest.mark.parametrize(
    ("old", "new", "path", "message"),
    [
        ("outside: {ndpr: 48, dy: 280}", "outside: {ndpr: 48}", "market.normal_usd_per_kg", "dy"),
        (
            "china: {ndpr: 48, dy: 226}",
            "china: {ndpr: 48, dj: 226}",
            "",
            "There is no element 'dj'",
        ),
        ("{wind: -0.1}", "{winds: -0.1}", "market.demand.sectors.winds", "Did you mean"),
        ("-0.1}", "0.1}", "market.demand.sectors.wind", "at most 0"),
        ("facilities: [separator]", "facilities: [smelter]", "facilities.0", "sells neither"),
        ("facilities: [separator]", "facilities: [separater]", "facilities.0", "Did you mean"),
        ("from: 2026-02-01", "from: 2026-02-01, until: 2026-01-01", "floors.one.until", "before"),
        ("element: dy", "element: tb", "floors.one.element", "There is no element 'tb'"),
        ("{ALLIES:", "{ALLY:", "market.tariffs.ALLY", "There is no place 'ALLY'"),
        (
            "  demand:",
            "  supply: {elasticity: 1, long_run: 0.5}\n  demand:",
            "market.supply.long_run",
            "which it includes",
        ),
        (
            "  demand:",
            "  projects: {mor: {element: dy, below_usd_per_kg: 1}}\n  demand:",
            "market.projects.mor",
            "There is no project 'mor'",
        ),
        ("  demand:", "  fall_days: 0\n  demand:", "market.fall_days", "above 0"),
        ("  demand:", "  china: [XX]\n  demand:", "market.china.0", "There is no place 'XX'"),
    ],
)
def test_a_mistake_gives_one_finding(tmp_path, old, new, path, message):
    assert GOOD.count(old) == 1
    (found,) = problems(write(tmp_path, CHAIN + GOOD.replace(old, new)))
    assert path in found.path
    assert message in f"{found.message} {found.remedy}"


def test_a_market_without_oxide_and_metal_is_refused(tmp_path):
    text = CHAIN.replace("  oxide: {good: oxide, from: separator, to: smelter, share: 1}\n", "")
    text = text.replace("  metal: {good: metal, from: smelter, to: maker, share: 1}\n", "")
    text = text.replace("  ore: {good: concentrate, from: pit, to: separator, share: 1}\n", "")
    found = problems(write(tmp_path, text + GOOD))
    assert any("nothing sets a price" in one.message for one in found)


def test_a_project_decided_before_the_start_is_warned_of(tmp_path):
    rule = "  projects: {more: {element: dy, below_usd_per_kg: 1}}\n"
    (found,) = load(write(tmp_path, CHAIN + GOOD + rule)).warnings
    assert found.path == "market.projects.more.lead_months"
    assert "24 months before 2027-01-01" in found.message
