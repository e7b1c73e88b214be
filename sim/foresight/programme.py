"""A sparse linear programme whose variables and rows go by day."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
Index = NDArray[np.intp]
Key = tuple[object, ...]
"""Names a row that is there on every day."""


LARGE = 30_000
"""Variables above which the interior point method is faster than the simplex method."""


class ForesightError(Exception):
    """A bound cannot be computed; the message says why and what to do."""


@dataclass(frozen=True)
class Flow:
    """A variable on some days."""

    first: int
    """Its place among all variables on the first of these days."""
    days: Index
    """Days on which it exists."""


class Programme:
    """Stocks and flows of one replication.

    A *stock* is there on every day and balances: what is on hand tonight is what was on hand last
    night, and what came less what went. A *limit* bounds what several flows sum to on a day.

    Parameters
    ----------
    days : int
        Days of the run.
    """

    def __init__(self, days: int) -> None:
        self.days = days
        self.variables = 0
        self._most: list[F64] = []
        self._gain: list[F64] = []
        self._stocks: dict[Key, int] = {}
        self._held: dict[Key, Flow] = {}
        self._came: dict[Key, F64] = {}
        self._terms: list[tuple[Index, Index, F64]] = []
        self._limits: list[F64] = []
        self._limit_rows = 0
        self._limit_terms: list[tuple[Index, Index, F64]] = []

    def flow(self, most: F64, days: Index | None = None, gain: float = 0.0) -> Flow:
        """Add a variable.

        Parameters
        ----------
        most : array, t, ``[day]``
            Upper bound on each day; days on which it is 0 get no variable.
        days : array of int, optional
            Days on which it may be above 0; all if not given. *most* is of these days.
        gain : float
            What a tonne is worth.
        """
        on = np.arange(self.days) if days is None else days
        there = most > 0.0
        flow = Flow(self.variables, on[there])
        self.variables += len(flow.days)
        self._most.append(most[there])
        self._gain.append(np.full(len(flow.days), gain))
        return flow

    def stock(self, key: Key) -> None:
        """Add a stock, if it is not there."""
        if key in self._stocks:
            return
        row = self.days * len(self._stocks)
        self._stocks[key] = row
        self._came[key] = np.zeros(self.days)
        held = self._held[key] = self.flow(np.full(self.days, np.inf))
        on = np.arange(self.days)
        self._terms.append((row + on, held.first + on, np.ones(self.days)))
        self._terms.append((row + on[1:], held.first + on[:-1], -np.ones(self.days - 1)))

    def held(self, key: Key) -> Flow:
        """Give what a stock has on hand at the end of each day."""
        return self._held[key]

    def has(self, key: Key) -> bool:
        """Tell whether there is a stock."""
        return key in self._stocks

    def comes(self, key: Key, day: int, tonnes: float) -> None:
        """Let a stock have so much more from a day on, whatever is decided."""
        if 0 <= day < self.days and tonnes != 0.0:
            self.stock(key)
            self._came[key][day] += tonnes

    def into(self, key: Key, flow: Flow, share: float | F64 = 1.0, delay: int | Index = 0) -> None:
        """Let a share of a flow come to a stock, so many days later.

        Parameters
        ----------
        share : float or array, ``[day of the flow]``
        delay : int or array of int, days, ``[day of the run]``
        """
        self._change(key, flow, -np.asarray(share, dtype=np.float64), delay)

    def out_of(self, key: Key, flow: Flow, share: float | F64 = 1.0) -> None:
        """Take a flow, times a share, from a stock."""
        self._change(key, flow, np.asarray(share, dtype=np.float64), 0)

    def _change(self, key: Key, flow: Flow, share: F64, delay: int | Index) -> None:
        if not np.any(share):
            return
        self.stock(key)
        day = flow.days + (delay if isinstance(delay, int) else delay[flow.days])
        there = day < self.days
        column = flow.first + np.arange(len(day))
        value = np.broadcast_to(share, day.shape)
        self._terms.append((self._stocks[key] + day[there], column[there], value[there].copy()))

    def limit(self, parts: list[tuple[Flow, float]], most: F64) -> None:
        """Bound what flows, each times a share, sum to on a day.

        Parameters
        ----------
        parts : list of (Flow, float)
        most : array, t, ``[day]``
            For every day of the run; infinite where there is no bound.
        """
        days = np.flatnonzero(np.isfinite(most))
        row_of = np.full(self.days, -1, dtype=np.intp)
        row_of[days] = self._limit_rows + np.arange(len(days))
        for flow, share in parts:
            row = row_of[flow.days]
            there = (row >= 0) & (share != 0.0)
            column = flow.first + np.arange(len(row))
            self._limit_terms.append((row[there], column[there], np.full(int(there.sum()), share)))
        self._limits.append(most[days])
        self._limit_rows += len(days)

    def limit_over(self, parts: list[tuple[Flow, float, NDArray[np.bool_]]], most: float) -> None:
        """Bound what flows, each times a share, sum to over several days.

        Parameters
        ----------
        parts : list of (Flow, float, array of bool)
            Each with the days that count, ``[day]``.
        most : float
            t.
        """
        for flow, share, counts in parts:
            column = flow.first + np.flatnonzero(counts[flow.days])
            row = np.full(len(column), self._limit_rows)
            self._limit_terms.append((row, column, np.full(len(column), share)))
        self._limits.append(np.array([most]))
        self._limit_rows += 1

    def greatest(self) -> float:
        """Give the greatest gain.

        Raises
        ------
        ForesightError
            If the solver finds none.
        """
        from scipy.optimize import linprog
        from scipy.sparse import coo_array

        def matrix(terms: list[tuple[Index, Index, F64]], rows: int) -> object:
            if not terms:
                return None
            row, column, value = (np.concatenate(part) for part in zip(*terms, strict=True))
            return coo_array((value, (row, column)), shape=(rows, self.variables)).tocsr()

        found = linprog(
            -np.concatenate(self._gain),
            A_eq=matrix(self._terms, self.days * len(self._stocks)),
            b_eq=np.concatenate(list(self._came.values())),
            A_ub=matrix(self._limit_terms, self._limit_rows),
            b_ub=np.concatenate(self._limits) if self._limit_terms else None,
            bounds=np.column_stack([np.zeros(self.variables), np.concatenate(self._most)]),
            method="highs-ipm" if self.variables > LARGE else "highs",
        )
        if not found.success:
            raise ForesightError(f"The linear programme was not solved: {found.message}")
        return -float(found.fun)
