"""Notes below the table of a run: licences, grey lanes, money, rules of origin, surplus, costs."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sim.output.groups import is_headline
from sim.scenario.chain import CONSUMERS
from sim.scenario.errors import listed

Entry = Mapping[str, Any]
MEANS = "Means over the histories:"
"""What numbers in notes are, unless they say otherwise."""
SHOWN = 0.05
"""Days from which on a number is not written as nought."""
MISSED = 0.5
"""Days on which members are short from which on a line says what their stockpile does."""
LARGE = 0.05
"""Part of what plants with surplus make from which on a line says what becomes of the surplus."""


def notes(summary: Mapping[str, Any]) -> Iterator[str]:
    """Give a line for each queue of licences, grey lane, financed stockpile and rule of origin.

    And one each for surplus and costs. A line above them says what their numbers are.
    """
    if found := [*_notes(summary)]:
        yield MEANS
        yield from found


def _notes(summary: Mapping[str, Any]) -> Iterator[str]:
    yield from map(_licences, summary.get("licences", []))
    for lane, found in summary.get("grey", {}).items():
        yield _grey(lane, found)
    yield from map(_stockpile, filter(_is_missed, summary.get("stockpile_days", [])))
    yield from map(_finance, summary.get("finance", {}).values())
    if rules := summary.get("origin_rules"):
        yield from map(_origin_rule, rules)
        yield from _gains(summary["rows"])
    surplus = summary.get("surplus")
    if surplus and surplus["left_t"] + surplus["held_t"] >= LARGE * surplus["made_t"] > 0.0:
        yield _surplus(surplus)
    if costs := {row["measure"]: row for row in summary["rows"] if row["kind"] == "chain"}:
        yield _costs(costs)


def _licences(found: Entry) -> str:
    """Say how much waits at most, in the mean over histories, and how much is granted."""
    kind = {"licence": "Licences", "inspection": "Inspections"}[found["kind"]]
    share = found["share_granted"]
    return (
        f"{kind} for {found['good']} ({found['control']}): peak of "
        f"{_tonnes(found['peak_pending_t']['mean'])} pending at the end of "
        f"{found['peak_pending_month']}, "
        + ("none decided" if share is None else f"{_percent(share['mean'])} granted")
    )


def _grey(lane: str, found: Entry) -> str:
    """Say what a grey lane ships, loses and costs more, means over histories."""
    head = f"Grey lane {lane} via {found['via']}: "
    if found["share_seized"] is None:
        return head + "nothing shipped"
    price = f"{_percent(found['premium'])} above" if found["premium"] else "at"
    return (
        f"{head}{_tonnes(found['shipped_t'])} shipped, {_tonnes(found['seized_t'])} seized "
        f"({_percent(found['share_seized'])}), {price} the normal price"
    )


def _is_missed(found: Entry) -> bool:
    """Tell whether members of a stockpile are short on more days than a summary leaves out."""
    return bool(found["days"]["short"] >= MISSED)


def _stockpile(found: Entry) -> str:
    """Say on how many of the days on which members are short a stockpile helps, and why not."""
    days, lacking = found["days"], found.get("lacking", [])
    parts = [
        f"{_days(days[name])} {says}"
        for name, says in (
            ("released", "it releases"),
            ("no_order", f"it has no order to (what starts one: {found['starts']})"),
            ("waiting", "its lag still runs"),
            ("empty", "it is empty"),
            ("kept", "all is kept back"),
            ("unasked", "nothing that it holds is lacking or can be worked up"),
        )
        if days[name] >= SHOWN or name == "released"
    ]
    says = f"{found['label']}: of {_days(days['short'])} days on which a member is short, on "
    says += ", on ".join(parts)
    if not lacking or set(lacking).intersection(found["holds"]):
        return says
    return f"{says}; members lack {listed(lacking)}, it holds {listed(found['holds'])}"


def _days(days: float) -> str:
    """Write days, with a digit after the point where they are few."""
    return f"{days:.0f}" if days >= 10 or days == 0 else f"{days:.1f}"


def _finance(found: Entry) -> str:
    """Say what a stockpile owes at most, pays in interest, gains or loses, and when it is quit."""
    result, dip = found["result_musd"], found["largest_paper_loss_month"]
    paper = _money(found["largest_paper_loss_musd"]["mean"]) + (f" ({dip}, median)" if dip else "")
    return (
        f"Money of {found['label']}, million USD: loan at most "
        f"{_money(found['peak_loan_musd']['mean'])}, interest paid "
        f"{_money(found['interest_paid_musd']['mean'])}, result {_money(result['mean'])} "
        f"(5-95 %: {_money(result['q05'])} to {_money(result['q95'])}), largest paper loss "
        f"{paper}, loan repaid {found['payback_date']} (median)"
    )


def _origin_rule(found: Entry) -> str:
    """Say how many lanes are left to a consumer when its rule begins, means over histories."""
    by_part = {"closed": 0, "open for a part": 0, "open": 0, "of plants not built yet": 0}
    for lane in found["lanes"]:
        part = lane["usable"]
        how = "closed" if part == 0 else "open" if part == 1 else "open for a part"
        by_part["of plants not built yet" if "opens" in lane else how] += 1
    since = f"from {found['start']} on" if found["start"] else "in the whole run"
    left = ", ".join(f"{count} {how}" for how, count in by_part.items() if count)
    return (
        f"{found['label']} may use nothing that was in {found['not_from']} {since}: "
        f"of its lanes {left} in {found['month']} "
        f"(without it: --set {CONSUMERS}.{found['consumer']}.origin_rule=null)"
    )


def _gains(rows: Iterable[Entry]) -> Iterator[str]:
    """Explain days caused that are below 0, if any are shown, of a run with rules of origin."""
    caused = (row for row in rows if row["measure"] == "shortfall_days_caused")
    if any(is_headline(row["kind"], row["group"]) and row["q50"] <= -SHOWN for row in caused):
        yield (
            "Days caused below 0: a rule of origin holds in the undisrupted world, too, and what "
            "controls keep from other buyers leaves its consumer more that it may use"
        )


def _surplus(found: Entry) -> str:
    """Say what leaves unused of what plants with surplus make, means over histories."""
    left, made = found["left_t"], found["made_t"]
    parts = [f"{_tonnes(left)} of the {_tonnes(made)} that plants with surplus make leaves unused"]
    if left > 0.0:
        parts.append(f"most of it {found['most_of']}'s ({_tonnes(found['most_left_t'])})")
    for key, says in (("bought_t", "bought by stockpiles"), ("held_t", "held at the end")):
        if found[key] > 0.0:
            parts.append(f"{_tonnes(found[key])} {says}")
    return f"Surplus of oxide, by element contained: {', '.join(parts)}"


def _costs(found: Mapping[str, Entry]) -> str:
    """Say what holding, transport and shortage come to, by the measures of the whole chain."""
    whole = found["cost_musd"]
    names = ("holding_cost_musd", "transport_cost_musd", "shortage_cost_musd")
    parts = [
        f"{name.partition('_')[0]} {_digits(found[name]['mean'])}"
        for name in names
        if name in found
    ]
    return (
        f"Costs of the whole chain, million USD: {_digits(whole['mean'])} "
        f"(5-95 %: {_digits(whole['q05'])} to {_digits(whole['q95'])}): {', '.join(parts)}"
    )


def _digits(musd: float) -> str:
    """Write million USD with three digits, as costs of a small chain are far below one."""
    return f"{musd:,.0f}" if abs(musd) >= 100 else f"{musd:.3g}"


def _money(musd: float) -> str:
    """Write million USD, with a digit after the point where they are few."""
    return f"{musd:,.0f}" if abs(musd) >= 100 or musd == 0 else f"{musd:.1f}"


def _tonnes(value: float) -> str:
    """Write tonnes, with a digit after the point where they are few."""
    return f"{value:,.0f} t" if value >= 10 or value == 0 else f"{value:.1f} t"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.01 or share == 0 else f"{100 * share:.1f} %"
