"""Scenarios without what is for readers: those of two files then differ in what they do alone."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from sim.design.past import FOR_READERS
from sim.scenario.schema import Scenario
from sim.scenario.schema.scenario import ABOUT

OF_A_RUN = {*ABOUT, "histories", "seed", "sources"}
"""Keys of a scenario that decide nothing of what happens in a history."""


def bare(scenario: Scenario, like: Scenario) -> Scenario:
    """Give a scenario with the name, the question, the sources and so on of another.

    Labels, notes and sources of its blocks are left out.
    """
    found: Scenario = _plain(scenario)
    return found.model_copy(update={name: getattr(like, name) for name in OF_A_RUN})


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        changed = {
            name: fields[name].get_default(call_default_factory=True)
            if name in FOR_READERS
            else _plain(getattr(value, name))
            for name in fields
        }
        return value.model_copy(update=changed)
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return value
