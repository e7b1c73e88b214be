"""Runs by several criteria: which wins by each, targets, and when they may not be judged at all."""

import csv
import io
import json
from dataclasses import replace
from functools import cached_property

import numpy as np
import pytest

from sim.cli.compare_screen import screen
from sim.compare import compare
from sim.compare.files import csv_of, json_of, robust_csv_of
from sim.compare.markdown import markdown_of
from sim.compare.pairing import UnpairedError
from sim.compare.robust import Robust, disagreements, read_robust_target, ties
from sim.compare.tidy import robust_header
from sim.output.outcomes import Outcome
from sim.scenario.limit import LimitError
from tests.unit.compare_runs import SHORT, Synthetic, several

GAMBLE = (10.0, 10.0, 10.0, 10.0), (0.0, 5.0, 12.0, 22.0)
"""Shortfall days of a safe run and a risky one, by history; of many histories a draw of the latter
has a mean of 9."""


def gambled(histories):
    if histories <= 4:
        return GAMBLE[1][:histories]
    return np.random.default_rng(1).choice(
        (0.0, 5.0, 12.0, 22.0), histories, p=(0.25, 0.3, 0.2, 0.25)
    )


class Fixed(Synthetic):
    """A run whose shortfall days are those of a table, in every group."""

    @cached_property
    def outcomes(self):
        days = np.full(self.histories, 10.0)
        if self.name == "risky":
            days = np.array(gambled(self.histories))
        return tuple(
            Outcome(group, measure, "d", values)
            for group in self.groups
            for measure, values in (("shortfall_days", days), ("time_to_survive", 100.0 - days))
        )


def gamble(histories=4):
    safe = Fixed(name="safe", histories=histories, changes=SHORT)
    return compare([safe, replace(safe, name="risky")])


def row(robust, comparison, measure="shortfall_days"):
    rows = robust.rows(comparison.table)
    return next(r for r in rows if (r.row.group, r.row.measure) == ("US", measure))


def test_the_safe_run_and_the_risky_one_each_win_by_some_criteria():
    found = gamble()
    one = row(Robust(found), found)
    assert {name: of.found for name, of in one.by.items()} == {
        "mean": (10.0, 9.75),
        "worst_tenth": (10.0, 22.0),
        "regret_mean": (3.75, 3.5),
        "regret_q90": pytest.approx((8.5, 9.0)),
        "regret_max": (10.0, 12.0),
    }
    assert {name: of.best for name, of in one.by.items()} == {
        "mean": (1,),
        "worst_tenth": (0,),
        "regret_mean": (1,),
        "regret_q90": (0,),
        "regret_max": (0,),
    }
    assert one.disagree


def test_four_histories_do_not_tell_the_two_apart():
    found = gamble()
    one = row(Robust(found), found)
    assert one.tied == (0, 1)
    assert [*disagreements([one], found.labels)] == []
    assert [*ties([one], found.labels)] == [
        "US, shortfall_days: a tie: risky by mean, mean regret; safe by worst tenth, regret in 90 "
        "%, largest regret; within the intervals safe or risky may be best by all of them."
    ]


def test_many_histories_do():
    """The mean is 1 day apart with an error of 0.4; a tenth of the histories are far worse."""
    found = gamble(400)
    one = row(Robust(found), found)
    assert one.by["mean"].tied == one.by["regret_mean"].tied == (1,)
    assert one.by["worst_tenth"].tied == one.by["regret_max"].tied == (0,)
    assert one.tied == ()
    assert [*ties([one], found.labels)] == []
    assert [*disagreements([one], found.labels)] == [
        "US, shortfall_days: which run is best depends: risky by mean, mean regret; safe by worst "
        "tenth, regret in 90 %, largest regret."
    ]


