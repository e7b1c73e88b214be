"""Known answer: what drives days and tonnes on one lane, where both follow from three numbers.

A halt of T days costs a consumer with a shelf of S days T - S days, and with a need of D tonnes a
day D (T - S) tonnes. Days are a sum, so each number's part is its variance. Tonnes are a product of
D and X = T - S, so the part of D is Var(D) E(X)^2 over the whole, and what D and X do only together
is Var(D) Var(X).
"""

import pytest

import sim
from sim.output.stored import StoredRun
from sim.sensitivity.answer import answer
from sim.sensitivity.sample import SampleError
from tests.unit.effects import KNOWN_ANSWERS

HISTORIES = 1024
HALT, SHELF, NEED = (80.0, 200.0), (20.0, 60.0), (200.0, 500.0)
SETTINGS = (
    f"disruptions.halt.duration_days={{uniform: [{HALT[0]}, {HALT[1]}]}}",
    f"consumers.motors.stock_days={{uniform: [{SHELF[0]}, {SHELF[1]}]}}",
    f"consumers.motors.demand_t_per_year={{uniform: [{NEED[0]}, {NEED[1]}]}}",
    "magnet_makers.source.stock_days={uniform: [400, 600]}",
)
"""What the source holds has no effect: it makes what is ordered."""


def variance(low, high):
    """That of a uniform distribution."""
    return (high - low) ** 2 / 12


def mean(low, high):
    return (high + low) / 2


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return stored(tmp_path_factory.mktemp("run"))


def stored(folder, *settings, n=HISTORIES):
    scenario = sim.load(KNOWN_ANSWERS / "one_lane.yaml", [*SETTINGS, *settings])
    sim.run(scenario, n=n).save(folder, figures=False)
    return StoredRun.open(folder)


def parts(run, measure, tmp_path):
    """The estimate of each input's index, and all of the answer."""
    (found,) = answer(run, measure, ["US"], tmp_path).found
    return {one.input.name: one.index for one in found.drivers}, found


def test_days_are_driven_by_each_number_as_far_as_it_varies(run, tmp_path):
    found, whole = parts(run, "shortfall_days", tmp_path)
    of_halt = variance(*HALT) / (variance(*HALT) + variance(*SHELF))
    assert found["disruptions.halt.duration_days"].value == pytest.approx(of_halt, abs=0.02)
    assert found["consumers.motors.stock_days"].value == pytest.approx(1 - of_halt, abs=0.04)
    assert [one.input.name for one in whole.strong] == [
        "disruptions.halt.duration_days", "consumers.motors.stock_days",
    ]  # fmt: skip
    longer, shelf = whole.strong
    assert longer.direction > 0.9
    assert shelf.direction < -0.2
    assert whole.all_together.value == pytest.approx(1.0, abs=0.01)


def test_tonnes_are_driven_by_need_and_days_and_by_both_together(run, tmp_path):
    found, whole = parts(run, "unmet_t", tmp_path)
    days = mean(*HALT) - mean(*SHELF)
    of_days = variance(*HALT) + variance(*SHELF)
    of_need = variance(*NEED)
    every = of_need * days**2 + of_days * mean(*NEED) ** 2 + of_need * of_days
    known = {
        "consumers.motors.demand_t_per_year": of_need * days**2 / every,
        "disruptions.halt.duration_days": variance(*HALT) * mean(*NEED) ** 2 / every,
        "consumers.motors.stock_days": variance(*SHELF) * mean(*NEED) ** 2 / every,
    }
    for name, part in known.items():
        assert found[name].value == pytest.approx(part, abs=0.06)
        assert found[name].low - 0.01 < part < found[name].high + 0.01
    together = of_need * of_days / every
    assert whole.all_together.value == pytest.approx(1.0 - together, abs=0.02)


@pytest.mark.parametrize("measure", ["shortfall_days", "unmet_t"])
def test_what_has_no_effect_lies_in_the_noise(run, tmp_path, measure):
    found, whole = parts(run, measure, tmp_path)
    assert found["magnet_makers.source.stock_days"].value < whole.floor


def test_parts_of_what_it_is_about_are_those_of_the_numbers(run, tmp_path):
    _, whole = parts(run, "shortfall_days", tmp_path)
    shares = {(one.by, one.name): one.index.value for one in whole.shares}
    of_halt = variance(*HALT) / (variance(*HALT) + variance(*SHELF))
    assert shares["about", "event"] == pytest.approx(of_halt, abs=0.03)
    assert shares["about", "data"] == pytest.approx(1 - of_halt, abs=0.03)
    assert shares["country", "US"] == pytest.approx(1 - of_halt, abs=0.03)


def test_means_at_the_ends_are_those_of_the_tenths(run, tmp_path):
    _, whole = parts(run, "shortfall_days", tmp_path)
    halt = whole.strong[0]
    tenth = 0.05 * (HALT[1] - HALT[0])
    assert halt.low.mean == pytest.approx(HALT[0] + tenth - mean(*SHELF), abs=4)
    assert halt.high.mean == pytest.approx(HALT[1] - tenth - mean(*SHELF), abs=4)
    assert halt.low.value == pytest.approx(HALT[0] + tenth, abs=2)


def test_a_name_is_a_name(tmp_path):
    """Another name draws other numbers; what it explains is the same but for these."""
    file = tmp_path / "renamed.yaml"
    text = (KNOWN_ANSWERS / "one_lane.yaml").read_text()
    file.write_text(text.replace("motors:", "engines:").replace("to: motors", "to: engines"))
    settings = [one.replace("motors", "engines") for one in SETTINGS]
    sim.run(sim.load(file, settings), n=HISTORIES).save(tmp_path / "run", figures=False)
    found, _ = parts(StoredRun.open(tmp_path / "run"), "shortfall_days", tmp_path)
    of_shelf = variance(*SHELF) / (variance(*HALT) + variance(*SHELF))
    assert found["consumers.engines.stock_days"].value == pytest.approx(of_shelf, abs=0.05)


def test_what_never_happens_in_some_histories_is_refused(run, tmp_path):
    with pytest.raises(SampleError, match=r"has no number in .* of 64 histories"):
        answer(stored(tmp_path / "a", "disruptions.halt.probability=0.5", n=64),
               "first_short_day", ["US"], tmp_path)  # fmt: skip
    with pytest.raises(SampleError, match=r"is 0 in every history, so nothing drives it"):
        answer(stored(tmp_path / "b", "disruptions.halt.probability=0", n=64),
               "shortfall_days", ["US"], tmp_path)  # fmt: skip
