"""Runs against a baseline: exact differences, pairing, and what cannot be compared."""

from dataclasses import replace

import numpy as np
import pytest

from sim.compare import compare
from sim.compare.comparison import titles_of
from sim.measures.measure import better_of, by_name
from sim.output.outcomes import Outcome
from sim.world.chance.sampling import Sampling
from tests.unit.compare_runs import SHORT, Synthetic, two_mines

HUNDRED = "disruptions.halt.duration_days=100"


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    return tmp_path_factory.mktemp("results")


@pytest.fixture(scope="module")
def base(out):
    return two_mines(out)


def row(comparison, group="US", measure="shortfall_days", item=None):
    found = [
        r
        for r in comparison.table
        if (r.group, r.measure, r.item) == (group, measure, item) and r.kind != "consumer"
    ]
    return found[0]


def contrast(comparison, *which):
    return row(comparison, *which).contrasts[1]


def test_a_known_halt_and_ten_more_days_of_stock(out):
    found = compare(
        [two_mines(out, HUNDRED), two_mines(out, HUNDRED, "consumers.motors.stock_days=40")]
    )
    one = row(found)
    assert [value.mean for value in one.values] == pytest.approx([70.0, 60.0])
    assert one.contrasts[0] is None
    ten = one.contrasts[1]
    assert (ten.difference, ten.low, ten.high) == pytest.approx((-10.0, -10.0, -10.0))
    assert (ten.mark, ten.pairs, ten.share) == ("better", 1, pytest.approx(-1 / 7))
    later = contrast(found, "US", "time_to_survive")
    assert (later.mark, later.difference) == ("better", 10.0)


def test_pairing_takes_the_luck_out(out, base):
    more = two_mines(out, "consumers.motors.stock_days=40")
    ten = contrast(compare([base, more]))
    assert (ten.difference, ten.low, ten.high) == pytest.approx((-10.0, -10.0, -10.0))
    elsewhere = contrast(compare([base, two_mines(out, "consumers.motors.stock_days=40", seed=2)]))
    assert elsewhere.pairs is None
    assert elsewhere.high - elsewhere.low > 20
    assert elsewhere.mark == "within noise"


def test_another_seed_is_said(out, base):
    found = compare([base, two_mines(out, seed=2)])
    assert not found.pairings[1].is_paired
    assert any("not paired" in note and "seed 2" in note for note in found.notes)


@pytest.mark.parametrize("scheme", ["sobol", "latin"])
def test_another_scheme_is_not_paired_and_the_same_one_is(scheme, out, base):
    pytest.importorskip("scipy")
    one = two_mines(out, n=128, sampling=scheme)
    two = two_mines(out, "consumers.motors.stock_days=40", n=128, sampling=scheme)
    assert not compare([base, one]).pairings[1].is_paired
    found = compare([one, two])
    assert found.pairings[1].is_paired
    ten = contrast(found)
    assert (ten.difference, ten.low, ten.high) == pytest.approx((-10.0, -10.0, -10.0))
    hundred = contrast(compare([one, two_mines(out, HUNDRED, n=128, sampling=scheme)]))
    replicas = one.replicates
    values = 70.0 - next(o for o in one.outcomes if o.measure == "shortfall_days").values
    means = [values[replicas == label].mean() for label in np.unique(replicas)]
    assert len(means) < 128
    spread = np.std(means, ddof=1) / np.sqrt(len(means))
    half = (hundred.high - hundred.low) / 2
    if spread:
        assert 1.9 * spread < half < 13 * spread
    else:  # equal means by coincidence: no proof that the difference is exact
        assert half == pytest.approx(2 * values.std(ddof=1) / 128**0.5, rel=0.02)


def test_a_sobol_input_with_another_dimension_is_not_paired():
    one = Synthetic(sampling=Sampling("sobol", inputs={"halt.duration": 3, "other": 5}))
    same = replace(one, sampling=Sampling("sobol", inputs={"halt.duration": 3, "more": 7}))
    moved = replace(one, sampling=Sampling("sobol", inputs={"halt.duration": 4}))
    found = compare([one, same, moved], ["a", "b", "c"])
    assert [pairing.is_paired for pairing in found.pairings] == [True, True, False]


