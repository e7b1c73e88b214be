"""The digest of a run covers what decides its results, and nothing that only shows them."""

import pytest

from sim.scenario.digest import PACKAGE, digest, drawing_hash, package_hash
from sim.scenario.load import load

FILES = ("world/world.py", "output/lot.py", "scenario/load.py", "plots/style.py", "cli/run.py",
         "report/page.py", "start.py")  # fmt: skip


def copy(folder, *changed):
    """A package of a few files, some of them with another content."""
    for name in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("COLOUR = 'red'" if name in changed else "COLOUR = 'blue'")
    return folder


@pytest.mark.parametrize("changed", ["plots/style.py", "report/page.py", "cli/run.py", "start.py"])
def test_what_only_shows_results_does_not_count(changed, tmp_path):
    assert package_hash(copy(tmp_path / "b", changed)) == package_hash(copy(tmp_path / "a"))


@pytest.mark.parametrize("changed", ["world/world.py", "output/lot.py", "scenario/load.py"])
def test_what_decides_results_counts(changed, tmp_path):
    assert package_hash(copy(tmp_path / "b", changed)) != package_hash(copy(tmp_path / "a"))


def test_a_file_by_another_name_counts(tmp_path):
    other = copy(tmp_path / "b")
    (other / "world/world.py").rename(other / "world/worlds.py")
    assert package_hash(other) != package_hash(copy(tmp_path / "a"))


def test_drawing_is_what_is_in_plots_alone(tmp_path):
    usual = drawing_hash(copy(tmp_path / "a"))
    assert drawing_hash(copy(tmp_path / "b", "plots/style.py")) != usual
    assert drawing_hash(copy(tmp_path / "c", "world/world.py", "cli/run.py")) == usual


def test_the_parts_that_are_left_out_are_there():
    assert (PACKAGE / "plots/figures.py").is_file()
    assert (PACKAGE / "cli/run.py").is_file()
    assert (PACKAGE / "start.py").is_file()


@pytest.mark.parametrize("word", ["seed", "note", "histories", "sources"])
def test_what_is_called_like_a_key_that_does_not_count_counts(word, tmp_path):
    """A consumer, and a lane to it, whose ids are such words."""
    text = (PACKAGE.parent / "scenarios" / "two-mines.yaml").read_text(encoding="utf-8")
    file = tmp_path / "case.yaml"
    file.write_text(text.replace("motors:", f"{word}:").replace("to: motors", f"to: {word}"))
    found = {
        digest(load(file, settings).scenario, 1)
        for settings in ([], [f"consumers.{word}.stock_days=0"], ["lanes.sea.transit_days=9"])
    }
    assert len(found) == 3


def test_notes_the_seed_and_the_number_of_histories_do_not_count():
    found = {
        digest(load("vault-bought-high", settings).scenario, 1)
        for settings in (
            [],
            ["seed=7", "histories=9"],
            ["market.note=dear", "disruptions.tests.note=long"],
        )
    }
    assert len(found) == 1
