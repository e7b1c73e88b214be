"""What becomes of licences: reckoned by hand."""

import numpy as np

from sim.rules.licence import expired, renewed_from


def test_what_is_due_and_not_gone_ends_unused_and_never_less_than_nothing():
    due, gone = np.array([[5.0, 2.0, 3.0]]), np.array([[1.5, 4.0, 3.0]])
    assert expired(due, gone).tolist() == [[3.5, 0.0, 0.0]]


def test_a_general_licence_is_renewed_at_its_end_or_when_the_decision_comes():
    """Decided in 60 days, filed 45 ahead: 15 days without; filed 90 ahead: none."""
    found = renewed_from(np.array([100.0, 100.0]), np.array([60.0, 60.0]), np.array([45.0, 90.0]))
    assert found.tolist() == [115.0, 100.0]
