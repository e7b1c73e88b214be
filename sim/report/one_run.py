"""The report of one run."""

import re
from collections.abc import Iterator, Sequence

from sim.output.calm import why_calm
from sim.output.expected import Judged, judged
from sim.output.groups import Group, is_by_itself
from sim.output.stored import StoredRun
from sim.output.tables import Tables, tabulate
from sim.report.answer import answer, key_figures
from sim.report.asked import Asked
from sim.report.because import because
from sim.report.bibliography import bibliography
from sim.report.checklist import checklist
from sim.report.commands import commands, program
from sim.report.document import Block, Document, Items, Paragraph, Plate, Section, section
from sim.report.events import events
from sim.report.figures import figures_of_run
from sim.report.gaps import gaps
from sim.report.inputs import inputs
from sim.report.losses import Loss, loss_table, losses, production, with_small
from sim.report.reasons import dependence, held_up
from sim.scenario.measured import KINDS, known_group

APART = (
    "All consumers are those who use magnets. Who uses oxide or metal is in no region, as tonnes "
    "of these and of magnets do not add up."
)
SIGNS = {">=": "at least", "<=": "at most", ">": "above", "<": "below"}
"""What signs of an expectation say."""
BAND = (
    "Days lost are days of normal demand that are not served: two days on which half is served "
    "count as one. 5 to 95 %: nine of ten histories lie between. A history is one way in which "
    "things may come, drawn by chance."
)


def report_of_run(run: StoredRun, asked: Asked) -> Document:
    """Put together what a run shows.

    Raises
    ------
    ValueError
        If there is no group of the name that is asked for.
    """
    tables, scenario = tabulate(run), run.scenario
    shown = with_small(run)
    loss = chosen(run, asked.group, shown)
    plates = [*figures_of_run(tables, asked.figures, loss.group)]
    return Document(
        title=asked.title or run.job.title,
        facts=asked.facts([run]),
        question=(scenario.question or f"What happens in {scenario.called}?").strip(),
        answer=answer(run, loss, shown),
        figures=key_figures(run, loss, shown),
        sections=tuple(_sections(run, plates, tables, loss)),
        notes=(program(),),
    )


def chosen(run: StoredRun, name: str, shown: Sequence[Loss]) -> Loss:
    """Find the group that the answer is about: by its name, else all consumers.

    Raises
    ------
    ValueError
        If there is no group of that name.
    """
    if not name:
        return next(one for one in shown if one.group.kind == "all")
    known_group(name, [(one.kind, one.name) for one in run.groups])
    group = named(run, name)
    assert group is not None, "it is known"
    return next(one for one in losses(run, {group.kind}) if one.group == group)


def named(run: StoredRun, name: str) -> Group | None:
    """Find a group of a run by its name, alone or with its kind before it; none if it has none.

    Of several of that name the first counts by its kind, as everywhere.
    """
    found = (one for one in run.groups if name in {one.name, f"{one.kind}.{one.name}"})
    return min(found, key=lambda one: KINDS.index(one.kind), default=None)


def _sections(
    run: StoredRun, plates: Sequence[Plate], tables: Tables, loss: Loss
) -> Iterator[Section]:
    yield from section("first", "At a glance", plates[:1])
    yield from section("happens", "What happens", [*_happens(run)])
    yield from section("losses", "Who loses how much, and when", [*_losses(run)])
    yield from section("why", "Why", [*_why(run, tables)])
    yield from section("figures", "Figures", plates[1:])
    yield from section(
        "rests", "What the numbers rest on", [*inputs(run, loss.group), *_judged(run)]
    )
    yield from closing([run])


def _why(run: StoredRun, tables: Tables) -> Iterator[Block]:
    if said := tuple(because(tables, with_small(run))):
        yield Items(said)
    yield from (table for table in (dependence(tables), held_up(tables)) if table)


def _happens(run: StoredRun) -> Iterator[Block]:
    scenario = run.scenario
    if scenario.covers:
        yield Paragraph(scenario.covers.strip())
    found = events(scenario)
    yield from found
    if not found:
        yield Paragraph("Nothing happens: the world goes as planned.")


def _losses(run: StoredRun) -> Iterator[Block]:
    yield Paragraph(BAND)
    shown = with_small(run)
    found = loss_table(run, "losses", "Days lost, by region and use", shown)
    yield found or Paragraph("Nobody loses anything in 95 % of histories.")
    yield from map(Paragraph, why_calm(run.summary, run.loaded))
    if any(is_by_itself(run.scenario, one.group.kind, one.group.name) for one in shown):
        yield Paragraph(APART, small=True)
    if found and (each := loss_table(run, "by-consumer", "By consumer", losses(run, {"consumer"}))):
        yield each
    if (lost := production(run)) is not None:
        yield lost


def _judged(run: StoredRun) -> Iterator[Block]:
    """Say whether what was expected beforehand has come."""
    if found := judged(run.scenario, run.outcomes):
        yield Paragraph("What was expected before the run, and whether it holds:")
        yield Items(tuple(expected(one) for one in found))


def expected(one: Judged) -> str:
    """Say in words whether what was expected has come.

    Examples
    --------
    >>> expected(Judged("shortfall_days[US] >= 20", True, 93.14, "d"))
    'shortfall days of US at least 20: holds (mean 93.14 d).'
    """
    words = re.sub(r"\[(.*?)\]", r" of \1", one.text).replace("_", " ")
    for sign, says in SIGNS.items():
        words = words.replace(sign, says)
    told = str(one).rpartition("  ")[2]
    return f"{words}: {'holds' if one.holds else 'does not hold'} {told}."


def closing(runs: Sequence[StoredRun]) -> Iterator[Section]:
    """Give the sections that end every report: gaps, sources, checklist, commands."""
    said = list(dict.fromkeys(one for run in runs for one in gaps(run.loaded)))
    yield from section("gaps", "What the world leaves out", [Items(tuple(said))])
    sources = bibliography([run.loaded for run in runs])
    yield from section("sources", "Sources", [sources] if sources else [])
    yield from section("checklist", "How it was modelled", [checklist(runs[0])])
    yield from section("again", "How to make it again", commands(runs))
