"""The runs that ``shortfall compare`` is asked for: opened, or run first."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.options import pool_of
from sim.cli.progress import progress
from sim.compare.rule import Rule, RuleError, check_rule, read_rule
from sim.compare.select import UnknownNameError, known_group, known_measure
from sim.output.groups import financed, groups_of
from sim.output.order import Order, fulfil
from sim.output.store import OutputError
from sim.output.stored import StoredRun
from sim.scenario.errors import plural, render
from sim.scenario.load import load

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario

FOR_FILES = {
    "histories": "-n",
    "seed": "--seed",
    "settings": "--set",
    "workers": "--workers",
    "cluster": "--cluster",
}
"""Options that change nothing where every run is a folder."""


def ordered(
    runs: Sequence[str], options: Mapping[str, Any], *, quiet: bool
) -> list[Order | StoredRun]:
    """Open the folders and read the scenario files, all of them before any is run."""
    folders = [Path(run).is_dir() for run in runs]
    if all(folders):
        idle = [name for key, name in FOR_FILES.items() if options[key]]
        idle += ["--sampling"] if options["sampling"] != "random" else []
        if idle:
            raise click.UsageError(
                f"{', '.join(idle)}: every RUN is a folder, which is not run again; "
                "give scenario files instead"
            )
    return [
        _opened(Path(run)) if is_folder else _order(run, options, quiet=quiet)
        for run, is_folder in zip(runs, folders, strict=True)
    ]


def _opened(folder: Path) -> StoredRun:
    try:
        return StoredRun.open(folder)
    except OutputError as error:
        raise click.BadParameter(str(error), param_hint="RUN") from None


def _order(file: str, options: Mapping[str, Any], *, quiet: bool) -> Order:
    loaded = load(file, options["settings"])
    if loaded.warnings and not quiet:
        click.echo(render(loaded.warnings, closing=""), err=True)
    scenario, n, seed = loaded.scenario, options["histories"], options["seed"]
    return Order(
        loaded,
        scenario.histories if n is None else n,
        scenario.seed if seed is None else seed,
        options["sampling"],
        options["out"],
    )


def fulfilled(
    orders: Sequence[Order | StoredRun],
    workers: int | None,
    cluster: str | None,
    *,
    quiet: bool,
) -> list[StoredRun]:
    """Run what is missing, each run once, and open all."""
    missing = [order for order in orders if isinstance(order, Order) and not order.is_complete()]
    if missing:
        with pool_of(workers, cluster) as pool:
            for order in missing:
                scenario, (_, histories) = order.loaded.scenario, order.settled
                if not quiet:
                    count = plural(histories, "history")
                    says = f"{scenario.name}  {count} x {scenario.days} days  seed {order.seed}"
                    click.echo(says, err=True)
                with progress(histories, quiet=quiet) as report:
                    fulfil(order, pool, report)
    return [
        order if isinstance(order, StoredRun) else StoredRun.open(order.folder, order.loaded)
        for order in orders
    ]


def read_rules(texts: Sequence[str]) -> list[Rule]:
    """Read the rules of ``--fail-on``."""
    try:
        return [read_rule(text) for text in texts]
    except RuleError as error:
        raise click.BadParameter(str(error), param_hint="--fail-on") from None


def check_names(
    orders: Sequence[Order | StoredRun],
    rules: Sequence[Rule],
    groups: Sequence[str],
    measures: Sequence[str],
) -> None:
    """Refuse groups and measures that no run has, before anything is run."""
    scenarios = [order.loaded.scenario for order in orders]
    known = {pair for scenario in scenarios for pair in _groups(scenario)}
    items = {item for scenario in scenarios for item in (*scenario.grades, *scenario.elements)}
    try:
        for name in groups:
            hint = "--group"
            known_group(name, known)
        for name in measures:
            hint = "--measure"
            known_measure(name)
        for rule in rules:
            hint = "--fail-on"
            check_rule(rule, known, items)
    except (UnknownNameError, RuleError) as error:
        raise click.BadParameter(str(error), param_hint=hint) from None


def _groups(scenario: "Scenario") -> list[tuple[str, str]]:
    found = *groups_of(scenario, tuple(sorted(scenario.consumers))), *financed(scenario)
    return [(group.kind, group.name) for group in found]
