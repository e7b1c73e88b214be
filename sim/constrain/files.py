"""``worlds.json``, ``constrain.json`` and ``report.md``: the worlds, and how they were found."""

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sim import __version__
from sim.constrain.constrained import Constrained
from sim.constrain.judge import KINDS, Judged
from sim.constrain.learned import Lesson
from sim.constrain.observation import Observation
from sim.output.markdown import plain, plain_grid
from sim.output.text import rounded
from sim.scenario.uncertainty.widths import WIDTHS
from sim.scenario.uncertainty.world_file import EDITION, FORMAT, Met, WorldFile
from sim.world.chance.worlds import first_scores

SIGNIFICANT = 6
"""Digits of weights and implausibilities."""
SHOWN = 15
"""Numbers that are shown of those learned about."""

Rows = list[tuple[str, ...]]


@dataclass(frozen=True)
class Report:
    """All that is told of worlds that were tried."""

    found: Constrained
    lesson: Lesson | None
    """None where too few worlds agree."""
    judged: Judged | None
    """None where nothing was run to judge by."""


def world_file(found: Constrained) -> WorldFile:
    """Make the file of worlds."""
    trial, (numbers, weight) = found.trial, found.kept
    factors = list(trial.inputs.factors)
    return WorldFile(
        format=FORMAT,
        edition=EDITION,
        name=trial.loaded.name,
        scenario=trial.scenario.name,
        digest=trial.digest,
        version=__version__,
        seed=trial.seed,
        prior=trial.count,
        common=trial.inputs.common,
        widths={kind: dict(grades) for kind, grades in WIDTHS.items()},
        cutoff=found.block.cutoff,
        agreed=len(found.agreed),
        tempered=_short(found.power),
        effective=_short(found.effective),
        observations={
            one.name: Met(
                unit=one.unit,
                recorded=sorted({*one.recorded}),
                error=_short(one.error),
                discrepancy=_short(one.discrepancy),
            )
            for one in found.wanted
        },
        factors=factors,
        check=[round(float(s), 9) for s in first_scores(trial.seed, factors, int(numbers[0]))],
        worlds=[
            (int(number), _short(float(w)), _short(float(found.largest[number])))
            for number, w in zip(numbers, weight, strict=True)
        ],
    )


def _short(value: float) -> float:
    return float(f"{value:.{SIGNIFICANT}g}")


def content(report: Report) -> dict[str, Any]:
    """Give what ``constrain.json`` holds."""
    found, trial = report.found, report.found.trial
    prior, after, met = found.prior_band(), found.band(), found.share_met()
    return {
        "name": trial.loaded.name,
        "scenario": trial.scenario.name,
        "digest": trial.digest,
        "seed": trial.seed,
        "tried": trial.count,
        "cutoff": found.block.cutoff,
        "agreed": len(found.agreed),
        "effective": rounded(found.effective) if len(found.agreed) else 0.0,
        "tempered": rounded(found.power) if len(found.agreed) else None,
        "kept": len(found.kept[0]) if len(found.agreed) else 0,
        "balance_missed": None if report.lesson is None else rounded(report.lesson.missed),
        "observations": {
            one.name: {
                "unit": one.unit,
                "recorded": sorted({*one.recorded}),
                "error": rounded(one.error),
                "discrepancy": rounded(one.discrepancy),
                "prior": [rounded(v) for v in prior[at]],
                "constrained": [rounded(v) for v in after[at]],
                "share_met": rounded(float(met[at])),
            }
            for at, one in enumerate(found.wanted)
        },
        "never_met": [one.name for one in found.never_met],
        "never_together": [[a.name, b.name] for a, b in found.never_together],
        "learned": _learned(report.lesson),
        "judged": _judged(report.judged),
        "note": found.block.note,
    }


def _learned(lesson: Lesson | None) -> dict[str, Any] | None:
    if lesson is None:
        return None
    return {
        "noise": rounded(lesson.noise),
        "numbers": [
            {
                "path": one.name,
                "prior": [rounded(v) for v in one.prior],
                "constrained": [rounded(v) for v in one.after],
                "spread": rounded(one.ratio),
                "shift": rounded(one.shift),
                "gain": rounded(one.gain),
            }
            for one in lesson.numbers
        ],
    }


def _judged(judged: Judged | None) -> dict[str, Any] | None:
    if judged is None:
        return None
    return {
        "kinds": {
            kind.name: {
                "coverage_90": rounded(kind.coverage),
                "width": rounded(kind.width),
                "interval_score": rounded(kind.score),
                "bands": {
                    one.name: [rounded(v) for v in band]
                    for one, band in zip(judged.months, kind.band, strict=True)
                },
            }
            for kind in judged.kinds
        },
        "recorded": {one.name: one.recorded[0] for one in judged.months},
        "stops": {
            one.name: {
                "recorded": list(one.recorded),
                **{
                    name: [rounded(v) for v in bands[at]]
                    for name, bands in judged.stop_bands.items()
                },
            }
            for at, one in enumerate(judged.stops)
        },
    }


def sections(report: Report) -> Iterator[tuple[str, Rows, str]]:
    """Give titles, tables (the head first) and what is said below each."""
    yield "What worlds agree with", _observation_rows(report.found), _agreement(report)
    if report.lesson is not None:
        yield "Numbers learned about most", _learned_rows(report.lesson), _noise(report.lesson)
    if report.judged is not None:
        below = "Width and interval score are parts of normal flow. " + " ".join(
            f"{name[0].upper()}{name[1:]}: {says}." for name, says in KINDS.items()
        )
        yield "Judged outside", _kind_rows(report.judged), below
        if report.judged.stops:
            yield "Stops that nothing was learned from", _stop_rows(report.judged), ""


