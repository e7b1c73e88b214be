"""Quotas in tonnes that are not clear, or have no effect, are told with the remedy."""

import pytest

from sim.scenario.load import load
from tests.chain import CHAIN, problems, spoilt, write

ABROAD = spoilt("smelter: {country: CN", "smelter: {country: US")
"""The chain with a smelter abroad, so that oxide leaves the country."""
ONE = "kind: export_control, exporter: CN, goods: [magnets]"
TWO = "kind: export_control, exporter: CN, goods: [oxide, magnets]"


@pytest.mark.parametrize(
    ("disruption", "key", "says"),
    [
        (f"{{{ONE}, mode: quota, quota_t: -1}}", "quota_t", "-1 must be at least 0"),
        (f"{{{ONE}, mode: quota, quota_t: 5, quota_share: 0.5}}", "quota_t",
         "It has quota_share and quota_t. Keep one; null removes an inherited one"),
        (f"{{{TWO}, mode: quota, quota_t: 5}}", "quota_t",
         "Tonnes of several goods do not add up. Give each its own: {oxide: ..., magnets: ...}"),
        (f"{{{TWO}, mode: quota, quota_t: {{oxide: 5}}}}", "quota_t",
         "There are no tonnes of magnets. Name each of its goods"),
        (f"{{{ONE}, mode: quota, quota_t: {{magnets: 5, metal: 3}}}}", "quota_t.metal",
         "It is not about metal. Its goods: magnets"),
        (f"{{{ONE}, mode: quota, quota_t: {{magnets: -5}}}}", "quota_t.magnets",
         "-5 must be at least 0"),
        (f"{{{ONE}, mode: quota, quota_t: {{ndpr: 5}}}}", "quota_t.ndpr", "concentrate"),
        (f"{{{ONE}, mode: quota, quota_t: 5, quota_period: week}}", "quota_period", "half_year"),
    ],
)  # fmt: skip
def test_tonnes_that_make_no_sense_are_refused(disruption, key, says, tmp_path):
    (problem,) = problems(write(tmp_path, ABROAD), [f"disruptions.more={disruption}"])
    assert problem.path == f"disruptions.more.{key}"
    assert says in f"{problem.message} {problem.remedy}"


@pytest.mark.parametrize(
    ("terms", "key", "says"),
    [
        ("quota_t: 5", "quota_t", "no effect with the mode halt. Write mode: quota"),
        ("mode: licence, quota_t: 5", "quota_t", "no effect with the mode licence"),
        (
            "mode: quota, quota_share: 0.5, quota_period: month",
            "quota_period",
            "no effect without quota_t",
        ),
        ("mode: quota", "mode", "A quota of nothing: it acts as a halt."),
    ],
)
def test_tonnes_without_effect_are_told(terms, key, says, tmp_path):
    (warning,) = load(write(tmp_path, ABROAD), [f"disruptions.more={{{ONE}, {terms}}}"]).warnings
    assert warning.path == f"disruptions.more.{key}"
    assert says in f"{warning.message} {warning.remedy}"


def test_an_inherited_share_gives_way_to_tonnes(tmp_path):
    """With null, as anything that is inherited."""
    share = CHAIN.replace(
        "    exporter: CN\n", "    exporter: CN\n    mode: quota\n    quota_share: 0.5\n"
    )
    settings = ["disruptions.halt.quota_share=null", "disruptions.halt.quota_t=5"]
    assert not load(write(tmp_path, share), settings).warnings
