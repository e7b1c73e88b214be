"""What is refused, and how it is said: place, value, rule and remedy."""

from pathlib import Path
from typing import NamedTuple

import pytest

from sim.scenario.load import load
from tests.chain import CHAIN, place, problems, spoilt, write


class Refusal(NamedTuple):
    """One passage of the chain replaced by something wrong."""

    old: str
    new: str
    at: str
    """The passage of the spoilt file that the problem points at."""
    path: str
    says: tuple[str, ...]
    """Words of the message and the remedy."""


HALT = "    duration_days: 90\n"

# One refusal is easier to read in few lines than in many.
# fmt: off
REFUSALS = {
    "unknown key": Refusal(
        "sector: wind", "sectr: wind", "sectr", "consumers.de_wind.sectr",
        ("'sectr' is not a key in consumers.de_wind", "Did you mean 'sector'?", "Keys:"),
    ),
    "unknown key at the top": Refusal(
        "projects:", "project:", "project:", "project", ("Did you mean 'projects'?",),
    ),
    "missing key": Refusal(
        "    sector: wind\n", "", "de_wind:", "consumers.de_wind.sector",
        ("'sector' is missing", "Sector, as EV traction"),
    ),
    "wrong type": Refusal(
        "demand_t_per_year: 50", "demand_t_per_year: fifty", "demand_t_per_year: fifty",
        "consumers.de_wind.demand_t_per_year",
        ("'fifty' is not a number or a distribution", "t of finished magnets a year"),
    ),
    "text for a date": Refusal(
        "start: 2026-03-01", "start: spring", "start: spring", "disruptions.halt.start",
        ("'spring' is not a date or a number", "First day in force"),
    ),
    "a date that does not exist": Refusal(
        "start: 2026-03-01", "start: 2026-02-30", "start: 2026-02-30", "disruptions.halt.start",
        ("'2026-02-30' is not a date", "There is no date 2026-02-30."),
    ),
    "negative number": Refusal(
        "demand_t_per_year: 50", "demand_t_per_year: -50", "demand_t_per_year: -50",
        "consumers.de_wind.demand_t_per_year", ("-50 must be at least 0", "Demand at mid-2024"),
    ),
    "zero": Refusal(
        "metal_yield: 0.95", "metal_yield: 0", "metal_yield", "metal_makers.smelter.metal_yield",
        ("0 must be above 0", "Element in metal out"),
    ),
    "yield above 1": Refusal(
        "metal_yield: 0.95", "metal_yield: 1.1", "metal_yield", "metal_makers.smelter.metal_yield",
        ("1.1 must be at most 1", "Element in metal out"),
    ),
    "not a number": Refusal(
        "metal_yield: 0.95", "metal_yield: .inf", "metal_yield", "metal_makers.smelter.metal_yield",
        ("inf",),
    ),
    "blank label": Refusal(
        "sector: wind", "sector: wind\n    label: ' '", "label",
        "consumers.de_wind.label",
        ("' ' is not a word that can be seen", "label: How reports call it"),
    ),
    "unknown word": Refusal(
        "good: oxide,", "good: oxid,", "good: oxid", "lanes.oxide.good",
        ("'oxid' is not one of: concentrate, oxide", "Did you mean 'oxide'?"),
    ),
    "unknown kind": Refusal(
        "kind: export_control", "kind: export_controls", "kind", "disruptions.halt.kind",
        ("'export_controls' is not a kind of disruption", "Did you mean 'export_control'?", "outage"),
    ),
    "missing kind": Refusal(
        "    kind: export_control\n", "", "halt:", "disruptions.halt.kind",
        ("'kind' is missing", "Kinds: export_control, control_change"),
    ),
    "bad name": Refusal(
        "  more: {", "  More-1: {", "More-1", "projects.More-1",
        ("'More-1' is not a name (lower-case",),
    ),
    "shares of lanes": Refusal(
        "transit_days: 35, share: 1", "transit_days: 35, share: 0.9", "share: 0.9", "lanes.sea.share",
        ("shares of de_wind, us_ev in magnets", "sum to 0.9", "must sum to 1"),
    ),
    "shares of grades": Refusal(
        "{standard: 0.6, high_dy: 0.4}", "{standard: 0.6, high_dy: 0.5}", "grades: {standard: 0.6",
        "consumers.us_ev.grades", ("sum to 1.1", "must sum to 1"),
    ),
    "shares of sellers": Refusal(
        "from: maker,", "from: {maker: 0.7},", "from: {maker", "lanes.sea.from",
        ("shares of the sellers sum to 0.7", "must sum to 1"),
    ),
    "shares of a choice": Refusal(
        "duration_days: 90", "duration_days: {choice: {30: 0.5, 60: 0.4}}", "duration_days",
        "disruptions.halt.duration_days", ("probabilities of choice sum to 0.9", "must sum to 1"),
    ),
    "offtakes above 1": Refusal(
        "transit_days: 35, share: 1", "transit_days: 35, offtake: 1.2", "offtake", "lanes.sea.offtake",
        ("1.2 must be at most 1",),
    ),
    "basket above 1": Refusal(
        "basket: {ndpr: 0.2,", "basket: {ndpr: 0.99,", "basket", "mines.pit.basket",
        ("basket sum to 1.01", "sum to 1 at most"),
    ),
    "recipe above 1": Refusal(
        "{recipe: {ndpr: 0.27, dy: 0.03}}", "{recipe: {ndpr: 0.97, dy: 0.05}}", "recipe: {ndpr: 0.97",
        "grades.high_dy.recipe", ("1.02 t of elements", "sum to 1 at most"),
    ),
    "unknown seller": Refusal(
        "from: smelter", "from: smeltr", "from: smeltr", "lanes.metal.from",
        ("no facility 'smeltr'", "Did you mean 'smelter'?"),
    ),
    "unknown buyer": Refusal(
        "to: [us_ev, de_wind]", "to: [us_ev, de_win]", "de_win]", "lanes.sea.to.1",
        ("no buyer or place 'de_win'", "Did you mean 'de_wind'?"),
    ),
    "place without consumers": Refusal(
        "to: [us_ev, de_wind]", "to: [us_ev, de_wind, FR]", "FR", "lanes.sea.to.2",
        ("no buyer or place 'FR'", "Known:"),
    ),
    "unknown grade": Refusal(
        "grades: {standard: 1}", "grades: {standart: 1}", "standart", "consumers.de_wind.grades.standart",
        ("no grade 'standart'", "Did you mean 'standard'?"),
    ),
    "unknown element in a recipe": Refusal(
        "{recipe: {ndpr: 0.3}}", "{recipe: {nd: 0.3}}", "nd: 0.3", "grades.standard.recipe.nd",
        ("no element 'nd'", "Did you mean 'ndpr'?"),
    ),
    "unknown element in a recovery": Refusal(
        "recovery: {ndpr: 0.9,", "recovery: {la: 0.9,", "la: 0.9",
        "separation_plants.separator.recovery.la", ("no element 'la'", "Known: dy, ndpr"),
    ),
    "unknown grade in a share": Refusal(
        "transit_days: 35, share: 1", "transit_days: 35, share: {standard: 1, hi_dy: 1}", "hi_dy",
        "lanes.sea.share.hi_dy", ("no grade 'hi_dy'", "Did you mean 'high_dy'?"),
    ),
    "unknown facility of a project": Refusal(
        "facility: maker", "facility: makr", "facility", "projects.more.facility",
        ("no facility 'makr'", "Did you mean 'maker'?"),
    ),
    "unknown member": Refusal(
        "members: [us_ev]", "members: [us_evs]", "us_evs", "stockpiles.reserve.members.0",
        ("'us_evs'", "Did you mean 'us_ev'?"),
    ),
    "member that cannot use the good": Refusal(
        "members: [us_ev], fill_days", "members: [us_ev], good: oxide, fill_days", "us_ev], good",
        "stockpiles.reserve.members.0", ("us_ev buys no oxide", "Members may be: smelter"),
    ),
    "unknown place": Refusal(
        "destinations: [ALLIES]", "destinations: [ALLYS]", "ALLYS", "disruptions.halt.destinations.0",
        ("no place 'ALLYS'", "Did you mean 'ALLIES'?"),
    ),
    "unknown bloc in a bloc": Refusal(
        "ALLIES: [US, DE]", "ALLIES: [US, DE, EUROPE]", "EUROPE", "blocs.ALLIES.2",
        ("EUROPE is neither a country code nor a place in use",),
    ),
    "a bloc within itself": Refusal(
        "ALLIES: [US, DE]", "ALLIES: [US, DE, ALLIES]", "ALLIES]", "blocs.ALLIES.2",
        ("contains itself",),
    ),
    "unknown source": Refusal(
        "facility: maker,", "facility: maker, sources: {all: nowhere},", "all: nowhere",
        "projects.more.sources.all", ("no source 'nowhere'", "Known: none"),
    ),
    "source of an unknown key": Refusal(
        "    sector: wind\n", "    sector: wind\n    sources: {demand: []}\n", "demand: []",
        "consumers.de_wind.sources.demand", ("'demand', which is not a key", "Keys: all"),
    ),
    "duplicate key": Refusal(
        "metal_yield: 0.95", "metal_yield: 0.95, metal_yield: 0.9", "metal_yield: 0.9}",
        "metal_makers.smelter.metal_yield", ("'metal_yield' stands here twice", "Keep one"),
    ),
    "the same id in two blocks": Refusal(
        "  reserve: {", "  maker: {", "maker: {country: US", "stockpiles.maker",
        ("'maker' is also the name of an entry of magnet_makers",),
    ),
    "start after the horizon": Refusal(
        "start: 2026-03-01", "start: 2027-03-01", "start: 2027-03-01", "disruptions.halt.start",
        ("2027-03-01 lies after the horizon", "2026-01-01 to 2026-12-31 (365 days)"),
    ),
    "start day after the horizon": Refusal(
        "start: 2026-03-01", "start: 2000", "start: 2000", "disruptions.halt.start",
        ("day 2000 lies after the horizon", "365 days"),
    ),
    "start before the horizon": Refusal(
        "start: 2026-03-01", "start: 2025-03-01", "start: 2025-03-01", "disruptions.halt.start",
        ("2025-03-01 lies before the horizon", "Without a start"),
    ),
    "end of the scenario before its start": Refusal(
        "end: 2026-12-31", "end: 2025-12-31", "end: 2025-12-31", "end",
        ("ends on 2025-12-31, before its start on 2026-01-01",),
    ),
    "end before start": Refusal(
        HALT, "    end: 2026-02-01\n", "end: 2026-02-01", "disruptions.halt.end",
        ("ends on 2026-02-01, not after its start on 2026-03-01",),
    ),
    "end and duration": Refusal(
        HALT, HALT + "    end: 2026-05-01\n", "duration_days", "disruptions.halt.duration_days",
        ("an end (2026-05-01) and duration_days", "Keep one"),
    ),
    "a control that no lane meets": Refusal(
        "goods: [magnets]", "goods: [oxide]", "exporter", "disruptions.halt.exporter",
        ("No lane that leaves CN", "can hit nothing", "Leaving CN: magnets to DE, magnets to US"),
    ),
    "a control of an element nobody ships": Refusal(
        "goods: [magnets]", "goods: {magnets: [dy]}\n    end_uses: [defence]", "exporter",
        "disruptions.halt.exporter", ("No lane that leaves CN",),
    ),
    "an empty list of goods": Refusal(
        "goods: [magnets]", "goods: []", "goods", "disruptions.halt.goods", ("list goods is empty",),
    ),
    "a distribution out of order": Refusal(
        "duration_days: 90", "duration_days: {triangular: [180, 90, 365]}", "duration_days",
        "disruptions.halt.duration_days", ("[180.0, 90.0, 365.0] is out of order", "lowest first"),
    ),
    "a misspelt distribution": Refusal(
        "duration_days: 90", "duration_days: {triangle: [90, 180, 365]}", "triangle",
        "disruptions.halt.duration_days.triangle", ("Did you mean 'triangular'?",),
    ),
    "a distribution with too few numbers": Refusal(
        "duration_days: 90", "duration_days: {triangular: [90, 180]}", "triangular",
        "disruptions.halt.duration_days.triangular", ("at least 3 entries",),
    ),
    "no lane reaches a consumer": Refusal(
        "to: [us_ev, de_wind]", "to: [us_ev]", "de_wind:", "consumers.de_wind",
        ("No lane reaches it", "Add a lane of magnets to de_wind"),
    ),
    "a seller of the wrong good": Refusal(
        "from: smelter", "from: separator", "from: separator, to: maker", "lanes.metal.from",
        ("separator is one of the separation_plants; none of them sells metal", "metal_makers"),
    ),
    "a buyer of the wrong good": Refusal(
        "good: metal, from: smelter, to: maker", "good: metal, from: smelter, to: separator",
        "to: separator, share: 1}\n  sea", "lanes.metal.to", ("none of them buys metal", "magnet_makers"),
    ),
    "the same lane twice": Refusal(
        "projects:", "  air: {good: magnets, from: maker, to: us_ev, share: 1}\nprojects:", "sea:",
        "lanes.sea", ("maker already sells magnets to us_ev by the lane air", "same role (share)"),
    ),
    "two roles of a lane": Refusal(
        "transit_days: 35, share: 1", "transit_days: 35, share: 1, standby: 1", "sea:", "lanes.sea",
        ("exactly one of share, offtake, standby", "this one has share, standby"),
    ),
    "a lane that takes no time": Refusal(
        "transit_days: 35", "transit_days: 0", "transit_days", "lanes.sea.transit_days",
        ("0 days on the way", "at least 1 day"),
    ),
    "a lane without sellers": Refusal(
        "from: smelter", "from: []", "from: []", "lanes.metal.from", ("no seller",),
    ),
    "a maker without metal": Refusal(
        "  metal: {good: metal, from: smelter, to: maker, share: 1}\n", "", "maker:",
        "magnet_makers.maker", ("no lane brings it metal",),
    ),
    "an empty stockpile": Refusal(
        ", fill_days: 60", "", "reserve", "stockpiles.reserve", ("holds nothing", "fill_days or fill_t"),
    ),
    "an unknown reference": Refusal(
        "projects:", "measures: {reference: stop}\nprojects:", "reference: stop", "measures.reference",
        ("no disruption 'stop'", "Known: halt"),
    ),
    "an anchor": Refusal(
        "metal_yield: 0.95", "metal_yield: &y 0.95", "&y", "metal_makers.smelter.metal_yield",
        ("Anchors", "Write the value out"),
    ),
}
# fmt: on


