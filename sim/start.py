"""The command line as a process: where it finds modules, the signals it hears, its streams."""

import logging
import os
import sys
from pathlib import Path
from typing import NoReturn

from sim.study.signals import LEAVES_WITH, ignore, listen, status_of

THREADS = "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"
"""Variables by which libraries of linear algebra take the number of their threads."""


def start() -> NoReturn:
    """Run the command line and leave."""
    listen()
    # One thread each: matrices here are small, threads that wait for each other take five times as
    # long, and last digits would depend on how many there are.
    for name in THREADS:
        os.environ.setdefault(name, "1")
    os.environ.pop("MPLBACKEND", None)  # figures are files; a name it does not know is an error
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # where it keeps its fonts is its own
    try:
        sys.path[:] = without_current(sys.path)
    except OSError:
        sys.stderr.write("Error: the current folder was removed. Change to another one.\n")
        sys.exit(2)
    try:
        from sim.cli.streams import Streams

        streams = Streams()
        from sim.cli import main

        main(prog_name="shortfall")
    except SystemExit as leaves:
        LEAVES_WITH.append(leaves)
        status = streams.close(int(leaves.code or 0))
    except KeyboardInterrupt as stop:  # before any command has begun, or after
        LEAVES_WITH.append(stop)
        status = status_of(stop)
    finally:
        ignore()  # Python would give them back their defaults as it ends
    sys.exit(status)


def without_current(path: list[str]) -> list[str]:
    """Leave the current folder out of where modules are found, unless this program is there.

    A ``numpy.py`` of the user is not the one that is meant.
    """
    home, here = Path(__file__).resolve().parents[1], Path.cwd()
    return [one for one in path if here == home or Path(one).resolve() != here]