def test_the_same_run_twice_is_the_same(base):
    found = compare([base, base])
    assert found.labels[1] == f"{found.labels[0]} (2)"
    assert {r.contrasts[1].mark for r in found.table} == {"the same"}
    assert found.changes == ()


def test_only_the_numbers_that_are_in_both_are_paired():
    base = Synthetic(name="base", changes=SHORT)
    broken = replace(base, name="broken", pace=0.5)
    broken.__dict__["numbers"] = np.array([3, 5, 11])
    found = compare([base, broken])
    assert found.pairings[1].pairs == 3
    one = row(found)
    at = [3, 5, 11]
    values = [
        next(o for o in run.outcomes if (o.group.kind, o.group.name) == ("region", "US")).values
        for run in (base, broken)
    ]
    assert one.contrasts[1].difference == pytest.approx((values[1] - values[0][at]).mean())
    assert [value.n for value in one.values] == [16, 3]
    assert any("(of 16 and 3)" in note for note in found.notes)


def test_a_consumer_that_is_gone_is_not_comparable():
    base = Synthetic(name="base", changes=SHORT)
    consumers = {k: v for k, v in base.scenario.consumers.items() if k not in {"vn_all", "us_ev"}}
    fewer = replace(base, name="fewer", changes=(*SHORT, ("consumers", consumers)))
    found = compare([base, fewer])
    gone = row(found, "VN")
    assert gone.values[1] is None
    assert (gone.contrasts[1].mark, gone.contrasts[1].reason) == (
        "not comparable",
        "no such group here",
    )
    back = compare([fewer, base])
    assert row(back, "VN").contrasts[1].reason == "the baseline has no such group"
    assert any("other consumers" in note and "US" in note for note in found.notes)


def test_another_span_is_not_comparable():
    base = Synthetic(name="base", changes=SHORT)
    found = compare([base, replace(base, name="longer", changes=())])
    assert {r.contrasts[1].mark for r in found.table} == {"not comparable"}
    assert "2032-12-31" in row(found).contrasts[1].reason


def never(run, values):
    """Give a run one outcome, with these values."""
    changed = replace(run)
    group = next(g for g in run.groups if g.kind == "all")
    changed.__dict__["outcomes"] = (Outcome(group, "first_short_day", "day", np.array(values)),)
    return changed


@pytest.mark.parametrize(
    ("one", "two", "mark", "difference"),
    [
        ([1.0, 2.0, np.inf], [3.0, 4.0, np.inf], "better", 2.0),
        ([1.0, 2.0, np.inf], [3.0, np.inf, np.inf], "not comparable", None),
        ([1.0, 2.0, np.inf], [np.inf, 4.0, 5.0], "not comparable", None),
        ([1.0, 2.0, 3.0], [np.inf] * 3, "not comparable", None),
        ([np.inf] * 3, [np.inf] * 3, "the same", None),
    ],
)
def test_what_never_happens_is_compared_only_with_the_like(one, two, mark, difference):
    base = Synthetic(histories=3, changes=SHORT)
    found = compare([never(base, one), never(replace(base, name="other"), two)])
    (only,) = found.table
    assert (only.contrasts[1].mark, only.contrasts[1].difference) == (mark, difference)
    assert only.values[1].share_never == pytest.approx(np.isinf(two).mean())
    assert (mark == "better") == (not only.contrasts[1].reason)


def test_unpaired_runs_need_the_same_share_of_never():
    base = Synthetic(histories=4, changes=SHORT)
    one = never(base, [1.0, 2.0, 3.0, np.inf])
    two = never(replace(base, name="b", seed=2), [np.inf, 2.0, 3.0, 4.0])
    three = never(replace(base, name="c", seed=3), [1.0, 2.0, 3.0, 4.0])
    marks = [c.mark for c in compare([one, two, three]).table[0].contrasts[1:]]
    assert marks == ["within noise", "not comparable"]


