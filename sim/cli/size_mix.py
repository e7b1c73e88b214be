"""``shortfall size --budget-musd``: the best mix of forms that a budget buys."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.cli.echo import echo
from sim.cli.progress import progress
from sim.cli.size_screen import share, short
from sim.cli.table import table
from sim.output.text import number
from sim.scenario.errors import plural
from sim.size.mix import Mix, mixes
from sim.size.mix_files import mixes_content, write_mixes

if TYPE_CHECKING:
    from sim.design.take import Taken
    from sim.scenario.schema import Form, Scenario
    from sim.size.measured import Scale
    from sim.size.question import Question
    from sim.study.pool import Pool


def run_mixes(
    question: "Question",
    budget_musd: float,
    forms: "Sequence[Form]",
    scale: "Scale",
    pool: "Pool",
    *,
    as_json: bool,
    quiet: bool,
) -> None:
    """Run every mix, write the files, and print the best first."""
    from sim.size.run_sizes import run_scenarios

    def run(scenarios: "Sequence[Scenario]") -> "Sequence[Taken]":
        with progress(question.histories * len(scenarios), quiet=quiet) as report:
            return run_scenarios(question, scenarios, pool, report)

    def on_progress(mix: Mix) -> None:
        if not quiet:
            echo(f"{_held(mix)}: {share(question, mix.point)} of histories meet it", err=True)

    found = mixes(question, budget_musd, forms, scale, run, on_progress)
    write_mixes(question, found, forms, budget_musd)
    if as_json:
        echo(json.dumps(mixes_content(question, found, budget_musd), indent=1))
        return
    echo(
        f"{question.scenario.name}  what {number(budget_musd)} M USD buy for "
        f"{question.target.text}; {plural(question.histories, 'history')} a mix, best first\n"
    )
    echo(_screen(question, found, forms))
    met = found[0].point.verdict.meets
    says = f"The best, {_held(found[0])}, meets" if met else "No mix meets"
    echo(f"\n{says} {question.target.text}.\nResults in {question.folder}")


def _held(mix: Mix) -> str:
    return " and ".join(f"{short(round(days, 1))} days of {f}" for f, days in mix.days.items())


def _screen(question: "Question", found: Sequence[Mix], forms: "Sequence[Form]") -> str:
    unit = found[0].point.unit
    head = [
        (*(f"{form}" for form in forms), "histories", f"mean {question.target.measure}"),
        (*("M USD (days)" for _ in forms), "that meet it", {"1": ""}.get(unit, unit)),
    ]
    rows = [
        (
            *(
                f"{short(round(mix.musd.get(f, 0.0), 1))} ({short(round(mix.days.get(f, 0.0), 1))})"
                for f in forms
            ),
            share(question, mix.point),
            f"{mix.point.statistics.mean:,.1f} ± {mix.point.statistics.half_width95:,.1f}",
        )
        for mix in found
    ]
    return table([*head, *rows], right=range(len(head[0])))
