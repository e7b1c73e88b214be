"""What is lost on dear purchases, reckoned by hand."""

import pytest

from sim.measures.finance import loss_on_dear


@pytest.mark.parametrize(("paid", "lost"), [(600_000.3, 0.0), (600_006.0, 6.0), (599_000.0, 0.0)])
def test_what_differs_by_the_rounding_of_single_precision_is_not_dear(paid, lost):
    """Ten million tonnes at 60 USD/kg: of 600,000 MUSD 0.6 are rounding."""
    found = loss_on_dear([[[1e7]]], [[[paid]]], [[1e7]], [[60.0]])
    assert found.tolist() == pytest.approx([lost])