def test_another_unit_is_not_comparable():
    base = Synthetic(changes=SHORT)
    other = replace(base, name="other")
    other.__dict__["outcomes"] = tuple(replace(o, unit="t") for o in base.outcomes)
    assert {r.contrasts[1].mark for r in compare([base, other]).table} == {"not comparable"}


def test_one_random_history_is_no_proof():
    base = Synthetic(histories=1, changes=SHORT)
    found = row(compare([base, replace(base, name="other", pace=0.5)])).contrasts[1]
    assert (found.mark, found.low) == ("within noise", None)
    assert "too few" in found.reason
    assert found.difference < 0


def test_labels_are_names_and_more_where_names_meet():
    base = Synthetic(name="a", changes=SHORT)
    runs = [base, replace(base, name="b"), replace(base, name="a", seed=2), base]
    assert compare(runs).labels == ("a-a-1", "b", "a-a-2", "a-a-1 (2)")
    assert compare(runs, ["w", "x", "y", "z"]).labels == ("w", "x", "y", "z")


def test_runs_are_called_by_what_was_changed_in_them_too(out, base):
    more, halved = (two_mines(out, f"consumers.motors.stock_days={n}") for n in (40, 15))
    known = two_mines(out, "consumers.motors.stock_days=40", seed=2)
    of = "motors.stock_days"
    assert compare([base, more, halved]).labels == (
        "two-mines",
        f"two-mines@{of}=40",
        f"two-mines@{of}=15",
    )
    assert compare([more, known]).labels == tuple(
        f"two-mines-{one.digest}" for one in (more, known)
    )
    assert titles_of([base, more]) == ("Two mines", f"Two mines ({of}=40)")
    assert titles_of([more, known]) == compare([more, known]).labels


@pytest.mark.parametrize("labels", [["one"], ["one", "one"]])
def test_wrong_labels_and_lone_runs_are_refused(labels):
    base = Synthetic(changes=SHORT)
    with pytest.raises(ValueError, match="labels"):
        compare([base, base], labels)
    with pytest.raises(ValueError, match="two runs"):
        compare([base])


def test_every_measure_has_a_direction(base):
    found, known = {outcome.measure for outcome in base.outcomes}, by_name()
    assert found <= set(known)
    money = {name for name in known if "_musd" in name}
    money |= {"payback_day", "largest_paper_loss_day"}
    followed = {"dependence", "days_met_without"}
    told = {"lost_output_days", "lost_products", "goods_unmet_t", "goods_short_days", "saved_t"}
    told.add("first_output_stop_1pct")
    assert set(known) - found <= {"backlog_days", "destroyed_t"} | followed | told | money
    assert {name for name in known if better_of(name) == "higher"} == {
        "days_met_without",
        "first_output_stop_1pct",
        "first_short_day",
        "first_stop_1pct",
        "first_stop_10pct",
        "first_stop_50pct",
        "result_musd",
        "time_to_survive",
        "fill_rate",
        "lowest_cover",
    }
    assert better_of("unheard_of") is None


def test_chance_is_counted_over_differences_that_have_an_interval():
    base = Synthetic(changes=SHORT)
    found = compare([base, replace(base, name="other", pace=0.5)])
    count = sum(r.contrasts[1].is_random for r in found.table)
    assert 20 < count < len(found.table)
    assert any(f"of the {count} differences" in note for note in found.notes)
    exact = compare([base, base]).notes[-1]
    assert "exact" in exact


def test_a_run_of_another_version_of_the_program_is_pointed_out():
    notes = compare([Synthetic(), Synthetic(name="old", source="another")]).notes
    assert any("old was run by another version" in note for note in notes)
    assert not any("another version" in n for n in compare([Synthetic(), Synthetic()]).notes)


def test_runs_are_opened_and_labels_are_a_list(base):
    with pytest.raises(TypeError, match=r"runs\(='results/short'\) must be runs as StoredRun.open"):
        compare([base, "results/short"])
    with pytest.raises(TypeError, match=r"labels\(='ab'\) must be a list of texts"):
        compare([base, base], "ab")
