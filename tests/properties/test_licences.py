"""Whatever is filed is somewhere, and nothing leaves that was not granted or let pass."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.sourcing import Groups
from sim.world.licence.queue import LicenceQueue
from tests.examples import several

FLOWS, WIDTH, DAYS = 3, 64, 120


@several
@given(
    seed=st.integers(0, 2**32 - 1),
    scarce=st.floats(0.0, 3.0),
    refused=st.floats(0.0, 1.0),
    validity=st.integers(0, 40),
    withdrawals=st.floats(0.0, 0.2),
)
def test_applications_and_licences_are_conserved(seed, scarce, refused, validity, withdrawals):
    rng = np.random.default_rng(seed)
    shape = FLOWS, WIDTH
    queue = LicenceQueue(FLOWS, WIDTH, 50, 21, validity)
    capacity_pools = Groups(np.array([0, 0, 1]), 2)
    asked = passed = shipped = lapsed = np.zeros(shape)
    for day in range(DAYS):
        queue.expire(day, rng.integers(1, 20, shape))
        if rng.random() < withdrawals:
            before = queue.known
            queue.withdraw(np.where(rng.random(shape) < 0.3, rng.random(shape), 1.0))
            lapsed = lapsed + before - queue.known
        new, free = rng.random(shape), rng.random(shape) * 0.2
        queue.pass_through(free)
        queue.file(day, new + queue.due_again(day), rng.integers(0, 50, shape))
        _, given_up = queue.decide(
            day,
            capacity_pools,
            rng.random((2, WIDTH)) * scarce,
            rng.random(shape) * (1.0 - refused),
            rng.random(shape),
            rng.integers(1, 20, shape),
            np.full(shape, validity or np.inf),
        )
        leaving = queue.usable * rng.random(shape)
        queue.use(leaving)
        asked, passed, shipped = asked + new, passed + free, shipped + leaving
        lapsed = lapsed + given_up
    decided = queue.granted + queue.refused + queue.withdrawn
    np.testing.assert_allclose(queue.filed, decided + queue.pending, atol=1e-9)
    np.testing.assert_allclose(queue.in_rings, queue.pending, atol=1e-9)
    np.testing.assert_allclose(queue.granted, queue.used + queue.expired + queue.valid, atol=1e-9)
    np.testing.assert_allclose(asked + passed, shipped + lapsed + queue.known, atol=1e-9)
    for stock in (queue.pending, queue.to_refile, queue.exempt, queue.valid, queue.expired):
        assert (stock >= 0.0).all()
    if not validity and not withdrawals:
        assert not queue.expired.any()
