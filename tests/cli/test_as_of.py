"""A world is known up to a day: who reads a run is told which, and what knows more is found."""

import json
from pathlib import Path

from tests.chain import spoilt, write
from tests.cli.conftest import Call

QUICK = ("-n", 1, "--workers", 1, "--no-figures", "--set", "end=2026-03-31")
KNOWN = "world as known on 2026-06-30"

SOURCED = """\
sources:
  old: {title: Old, publisher: P, year: 2024, known: 2024-12-31, grade: A}
  new: {title: New, publisher: P, year: 2025, known: 2025-06-30, grade: A}
  idle: {title: Idle, publisher: P, year: 2026, known: 2026-02-28, grade: A}
  undated: {title: Undated, publisher: P, year: 2026, grade: A}
"""


def sourced(folder: Path) -> Path:
    """Write a chain with numbers of four sources, one of which no number names."""
    line = "    grades: {standard: 0.6, high_dy: 0.4}\n"
    given = "    sources: {all: [old, undated], demand_t_per_year: [old, new]}\n"
    return write(folder, SOURCED + spoilt(line, line + given))


def test_a_run_says_on_what_day_its_world_is_known(call: Call, chain: Path, tmp_path: Path) -> None:
    """On the terminal, in its summary and in its manifest."""
    result = call("run", chain, *QUICK, "--set", "as_of=2026-06-30")
    assert f"seed 1, {KNOWN}, " in result.stdout
    (folder,) = (tmp_path / "results").iterdir()
    for name in ("summary.json", "manifest.json"):
        assert json.loads((folder / name).read_text())["as_of"] == "2026-06-30"


def test_a_scenario_that_does_not_say_has_no_word_of_it(
    call: Call, chain: Path, tmp_path: Path
) -> None:
    """Not even an empty one."""
    assert "as known" not in call("run", chain, *QUICK).stdout
    (folder,) = (tmp_path / "results").iterdir()
    for name in ("summary.json", "manifest.json"):
        assert "as_of" not in json.loads((folder / name).read_text())


def test_the_figures_say_it_at_their_foot(call: Call, chain: Path, tmp_path: Path) -> None:
    """Each of them."""
    once = [part for part in QUICK if part != "--no-figures"]
    assert call("run", chain, *once, "--set", "as_of=2026-06-30").exit_code == 0
    figures = sorted(tmp_path.glob("results/*/figures/*.svg"))
    assert figures
    assert [one.name for one in figures if KNOWN not in one.read_text()] == []


def test_a_comparison_tells_which_worlds_are_known_on_other_days(call: Call, chain: Path) -> None:
    """Beside each run, and in the notes."""
    write(chain.parent, "extends: chain.yaml\nas_of: 2025-12-31\n", "earlier.yaml")
    write(chain.parent, "extends: chain.yaml\nas_of: 2026-06-30\n", "later.yaml")
    result = call("compare", "earlier.yaml", "later.yaml", *QUICK)
    assert f", {KNOWN}\n" in result.stdout
    assert (
        "later has a world as known on 2026-06-30, the baseline one as known on 2025-12-31."
    ) in result.stdout
    told = call("compare", "later.yaml", "later.yaml", *QUICK, "--json").stdout
    assert [run["as_of"] for run in json.loads(told)["runs"]] == ["2026-06-30"] * 2
    assert "has a world" not in told


def test_sources_that_know_more_are_told_of(call: Call, tmp_path: Path) -> None:
    """Of those that numbers rest on, with the day that they would need."""
    sourced(tmp_path)
    early = call("validate", "case.yaml", "--set", "as_of=2024-06-30")
    assert "2 sources know more than the world of 2024-06-30" in early.stdout
    assert "new (2025-06-30), old (2024-12-31)" in early.stdout
    assert "as_of: 2025-06-30" in early.stdout
    assert early.exit_code == 0
    assert call("validate", "case.yaml", "--set", "as_of=2025-06-30").stdout.startswith(
        "No problem"
    )


def test_the_day_is_inherited(call: Call, chain: Path) -> None:
    """As other values are."""
    write(chain.parent, "extends: chain.yaml\nas_of: 2026-06-30\n", "world.yaml")
    write(chain.parent, "extends: world.yaml\n", "case.yaml")
    assert "2026-06-30" in call("explain", "case.yaml", "--field", "as_of").stdout
