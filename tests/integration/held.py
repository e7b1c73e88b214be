"""``python held.py GATE LOTS run ...`` is ``shortfall run ...`` that waits where a test wants it to.

Blocks are of 64 histories. A block whose first history is among LOTS (as ``64,192``) leaves its
process's number beside the file GATE when it is simulated, and is not handed over before there is
such a file. So a test knows what goes on when a signal comes. With ``die`` for LOTS every process
that simulates a block ends itself, and the run gives up when that happened twice.
"""

import os
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario
    from sim.study.replicate import Block
    from sim.world.record.record import Record


def held(
    gate: str, lots: str, scenario: "Scenario", block: "Block", record: "Record"
) -> dict[int, bytes]:
    """Condense a block, when the gate is open."""
    from sim.output.lot import condense

    if lots == "die":
        os._exit(9)
    if block.scenario == 0 and str(block.first) in lots.split(","):
        Path(f"{gate}.{block.first}.{os.getpid()}").touch()
        while not Path(gate).exists():
            time.sleep(0.02)
    return condense(scenario, block, record)


def main() -> None:
    """Run the command line with blocks that wait."""
    import sim.study.pool as pool
    import sim.study.replicate as replicate
    from sim.output import ensure_run
    from sim.start import start

    gate, lots, *sys.argv[1:] = sys.argv[1:]
    replicate.CELLS_PER_BLOCK, replicate.LOSSES, pool.GONE_SECONDS = 1, 1, 2.0
    setattr(ensure_run, "condense", partial(held, gate, lots))  # noqa: B010
    start()


if __name__ == "__main__":
    main()
