"""Shortfall: how many days of production a rare-earth export halt costs.

A discrete-event simulator of the chain from mine to magnet. Scenarios are YAML files; see
``shortfall --help`` for the command line. From Python:

>>> import sim
>>> result = sim.run(sim.load("two-mines"), n=64)
>>> result.record.served_t.shape  # t a day: [day, consumer, history]
(365, 1, 64)
>>> [row["measure"] for row in result.summary() if row["group"] == "US"][:2]
['shortfall_days', 'shortfall_days_caused']
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.api import Result, load, run

__version__ = "0.1.0"
__all__ = ["Result", "__version__", "load", "run"]


def __getattr__(name: str) -> Any:
    # numpy, simpy and pydantic load when they are first needed, so that --help comes at once.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import sim.api

    return getattr(sim.api, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