def test_a_measure_of_which_more_is_better_is_the_same_choice():
    found = gamble()
    days, survived = (row(Robust(found), found, m) for m in ("shortfall_days", "time_to_survive"))
    assert [of.best for of in survived.by.values()] == [of.best for of in days.by.values()]
    assert survived.by["worst_tenth"].found == (90.0, 78.0)
    assert survived.by["regret_max"] == days.by["regret_max"]
    low, high = days.by["mean"].ends[1]
    assert survived.by["mean"].ends[1] == pytest.approx((100.0 - high, 100.0 - low))


def test_a_single_history_leaves_nothing_to_disagree_about():
    found = gamble(1)
    one = row(Robust(found), found)
    assert one.by["worst_tenth"].found == one.by["mean"].found == (10.0, 0.0)
    assert {of.best for of in one.by.values()} == {(1,)}
    assert [*disagreements([one], found.labels)] == [*ties([one], found.labels)] == []


def test_equal_runs_win_together():
    runs = [replace(one, pace=1.0) for one in several(2)]
    found = compare(runs, ("one", "other"))
    one = row(Robust(found), found)
    assert one.is_same
    assert not one.disagree
    assert "The same in every history of all runs:" in screen(found, found.table, Robust(found))


@pytest.mark.parametrize(
    ("target", "shares", "kept"),
    [
        ("shortfall_days[US] <= 10", (1.0, 0.5), None),
        ("shortfall_days[US, EU] < 10 with 50%", (0.0, 0.5), (False, True)),
        ("time_to_survive[US] >= 88 with 75%", (1.0, 0.75), (True, True)),
    ],
)
def test_the_share_of_the_worlds_that_meet_a_target(target, shares, kept):
    found = gamble()
    (one,) = Robust(found, [read_robust_target(target)]).targets
    assert one.shares.found == shares
    assert one.kept == kept


def test_a_target_takes_part_in_the_verdict():
    found = gamble(1)
    target = read_robust_target("shortfall_days[US] <= 10")
    one = row(Robust(found, [target]), found)
    assert one.by[target.text].best == (0, 1)
    assert not one.disagree


@pytest.mark.parametrize(
    ("target", "says"),
    [
        (
            "shortfall_days[US] >= 10",
            "lower shortfall_days is better, so that >= is no target. Write shortfall_days",
        ),
        ("mean shortfall_days[US] <= 10", "no world meets a mean"),
        ("saved_t[US] <= 10", "neither better nor worse"),
        ("shortfall_days <= 10", "'shortfall_days <= 10' is no target"),
        ("shortfall_dayz[US] <= 10", "Did you mean 'shortfall_days'?"),
    ],
)
def test_what_is_no_target_is_refused(target, says):
    with pytest.raises(LimitError, match=says.replace("?", r"\?")):
        read_robust_target(target)


def test_a_target_of_what_a_run_has_not_is_refused():
    with pytest.raises(LimitError, match="There is no group 'USA'"):
        Robust(gamble(), [read_robust_target("shortfall_days[USA] <= 10")])
    with pytest.raises(LimitError, match="not every run has unmet_t"):
        Robust(gamble(), [read_robust_target("unmet_t[US] <= 10")])


def test_runs_that_have_not_met_the_same_histories_are_refused():
    one, two = several(2)
    other = replace(two, seed=2)
    with pytest.raises(UnpairedError, match="seed 2, no-stockpile has 1"):
        Robust(compare([one, other]))
    longer = replace(two, changes=())
    with pytest.raises(UnpairedError, match="their days do not compare"):
        Robust(compare([one, longer]))


def test_runs_in_other_worlds_are_no_choice():
    one, two = several(2)
    uncertain = replace(two, changes=(*two.changes, ("uncertainty", "from_grades")))
    says = "is in prior worlds, no-stockpile in the central world"
    with pytest.raises(UnpairedError, match=says):
        Robust(compare([one, uncertain]))
    central = replace(uncertain, changes=(*uncertain.changes, ("worlds", "central")))
    Robust(compare([one, central]))
    own = replace(uncertain, changes=(*two.changes, ("uncertainty", {"common": 0.3})))
    Robust(compare([replace(uncertain, name="no-stockpile"), own]))