def test_the_chain_itself_is_accepted_without_a_warning(tmp_path: Path) -> None:
    """Each refusal below is due to its one change."""
    assert load(write(tmp_path, CHAIN)).warnings == ()


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS.keys())
def test_a_mistake_is_shown_with_place_value_rule_and_remedy(
    refusal: Refusal, tmp_path: Path
) -> None:
    """The message points at the mistake and says what to do."""
    text = spoilt(refusal.old, refusal.new)
    found = problems(write(tmp_path, text))
    named = [problem for problem in found if problem.path == refusal.path]
    assert named, f"only {[(problem.path, problem.message) for problem in found]}"
    problem = named[0]
    assert problem.level == "error"
    assert problem.file.endswith("case.yaml")
    assert (problem.line, problem.column) == place(text, refusal.at)
    assert problem.text == text.splitlines()[problem.line - 1]
    for words in refusal.says:
        assert words in f"{problem.message} {problem.remedy}"


def test_one_mistake_gives_one_problem(tmp_path: Path) -> None:
    """A union of types does not multiply the messages, nor does a wrong entry its references."""
    for name, refusal in REFUSALS.items():
        found = problems(write(tmp_path, spoilt(refusal.old, refusal.new)))
        paths = [problem.path for problem in found]
        assert len(paths) == len(set(paths)), f"{name}: {paths}"
        assert len(found) <= 2, f"{name}: {[(p.path, p.message) for p in found]}"


