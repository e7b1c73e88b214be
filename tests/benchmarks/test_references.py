"""The versions of the reference job that the benchmark compares must be the same job."""

import numpy as np
import pytest

from tests.benchmarks import chain, shipments
from tests.benchmarks.limit import backlog_in_c, backlog_on_arrays, compiler
from tests.benchmarks.peers import PEERS, Peer


@pytest.fixture(scope="module")
def demand() -> list[float]:
    return chain.demand(history=0)


def test_a_process_for_each_shipment_follows_the_plain_loop_to_the_bit(demand):
    assert shipments.backlog(demand) == chain.backlog(demand)


@pytest.mark.skipif(not compiler(), reason="no C compiler")
def test_the_recursion_in_c_follows_the_plain_loop_to_the_bit(demand):
    assert backlog_in_c(demand) == chain.backlog(demand)


def test_the_recursion_for_numba_follows_the_plain_loop_to_the_bit(demand):
    closed, opened = chain.OUTAGE.start, chain.OUTAGE.stop
    assert backlog_on_arrays(np.array(demand), closed, opened).tolist() == chain.backlog(demand)


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_a_peer_follows_the_plain_loop_as_closely_as_it_can(peer, demand):
    pytest.importorskip(peer.name)
    demand, outage = demand[:200], range(40, 100)
    assert peer.follows(peer.backlog(demand, outage), chain.backlog(demand, outage))


def test_a_peer_that_ignores_the_outage_is_found_out(demand):
    with_outage, without = chain.backlog(demand), chain.backlog(demand, outage=range(0))
    for peer in (*PEERS, Peer("ours", chain.backlog)):
        assert peer.follows(with_outage, with_outage)
        assert not peer.follows(without, with_outage)


def test_the_plain_loop_gives_the_known_backlog_of_steady_demand():
    ends = chain.backlog([chain.MEAN] * 1500)
    assert chain.days_behind(ends) == 177
    assert next(day for day, left in enumerate(ends) if left > 1e-9) == 1063
    assert max(ends) == 17_650
    assert sum(ends) == 1_566_450
