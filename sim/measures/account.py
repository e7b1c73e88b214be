"""What is booked of a stockpile, in every history: what the measures of its money are read from."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.measures.finance import largest_paper_loss

F64 = NDArray[np.float64]
F32 = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Account:
    """The books of a stockpile's money and goods."""

    money: Mapping[str, F64]
    """Each entry of ``finance.csv``, million USD, ``[month, history]``."""
    goods: Mapping[str, F32]
    """Each entry of the account of its goods, t or, of what was paid, million USD,
    ``[month, item, history]``."""
    owed: F32
    """Principal owed at the end of the day, million USD, ``[day, history]``."""
    unrealised: F32
    """What is held at market less its cost, million USD, ``[day, history]``."""
    last_price: F32
    """Price of what is held on the last day, USD per kg as held, ``[item, history]``."""

    @cached_property
    def paper_loss(self) -> tuple[F64, F64]:
        """Largest loss on paper, million USD, and its first day, ``[history]`` each."""
        return largest_paper_loss(self.unrealised)
