"""Costs, stocks, output, trade and exposure that are measured: the same bytes however a run is made."""

from tests.integration.shell import RANDOM, made

ASKED = (
    *(
        *RANDOM,
        "--no-figures",
        "--set",
        "measures={stocks: all, daily_stocks: [maker], trade: true, exposure: [CN]}",
    ),
    *("--set", "consumers.motors.holding_usd_per_t_day={uniform: [1, 2]}"),
)


def test_a_run_that_goes_on_and_one_on_two_workers_write_the_same_bytes(tmp_path):
    at_once = made(tmp_path / "at_once", *ASKED, "-n", "128", "--workers", "2")
    assert {
        "costs.csv",
        "stocks.csv",
        "daily_stocks.csv",
        "exposure.csv",
        "output.csv",
        "trade.csv",
    } <= at_once.keys()
    made(tmp_path / "first", *ASKED, "-n", "64", "--workers", "1")
    assert made(tmp_path / "first", *ASKED, "-n", "128", "--workers", "1") == at_once
