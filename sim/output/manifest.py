"""``manifest.json``: what was run, with what, so that it can be run again."""

import hashlib
import json
import platform
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from sim import __version__
from sim.output.summary import FORMAT

if TYPE_CHECKING:
    from sim.study.run import Run


def manifest_json(run: "Run", inputs: Iterable[Path] = ()) -> str:
    """Write the manifest; nothing in it depends on the time or the machine.

    Parameters
    ----------
    run : Run
        What was run.
    inputs : paths
        Scenario files it was read from; their name and SHA-256 are kept, not their folder.
    """
    import numpy as np
    import simpy

    content = {
        "format": FORMAT,
        "name": run.scenario.name,
        "digest": run.digest,
        "seed": run.seed,
        "histories": run.record.histories,
        "versions": {
            "shortfall": __version__,
            "numpy": np.__version__,
            "simpy": simpy.__version__,
            "python": platform.python_version(),
        },
        "inputs": {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(inputs)
        },
    }
    return json.dumps(content, indent=1) + "\n"
