"""The balance of a year: what the flows of the baseline should be in it."""

from functools import cache
from typing import Literal

from ruamel.yaml import YAML

from sim.scenario.chain import MAGNETS
from sim.scenario.locate import shipped_folder
from sim.scenario.network import within
from sim.scenario.schema import Block, Good, Scenario

BALANCE = "observed/balance-2024.yaml"
"""The balance, among the shipped scenarios."""


class Row(Block):
    """One flow of the balance: exactly one of made, shipped, surplus, left, used and in_goods.

    What is shipped or used is of the good. A row of a by-product is left out where the scenario
    does not carry that element.
    """

    stage: str
    item: str
    made: Good | None = None
    by: list[str] = []
    element: str | None = None
    basis: Literal["finished", "blanks"] = "finished"
    shipped: list[str] | None = None
    surplus: str | None = None
    left: str | None = None
    used: str | None = None
    in_goods: str | None = None
    with_motors: bool = False
    good: Good = MAGNETS
    by_product: str | None = None
    share_of: Literal["all"] | None = None
    source: str | None = None
    says: float
    tolerance: float = 5.0


class Balance(Block):
    """The balance of a year."""

    year: int
    source: str
    rows: list[Row]

    def rows_of(self, scenario: Scenario) -> list[Row]:
        """List the rows that count in a scenario: by-products where it carries them."""
        return [row for row in self.rows if row.by_product in {None, *scenario.elements}]


@cache
def shipped_balance() -> Balance:
    """Read the balance that the baseline is built on."""
    text = (shipped_folder() / BALANCE).read_text(encoding="utf-8")
    return Balance.model_validate(YAML(typ="safe", pure=True).load(text))


def is_by(scenario: Scenario, name: str, place: str, by: list[str]) -> bool:
    """Tell whether a facility that stands in a place is named, or its country or bloc is."""
    return name in by or any(b[0].isupper() and within(scenario, place, b) for b in by)
