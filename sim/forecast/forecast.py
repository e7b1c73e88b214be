"""What a forecast says: monthly flows and first stops with bands, and what they were made from."""

import datetime as dt
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from sim.measures import QUANTILES

FORMAT: Final = 1
"""Version of the file."""

Month = Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
Chance = Annotated[float, Field(ge=0.0, le=1.0)]
Tonnes = Annotated[float, Field(ge=0.0, allow_inf_nan=False)]
Spread = Annotated[tuple[Tonnes, ...], Field(min_length=5, max_length=5)]
"""Quantiles at :data:`~sim.measures.QUANTILES`."""

BANDS = {0.9: (0, 4), 0.5: (1, 3)}
"""Central bands by the part of histories that they hold: places of their ends in a spread."""
MEDIAN = 2
"""Place of the median in a spread."""


class Part(BaseModel):
    """A part of a forecast: as it was written, and nothing more."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class FlowForecast(Part):
    """Months of a measured flow."""

    label: str
    """How reports call it."""
    good: str
    """What is counted."""
    sellers: str
    """Country or bloc that it leaves."""
    buyers: str
    """Country or bloc that it is for; all means every other country."""
    at: Literal["departure", "arrival"]
    """When a shipment counts."""
    t: dict[Month, Spread]
    """Quantiles of the month, t."""
    past: dict[Month, Tonnes] = {}
    """Recorded months before, t: what a forecast that knows nothing else goes on from."""


class StopForecast(Part):
    """The first stop of a group from the first day of the forecast on."""

    label: str
    """How reports call the group."""
    group: str
    """Consumer or region."""
    part: Chance
    """Part of its demand that stands still, beyond what did on the day before the forecast."""
    chance: Chance
    """Share of the histories in which it stops before the forecast ends."""
    dates: Annotated[tuple[dt.date | None, ...], Field(min_length=5, max_length=5)]
    """Quantiles of the date over all histories; none where so many never stop by the end."""


class Forecast(Part):
    """A forecast, frozen."""

    format: Literal[1] = FORMAT
    """Version of the file."""
    name: str
    """Scenario that it is made by."""
    settings: tuple[str, ...]
    """Values of it that were changed on the command line."""
    digest: str
    """Hash of the resolved scenario, the seed, the sampling and the program's source."""
    version: str
    """Version of the program."""
    source: str
    """Hash of the program's source that decides results."""
    seed: int
    sampling: str
    """How random inputs were drawn."""
    histories: int
    """Number of histories."""
    as_of: dt.date | None
    """Day up to which the world is known; none where the scenario does not say."""
    first: dt.date
    """First day that is forecast."""
    last: dt.date
    """Last day that is forecast."""
    quantiles: tuple[float, ...] = QUANTILES
    """Probabilities of the quantiles, in their order."""
    holds: tuple[str, ...]
    """What the bands hold, in words, and what they do not."""
    past: str | None
    """File that the recorded months before were read from."""
    flows: dict[str, FlowForecast]
    """Measured flows by their ids."""
    stops: dict[str, StopForecast]
    """First stops by measure and group, as ``first_stop_1pct[us_auto]``."""

    @property
    def months(self) -> tuple[str, ...]:
        """The months that are forecast, ascending."""
        return tuple(next(iter(self.flows.values())).t)

    @property
    def title(self) -> str:
        """What it is of, in a line."""
        months = self.months
        return f"{self.name}, {months[0]} to {months[-1]}"
