"""A new kind of disruption is one class and one line in the list of kinds; all else reads it."""

from typing import ClassVar, Literal

import numpy as np
import pytest

from sim.plots.strip import bars_of
from sim.scenario.explain import explain
from sim.scenario.json_schema import json_schema
from sim.scenario.load import load
from sim.scenario.schema import Scenario
from sim.scenario.schema.base import Id, Place
from sim.scenario.schema.disruption.effect import Left, Narrowing
from sim.scenario.schema.disruption.kinds import KINDS, any_of
from sim.scenario.schema.disruption.timed import Timed
from sim.scenario.schema.quantity import Fraction
from tests.chain import CHAIN, problems, write
from tests.unit.effects import run


class PortStrike(Timed):
    """Ports do not load: what leaves a country by any lane waits."""

    kind: Literal["kind_of_a_test"]
    """The kind of disruption."""
    ports: list[Place]
    """Countries whose ports are on strike."""
    loaded: Fraction = 0.0
    """Share of the undisrupted flow that is loaded all the same."""

    nouns: ClassVar = {"ports": "place"}
    targets: ClassVar = ("ports",)

    @property
    def left(self):
        return Left("loaded")

    def narrows(self, network):
        def items(route):
            to, _ = network.declared(route)
            sails = any(
                network.stands(route.seller, port) and not network.within(to, port)
                for port in self.ports
            )
            return network.items(route.good) if sails else ()

        return Narrowing(items)


@pytest.fixture
def port_strike():
    """Put the kind on the list, as a line in it would, and take it off again."""
    field = Scenario.model_fields["disruptions"]
    before = field.annotation
    KINDS.append(PortStrike)
    field.annotation = dict[Id, any_of(KINDS)]
    try:
        Scenario.model_rebuild(force=True)
        yield
    finally:
        KINDS.remove(PortStrike)
        field.annotation = before
        Scenario.model_rebuild(force=True)


STRIKE = "disruptions: {{halt: null, strike: {{kind: kind_of_a_test, ports: [CN]{}}}}}"


def test_it_stands_where_kinds_are_listed(port_strike, tmp_path):
    assert '"kind_of_a_test"' in json_schema()
    (problem,) = problems(write(tmp_path, CHAIN), ["disruptions.more={kind: kind_of_a_tests}"])
    assert "Did you mean 'kind_of_a_test'?" in problem.message


@pytest.mark.parametrize(
    ("ports", "key", "says"),
    [
        ("[CZ]", "ports.0", "There is no place 'CZ'"),
        ("[]", "ports", "The list ports is empty: it can hit nothing"),
        ("[US]", "kind", "No lane carries what it narrows: it can hit nothing"),
    ],
)
def test_its_names_and_what_it_can_hit_are_checked(port_strike, ports, key, says, tmp_path):
    strike = f"disruptions.strike={{kind: kind_of_a_test, ports: {ports}}}"
    (problem,) = problems(write(tmp_path, CHAIN), [strike])
    assert problem.path == f"disruptions.strike.{key}"
    assert says in problem.message


def test_it_closes_the_lanes_and_its_days_are_recorded(port_strike, tmp_path):
    """As a halt of the same exporter's goods does, to the bit."""
    found = run(tmp_path, "one_lane", STRIKE.format(", start: 100, duration_days: 120"))
    halt = run(tmp_path, "one_lane")
    assert found.shortfall() > 0
    for field in ("served_t", "on_hand_t", "onset_day", "end_day", "supply_t"):
        np.testing.assert_array_equal(getattr(found.record, field), getattr(halt.record, field))


def test_what_it_leaves_is_drawn_and_passes(port_strike, tmp_path):
    more = ", start: 100, duration_days: 120, loaded: {uniform: [0, 1]}"
    outcome = run(tmp_path, "one_lane", STRIKE.format(more), n=64)
    missing = outcome.missing().sum(axis=0)
    assert missing.min() < 10 < 60 < missing.max()


def test_figures_and_explanations_show_it(port_strike, tmp_path):
    changes = ", start: 100, duration_days: 120, label: Strike of the pilots"
    outcome = run(tmp_path, "one_lane", STRIKE.format(changes))
    (bar,) = bars_of(outcome.result.condensed)
    assert (bar.label, bar.start, bar.end) == ("Strike of the pilots", 100, 220)
    (row,) = explain(load(tmp_path / "layer_0.yaml", root="/"), "disruptions.strike.ports")
    assert row.value == ["CN"]


def test_a_state_may_set_it_off(port_strike, tmp_path):
    trigger = ", trigger: {consumers: [motors], cover_days_below: 100}"
    outcome = run(tmp_path, "one_lane", STRIKE.format(trigger))
    assert outcome.record.onset_day[0, 0] == 1
