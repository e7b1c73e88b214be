"""What ``null`` and ``{}`` do where nothing is inherited, and where something is."""

from pathlib import Path

import pytest

from sim.scenario.load import load
from tests.chain import CHAIN, place, problems, write


def child(folder: Path, text: str) -> Path:
    """Write a file that extends the chain."""
    write(folder, CHAIN, "chain.yaml")
    return write(folder, f"extends: chain.yaml\n{text}")


@pytest.mark.parametrize(
    ("text", "path", "says"),
    [
        ("consumrs:\n", "consumrs", "Did you mean 'consumers'?"),
        ("policy: {alocation: null}\n", "policy.alocation", "Did you mean 'allocation'?"),
        ("consumers:\n  us_ev:\n    stok_days:\n", "consumers.us_ev.stok_days", "'stock_days'?"),
        ("consumers: {us_ev: {grades: {7: null}}}\n", "consumers.us_ev.grades.7", "not a name"),
        ("consumers: {us_ev: {stock_days: {triangl: null}}}\n",
         "consumers.us_ev.stock_days.triangl", "Did you mean 'triangular'?"),
        ("disruptions: {halt: {general: {validity_day: }}}\n",
         "disruptions.halt.general.validity_day", "Did you mean 'validity_days'?"),
        ("disruptions: {Halt-2: null}\n", "disruptions.Halt-2", "is not a name"),
        ("lanes: {sea: {grey: {via: KR, interceptd: null}}}\n", "lanes.sea.grey.interceptd",
         "is not a key"),
    ],
)  # fmt: skip
def test_a_misspelt_key_with_null_is_an_error(
    text: str, path: str, says: str, tmp_path: Path
) -> None:
    """At every depth, as it would be with a value."""
    (problem,) = (one for one in problems(child(tmp_path, text)) if one.path == path)
    assert says in problem.message
    assert (problem.line, problem.level) == (text.count("\n") + 1, "error")


@pytest.mark.parametrize(
    "setting",
    ["policy={alocation: null}", "consumers.us_ev={stok_days: }",
     "disruptions.halt.general={validity_day: null}"],
)  # fmt: skip
def test_a_misspelt_key_with_null_in_a_setting_is_an_error(setting: str, tmp_path: Path) -> None:
    """As in a file."""
    (problem,) = (p for p in problems(write(tmp_path, CHAIN), [setting]) if p.level == "error")
    assert (problem.file, problem.text) == ("--set", setting)
    assert "Did you mean" in problem.message


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("consumers: {new: {region: null, sector: a, demand_t_per_year: 1, grades: {standard: 1}}}\n",
         "consumers.new.region"),
        ("consumers: {us_ev: {stock_days: {2026-01-01: 5, 2026-06-01: null}}}\n",
         "consumers.us_ev.stock_days.2026-06-01"),
        ("consumers: {us_ev: {stock_days: {choice: {1: 0.5, 2: 0.5, 3: null}}}}\n",
         "consumers.us_ev.stock_days.choice.3"),
        ("consumers: {us_ev: {stock_days: {lognormal: {median: 5, sigma: }}}}\n",
         "consumers.us_ev.stock_days.lognormal.sigma"),
    ],
)  # fmt: skip
def test_a_null_where_there_must_be_a_value_is_an_error(
    text: str, path: str, tmp_path: Path
) -> None:
    """A part of a distribution or of dated values is not left out in silence."""
    (problem,) = problems(child(tmp_path, text))
    assert (problem.path, problem.line) == (path, 2)
    assert "null is not" in problem.message


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        ("consumers: {us_ev: {stock_days: null}}\n", "stock_days", "default of the format holds"),
        ("disruptions:\n  halt:\n    mode:\n", "mode", "default of the format holds"),
        ("consumers: {us_ev: {grades: {standrad: null}}}\n", "standrad", "Did you mean 'standard'?"),
        ("disruptions: {}\n", "disruptions", "Write null to remove it"),
        ("consumers: {us_ev: {grades: {}}}\n", "grades", "(high_dy, standard)"),
    ],
)  # fmt: skip
def test_what_changes_nothing_is_a_warning(text: str, at: str, says: str, tmp_path: Path) -> None:
    """With its place; the scenario is what it is without."""
    file = child(tmp_path, text)
    loaded = load(file)
    (warning,) = loaded.warnings
    assert (warning.line, warning.column) == place(file.read_text(), at)
    assert says in f"{warning.message} {warning.remedy}"
    assert loaded.scenario == load(child(tmp_path, "")).scenario


