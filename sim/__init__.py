"""Shortfall: how many days of production a rare-earth export halt costs.

A discrete-event simulator of the chain from mine to magnet. Scenarios are YAML files; see
``shortfall --help`` for the command line. From Python::

    import sim

    scenario = sim.load("export-halt")
    result = sim.run(scenario, n=64)
    result.record.served_t  # [day, consumer, history]
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["__version__", "load", "run"]

if TYPE_CHECKING:
    from pathlib import Path

    from sim.scenario.schema import Scenario
    from sim.study.run import run


def load(path: "str | Path", settings: tuple[str, ...] = ()) -> "Scenario":
    """Read a scenario file, with all it extends.

    Parameters
    ----------
    path : str or Path
        The file; or the name of a scenario that comes with the program, as ``export-halt``.
    settings : tuple of str
        Changes as on the command line, as ``("policy.review_days=1",)``.

    Returns
    -------
    Scenario
        The resolved scenario, frozen.

    Raises
    ------
    ScenarioError
        With all problems found, each with its place and remedy.
    """
    from sim.scenario.load import load as load_with_origins

    return load_with_origins(path, settings).scenario


def __getattr__(name: str) -> Any:
    # numpy and simpy load when they are first needed, so that --help stays quick.
    if name == "run":
        from sim.study.run import run

        return run
    raise AttributeError(f"module 'sim' has no attribute {name!r}")
