"""What a group costs stands in its comparison, where scenarios keep costs."""

from pathlib import Path

from tests.cli.conftest import Call

QUICK = ("--workers", 1, "--no-figures", "-q", "--set", "warm_up_days=30")
COST = "consumers.us_ev.holding_usd_per_t_day"


def test_who_is_asked_for_is_compared_by_what_it_costs_too(call: Call, chain: Path) -> None:
    """Whoever holds more pays more, and whoever is not asked for has no line of costs."""
    runs = [f"{chain.name}@{COST}={rate}" for rate in (20, 40)]
    found = call("compare", *runs, "--group", "us_ev", *QUICK)
    assert found.exit_code == 0, found.stderr
    assert "\ncost_musd (mean, MUSD, lower is better)" in found.stdout
    assert "\nholding_cost_musd (" in found.stdout
    part = found.stdout.partition("\ncost_musd (")[2].partition("\n\n")[0]
    assert part.rstrip().endswith("worse")
    assert "+100 %" in part
    assert "cost_musd" not in call("compare", *runs, *QUICK).stdout
