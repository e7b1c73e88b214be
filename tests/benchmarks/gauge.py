"""Run a command; print its seconds and the memory of its largest process, MB, as JSON.

A script of its own, as the peak memory of a child counts from its fork: started by a benchmark
that has just held a large job, every command would seem as large. The kernel passes the peak of a
child that was waited for on to its parent, so worker processes count as well: what is told is the
largest of all processes, not their sum.
"""

import json
import resource
import subprocess
import sys
import time

BYTES_PER_UNIT = 1 if sys.platform == "darwin" else 1024


def main() -> None:
    """Measure the command given as arguments."""
    start = time.perf_counter()
    done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=False)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(json.dumps({"seconds": seconds, "megabytes": peak * BYTES_PER_UNIT / 2**20}))
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
