"""Measured stocks in a scenario file."""

import pytest

from sim.scenario.load import load
from tests.chain import CHAIN, problems, write


@pytest.mark.parametrize(
    ("setting", "path", "says"),
    [
        ("measures.stocks=[pits]", "measures.stocks.0", "no facility or consumer 'pits'"),
        ("measures.daily_stocks=[reserve]", "measures.daily_stocks.0", "'reserve'"),
        ("measures.stocks=every", "measures.stocks", "'every' is not one of: all"),
    ],
)
def test_whose_stocks_cannot_be_measured_is_refused(setting, path, says, tmp_path):
    (problem,) = problems(write(tmp_path, CHAIN), [setting])
    assert problem.path == path
    assert says in f"{problem.message} {problem.remedy}"


def test_a_stock_of_who_deals_in_nothing_is_refused(tmp_path):
    settings = ["recyclers.idle={country: CN, recovery: {dy: 0.9}}", "measures.stocks=[pit, idle]"]
    found = {one.path: one.message for one in problems(write(tmp_path, CHAIN), settings)}
    assert "idle holds nothing: no lane touches it" in found["measures.stocks.1"]


def test_stocks_of_some_and_of_all_are_taken_without_a_word(tmp_path):
    settings = ["measures.stocks=[pit, us_ev]", "measures.daily_stocks=all"]
    assert load(write(tmp_path, CHAIN), settings).warnings == load(write(tmp_path, CHAIN)).warnings
