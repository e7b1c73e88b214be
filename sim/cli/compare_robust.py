"""``shortfall compare --robust``: what its options ask for."""

from collections.abc import Sequence

import click

from sim.cli.refusing import refusing
from sim.compare.comparison import Comparison
from sim.compare.pairing import UnpairedError
from sim.compare.robust import Robust, read_robust_target
from sim.compare.select import groups_in
from sim.scenario.limit import Limit, LimitError
from sim.scenario.measured import known_item, known_measure
from sim.scenario.schema import Scenario


def read_targets(texts: Sequence[str]) -> list[Limit]:
    """Read the targets of ``--target``."""
    with refusing("--target"):
        return [read_robust_target(text) for text in dict.fromkeys(texts)]


def check_targets(targets: Sequence[Limit], scenarios: Sequence[Scenario]) -> None:
    """Refuse targets of groups and items that no run has, before anything is run."""
    known = groups_in(scenarios)
    with refusing("--target"):
        for limit in targets:
            limit.named(known)
            known_item(scenarios, known_measure(limit.measure), limit.item)


def by_criteria(comparison: Comparison, targets: Sequence[Limit]) -> Robust:
    """Judge the runs of a comparison by several criteria."""
    try:
        return Robust(comparison, targets)
    except UnpairedError as error:
        raise click.UsageError(f"--robust: {error}") from None
    except LimitError as error:
        raise click.BadParameter(str(error), param_hint="--target") from None
