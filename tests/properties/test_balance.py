"""Matter is neither made nor lost between mine and magnet."""

import numpy as np
from hypothesis import given

from tests.properties.networks import chains, few, run


@few
@given(chains())
def test_every_element_balances_in_every_network(network):
    """The run checks its own balance, and stops where it does not close."""
    record = run(network, n=3)
    asked = record.demand_t.sum(axis=0, dtype=float)
    served = record.served_t.sum(axis=0, dtype=float)
    np.testing.assert_allclose(served + record.unmet_t.sum(axis=1), asked + 0 * served, rtol=1e-5)
