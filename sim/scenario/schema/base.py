"""The kinds of word that blocks of a scenario are made of, and what every block has."""

import datetime as dt
from typing import Annotated, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, Field

LONGEST_NAME = 64
"""Most letters of a name: names become columns of tables, and folders of results."""

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=LONGEST_NAME)]
"""A name in the file: lower-case letters, digits, underscores."""

Place = Annotated[str, Field(pattern=r"^[A-Z][A-Za-z_]*$", max_length=LONGEST_NAME)]
"""A country (ISO code, as CN) or a bloc of the ``blocs`` table, as EU."""

Label = Annotated[str, Field(pattern=r"\S|^$", max_length=200)]
"""What tables and figures call something; with none of it, its id."""

Text = Annotated[str, Field(max_length=20_000)]
"""A remark, a title, an address."""

Date = Annotated[dt.date, Field(ge=dt.date(1900, 1, 1), le=dt.date(2200, 12, 31))]
"""A day of the calendar."""


class Block(BaseModel):
    """The base of every block: unknown keys are refused, accepted values are frozen."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        allow_inf_nan=False,
        strict=True,
        defer_build=True,
    )


T = TypeVar("T")
Dated: TypeAlias = T | Annotated[dict[Date, T], Field(min_length=1)]
"""A number, or values by date, as {2026-01-01: 0.9, 2028-01-01: 0.95}: on straight lines between
the dates, constant before the first and after the last. Each value may be a distribution, drawn
once for each history. Two dates a day apart make a step."""

SourceIds = dict[Label, Label | list[Label]]
"""Key of the block to the id (or ids) of its source; ``all`` covers every key not named."""