def test_all_problems_of_all_kinds_come_at_once(tmp_path: Path) -> None:
    """Format, names, sums and dates are reported together, in the order of the file."""
    text = (
        spoilt("metal_yield: 0.95", "metal_yield: 1.5")
        .replace("sector: wind", "sektor: wind")
        .replace("{standard: 0.6, high_dy: 0.4}", "{standard: 0.6, high_dy: 0.5}")
        .replace("from: smelter", "from: smeltr")
        .replace("start: 2026-03-01", "start: 2031-03-01")
    )
    found = problems(write(tmp_path, text))
    assert [problem.path for problem in found] == [
        "metal_makers.smelter.metal_yield",
        "consumers.us_ev.grades",
        "consumers.de_wind.sector",
        "consumers.de_wind.sektor",
        "lanes.metal.from",
        "disruptions.halt.start",
    ]


@pytest.mark.parametrize(
    ("old", "new", "path", "says"),
    [
        ("capacity_t_reo_per_year: 2000", "capacity_t_reo_per_year: 2000000",
         "mines.pit.capacity_t_reo_per_year", "2,000,000 t a year"),
        ("capacity_t_blanks_per_year: 300", "capacity_t_blanks_per_year: 300000",
         "magnet_makers.maker.capacity_t_blanks_per_year", "times what the world needs"),
        ("demand_t_per_year: 100", "demand_t_per_year: 100000",
         "consumers.us_ev.demand_t_per_year", "times what all magnet makers"),
    ],
)  # fmt: skip
def test_a_slip_of_units_is_a_warning(
    old: str, new: str, path: str, says: str, tmp_path: Path
) -> None:
    """A capacity far beyond the world's need can be run, but is pointed out."""
    warnings = load(write(tmp_path, spoilt(old, new))).warnings
    assert [(w.path, w.level) for w in warnings] == [(path, "warning")]
    assert says in warnings[0].message
    assert "A slip of units?" in warnings[0].remedy


@pytest.mark.parametrize(("days", "warned"), [(7, True), (1, False), (None, False)])
def test_plans_that_the_file_asks_for_by_the_week_are_said_to_add_to_stocks(tmp_path, days, warned):
    """What the format takes by itself is told where the key is explained."""
    asked = "" if days is None else f"policy: {{review_days: {days}}}\n"
    warnings = load(write(tmp_path, CHAIN + asked)).warnings
    found = [one.message for one in warnings if one.path == "policy.review_days"]
    assert len(found) == warned
    assert all("up to 6 days longer" in message for message in found)
