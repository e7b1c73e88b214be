"""What the result rests on: the inputs that drive it, from the histories of the run itself."""

from collections.abc import Sequence

from sim.output.groups import Group
from sim.output.stored import StoredRun
from sim.report.document import Block, Cell, Paragraph, Table, row_of
from sim.report.losses import DAYS
from sim.sensitivity.answer import answer
from sim.sensitivity.driver import Driver
from sim.sensitivity.sample import SampleError
from sim.sensitivity.sensitivity import Sensitivity
from sim.sensitivity.words import ends_text, percent, range_text, sentence, whole

MOST = 8
"""Inputs that are shown."""
HEAD = ("Input", "Explains", "95 % interval", "Lies between", "Days at its ends", "Grade", "Source")


def inputs(run: StoredRun, group: Group) -> list[Block]:
    """Say what drives the days that a group loses; why nothing can be told where it cannot."""
    if not run.is_random:
        return [Paragraph("Nothing is drawn in this run: every number is taken as it is written.")]
    try:
        found = answer(run, DAYS, [f"{group.kind}.{group.name}"], run.folder.parent)
    except (SampleError, ValueError) as error:
        return [Paragraph(f"Which inputs drive it cannot be told. {error}")]
    (one,) = found.found
    blocks: list[Block] = [Paragraph(sentence(one)), Paragraph(whole(one), small=True)]
    shown = _shown(one)
    return [blocks[0], _table(one, shown), blocks[1]] if shown else blocks


def _shown(found: Sensitivity) -> Sequence[Driver]:
    """Give the inputs that are told from noise, else the strongest few."""
    return (found.strong or found.drivers[:3])[:MOST]


def _table(found: Sensitivity, drivers: Sequence[Driver]) -> Table:
    return Table(
        "inputs",
        "The inputs that move the result most, the strongest first",
        HEAD,
        tuple(
            row_of(
                one.input.label,
                Cell(percent(one.index.value), one.index.value),
                f"{percent(one.index.low)} to {percent(one.index.high)}",
                range_text(found, one.input),
                ends_text(one),
                one.input.grade or "-",
                one.input.source or "-",
            )
            for one in drivers
        ),
        numbers=frozenset({1, 2, 4}),
        below=(
            "Explains: the part of the variance that would go if the input were known. Days at its "
            "ends: mean shortfall days in the tenth of the histories in which it is lowest, and in "
            "the tenth in which it is highest.",
        ),
    )
