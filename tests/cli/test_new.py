"""`shortfall new`: a file that can be run as it is."""

from pathlib import Path

import pytest

from sim.scenario.load import load
from tests.cli.conftest import Call


def test_a_new_scenario_is_valid(call: Call, chain: Path, tmp_path: Path) -> None:
    """It builds on the file named, and says what to do next."""
    result = call("new", "my-case", "--from", chain)
    assert result.exit_code == 0, result.stderr
    assert "shortfall validate my-case.yaml" in result.stdout
    scenario = load(tmp_path / "my-case.yaml").scenario
    assert scenario.name == "my-case"
    assert set(scenario.consumers) == {"us_ev", "de_wind"}


def test_a_new_scenario_builds_on_the_baseline(call: Call, tmp_path: Path) -> None:
    """Which comes with the program, wherever the user is."""
    result = call("new", "my-case")
    assert result.exit_code == 0, result.stderr
    assert load(tmp_path / "my-case.yaml").warnings == ()


@pytest.mark.parametrize(("base", "maker"), [("baseline", "eu_makers"), ("two-mines", "maker")])
def test_the_examples_in_the_comments_are_valid(
    call: Call, tmp_path: Path, base: str, maker: str
) -> None:
    """Once the comment signs are taken away; prose begins with a capital letter."""
    call("new", "my-case", "--from", base)
    file = tmp_path / "my-case.yaml"
    text = file.read_text()
    head, mark, tail = text.partition("# disruptions:\n")
    lines = [
        line if line[2:3].isupper() or line == "#" else line.removeprefix("# ")
        for line in (mark + tail).splitlines()
    ]
    file.write_text(head + "\n".join(lines) + "\n")
    scenario = load(file).scenario
    assert "halt" in scenario.disruptions
    assert "reserve" in scenario.stockpiles
    assert scenario.consumers["my_plant"].stock_days == 40
    assert scenario.lanes["my_supplier"].sellers == maker


def test_the_halt_of_the_comments_begins_within_the_run(call: Call, tmp_path: Path) -> None:
    """Also of a base that ends before the outlooks' halts begin."""
    for base, start in (("two-mines", "2026-07-02"), ("export-halt", "2027-02-01")):
        call("new", f"on-{base}", "--from", base)
        assert f"#     start: {start}\n" in (tmp_path / f"on-{base}.yaml").read_text()


def test_a_file_that_exists_is_left_alone(call: Call, chain: Path) -> None:
    """With exit status 2."""
    before = chain.read_text()
    result = call("new", "chain", "--from", chain)
    assert result.exit_code == 2
    assert "chain.yaml exists" in result.stderr
    assert chain.read_text() == before


def test_a_folder_that_is_not_there_is_not_made(call: Call) -> None:
    """It may be a slip."""
    result = call("new", "sub/plan")
    assert result.exit_code == 2
    assert "There is no folder sub; make it first." in result.stderr


def test_a_name_that_cannot_be_is_refused(call: Call) -> None:
    """With one that can."""
    result = call("new", "My_Case")
    assert result.exit_code == 2
    assert "Try 'my-case'" in result.stderr


def test_names_that_yaml_would_take_for_something_else_stay_names(
    call: Call, chain: Path, tmp_path: Path
) -> None:
    """A number, a word of YAML, and a base whose file name holds its signs."""
    base = chain.rename(tmp_path / "a: b #c.yaml")
    for name in ("1", "null", "1e5"):
        assert call("new", name, "--from", base).exit_code == 0
        assert call("validate", f"{name}.yaml").exit_code == 0


def test_a_name_that_is_too_long_is_refused(call: Call, tmp_path: Path) -> None:
    """The file would not be valid."""
    assert call("new", "a" * 64).exit_code == 0
    refused = call("new", "a" * 65)
    assert refused.exit_code == 2
    assert "up to 64" in refused.stderr


def test_an_unknown_base_is_refused(call: Call) -> None:
    """With a suggestion."""
    result = call("new", "case", "--from", "baselin")
    assert result.exit_code == 2
    assert "Did you mean 'baseline'?" in result.stderr
    assert "shortfall list shows those shipped" in call("new", "case", "--from", "zzz").stderr


def test_a_base_outside_the_folder_needs_a_root(
    call: Call, chain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next command is shown with it, and works."""
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    result = call("new", "mine", "--from", "../chain.yaml")
    assert "shortfall run mine.yaml --root ..\n" in result.stdout
    assert call("validate", "mine.yaml").exit_code == 2
    assert call("validate", "mine.yaml", "--root", "..").exit_code == 0
