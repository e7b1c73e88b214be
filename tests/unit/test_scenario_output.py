"""What is refused of the output of a consumer."""

import pytest

import sim
from sim.scenario.errors import ScenarioError
from sim.scenario.load import load

REFUSED = {
    "product: cars": "output.product: product means nothing without products_per_t",
    "products_per_t: 400": "output.products_per_t: products_per_t means nothing without product",
    "curve: [{served: 0.5, built: 0.6}, {served: 0.7, built: 0.5}]": "output.curve.1: The curve goes from 0.6 built with 0.5 of demand to 0.5 with 0.7",
    "curve: [{served: 0, built: 0.6}]": "output.curve.0: The curve goes from 0 built with 0 of demand to 0.6 with 0",
    "curve: [{served: 1, built: 0.6}]": "output.curve.0: The curve goes from 0.6 built with 1 of demand to 1 with 1",
}


@pytest.mark.parametrize("output", REFUSED)
def test_what_is_wrong_with_an_output_is_told(output):
    with pytest.raises(ScenarioError) as error:
        sim.load("two-mines", [f"consumers.motors.output={{{output}}}"])
    text = str(error.value)
    path, _, says = REFUSED[output].partition(": ")
    assert f"consumers.motors.{path}" in text
    assert says in text


WARNED = {
    "product: cars, products_per_t: 0.002": "0.002 per t is unusual; usual is 0.01 to 1e+07.",
    "musd_per_t: 1e7": "1e+07 million USD per t is unusual; usual is 0.01 to 100000.",
    "curve: [{served: 0.95, built: 0.8}]": "Only 0.8 is built with 0.95 of demand",
}


@pytest.mark.parametrize("output", WARNED)
def test_what_is_strange_in_an_output_is_warned_about(output):
    (found,) = load("two-mines", [f"consumers.motors.output={{{output}}}"]).warnings
    assert found.path.startswith("consumers.motors.output.")
    assert WARNED[output] in found.message


@pytest.mark.parametrize(
    "output",
    [
        "product: cars, products_per_t: 500",
        "curve: [{served: 0.5, built: 0.5}, {served: 0.8, built: 0.9}]",
    ],
)
def test_what_is_usual_in_an_output_is_not(output):
    assert not load("two-mines", [f"consumers.motors.output={{{output}}}"]).warnings
