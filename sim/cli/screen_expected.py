"""What a scenario was expected to show, below the table of its run."""

from collections.abc import Mapping
from typing import Any

from sim.output.expected import Judged
from sim.scenario.expectation import read_expectation
from sim.scenario.load import Loaded


def expectations(summary: Mapping[str, Any], loaded: Loaded, *, brief: bool = False) -> str:
    """Say which expectations hold and which do not, and how to ask for the others.

    In *brief* a line where all hold.
    """
    every = summary.get("expectations", [])
    asks = [one for one in map(read_expectation, loaded.scenario.expect) if one.against is not None]
    if brief and not asks and len(every) > 1 and all(one["holds"] for one in every):
        return f"Expected before the run: {len(every)} expectations, all hold."
    found = [f"  {Judged.read(entry)}" for entry in summary.get("expectations", [])]
    for one in map(read_expectation, loaded.scenario.expect):
        if one.against is not None:
            command = f"shortfall compare {one.against} {loaded.named or loaded.scenario.name}"
            found.append(f"  open   {one.text}  ('{command}' tells)")
    return "\n".join(["Expected before the run:", *found]) if found else ""
