"""Why one of two runs has no outcome to compare."""

from dataclasses import replace

from sim.compare.contrast import Terms, contrast
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
