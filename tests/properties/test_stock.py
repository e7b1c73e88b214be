"""A reserve helps its member by no more than it holds, and more of it never hurts."""

from hypothesis import given
from hypothesis import strategies as st

from tests.examples import few
from tests.properties.networks import Block, one_tier, run


def with_reserve(network: Block, tonnes: float) -> Block:
    """Put a reserve of magnets beside the first consumer."""
    holding = {
        "country": "US",
        "good": "magnets",
        "members": ["consumer_1"],
        "fill_t": {"plain": tonnes},
    }
    return network | {"stockpiles": {"reserve": holding}}


@few
@given(one_tier(), st.integers(0, 100), st.integers(1, 400))
def test_more_in_a_reserve_never_adds_to_the_shortfall(network, some, more):
    less, greater = (
        run(with_reserve(network, tonnes)).unmet_t.sum() for tonnes in (some, some + more)
    )
    assert less - more - 1e-6 <= greater <= less + 1e-6