def test_what_says_what_holds_anyway_is_fine(tmp_path: Path) -> None:
    """Nothing is inherited there, or it was removed; a key may have no value."""
    assert load(write(tmp_path, CHAIN + "policy: {}\nquestion: null\n")).warnings == ()
    write(tmp_path, "extends: chain.yaml\ndisruptions: {halt: null}\n", "none.yaml")
    child(tmp_path, "")
    assert load(write(tmp_path, "extends: none.yaml\ndisruptions: {}\n")).warnings == ()


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        (
            "mines:\n  pit:\n    capacity_t_reo_per_year:\n",
            "mines.pit.capacity_t_reo_per_year",
            "(2000)",
        ),
        ("elements: {dy: {heavy: }}\n", "elements.dy.heavy", "(True)"),
        ("disruptions:\n  # none\n", "disruptions", "(halt)"),
    ],
)
def test_a_value_left_out_over_an_inherited_one_is_a_warning(
    text: str, at: str, says: str, tmp_path: Path
) -> None:
    """It removes it, as null does, which alone is meant for sure."""
    loaded = load(child(tmp_path, text))
    (warning,) = [one for one in loaded.warnings if "no value here" in one.message]
    assert (warning.path, warning.level) == (at, "warning")
    assert says in warning.message
    said = {"year:\n": "year: null\n", ": }": ": null}", ":\n  # none": ": null"}
    for left_out, null in said.items():
        text = text.replace(left_out, null)
    meant = load(child(tmp_path, text))
    assert meant.scenario == loaded.scenario
    assert not [one for one in meant.warnings if "no value here" in one.message]


def test_a_null_that_is_written_over_is_not_told(tmp_path: Path) -> None:
    """One that is repeated is."""
    write(tmp_path, CHAIN + "policy: {hording: null}\n", "chain.yaml")
    gone = write(tmp_path, "extends: chain.yaml\npolicy: {hording: null}\n")
    assert [one.path for one in problems(gone)] == ["policy.hording"]
    write(tmp_path, CHAIN + "policy: {hoarding: null}\n", "chain.yaml")
    assert load(write(tmp_path, "extends: chain.yaml\npolicy: {hoarding: 2}\n")).warnings == ()


def test_one_date_can_be_removed_by_a_setting(tmp_path: Path) -> None:
    """The others stay."""
    dated = "consumers.us_ev.stock_days={2026-01-01: 1, 2026-06-01: 3}"
    loaded = load(write(tmp_path, CHAIN), [dated, "consumers.us_ev.stock_days.2026-06-01=null"])
    assert list(loaded.scenario.consumers["us_ev"].stock_days.values()) == [1]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "setting",
    ["consumers.us_ev.grades.standard=0.7", "consumers.us_ev.grades={standard: 0.7}",
     "lanes.sea.offtake=1", "consumers.us_ev.sector=null", "lanes.sea.share=0.5"],
)  # fmt: skip
def test_an_error_of_a_setting_is_told_of_the_setting(setting: str, tmp_path: Path) -> None:
    """Not of the line of the file whose value was changed, also where the whole block is wrong."""
    (problem,) = problems(write(tmp_path, CHAIN), [setting])
    assert (problem.file, problem.text) == ("--set", setting)


def test_other_errors_stay_where_they_are(tmp_path: Path) -> None:
    """A setting deeper in a block is not to blame for the block."""
    text = CHAIN.replace("share: 1}\nprojects", "share: 1, offtake: 1}\nprojects")
    (problem,) = problems(write(tmp_path, text), ["consumers.us_ev.grades.standard=0.6"])
    assert (problem.path, problem.line) == ("lanes.sea", place(text, "sea:")[0])


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("high_dy: 0.4}", "high_dy: 0.400002}", "sum to 1.000002."),
        ("share: 1}\nprojects", "share: 0.999999}\nprojects", "sum to 0.999999"),
        ("duration_days: 90", "duration_days: {choice: {3: 0.5, 4: 0.50000001}}", "to 1.00000001;"),
        ("metal_yield: 0.95", "metal_yield: 1.00000000001", "1.00000000001 must be at most 1"),
        ("from: maker,", "from: {maker: 0.999998},", "sum to 0.999998."),
        ("dy: 0.02}, cap", "dy: 0.80000101}, cap", "sum to 1.000001."),
    ],
)  # fmt: skip
def test_a_sum_that_nearly_fits_has_its_digits(
    old: str, new: str, says: str, tmp_path: Path
) -> None:
    """Nobody is told that 1 must be 1."""
    assert CHAIN.count(old) == 1
    found = problems(write(tmp_path, CHAIN.replace(old, new)))
    assert any(says in problem.message for problem in found)