def test_only_histories_that_all_runs_have_count():
    one, two, three = several(3)
    found = compare([one, replace(two, histories=8), replace(three, histories=12)])
    robust = Robust(found)
    assert robust.histories == 8
    least = compare([replace(run, histories=8) for run in (one, two, three)])
    assert row(robust, found).by == row(Robust(least), least).by


def test_what_is_certain_is_exact_and_tells_runs_apart():
    """A run without chance keeps a target or not, however few histories the other has."""
    safe = replace(gamble().runs[0], changes=(*SHORT, ("disruptions", {})))
    assert not safe.is_random
    found = compare([safe, replace(safe, name="risky")])
    robust = Robust(found, [read_robust_target("shortfall_days[US] <= 5")])
    one = row(robust, found)
    assert robust.histories == 1
    assert {of.tied for of in one.by.values()} == {(1,)}
    assert all(low == high for of in one.by.values() for low, high in of.ends)


@pytest.mark.parametrize("histories", [4, 400])
def test_files_say_what_the_screen_says(histories):
    found = gamble(histories)
    target = "shortfall_days[US] <= 10"
    robust = Robust(found, [read_robust_target(target)])
    rows = list(csv.DictReader(io.StringIO(robust_csv_of(robust, found.table))))
    assert list(rows[0]) == robust_header(robust)
    us = [r for r in rows if (r["kind"], r["group"], r["measure"]) == US]
    one = row(robust, found)
    for name, judged in one.by.items():
        for at, line in enumerate(us):
            low, high = judged.ends[at]
            for key, number in (
                (name, judged.found[at]),
                (f"{name}_low", low),
                (f"{name}_high", high),
            ):
                told = float(line[key]) if line[key] else None
                assert told == (pytest.approx(number, rel=1e-5) if np.isfinite(number) else None)
    assert us[0]["best_by"] == f"worst_tenth; regret_q90; regret_max; {target}"
    assert (us[0]["tied_by"] == "") == (histories == 400)
    content = json.loads(json_of(found, found.table, robust))
    assert len(content["robust"]) == len(rows)
    assert content["targets"][1]["run"] == "risky"
    assert content["targets"][1]["share"] == pytest.approx(one.by[target].found[1])
    assert content["targets"][1]["tied"] == (histories == 4)
    assert "robust" not in json.loads(json_of(found, found.table))
    (said,) = {4: content["ties"], 400: content["disagreements"]}[histories][:1]
    shown = screen(found, found.table, robust)
    head = {
        4: "Within their intervals the criteria do not disagree:",
        400: "The criteria disagree:",
    }
    assert f"{head[histories]}\n  {said}" in shown
    assert said in markdown_of(found, found.table, robust)
    assert "\n## Across histories\n" in markdown_of(found, found.table, robust)
    assert "Across histories" not in markdown_of(found, found.table)


def test_printed_csv_has_the_criteria_beside_the_differences():
    found = gamble(400)
    robust = Robust(found, [read_robust_target("shortfall_days[US] <= 10")])
    rows = list(csv.DictReader(io.StringIO(csv_of(found, found.table, robust))))
    alone = list(csv.DictReader(io.StringIO(csv_of(found, found.table))))
    assert [{key: line[key] for key in alone[0]} for line in rows] == alone
    beside = {
        tuple(r[k] for k in KEY): r
        for r in csv.DictReader(io.StringIO(robust_csv_of(robust, found.table)))
    }
    for line in rows:
        criteria = {
            k.removeprefix("robust_"): v for k, v in line.items() if k.startswith("robust_")
        }
        assert criteria.items() <= beside[tuple(line[k] for k in KEY)].items()
        assert criteria["worst_tenth_low"]


US = ("region", "US", "shortfall_days")
KEY = ("kind", "group", "measure", "run")
