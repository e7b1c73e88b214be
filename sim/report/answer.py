"""The answer of a report in one sentence, and the few numbers beside it."""

from collections.abc import Mapping, Sequence

from sim.compare.comparison import Comparison
from sim.compare.row import Contrast, Row
from sim.output.stored import StoredRun
from sim.report.losses import FIRST, Loss, first_date
from sim.report.words import days, percent, span
from sim.scenario.errors import listed


def answer(run: StoredRun, loss: Loss, others: Sequence[Loss]) -> str:
    """Say what a run shows of a group: how much it loses, and who loses most.

    Parameters
    ----------
    run : StoredRun
    loss : Loss
        Of the group that the sentence is about.
    others : sequence of Loss
        Of all groups that are shown.
    """
    often = ", in 95 % of simulated histories" if run.is_random else ""
    if all(one.is_nothing for one in (loss, *others)):
        return f"Nobody lacks anything: every consumer is served in full{often}."
    who = _subject(loss)
    if loss.is_nothing:
        says = f"{who} {_verb(loss)} nothing{often}"
    elif run.is_random:
        says = (
            f"{who} {_verb(loss)} {days(loss.days.mean)} days of normal supply on average "
            f"({span(*loss.band)} in nine of ten simulated histories)"
        )
    else:
        says = f"{who} {_verb(loss)} {days(loss.days.mean)} days of normal supply"
    if first := "" if loss.is_nothing else first_date(run, loss):
        says += f", {'typically ' if run.is_random else ''}from {first} on"
    if (hardest := _harder(loss, others)) is not None:
        says += f"; {_named(hardest)} is hit hardest, with {days(hardest.days.mean)} days"
    return f"{says}."


def _harder(loss: Loss, others: Sequence[Loss]) -> Loss | None:
    """Find who of all is hit hardest; nobody where the sentence is about somebody in particular."""
    found = _hardest(others) if loss.group.kind == "all" else None
    return None if found is None or found.is_nothing else found


def _hardest(losses: Sequence[Loss]) -> Loss | None:
    """Find the region that loses most; where there is one at most, who else loses anything."""
    regions = [one for one in losses if one.group.kind == "region"]
    if len(regions) < 2 or all(one.is_nothing for one in regions):
        regions = [one for one in losses if one.group.kind == "consumer" and not one.is_nothing]
    return max(regions, key=lambda one: one.days.mean, default=None)


def _named(loss: Loss) -> str:
    return f"the {loss.label}" if loss.label in {"US", "EU", "UK"} else loss.label


def _subject(loss: Loss) -> str:
    """Begin a sentence about a group."""
    text = "All consumers together" if loss.group.kind == "all" else _named(loss)
    return text[:1].upper() + text[1:]


def _verb(loss: Loss) -> str:
    return "lose" if loss.group.kind == "all" else "loses"


def key_figures(run: StoredRun, loss: Loss, others: Sequence[Loss]) -> Mapping[str, str]:
    """Give the few numbers of the first screen, by what they are of."""
    found = {}
    if not loss.is_nothing:
        whose = "all consumers together" if loss.group.kind == "all" else _named(loss)
        found[f"days lost by {whose}"] = with_band(loss)
    if (hardest := _harder(loss, others)) is not None:
        found[f"days lost by {_named(hardest)}, hit hardest"] = with_band(hardest)
    if first := "" if loss.is_nothing else first_date(run, loss):
        found[f"first shortage{', in the median history' if run.is_random else ''}"] = first
    if (never := loss.found.get(FIRST)) is not None and run.is_random:
        found["chance of a shortage at all"] = percent(1.0 - never.share_never)
    return found


def with_band(loss: Loss) -> str:
    """Write the days that a group loses, with their band."""
    text, band = days(loss.days.mean), span(*loss.band)
    return f"{text} days" if band == text else f"{text} days ({band})"


def difference(comparison: Comparison, row: Row, loss: Loss) -> str:
    """Say how runs differ from the baseline in the days that a group loses."""
    who = "all consumers together" if loss.group.kind == "all" else _named(loss)
    loses = f"{who} {_verb(loss)}"
    baseline, *others = comparison.labels
    base = row.values[0]
    pairs = [
        (label, contrast)
        for label, contrast in zip(others, row.contrasts[1:], strict=True)
        if contrast is not None and contrast.difference is not None
    ]
    if not pairs or base is None:
        reasons = {one.reason for one in row.contrasts if one is not None and one.reason}
        why = f": {'; '.join(sorted(reasons))}" if reasons else ""
        return f"The runs cannot be compared in the days that {loses}{why}."
    parts = [f"with {label} {_more(contrast)}" for label, contrast in pairs]
    start = f"With {baseline} {loses} {days(base.mean)} days of normal supply on average"
    apart = [
        f"{label} cannot be compared: {contrast.reason}"
        for label, contrast in zip(others, row.contrasts[1:], strict=True)
        if contrast is not None and contrast.difference is None and contrast.reason
    ]
    return "; ".join([start, listed(parts), *apart]) + "."


def _more(contrast: Contrast) -> str:
    """Write a difference with its interval."""
    found = contrast.difference or 0.0
    if contrast.mark in {"the same", "within noise"} and abs(found) < 0.05:
        return "as many"
    word = "more" if found > 0 else "fewer"
    text = f"{days(abs(found))} {word}"
    if contrast.low is None or contrast.high is None or contrast.low == contrast.high:
        return text
    ends = sorted((abs(contrast.low), abs(contrast.high)))
    if contrast.low * contrast.high < 0.0:
        return f"{text} (within noise: {days(contrast.low)} to {days(contrast.high)})"
    return f"{text} (95 % interval {days(ends[0])} to {days(ends[1])})"
