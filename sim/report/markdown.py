"""A report as Markdown, with its figures as files beside it."""

from collections.abc import Iterator, Mapping

from sim.output.markdown import grid, opening, plain
from sim.report.document import Block, Cell, Code, Document, Items, Plate, Table

FOLDER = "figures"
"""Folder of the figures beside the document."""


def markdown_of(document: Document) -> str:
    """Write a report as Markdown."""
    return "\n\n".join(_parts(document)) + "\n"


def files_of(document: Document) -> Mapping[str, bytes]:
    """Give the files of the figures, by their paths from the document."""
    found: dict[str, bytes] = {}
    for plate in document.plates:
        for number, frame in enumerate(plate.frames):
            found[f"{FOLDER}/{_stem(plate, number)}.svg"] = frame.svg
        if plate.csv:
            found[f"{FOLDER}/{plate.name}.csv"] = plate.csv.encode()
    return found


def _stem(plate: Plate, number: int) -> str:
    return plate.name if number == 0 else f"{plate.name}-{number + 1}"


def _parts(document: Document) -> Iterator[str]:
    yield f"# {plain(document.title)}"
    yield "\n".join(f"- {plain(name)}: {plain(text)}" for name, text in document.facts.items())
    yield f"*{plain(document.question)}*"
    yield f"**{plain(document.answer)}**"
    yield "\n".join(f"- {plain(name)}: {plain(text)}" for name, text in document.figures.items())
    for section in document.sections:
        yield f"## {plain(section.title)}"
        for block in section.blocks:
            yield from _block(block)
    yield from map(opening, document.notes)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Items):
        yield "\n".join(f"- {opening(text)}" for text in block.items)
    elif isinstance(block, Table):
        yield f"**{plain(block.caption)}**"
        yield grid(block.head, [[*map(_cell, row)] for row in block.rows], sorted(block.numbers))
        yield from map(opening, block.below)
    elif isinstance(block, Plate):
        yield from _plate(block)
    elif isinstance(block, Code):
        yield "\n".join(f"    {line}" for line in block.text.splitlines())
    else:
        yield opening(block.text)


def _cell(cell: Cell) -> str:
    text = plain(cell.text)
    if cell.tone in {"better", "worse"}:
        return f"**{text}**"
    return f"[{text}](<{cell.link}>)" if cell.link and ">" not in cell.link else text


def _plate(plate: Plate) -> Iterator[str]:
    for number in range(len(plate.frames)):
        alt = plain(plate.alt if number == 0 else plate.title)
        yield f"![{alt}]({FOLDER}/{_stem(plate, number)}.svg)"
    data = f" [Data]({FOLDER}/{plate.name}.csv)" if plate.csv else ""
    yield f"**{plain(plate.title)}.** {plain(plate.caption)}{data}"
