"""Units that sizes are given in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from sim.scenario.errors import listed
from sim.scenario.schema import Form
from sim.size.form import FORMS

Unit = Literal["days", "tonnes", "musd"]
UNITS: tuple[Unit, ...] = get_args(Unit)

SHORT: Mapping[Unit, str] = {"days": "d", "tonnes": "t", "musd": "M USD"}

PRICES = "Write --price magnets=49 or --price magnets=49,oxide=60, in USD a kg of what is held."


class PriceError(ValueError):
    """A price is missing or cannot be read; the message says how it is written."""


@dataclass(frozen=True)
class Scale:
    """Turns days of the members' use into another unit, for each form."""

    unit: Unit
    prices_usd_per_kg: Mapping[Form, float]

    def of(self, form: Form, days: float, t_per_day: float) -> float:
        """Give a size in the unit.

        Examples
        --------
        >>> Scale("musd", {"magnets": 49.0}).of("magnets", 60.0, 10.0)
        29.4
        """
        if self.unit == "days":
            return days
        tonnes = days * t_per_day
        return tonnes if self.unit == "tonnes" else tonnes * self.prices_usd_per_kg[form] / 1000.0

    def priced(self, forms: Sequence[Form]) -> "Scale":
        """Make sure that all forms have a price where one is needed.

        Raises
        ------
        PriceError
            If one has none.
        """
        lacking = [form for form in forms if form not in self.prices_usd_per_kg]
        if self.unit == "musd" and lacking:
            raise PriceError(f"Million USD need a price of {' and '.join(lacking)}. {PRICES}")
        return self


def read_prices(texts: tuple[str, ...]) -> dict[Form, float]:
    """Read prices as ``magnets=49,oxide=60``, USD a kg.

    Raises
    ------
    PriceError
        If one is no price, or of no form.

    Examples
    --------
    >>> read_prices(("magnets=49,oxide=60",))
    {'magnets': 49.0, 'oxide': 60.0}
    """
    found: dict[Form, float] = {}
    for part in (part.strip() for text in texts for part in text.split(",")):
        name, _, amount = part.partition("=")
        form = next((form for form in FORMS if form == name.strip()), None)
        try:
            price = float(amount)
        except ValueError:
            price = -1.0
        if form is None or not 0.0 < price < float("inf"):
            raise PriceError(f"'{part}' is no price of {listed(FORMS)}. {PRICES}")
        found[form] = price
    return found
