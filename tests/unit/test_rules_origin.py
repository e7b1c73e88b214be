"""What a seller that tells its goods apart sends where: reckoned by hand."""

import numpy as np
import pytest

from sim.rules.origin import allowed_part, told_apart

SENT = np.array([[[1.0]], [[3.0]]])
"""One t to a buyer with a rule, three to the others."""


@pytest.mark.parametrize(
    ("part", "most", "holds"),
    [
        (0.5, 0.5, (0.5, 0.5)),  # the rule is met as it is: all alike
        (0.7, 0.5, (0.5, 2.3 / 3)),  # of 2.8 t the first gets half a tonne
        (0.9, 0.5, (0.6, 1.0)),  # of 3.6 t no more than 3 fit into the others
        (1.0, 0.0, (1.0, 1.0)),
    ],
)
def test_what_a_buyer_does_not_take_goes_to_the_others_while_it_fits(part, most, holds):
    found = told_apart(np.array([[part]]), SENT, np.array([[[most]], [[1.0]]]))
    assert found.ravel().tolist() == pytest.approx(holds)
    assert (found * SENT).sum() == pytest.approx(part * SENT.sum())


def test_who_keeps_batches_apart_stretches_what_is_free_by_what_may_have_been_there():
    """Of 100 t, 55 are free; with a tenth that may have been there, they make 61 that pass."""
    share = np.array([0.45, 0.45, 0.05]).reshape(3, 1, 1, 1)
    found = allowed_part(share, np.array([True, False, True]), 0.1)
    assert found.ravel().tolist() == pytest.approx([0.55 / 0.9, 0.0, 1.0])
