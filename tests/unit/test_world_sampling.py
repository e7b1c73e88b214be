"""How inputs fill the unit cube: which draw belongs to which history, and how evenly they lie."""

import zlib

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sim.world.chance.sampling import (
    LEAST_DIMENSIONS,
    REPLICATES,
    SCHEMES,
    Sampling,
    dimensions,
    placed,
)
from sim.world.state.state import BATCH as BATCH

scipy = pytest.importorskip("scipy")

INPUTS = {"halt.start": 3, "halt.duration": 17}
NAMES = tuple(INPUTS)
names = st.sets(st.text("abcdefgh._", min_size=1, max_size=12), min_size=1, max_size=80)


def sampling(scheme: str, histories: int = 0) -> Sampling:
    """A scheme with two inputs."""
    return Sampling(scheme, histories, INPUTS if scheme == "sobol" else {})


def drawn(scheme: str, count: int, name: str = NAMES[0], seed: int = 1, histories: int = 0):
    """Draw an input of the first so many histories."""
    scheme_of = sampling(scheme, histories or (count if scheme == "latin" else 0))
    return scheme_of.uniform(seed, name, range(-(-count // BATCH)))[:count]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_draws_lie_within_the_unit_interval_and_follow_the_seed_and_the_name(scheme):
    values = drawn(scheme, 256)
    assert values.shape == (256,)
    assert ((values >= 0) & (values < 1)).all()
    assert len(np.unique(values)) == 256
    assert np.array_equal(values, drawn(scheme, 256))
    assert not np.isin(values, drawn(scheme, 256, seed=2)).any()
    assert abs(np.corrcoef(values, drawn(scheme, 256, NAMES[1]))[0, 1]) < 0.2


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_block_gets_the_draws_of_its_own_histories(scheme):
    whole = sampling(scheme, 640).uniform(1, NAMES[0], range(10))
    for lots in (range(1), range(3, 4), range(2, 9)):
        part = sampling(scheme, 640).uniform(1, NAMES[0], lots)
        assert np.array_equal(part, whole[lots.start * BATCH : lots.stop * BATCH])


@pytest.mark.parametrize("scheme", ["random", "sobol"])
def test_more_histories_leave_the_first_ones_as_they_are(scheme):
    assert np.array_equal(drawn(scheme, 70), drawn(scheme, 1000)[:70])


def test_a_latin_hypercube_is_made_for_its_number_of_histories():
    assert not np.array_equal(drawn("latin", 64), drawn("latin", 128)[:64])


@pytest.mark.parametrize("scheme", ["sobol", "latin"])
def test_replicates_take_turns_and_are_different(scheme):
    replicates = sampling(scheme).replicates(np.arange(200))
    assert np.array_equal(replicates, np.arange(200) % REPLICATES)
    values = drawn(scheme, 512).reshape(-1, REPLICATES)
    assert len(np.unique(values)) == 512


def test_random_histories_are_all_independent():
    assert sampling("random").replicates(np.arange(200)) is None


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("points", [8, 64, 256])
def test_the_first_points_of_a_sobol_replicate_are_one_in_each_slice(points, name):
    values = drawn("sobol", points * REPLICATES, name)
    replicates = sampling("sobol").replicates(np.arange(len(values)))
    for replicate in range(REPLICATES):
        of_it = values[replicates == replicate]
        assert sorted((of_it * points).astype(int)) == list(range(points))


@given(st.sets(st.integers(0, LEAST_DIMENSIONS - 1), min_size=2, max_size=2))
def test_every_dimension_of_a_replicate_has_one_point_in_each_slice(pair):
    spread = Sampling("sobol", inputs=dict(zip("ab", sorted(pair), strict=True)))
    for name in "ab":
        values = spread.uniform(1, name, range(8))[2::REPLICATES]
        assert sorted((values * BATCH).astype(int)) == list(range(BATCH))


@pytest.mark.parametrize("histories", [16, 70, 100, 512])
def test_a_latin_replicate_has_one_value_in_each_of_its_slices(histories):
    values = drawn("latin", histories)
    for replicate in range(REPLICATES):
        of_it = values[replicate::REPLICATES]
        assert sorted((of_it * len(of_it)).astype(int)) == list(range(len(of_it)))


def test_what_varies_daily_is_no_input_of_a_sobol_sequence():
    other = sampling("sobol").uniform(1, "demand", range(2))
    assert np.array_equal(other, Sampling().uniform(1, "demand", range(2)))


@given(names)
def test_each_input_has_a_dimension_of_its_own(found):
    at = placed(found)
    assert at.keys() == found
    assert len(set(at.values())) == len(found)
    assert all(0 <= d < dimensions(len(found)) for d in at.values())


@given(
    st.sets(st.text("abcdefgh._", min_size=1), max_size=12), st.text("xyz", min_size=1, max_size=8)
)
def test_one_more_input_leaves_others_where_they_are(found, extra):
    """As long as no two names want the same dimension."""
    count = dimensions(len(found) + 1)
    assume(len({zlib.crc32(name.encode()) % count for name in {*found, extra}}) == len(found) + 1)
    after = placed({*found, extra})
    assert {name: after[name] for name in found} == placed(found)


def test_names_that_want_the_same_dimension_get_neighbouring_ones():
    one = "a"
    other = next(
        name for name in map(str, range(100_000)) if placed([name])[name] == placed([one])[one]
    )
    at = placed([one, other])
    assert sorted(at.values()) == [placed([one])[one], placed([one])[one] + 1]
    assert at[min(one, other)] == placed([one])[one]


@given(names)
def test_the_order_of_the_inputs_does_not_matter(found):
    assert placed(sorted(found)) == placed(sorted(found, reverse=True))


def test_the_sequence_grows_with_the_inputs():
    assert [dimensions(n) for n in (0, 1, 64, 65, 128, 129)] == [256, 256, 256, 512, 512, 1024]


def test_the_same_scheme_and_the_same_dimensions_are_paired():
    here = Sampling("sobol", inputs={"a": 1, "b": 2})
    assert here.paired_with(Sampling("sobol", inputs={"a": 1, "c": 9}))
    assert not here.paired_with(Sampling("sobol", inputs={"a": 1, "b": 3}))
    assert not here.paired_with(Sampling())
    assert Sampling().paired_with(Sampling())
    assert Sampling("latin", 64).paired_with(Sampling("latin", 64))
    assert not Sampling("latin", 64).paired_with(Sampling("latin", 128))
