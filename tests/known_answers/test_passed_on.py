"""Known answer: a cut that follows the exporter's material through a third country.

A tonne of magnets a day holds 0.1 t of Dy; 60 % of what the third country's metal maker sells is
the exporter's, so that 40 % of the flow still passes, and a quota of q lets 40 % + 60 % q pass.
"""

import numpy as np
import pytest

from tests.known_answers.cases import run

BUFFER, START, DAYS = 14, 100, 200
FLOW, EXPORTERS = 0.1, 0.6
"""t Dy a day to each country, and the exporter's part of it."""
WORK = 1
"""Days of input that a magnet maker holds beside its feed stock."""


def flows(*settings: str) -> dict[str, np.ndarray]:
    record = run("passed_on", *settings).record
    return dict(zip(record.ids("flows"), record.flow_t[..., 0].T, strict=True))


def shortfall(*settings: str) -> dict[str, float]:
    record = run("passed_on", *settings).record
    return dict(zip(record.consumers, record.unmet_t.sum(axis=1)[:, 0].tolist(), strict=True))


@pytest.mark.parametrize(
    ("mode", "passes"), [("mode: halt", 0.0), ("mode: quota, quota_share: 0.25", 0.25)]
)
def test_the_third_country_sends_on_what_is_not_the_exporters(mode, passes):
    found = flows(f"disruptions.cut={{{mode}}}")
    left = 1 - EXPORTERS * (1 - passes)
    np.testing.assert_allclose(found["jp"][START : START + DAYS], FLOW * left, rtol=1e-6)
    np.testing.assert_allclose(found["us"], FLOW, rtol=1e-6)


def test_who_is_cut_off_loses_the_exporters_part_less_the_buffers():
    lost = shortfall()
    assert lost["jp_motors"] == pytest.approx(EXPORTERS * DAYS - BUFFER - WORK, rel=1e-6)
    assert lost["us_motors"] == 0.0


def test_below_the_rule_for_small_contents_it_passes():
    metal = flows("disruptions.cut.extraterritorial=0.61")
    np.testing.assert_allclose(metal["jp"], FLOW, rtol=1e-6)


FIRE = "disruptions.fire={kind: outage, facilities: [au_plant], start: 100, duration_days: 200}"
"""The metal maker would have all of its oxide from the exporter then."""


def capped(cap: float) -> str:
    return f"disruptions.cut={{goods: [oxide], follows_content: false, third_country_cap: {cap}}}"


@pytest.mark.parametrize("cap", [0.5, 1.0, 1.25])
def test_a_cap_holds_the_exporters_oxide_to_its_undisrupted_flow(cap):
    held, free = flows(FIRE, capped(cap)), flows(FIRE, "disruptions.cut=null")
    days = slice(START + 60, START + DAYS)
    np.testing.assert_allclose(held["oxide"][days], 2 * FLOW * EXPORTERS * cap, rtol=1e-6)
    assert free["oxide"][days].mean() == pytest.approx(2 * FLOW, rel=0.05)


def test_a_cap_of_the_undisrupted_flow_holds_back_nothing_while_nothing_goes_wrong():
    np.testing.assert_array_equal(
        flows(capped(1.0))["oxide"], flows("disruptions.cut=null")["oxide"]
    )
