"""``shortfall explain RUN --licences``: the queue of licences of a run."""

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from sim.cli.asked_run import opened
from sim.cli.echo import echo
from sim.cli.table import table

if TYPE_CHECKING:
    from sim.output.ledger import Ledger
    from sim.output.licence_check import Check, Sum
    from sim.output.licence_flow import LicenceFlow
    from sim.output.periods import Peak, Period
    from sim.output.stored import StoredRun

    Found = Sequence[tuple[Ledger, list[Period], list[Peak]]]

HOLDS = 1e-6
"""Most by which the books may be off, relative to what is filed or granted."""

HEAD = (
    (
        "", "filed", "passed", "granted", "refused", "withdrawn", "shipped", "expired", "pending",
        "5 to 95 %", "valid", "age", "granted",
    ),
    ("", "t", "t", "t", "t", "t", "t", "t", "t", "t", "t", "d", "% of decided"),
)  # fmt: skip
"""Two lines over the columns."""


def show(run: str, *, good: str, control: str, to: str, as_json: bool) -> bool:
    """Print the books of licences of a run.

    Parameters
    ----------
    run : str
        Folder of the run, or its scenario.
    good, control, to : str
        Only these licence flows; nothing for all.
    as_json : bool
        Print JSON.

    Returns
    -------
    bool
        Whether the books are right.
    """
    from sim.output.ledger import ledger, licence_flows
    from sim.output.licence_check import checks
    from sim.output.licence_flow import together
    from sim.output.periods import peaks, periods

    stored = opened(run, "--licences shows the books of a run")
    flows = licence_flows(stored)
    if not flows:
        raise click.UsageError(
            f"{stored.folder}: no order of this run needs a licence; run a scenario that has an "
            "export control with 'mode: licence', and give the folder of that run"
        )
    flows = _chosen(flows, good=good, control=control, to=to)
    found = []
    for wide, members in together(flows).items():
        one = ledger(stored, replace(wide, destination=to) if to else wide, members)
        found.append((one, periods(stored, one), list(peaks(stored, members))))
    checked = checks(stored, flows)
    if as_json:
        echo(json.dumps(_json(stored, found, checked), indent=1))
    else:
        _print(stored, found, checked)
    return all(check.off <= HOLDS for check in checked)


def _print(stored: "StoredRun", found: "Found", checked: "Sequence[Check]") -> None:
    echo(
        f"{stored.name}  {stored.said}, {stored.start} to {stored.scenario.end}, seed {stored.seed}"
    )
    for one, rows, tops in found:
        echo(f"\n{_title(one)}\n")
        echo(table([*HEAD, *map(_cells, rows)], right=range(1, len(HEAD[0]))))
        echo("\nMost pending")
        if waits := [_peak(top) for top in tops if top.pending_t > 0.0]:
            echo(table(waits, right=(2, 4)))
        if calm := [top.destination for top in tops if top.pending_t == 0.0]:
            echo(f"  nothing ever waits for {', '.join(calm)}")
    echo(
        "\nMeans over histories; a range is 5 to 95 % of them. Passed: needed no application; "
        "shipped: on a licence.\nPending (waiting for a decision), its mean age, and valid "
        "(granted, not shipped) are those at the end."
    )
    for check in checked:
        echo(f"{_equation(check.sum)}: {_said(check)}")


def _chosen(flows: "list[LicenceFlow]", *, good: str, control: str, to: str) -> "list[LicenceFlow]":
    """Keep the licence flows that are asked for."""
    from sim.scenario.errors import did_you_mean, listed

    for option, field, value in (
        ("--control", "control", control),
        ("--good", "good", good),
        ("--to", "destination", to),
    ):
        if not value:
            continue
        known = {getattr(flow, field) for flow in flows}
        if value not in known:
            hint = did_you_mean(value, known) or f"There are: {listed(known)}."
            raise click.BadParameter(
                f"no licence of this run is for {field} '{value}'. {hint}", param_hint=option
            )
        flows = [flow for flow in flows if getattr(flow, field) == value]
    return flows


def _title(one: "Ledger") -> str:
    flow = one.flow
    to = "all destinations" if flow.destination == "all" else f"to {flow.destination}"
    kind = "licences" if flow.kind == "licence" else f"{flow.kind}s"
    return f"{flow.control}: {kind} for {flow.good}, {to}, t of {flow.unit}"


def _cells(row: "Period") -> tuple[str, ...]:
    flows = (
        row.filed_t, row.passed_t, row.granted_t, row.refused_t, row.withdrawn_t, row.shipped_t,
        row.expired_t, row.pending_t,
    )  # fmt: skip
    return (
        row.period,
        *map(_number, flows),
        f"{_number(row.pending_q05_t)} to {_number(row.pending_q95_t)}",
        _number(row.valid_t),
        _number(row.age_days),
        _number(100 * row.share_granted),
    )


def _peak(top: "Peak") -> tuple[str, ...]:
    return (
        f"  {top.destination}",
        str(top.date),
        f"{_number(top.pending_t)} t",
        f"({_number(top.pending_q05_t)} to {_number(top.pending_q95_t)} t)",
        _number(top.age_days),
        "d old",
    )


def _number(value: float) -> str:
    """Write a number with a digit after the point, or none where it is large; - for none."""
    if math.isnan(value):
        return "-"
    return f"{value:,.0f}" if abs(value) >= 1000 or value == 0 else f"{value:,.1f}"


def _equation(one: "Sum") -> str:
    """Write a sum out, as *filed = granted + refused + withdrawn + pending*."""
    parts = ["shipped" if part == "used" else part for part in (*one.parts, one.left)]
    return f"{one.whole} = {' + '.join(parts)}"


def _said(check: "Check") -> str:
    """Say whether a sum holds."""
    if check.off <= HOLDS:
        return f"holds to 1e-6 relative, off by at most {check.off:.1g}"
    return f"DOES NOT HOLD to 1e-6 relative, off by {check.off:.1g} in {check.flow.name}"


def _json(
    stored: "StoredRun",
    found: "Found",
    checked: "Sequence[Check]",
) -> dict[str, Any]:
    """Put all of it together for other programs."""
    return {
        "name": stored.name,
        "digest": stored.digest,
        "histories": stored.count,
        "tables": [
            {
                "control": one.flow.control,
                "good": one.flow.good,
                "kind": one.flow.kind,
                "destination": one.flow.destination,
                "tonnes_of": one.flow.unit,
                "periods": [row.as_dict() for row in rows],
                "peaks": [top.as_dict() for top in tops],
            }
            for one, rows, tops in found
        ],
        "checks": [
            {
                "sum": _equation(check.sum),
                "holds": check.off <= HOLDS,
                "off": check.off,
                "flow": check.flow.name,
            }
            for check in checked
        ],
    }
