"""``traces.parquet``: the daily series of single histories, tidy, for any tool to read."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from sim.output.disk import replacing
from sim.output.errors import OutputError
from sim.output.lot import STEPS, key
from sim.output.soundness import TRACES
from sim.output.store import list_also
from sim.output.stored import StoredRun


def need_pyarrow() -> None:
    """Make sure that Parquet can be written.

    Raises
    ------
    OutputError
        If pyarrow is not installed.
    """
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError as error:
        raise OutputError("--traces needs pyarrow: pip install 'shortfall[traces]'") from error


def write_traces(stored: StoredRun, histories: int) -> Path:
    """Write the first histories of a run: a row for each history, day and consumer.

    Columns: ``history``, ``date``, ``consumer``, ``region``, ``sector``, ``end_use``,
    ``demand_t`` and ``served_t`` (t of finished magnets), ``shortfall_days`` (1 - fill rate) and
    ``cover_days``; rounded as :mod:`sim.output.lot` says. A lot of 64 histories is held at a time,
    and is a row group of the file.

    Parameters
    ----------
    stored : StoredRun
    histories : int
        How many, from the first on; no more than there are.

    Raises
    ------
    OutputError
        If the file cannot be written; nothing is left of it then.
    """
    need_pyarrow()
    import pyarrow.parquet as pq

    path = stored.folder / TRACES
    with replacing(path) as part:
        tables = _tables(stored, histories)
        first = next(tables)
        with pq.ParquetWriter(part, first.schema, compression="zstd") as writer:
            writer.write_table(first, first.num_rows)
            for table in tables:
                writer.write_table(table, table.num_rows)
    list_also(stored.folder, [path])
    return path


def _tables(stored: StoredRun, histories: int) -> Iterator[Any]:
    """Make an Arrow table of each lot, rows by history, then day, then consumer."""
    import pyarrow as pa

    scenario = stored.scenario
    names = stored.axes["consumers"]
    blocks = [scenario.consumers[name] for name in names]
    groups = {group.name: group for group in stored.groups if group.kind == "consumer"}
    days, start = stored.days, (stored.start - dt.date(1970, 1, 1)).days
    left = min(histories, stored.count)

    def labels(values: list[str], count: int) -> Any:
        kinds = sorted(set(values))
        codes = np.array([kinds.index(value) for value in values], np.int32)
        return pa.DictionaryArray.from_arrays(np.tile(codes, days * count), kinds)

    for first in stored.lots:
        lot = stored.only(first, left)
        count = lot.count
        if not count:
            break
        left -= count

        def stacked(quantity: str, lot: Any = lot) -> Any:
            """Put the consumers' series together, ``[history, day, consumer]``."""
            series = [lot.read(key(quantity, groups[name])) for name in names]
            return np.stack(series, axis=1).transpose(2, 0, 1)

        short = stacked("shortfall") / np.float32(STEPS)
        shape = (count, days, len(names))
        demand = np.broadcast_to(lot.read("demand_t").transpose(2, 0, 1), shape)
        dates = np.repeat(np.arange(start, start + days, dtype=np.int32), len(names))
        yield pa.table(
            {
                "history": np.repeat(lot.numbers.astype(np.int32), days * len(names)),
                "date": pa.array(np.tile(dates, count), pa.int32()).cast(pa.date32()),
                "consumer": labels(names, count),
                "region": labels([block.region for block in blocks], count),
                "sector": labels([block.sector for block in blocks], count),
                "end_use": labels([block.end_use for block in blocks], count),
                "demand_t": demand.ravel(),
                "served_t": (demand * (1 - short)).ravel(),
                "shortfall_days": short.ravel(),
                "cover_days": stacked("cover").astype(np.float32).ravel(),
            }
        )
