"""Why groups go short: what bound and for how long, what came instead, and why nothing is lost."""

import json
from pathlib import Path

from tests.chain import CHAIN, spoilt, write
from tests.cli.conftest import Call

QUICK = ("--workers", 1, "--no-figures", "-q", "--set", "warm_up_days=30")
SPARE = """\
  spare:
    country: DE
    capacity_t_blanks_per_year: 60
    finished_t_per_t_blank: 0.8
consumers:
"""


def shown(call: Call, file: Path, *arguments: str) -> list[str]:
    """Run a scenario, and give the lines that say why."""
    found = call("run", file, *QUICK, *arguments)
    assert found.exit_code == 0, found.stderr
    (told,) = [part for part in found.stdout.split("\n\n") if part.startswith("Why, means")]
    return told.splitlines()[2:]


def test_what_bound_is_told_with_how_long(call: Call, chain: Path, tmp_path: Path) -> None:
    """Three months of a halt, and the shelf that was there."""
    germany, us, whole = shown(call, chain)
    assert germany.startswith(
        "  DE: 9.7 t of 13 t planned did not come in 3 months, 2026-03 to 2026-05"
    )
    assert "closed or narrowed lanes 100 %; shelves of 14.0 days, 0 at the least" in germany
    assert us.startswith("  US: 19 t of 25 t planned")
    assert whole.startswith("  All consumers: 29 t of 38 t planned")
    (summary,) = (tmp_path / "results").glob("*/summary.json")
    entries = {one["group"]: one for one in json.loads(summary.read_text())["why"]}
    assert (entries["DE"]["first"], entries["DE"]["last"]) == ("2026-03", "2026-05")
    assert entries["DE"]["held_up_t"]["lane"] > 9.0
    assert entries["us_ev"]["whole"] is True


def test_who_loses_nothing_is_told_why(call: Call, chain: Path, tmp_path: Path) -> None:
    """All came, or the shelf bridged it."""
    bare = ("--set", "stockpiles.reserve=null")
    lines = shown(call, chain, *bare, "--set", "disruptions.halt.destinations=[US]")
    assert lines[0] == "  DE: nothing lost, as all came as planned"
    lines = shown(call, chain, *bare, "--set", "consumers.de_wind.stock_days=150")
    assert "; nothing lost, as shelves of 150.0 days bridged it (" in lines[0]


def test_a_maker_without_feed_and_what_came_from_elsewhere_are_told(
    call: Call, tmp_path: Path
) -> None:
    world = spoilt("consumers:\n  us_ev", SPARE + "  us_ev").replace(
        "  sea: {good: magnets, from: maker, to: [us_ev, de_wind], transit_days: 35, share: 1}",
        "  sea: {good: magnets, from: maker, to: [us_ev, de_wind], transit_days: 35, share: 0.9}\n"
        "  near: {good: magnets, from: spare, to: [us_ev, de_wind], transit_days: 5, share: 0.1}\n"
        "  more_metal: {good: metal, from: smelter, to: spare, share: 1}",
    )
    lines = shown(call, write(tmp_path, world), "--set", "stockpiles.reserve=null")
    assert "closed or narrowed lanes" in lines[0]
    assert "more a month than before from Germany " in lines[0]
    cut = "disruptions.halt={kind: export_control, exporter: CN, goods: [metal], destinations: [DE], start: 2026-03-01, duration_days: 150}"
    near = ("--set", cut, "--set", "consumers.de_wind.stock_days=3")
    assert "makers without feed" in "".join(shown(call, tmp_path / "case.yaml", *near))


def test_a_plant_has_its_line(call: Call, chain: Path) -> None:
    """All of its region is itself."""
    (line,) = shown(call, chain, "--group", "us_ev")
    assert line.startswith("  us_ev: 19 t of 25 t planned did not come in 3 months")
    assert "its region" not in line
    calm = call("run", chain, *QUICK, "--set", "disruptions.halt=null")
    assert "Why, means" not in calm.stdout
    assert CHAIN.count("us_ev:") == 1


def test_of_one_among_others_the_tonnes_are_said_to_be_the_regions(
    call: Call, tmp_path: Path
) -> None:
    """As flows are kept by region; what it holds is its own."""
    world = spoilt("    region: DE", "    region: US")
    (line,) = shown(call, write(tmp_path, world), "--group", "de_wind")
    assert line.startswith("  de_wind: its region, all consumers of the US: 29 t of 38 t planned ")
    assert "; its own shelves of 14.0 days, " in line
