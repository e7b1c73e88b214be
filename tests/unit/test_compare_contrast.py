"""Why one of two runs has no outcome to compare."""

from dataclasses import replace

import numpy as np

from sim.compare.contrast import Terms, contrast
from sim.compare.pairing import pair
from tests.unit.compare_runs import Synthetic


def test_a_place_that_one_run_does_not_follow_is_named():
    known = replace(Synthetic(name="base").outcomes[0], measure="dependence", item="JP")
    terms = Terms(None, (None, None), exact=True, followed=(["CN", "JP"], ["CN"]))
    here = "JP is not followed here (measures.exposure)"
    assert contrast(known, None, terms, "lower").reason == here
    terms = replace(terms, followed=(["CN"], ["JP"]))
    there = "JP is not followed in the baseline (measures.exposure)"
    assert contrast(None, known, terms, "lower").reason == there
    assert contrast(known, None, terms, "lower").reason == "no such group here"


def test_a_difference_below_what_series_are_stored_with_is_none():
    base = Synthetic(name="base").outcomes[0]
    pairing = pair(Synthetic(name="base"), Synthetic(name="other"))
    terms = Terms(pairing, (None, None), exact=False)
    values = np.linspace(1e4, 2e4, base.values.size)
    noise = np.resize([1.0, -0.5, 0.3], values.size)

    def found(size):
        one, two = (replace(base, values=values + add) for add in (0.0, size * noise))
        return contrast(one, two, terms, "lower")

    assert (found(1e-3).mark, found(1e-3).difference) == ("the same", 0.0)
    assert found(1.0).mark != "the same"
