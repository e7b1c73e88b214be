"""What differs between resolved scenarios: path, values, file and line."""

from pathlib import Path

from sim.compare.changes import changes
from sim.output.stored import StoredRun
from sim.scenario.load import load
from sim.scenario.locate import locate
from tests.unit.compare_runs import two_mines


def found(tmp_path: Path, text: str):
    """Compare the two mines with a file that extends them."""
    file = tmp_path / "other.yaml"
    file.write_text(f"extends: two-mines.yaml\nschema: 1\n{text}")
    return changes([load("two-mines"), load(file)])


def line_of(file: Path, part: str) -> int:
    """Find a line that holds a text."""
    lines = file.read_text().splitlines()
    return next(i for i, line in enumerate(lines, 1) if part in line)


SHIPPED = locate("two-mines")


def test_a_value_is_told_with_both_places(tmp_path):
    (one,) = found(tmp_path, "consumers:\n  motors: {stock_days: 40}\n")
    assert (one.name, one.values) == ("consumers.motors.stock_days", ("30", "40"))
    assert one.places[0].endswith(f"two-mines.yaml:{line_of(SHIPPED, 'stock_days: 30')}")
    assert one.places[1].endswith("other.yaml:4")


def test_a_new_block_is_one_entry(tmp_path):
    text = "stockpiles:\n  vault: {country: US, good: magnets, members: [US], fill_days: 30}\n"
    (one,) = found(tmp_path, text)
    assert one.name == "stockpiles.vault"
    assert one.values[0] == "absent"
    assert "fill_days: 30" in one.values[1]
    assert "lag_days" not in one.values[1], "what equals the defaults is left out"
    assert one.places[0] == ""
    assert one.places[1].endswith("other.yaml:4")


def test_a_removed_block_is_one_entry(tmp_path):
    (one,) = found(tmp_path, "disruptions:\n  halt: null\n")
    assert (one.name, one.values[1]) == ("disruptions.halt", "absent")
    assert "kind: export_control" in one.values[0]


def test_a_distribution_and_a_list_are_values(tmp_path):
    text = "disruptions:\n  halt: {duration_days: {triangular: [60, 120, 300]}, goods: [magnets, metal]}\n"
    both = {change.name: change.values for change in found(tmp_path, text)}
    assert both == {
        "disruptions.halt.goods": ("[magnets]", "[magnets, metal]"),
        "disruptions.halt.duration_days": (
            "{triangular: [60, 120, 240]}",
            "{triangular: [60, 120, 300]}",
        ),
    }


def test_names_questions_labels_notes_seed_and_histories_do_not_count(tmp_path):
    text = (
        "name: other\nquestion: Another?\nseed: 7\nhistories: 5\n"
        "consumers:\n  motors: {label: Motors, note: none}\n"
    )
    assert found(tmp_path, text) == []


def test_a_default_says_so(tmp_path):
    (one,) = found(tmp_path, "policy: {review_days: 14}\n")
    assert one.values == ("7", "14")
    assert one.places[0] == "default"


def test_settings_are_places_and_runs_are_lined_up():
    scenarios = [
        load("two-mines"),
        load("two-mines", ["consumers.motors.stock_days=40"]),
        load("two-mines", ["policy.review_days=14", "disruptions.halt.duration_days=100"]),
    ]
    three = changes(scenarios)
    assert [change.name for change in three] == [
        "consumers.motors.stock_days",
        "disruptions.halt.duration_days",
        "policy.review_days",
    ]
    assert three[0].values == ("30", "40", "30")
    assert three[0].places[1] == "--set"
    assert three[2].values == ("7", "7", "14")


def test_a_stored_run_points_into_its_own_scenario(tmp_path):
    folders = [
        two_mines(tmp_path, *settings, n=1).folder
        for settings in ((), ("consumers.motors.stock_days=40",))
    ]
    (one,) = changes([StoredRun.open(folder).loaded for folder in folders])
    for folder, place, value in zip(folders, one.places, one.values, strict=True):
        file, _, line = place.rpartition(":")
        assert file.endswith(f"{folder.name}/scenario.yaml")
        text = (folder / "scenario.yaml").read_text().splitlines()[int(line) - 1]
        assert f"stock_days: {value}" in text
