"""``manifest.json``: what was run, with what, so that it can be run again."""

import hashlib
import json
import platform
from collections.abc import Iterable
from pathlib import Path

from sim import __version__
from sim.output.summary import FORMAT
from sim.scenario.digest import LENGTH, package_hash
from sim.study.job import Job


def manifest_json(job: Job, inputs: Iterable[Path] = ()) -> str:
    """Write the manifest; nothing in it depends on the time or the machine.

    As no figure is drawn yet, ``drawing`` is null: :mod:`sim.output.figures` fills it in.

    Parameters
    ----------
    job : Job
        What was run.
    inputs : paths
        Scenario files it was read from; their name and SHA-256 are kept, not their folder.
    """
    import numpy as np
    import simpy

    content = {
        "format": FORMAT,
        "name": job.scenario.name,
        "digest": job.digest,
        "seed": job.seed,
        "sampling": job.scheme,
        "source": package_hash()[:LENGTH],
        "drawing": None,
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
