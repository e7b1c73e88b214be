"""A measure is written in one place, and is known wherever measures are asked for."""

import json
from dataclasses import replace

import numpy as np
import pytest

from sim.cli import sweep
from sim.compare.comparison import compare
from sim.compare.rule import read_rule
from sim.compare.select import select
from sim.measures.account import Account
from sim.measures.exposure import Exposure
from sim.measures.measure import REGISTER, better_of, headlines, measure
from sim.measures.observed import Observed, Thresholds
from sim.output.groups import Group
from sim.output.outcomes import outcomes_of
from sim.output.rows import histories_csv
from sim.output.summary import summary_json
from sim.scenario.measured import known_measure
from sim.size.target import TargetError, read_target
from tests import factories, tables
from tests.unit.compare_runs import Synthetic

UNITS = {"d", "day", "t", "number", "1", "MUSD"}
ENDS = {"_days": "d", "_day": "day", "_t": "t", "_musd": "MUSD"}
ALL = Group("all", "all", "All consumers", (0,))


@pytest.fixture(autouse=True)
def as_before():
    """Take out what a test has put in the register."""
    before = dict(REGISTER)
    yield
    REGISTER.clear()
    REGISTER.update(before)


@pytest.fixture
def deepest_shortfall():
    @measure(unit="d", better="lower", caused="measured", headline=True, in_histories=True)
    def deepest_shortfall(seen: Observed) -> np.ndarray:
        """Largest shortfall of any day."""
        return 1.0 - seen.fill.min(axis=0)

    return deepest_shortfall


def seen(**changes):
    """What one consumer saw: 4 of 10 t on the second of three days."""
    one = {
        "members": (0,),
        "demand_each_t": np.full((3, 1, 1), 10.0),
        "served_each_t": np.array([10.0, 4.0, 10.0])[:, None, None],
        "on_hand_each_t": np.zeros((3, 1, 1)),
        "backlog_each_t": None,
        "unmet_each_t": np.full((1, 1, 1), 6.0),
        "caught_up_each_t": np.zeros((1, 1)),
        "destroyed_each_t": None,
        "contents": {"dy": {"plain": 0.05}},
        "grades": ("plain",),
        "onset": np.zeros(1),
        "end": np.zeros(1),
        "thresholds": Thresholds(0.99, 1.0, 0.5, 0.9, 1),
    }
    return Observed(**one | changes)


def test_a_new_measure_is_in_what_a_run_writes(deepest_shortfall):
    run = factories.run(histories=4)
    rows = json.loads(summary_json(run.tables))["rows"]
    us = {row["measure"]: row for row in rows if (row["kind"], row["group"]) == ("region", "US")}
    members = [name.startswith("us_") for name in run.record.consumers]
    demand, served = run.record.demand_t[:, members], run.record.served_t[:, members]
    worst = (1 - served.sum(axis=1) / demand.sum(axis=1)).max(axis=0).mean()
    assert worst > 0
    assert us["deepest_shortfall"]["unit"] == "d"
    assert us["deepest_shortfall"]["mean"] == pytest.approx(worst, rel=1e-5)
    assert us["deepest_shortfall_caused"]["mean"] == pytest.approx(worst, rel=1e-5)
    assert "US.deepest_shortfall" in next(histories_csv(run.tables)).rstrip().split(",")
    assert ("US", "deepest_shortfall") in {(row["group"], row["measure"]) for row in run.summary()}


def test_a_new_measure_is_known_to_comparisons_and_targets(deepest_shortfall):
    base, other = Synthetic(), Synthetic(name="other", pace=2.0)
    for run in (base, other):
        run.__dict__["outcomes"] = tuple(
            replace(o, measure="deepest_shortfall") for o in run.outcomes
        )
    rows = select(compare([base, other]))
    assert {(row.measure, row.better) for row in rows} == {("deepest_shortfall", "lower")}
    assert {row.contrasts[1].mark for row in rows if row.group == "US"} == {"worse"}
    assert known_measure("deepest_shortfall_caused").better == "lower"
    assert read_rule("US.deepest_shortfall>5%").measure == "deepest_shortfall"
    assert read_target("deepest_shortfall[US] <= 0.5 with 95%").sign == "<="
    with pytest.raises(TargetError, match=r"Write deepest_shortfall\[US\] <= 0.5"):
        read_target("deepest_shortfall[US] >= 0.5 with 95%")


def test_a_new_measure_of_a_stockpile_is_measured_with_the_others():
    @measure(unit="MUSD", better="higher")
    def last_cash_musd(account: Account) -> np.ndarray:
        """Cash at the end."""
        return account.money["cash"][-1]

    two = np.array([[1.0, 2.0], [3.0, 5.0]])
    goods = dict.fromkeys(("bought", "paid_musd", "stock"), two[:, None])
    flows = ("cash", "interest_paid", "storage", "handling", "fees", "result")
    account = Account(dict.fromkeys(flows, two), goods, two, two, two[:1])
    found = list(outcomes_of(Group("stockpile", "vault", "The vault", ()), account))
    assert (found[-1].measure, found[-1].unit) == ("last_cash_musd", "MUSD")
    assert found[-1].values.tolist() == [3.0, 5.0]
    assert [outcome.measure for outcome in found] == [
        one.name for one in REGISTER.values() if one.source is Account
    ]


