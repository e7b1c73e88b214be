"""Which numbers may be off, by how much, and what holds of them in every history."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.cli import main
from sim.scenario.chain import CONSUMERS
from sim.scenario.check.uncertainty import uncertainty
from sim.scenario.errors import ScenarioError
from sim.scenario.schema.scenario import Measures, Policy
from sim.scenario.uncertainty.inputs import NOTHING, ONE, inputs_of
from sim.scenario.uncertainty.uncertain import undated
from sim.study.job import is_random
from sim.world.chance.chance import Chance
from sim.world.chance.columns import Columns
from sim.world.chance.drawn import Scores
from sim.world.chance.values import Values
from sim.world.network import draw
from sim.world.network.balance_year import FIRST_DAY, BalanceYear
from sim.world.network.capacities import capacities_of
from sim.world.network.coefficients import Coefficients
from sim.world.network.draw import drawn_inputs
from sim.world.network.layout import layouts
from sim.world.time.clock import Clock

SMALL = Path(__file__).parents[1] / "known_answers" / "uncertain.yaml"
ASKED = "uncertainty=from_grades"
WIDTH = 128


@cache
def world(name="baseline"):
    return sim.load(name, [ASKED, "worlds=prior"])


@cache
def drawn(width=WIDTH):
    found = drawn_inputs(world(), Chance(1, 0, width))
    assert found is not None
    return found


def small(*settings):
    return sim.load(SMALL, settings)


def two_of_a_source(*settings):
    """Scores of two numbers of one source and kind, and of one of another source."""
    inputs = inputs_of(small(*settings))
    scores = Scores.drawn(inputs, Chance(1, 0, 8192)).of_numbers(inputs)
    rows = {one.name: row for one, row in zip(inputs.drawn, scores, strict=True)}
    return [
        rows[name]
        for name in (
            "magnet_makers.source.stock_days",
            "consumers.motors.stock_days",
            "consumers.motors.demand_t_per_year",
        )
    ]


@pytest.mark.parametrize("common", [0.0, 0.5, 0.9])
def test_numbers_of_a_source_and_kind_are_correlated_as_stated(common):
    one, other, else_ = two_of_a_source(f"uncertainty.common={common}")
    error = 3 / np.sqrt(len(one))
    assert np.corrcoef(one, other)[0, 1] == pytest.approx(common, abs=error + 0.01)
    assert np.corrcoef(one, else_)[0, 1] == pytest.approx(0.0, abs=error)


def test_shares_of_a_buyer_sum_to_one_in_every_history():
    year = BalanceYear(world())
    values = Values(year.scenario, Chance(0, 0, WIDTH, expected_value=True), drawn())
    coefficients = Coefficients(year.scenario, year.layouts, values)
    widest = 0.0
    for layout in layouts(year.scenario).values():
        share, _ = (role.on(0) for role in coefficients.roles(layout))
        total = layout.by_buyer.total(share)
        assert ((total == 0.0) | (np.abs(total - 1.0) < 1e-12)).all()
        widest = max(widest, float(np.ptp(share, axis=-1).max()))
    assert widest > 0.05


def test_baskets_yields_and_capacities_stay_possible():
    for one in drawn().inputs.drawn:
        values = drawn().value(one.path, one.centre)
        assert (values >= one.bounds.low).all()
        assert (values <= one.bounds.high).all()
        if one.kind in {"yield", "share"}:
            assert (values > 0.0).all()
            assert (values < 1.0).all()


def test_no_capacity_is_short_of_what_its_history_plans_for_2024():
    year = BalanceYear(world())
    planned, written = year.planned(drawn()), year.planned()
    values = Values(year.scenario, Chance(0, 0, WIDTH, expected_value=True), drawn())
    for block, capacity in capacities_of(year.scenario, Clock(FIRST_DAY), values, None).items():
        for row, name in enumerate(capacity.names):
            if year.scenario.separation_plants.get(name) and block != "separation_plants":
                continue
            room = planned.capacity(block)[row] / np.maximum(planned.use(block)[row], 1e-9)
            had = written.capacity(block)[row] / np.maximum(written.use(block)[row], 1e-9)
            assert room.min() >= min(1.0, had[0]) - 1e-9, name


def test_what_a_plant_keeps_is_never_thrown_away():
    for name, plant in world().separation_plants.items():
        if plant.surplus_above_days is not None:
            path = ("separation_plants", name)
            kept = drawn().factor((*path, "stock_days")) * plant.stock_days
            limit = drawn().factor((*path, "surplus_above_days")) * plant.surplus_above_days
            assert (limit >= kept).all()


def test_a_history_does_not_depend_on_its_neighbours():
    np.testing.assert_array_equal(drawn(64).scores, drawn(WIDTH).scores[:, :64])
    second = drawn_inputs(world(), Chance(1, 64, 64))
    np.testing.assert_array_equal(second.scores, drawn(WIDTH).scores[:, 64:])


def test_what_plans_are_not_made_of_is_reconciled_with_once(monkeypatch):
    """A stockpile, a policy and a disruption more: the same draws, and no further reconciliation."""
    expected = drawn(64)
    monkeypatch.setattr(draw, "Reconciler", None)
    other = world("baseline").model_copy(
        update={
            "policy": Policy(hoarding=0.5),
            "stockpiles": world("vault-60-days").stockpiles,
            "measures": Measures(trade=True),
            "seed": 7,
        }
    )
    found = drawn_inputs(other, Chance(1, 0, 64))
    for one in expected.inputs.drawn:
        np.testing.assert_array_equal(
            found.value(one.path, one.centre), expected.value(one.path, one.centre)
        )


def test_draws_of_a_study_are_found_again_batch_by_batch(monkeypatch):
    every = drawn(WIDTH)
    monkeypatch.setattr(draw.Draws, "_reconciler", None)
    second = drawn_inputs(world(), Chance(1, 64, 64))
    np.testing.assert_array_equal(second.scores, every.scores[:, 64:])
    twice = Columns.side_by_side([0, 1], range(3))
    found = drawn_inputs(world(), Chance(1, 0, 0, columns=twice))
    np.testing.assert_array_equal(found.scores[:, [0, 3, 4]], every.scores[:, [0, 0, 1]])


def test_another_number_or_order_shifts_none():
    """Draws follow the path: a consumer that is added, or stands elsewhere, changes no other."""
    more = small(
        "consumers.others={region: JP, sector: motors, demand_t_per_year: 1, grades: {plain: 1}, "
        "stock_days: 9, sources: {all: shelf}}",
        "lanes.near={good: magnets, from: source, to: others, share: 1}",
    )
    turned = more.model_copy(update={CONSUMERS: dict(reversed(more.consumers.items()))})
    alone, both, other = (drawn_inputs(one, Chance(1, 0, 64)) for one in (small(), more, turned))
    for one in alone.inputs.drawn:
        expected = alone.value(one.path, one.centre)
        np.testing.assert_array_equal(both.value(one.path, one.centre), expected)
        np.testing.assert_array_equal(other.value(one.path, one.centre), expected)


def test_all_dates_of_a_number_move_together():
    path = ("mines", "bayan_obo", "capacity_t_reo_per_year")
    dates = world().mines["bayan_obo"].capacity_t_reo_per_year
    parts = [drawn().value((*path, date), number) / number for date, number in dates.items()]
    assert len(parts) > 3
    for part in parts:
        np.testing.assert_allclose(part, parts[0])
    assert undated((*path, next(iter(dates)))) == path


def test_the_flows_of_2024_pin_a_number_down_that_they_tell_alone():
    """India is one consumer: what it used is known, whatever the grade of its demand."""
    (row,) = [o for o in drawn().inputs.drawn if o.name == "consumers.in_all.demand_t_per_year"]
    assert row.grade == "C"
    assert np.ptp(drawn().value(row.path, row.centre)) < 0.03 * row.centre


def test_factors_that_touch_no_flow_stay_as_they_were_drawn():
    inputs, chance = drawn().inputs, Chance(1, 0, WIDTH)
    place = inputs.factors.index("shelf-defence.cover")
    np.testing.assert_array_equal(
        drawn().factors[place], Scores.drawn(inputs, chance).factors[place]
    )


def test_a_world_that_ends_before_2024_is_drawn_too():
    early = small("start=2010-01-01", "end=2010-12-31")
    found = drawn_inputs(early, Chance(1, 0, 64))
    np.testing.assert_array_equal(found.scores, drawn_inputs(small(), Chance(1, 0, 64)).scores)


def test_without_the_block_nothing_is_drawn():
    scenario = sim.load(SMALL, ["uncertainty=null"])
    assert inputs_of(scenario) is None
    assert drawn_inputs(scenario, Chance(1, 0, 64)) is None
    assert not is_random(scenario)
    assert is_random(small())


def test_expected_values_are_as_written():
    assert drawn_inputs(small(), Chance(1, 0, 64, expected_value=True)) is None


def test_what_stays_is_listed_with_its_reason():
    stays = {".".join(map(str, one.path)): one.reason for one in inputs_of(world()).left_out}
    assert stays["consumers.us_ev.grades.standard"] == ONE
    assert stays["recyclers.cn_recycler.feed_days"] == NOTHING
    drawn_too = {one.name for one in inputs_of(world()).drawn}
    assert not drawn_too & stays.keys()


@pytest.mark.parametrize(
    ("setting", "width"),
    [
        ("uncertainty={widths: {cover: {C: 0.3}}}", 0.3),
        ("uncertainty={sources: {shelf: 0.2}, widths: {cover: {C: 0.3}}}", 0.2),
        ("uncertainty={values: {consumers.motors.stock_days: 0.1}, sources: {shelf: 0.2}}", 0.1),
        ("uncertainty=from_grades", 0.6),
    ],
)
def test_the_nearest_width_counts(setting, width):
    inputs = inputs_of(sim.load(SMALL, ["uncertainty=null", setting]))
    (one,) = [one for one in inputs.drawn if one.name == "consumers.motors.stock_days"]
    assert one.sigma == pytest.approx(np.log1p(width) / 1.6448536)


def test_a_number_of_width_0_stays():
    inputs = inputs_of(small("uncertainty.sources={shelf: 0}"))
    assert "consumers.motors.stock_days" not in {one.name for one in inputs.drawn}


def test_a_number_that_is_set_has_no_source_and_stays():
    inputs = inputs_of(small("consumers.motors.stock_days=30"))
    assert "consumers.motors.stock_days" not in {one.name for one in inputs.drawn}


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("uncertainty.sources={nobody: 0.1}", "There is no source 'nobody'"),
        ("uncertainty.values={consumers.motors.stock_day: 0.1}", "Did you mean"),
        ("uncertainty.values={disruptions.halt.start: 0.1}", "No sourced number"),
        ("uncertainty.widths={cover: {D: 0.1}}", "A"),
    ],
)
def test_what_is_said_of_nothing_is_refused(setting, says):
    with pytest.raises(ScenarioError, match=says):
        small(setting)


def test_widths_of_0_are_said_to_change_nothing():
    values = {one.name: 0 for one in inputs_of(small()).drawn}
    neutral = small("uncertainty=null", f"uncertainty={{values: {values}}}")
    says = "It changes nothing: with widths of 0 no number is off."
    assert [one.says for one in uncertainty(neutral)] == [says]
    assert not [*uncertainty(small("uncertainty=null", ASKED))]


def test_a_block_in_a_world_without_sources_is_refused():
    with pytest.raises(ScenarioError, match="no number that can be off has a source"):
        sim.load(SMALL.with_name("one_lane.yaml"), [ASKED])


def test_explain_shows_how_far_a_number_may_be_off(capsys):
    assert main(["explain", str(SMALL), "--uncertainty"], standalone_mode=False) in (0, None)
    shown = capsys.readouterr()
    assert "consumers.motors.stock_days" in shown.out
    assert "24 to 150" in shown.out
    assert "4 numbers may be off" in shown.err
