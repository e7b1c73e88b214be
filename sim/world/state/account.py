"""Accounts: what is somewhere, and all that went in and out of it."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]


class BalanceError(RuntimeError):
    """An account does not close."""


class Account(NamedTuple):
    """A stock of matter (or of tonnes under licence) that must close.

    What was there at the start, plus what went in since, less what went out, is there now.
    """

    name: str
    """What is counted, as ``stock of oxide``."""
    whose: tuple[str, ...]
    """Names along the first axis."""
    stock: F64
    """There now, t, ``[row, item, replication]``."""
    into: F64
    """Gone in since the start, t, shaped likewise."""
    out: F64
    """Gone out since the start, t, shaped likewise."""
