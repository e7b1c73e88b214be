"""Runs compared with a baseline, history by history where they had the same draws.

Open them with :meth:`sim.output.stored.StoredRun.open`, compare them with
:func:`~sim.compare.comparison.compare`.
"""

from sim.compare.comparison import Comparison, compare

__all__ = ["Comparison", "compare"]