def markdown(report: Report) -> str:
    """Write the report."""
    trial = report.found.trial
    parts = [f"# Worlds that agree with {plain(trial.loaded.name)}", _head(report.found)]
    for title, rows, below in sections(report):
        parts += [f"## {title}", plain_grid(rows[0], rows[1:])]
        parts += [plain(below)] if below else []
    parts.append(f"Errors assumed: {plain(report.found.block.note)}")
    return "\n\n".join(parts) + "\n"


def _head(found: Constrained) -> str:
    trial = found.trial
    if not len(found.agreed):
        return f"None of {trial.count:,} worlds agrees (seed {trial.seed})."
    return (
        f"{len(found.agreed):,} of {trial.count:,} worlds agree (seed {trial.seed}): no "
        f"observation is missed by more than {found.block.cutoff:g} standard deviations. "
        f"{len(found.kept[0]):,} are kept; effective number {found.effective:,.0f}, weights by "
        f"the likelihood{'' if found.power == 1.0 else f' to the power of {found.power:.2f}'}."
    )


def head(found: Constrained) -> str:
    """Say how many worlds agree."""
    return _head(found)


def _observation_rows(found: Constrained) -> Rows:
    prior, after, met = found.prior_band(), found.band(), found.share_met()
    rows: Rows = [
        ("", "recorded", "±", "all worlds", "5 to 95 %", "that agree", "5 to 95 %", "met by")
    ]
    for at, one in enumerate(found.wanted):
        cells = [
            cell
            for low, middle, high in (prior[at], after[at])
            for cell in (_number(middle), f"{_number(low)} to {_number(high)}")
        ]
        spread, share = _number(one.spread), f"{100 * met[at]:.0f} %"
        rows.append((one.label, f"{_window(one)} {one.unit}", spread, *cells, share))
    return rows


def _agreement(report: Report) -> str:
    found, says = report.found, []
    if found.never_met:
        says.append(f"No world meets {_named(found.never_met)}.")
    says += [f"No world meets both {a.label} and {b.label}." for a, b in found.never_together]
    if not says:
        says.append("Every observation is met by some world, and every two by one.")
    if report.lesson is not None:
        says.append(
            "The balance of 2024 is met in all, by reconciliation: no flow is off by more than "
            f"{100 * report.lesson.missed:.1f} %."
        )
    return " ".join(says)


def _named(observed: Sequence[Observation]) -> str:
    return ", ".join(one.label for one in observed)


def _learned_rows(lesson: Lesson) -> Rows:
    rows: Rows = [("number", "as written", "5 to 95 %", "constrained", "spread", "shift", "gain")]
    for one in lesson.numbers[:SHOWN]:
        (low, high), (least, most) = one.prior, one.after
        rows.append(
            (
                one.name,
                f"{one.centre:.4g}",
                f"{low:.4g} to {high:.4g}",
                f"{least:.4g} to {most:.4g}",
                f"{100 * one.ratio:.0f} %",
                f"{one.shift:+.2f}",
                f"{one.gain:.3f}",
            )
        )
    return rows


def _noise(lesson: Lesson) -> str:
    above = sum(one.gain > lesson.noise for one in lesson.numbers)
    return (
        "Spread and shift of the mean are of normal scores, before 2024 is met, in standard "
        "deviations of prior worlds. "
        "Gain in nats: were nothing learned, one number in twenty would have more than "
        f"{lesson.noise:.3f}; of {len(lesson.numbers):,} numbers {above:,} have, where chance "
        f"alone would give {len(lesson.numbers) / 20:.0f}."
    )


def _kind_rows(judged: Judged) -> Rows:
    prior = {kind.name: kind.score for kind in judged.kinds}
    rows: Rows = [("bands of 90 %", "hold", "width", "interval score", "against prior")]
    for kind in judged.kinds:
        base = prior["prior, as observed" if "observed" in kind.name else "prior"]
        gain = 100.0 * (1.0 - kind.score / base) if base > 0.0 else math.nan
        of = f"{kind.coverage * len(judged.months):.0f} of {len(judged.months)}"
        numbers = of, f"{100 * kind.width:.1f} %", f"{100 * kind.score:.1f} %", f"{gain:+.0f} %"
        rows.append((kind.name, *numbers))
    return rows


def _stop_rows(judged: Judged) -> Rows:
    rows: Rows = [("", "recorded, d", *judged.stop_bands)]
    for at, one in enumerate(judged.stops):
        bands = (bands[at] for bands in judged.stop_bands.values())
        cells = (f"{_number(low)} to {_number(high)}" for low, high in bands)
        rows.append((one.label, _window(one), *cells))
    return rows


def _window(one: Observation) -> str:
    first, last = one.recorded
    return _number(first) if first == last else f"{_number(first)} to {_number(last)}"


def _number(value: float) -> str:
    if not math.isfinite(value):
        return "-" if math.isnan(value) else "never"
    return f"{value:,.0f}"


def json_text(report: Report) -> str:
    """Write ``constrain.json``."""
    return json.dumps(content(report), indent=1, ensure_ascii=False) + "\n"
