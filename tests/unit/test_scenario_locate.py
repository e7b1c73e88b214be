"""Where scenario files are looked for."""

from pathlib import Path

import pytest

from sim.scenario.locate import is_there, locate, shipped_folder, shipped_names, shown_as
from tests.chain import CHAIN, problems, write


@pytest.mark.parametrize("name", ["baseline", "baseline.yaml", "scenarios/baseline.yaml"])
def test_a_shipped_scenario_is_found_from_anywhere(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its name, its file, or its path in the project."""
    monkeypatch.chdir(tmp_path)
    assert locate(name) == shipped_folder() / "baseline.yaml"


def test_a_file_of_the_user_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also one that has the name of a shipped scenario."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, CHAIN, "baseline.yaml")
    assert locate("baseline.yaml") == Path("baseline.yaml")
    assert locate("baseline.yaml", tmp_path) == tmp_path / "baseline.yaml"


def test_a_file_in_the_folder_of_scenarios_comes_before_the_shipped_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its name alone, on the command line and in extends; a folder of that name is no file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scenarios" / "two-mines").mkdir(parents=True)
    (tmp_path / "two-mines").mkdir()
    own = write(tmp_path / "scenarios", CHAIN, "baseline.yaml")
    assert locate("baseline") == locate("baseline.yaml") == Path("scenarios/baseline.yaml")
    assert locate("baseline", tmp_path) == own
    assert locate("baseline", tmp_path / "scenarios") == own
    assert locate("two-mines") == shipped_folder() / "two-mines.yaml"
    write(tmp_path, CHAIN, "baseline.yaml")
    assert locate("baseline") == Path("baseline.yaml")
    assert locate("scenarios/baseline") == Path("scenarios/baseline.yaml")


@pytest.mark.parametrize("name", ["~nobody-of-that-name/x.yaml", "a" * 300, "a\0b"])
def test_an_impossible_path_is_only_not_there(name: str) -> None:
    """And can be named."""
    assert not is_there(locate(name))
    assert name in shown_as(locate(name))


def test_a_name_that_nothing_has_is_told_with_where_it_was_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And with the shipped scenario that is meant."""
    monkeypatch.chdir(tmp_path)
    (problem,) = problems(Path("exprt-halt"))
    assert f"no such file in {tmp_path}" in problem.message
    assert "Did you mean 'export-halt'?" in problem.remedy


def test_other_paths_are_taken_as_they_are() -> None:
    """Nothing is guessed where a folder is named."""
    assert locate("other/baseline.yaml") == Path("other/baseline.yaml")


def test_a_file_without_its_suffix_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `shortfall new my-case` and `shortfall run my-case` suggest."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, CHAIN, "my-case.yaml")
    assert locate("my-case") == Path("my-case.yaml")


def test_partial_files_are_no_scenarios() -> None:
    """The list of sources cannot be run."""
    assert "baseline" in shipped_names()
    assert "sources" not in shipped_names()


def test_files_are_shown_from_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Elsewhere they have their whole path."""
    monkeypatch.chdir(tmp_path)
    assert shown_as(tmp_path / "a" / ".." / "b.yaml") == "b.yaml"
    assert shown_as(Path("/b.yaml")) == "/b.yaml"