def test_a_measure_that_is_not_defined_gives_nothing():
    found = {outcome.measure for outcome in outcomes_of(ALL, seen())}
    known = {one.name for one in REGISTER.values() if one.source is Observed}
    of_places = {"dependence", "days_met_without"}
    of_output = {"first_output_stop_1pct", "lost_output_days", "lost_products", "lost_output_musd"}
    of_goods = {"goods_short_days", "goods_unmet_t"}
    of_some = of_places | of_output | of_goods | {"saved_t"}
    assert known - found == {"backlog_days", "destroyed_t"} | of_some
    waits = seen(backlog_each_t=np.full((3, 1, 1), 6.0), destroyed_each_t=np.full((1, 1), 2.0))
    values = {outcome.measure: outcome.values.tolist() for outcome in outcomes_of(ALL, waits)}
    assert (values["backlog_days"], values["destroyed_t"]) == ([3.0], [2.0])


def test_a_measure_by_item_gives_a_value_for_each():
    found = {(o.measure, o.item): o.values.tolist() for o in outcomes_of(ALL, seen()) if o.item}
    assert found == {("unmet_grade_t", "plain"): [6.0], ("unmet_element_t", "dy"): [0.05 * 6.0]}


def test_a_measure_by_place_gives_a_value_for_each():
    """Two months, of which the second is one day long: there 1 of 4 t was in one of the places."""
    used = np.array([[8.0], [4.0]])[:, None, :, None]
    part = np.array([[[0.0], [8.0]], [[1.0], [4.0]]])[:, :, None, :, None]
    exposure = Exposure(("CN", "JP"), used, part, np.array([0, 2]))
    found = {
        (o.measure, o.item): o.values.tolist() for o in outcomes_of(ALL, seen(exposure=exposure))
    }
    assert found["dependence", "CN"] == [1 / 12]
    assert found["dependence", "JP"] == [1.0]
    assert found["days_met_without", "CN"] == [1.4 + 0.75]  # all of 1.4 days, three quarters of one
    assert found["days_met_without", "JP"] == [0.0]


def test_of_the_twin_only_what_disruptions_are_compared_with_counts(deepest_shortfall):
    found = [outcome.measure for outcome in outcomes_of(ALL, seen(), of_twin=True)]
    assert found == ["shortfall_days", "unmet_t", "deepest_shortfall"]


def test_a_measure_that_another_one_calls_is_found_once():
    calls = []

    @measure(unit="d", better=None)
    def counted(seen: Observed) -> np.ndarray:
        """Days, counted."""
        calls.append(seen)
        return seen.fill.sum(axis=0)

    @measure(unit="d", better=None)
    def twice(seen: Observed) -> np.ndarray:
        """Days, counted and doubled."""
        return 2.0 * counted(seen)

    one, other = seen(), seen()
    assert [counted(one).tolist(), twice(one).tolist()] == [[2.4], [4.8]]
    assert calls == [one]
    twice(other)
    assert calls == [one, other]


def test_two_measures_of_one_name_are_refused(deepest_shortfall):
    names = set(REGISTER)
    for name in ("fill_rate", "deepest_shortfall_caused", "shortfall_days_caused"):

        def again(seen: Observed) -> np.ndarray:
            """Another."""
            return seen.onset

        again.__name__ = name
        with pytest.raises(ValueError, match=f"two measures {name}"):
            measure(unit="d", better=None)(again)
    assert set(REGISTER) == names


def test_a_measure_by_item_is_not_compared_with_the_twin():
    with pytest.raises(ValueError, match="of_grades: only a measure of all items"):

        @measure(unit="t", better=None, per="grade", caused="measured")
        def of_grades(seen: Observed) -> dict[str, np.ndarray]:
            """By grade."""
            return {}

    assert "of_grades" not in REGISTER


@pytest.mark.parametrize("one", REGISTER.values(), ids=list(REGISTER))
def test_every_measure_has_a_unit_a_direction_and_a_sentence(one):
    assert one.unit in UNITS
    assert all(one.unit == unit for end, unit in ENDS.items() if one.name.endswith(end))
    neither = {"saved_t", "fees_musd", "largest_paper_loss_day"}
    assert (better_of(one.name) is None) == (one.name in neither)
    assert one.meaning.endswith(".")
    assert one.meaning[0].isupper()
    assert ". " not in one.meaning


def test_the_help_of_sweep_names_the_headlines():
    """Without the register, which imports numpy."""
    (option,) = (one for one in sweep.command.params if one.name == "measure")
    assert option.help.startswith(f"What is shown: {', '.join(headlines())}, or another")


@pytest.mark.skipif(not tables.README.exists(), reason="not a checkout")
def test_the_readme_of_the_results_tells_every_measure():
    text = tables.README.read_text(encoding="utf-8")
    assert tables.renewed(text) == text, "renew it: python -m tests.tables"


def test_a_new_measure_has_its_rows_in_the_readme(deepest_shortfall):
    assert tables.table_of(Observed).splitlines()[-2:] == [
        "| `deepest_shortfall` | d | lower | largest shortfall of any day |",
        "| `deepest_shortfall_caused` | d | lower | `deepest_shortfall` less that of the undisrupted twin: history "
        "by history with the same draws, so that a structural shortage is not blamed on the "
        "disruption |",
    ]
    assert (
        "| `<group>.deepest_shortfall` | d | largest shortfall of any day |" in tables.histories()
    )


def test_more_fees_are_no_target():
    with pytest.raises(TargetError, match="neither better nor worse"):
        read_target("fees_musd[vault] <= 3 with 95%")
