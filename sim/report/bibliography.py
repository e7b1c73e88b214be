"""The sources that the numbers of a result rest on."""

from collections import Counter
from collections.abc import Sequence

from sim.report.document import Cell, Table, row_of
from sim.scenario.explain import Explained, explain
from sim.scenario.load import Loaded
from sim.scenario.schema import Source

GRADES = "Grades: A read in the document, B recalled from a named publication, C estimate."


ON_MAPS = "Those of places, on which no result rests, come last."


def used(loaded: Loaded, *, of_places: bool = False) -> Counter[str]:
    """Count the values of a scenario that name each source, or the places on maps that do."""
    rows = [row for row in explain(loaded) if _is_of_place(row) == of_places]
    return Counter(one.id for row in rows for one in row.sources)


def _is_of_place(row: Explained) -> bool:
    """Tell whether a value says where somebody stands on maps, and nothing else."""
    return row.path[2:3] == ("location",)


def bibliography(scenarios: Sequence[Loaded]) -> Table | None:
    """List the sources that numbers of some scenarios rest on, most used first; none if none do."""
    counts, places = Counter[str](), Counter[str]()
    sources: dict[str, Source] = {}
    for loaded in scenarios:
        counts |= used(loaded)
        places |= used(loaded, of_places=True)
        sources |= loaded.scenario.sources
    if not counts:
        return None
    last = [(name, count) for name, count in places.most_common() if name not in counts]
    return Table(
        "sources",
        "Sources of the numbers, those that most rest on first",
        ("Source", "Reference", "Grade", "Known up to", "Numbers"),
        tuple(_row(name, sources[name], count) for name, count in [*counts.most_common(), *last]),
        numbers=frozenset({4}),
        below=(GRADES, ON_MAPS) if last else (GRADES,),
        dense=True,
    )


def _row(name: str, source: Source, count: int) -> tuple[Cell, ...]:
    address = source.address or ""
    return row_of(
        name,
        Cell(reference(source), link=address if is_web(address) else ""),
        source.grade,
        source.known.isoformat() if source.known else "",
        Cell(f"{count:,}", count),
    )


def reference(source: Source) -> str:
    """Write a source as a reference does."""
    where = "" if not source.address or is_web(source.address) else f" {source.address}."
    return f"{source.publisher} ({source.year}). {source.title.rstrip('.')}.{where}"


def is_web(address: str) -> bool:
    """Tell whether an address is one that may be followed: of the web, and nothing else."""
    return address.startswith(("https://", "http://")) and not any(map(str.isspace, address))


def tally(rows: Sequence[Explained]) -> str:
    """Say how many values have a source, by grade."""
    rows = [row for row in rows if not _is_of_place(row)]
    grades = Counter(min((one.grade for one in row.sources), default="") for row in rows)
    parts = [f"{grades[grade]:,} of grade {grade}" for grade in "ABC" if grades[grade]]
    return "; best source ".join([f"{len(rows):,} values", *([", ".join(parts)] if parts else [])])
