"""`shortfall validate`: all problems of all files, and the exit status."""

import json
from pathlib import Path

from sim.scenario.errors import MOST_SHOWN
from tests.chain import CHAIN, spoilt, write
from tests.cli.conftest import Call

SLIP = spoilt("capacity_t_blanks_per_year: 300", "capacity_t_blanks_per_year: 300000")


def test_a_good_file_is_good(call: Call, chain: Path) -> None:
    """Exit status 0 and one line."""
    result = call("validate", chain)
    assert (result.exit_code, result.stdout) == (0, "No problem in 1 file.\n")


def test_problems_are_shown_in_the_grammar(call: Call, tmp_path: Path) -> None:
    """Place, level and path; sentences; the line; the count."""
    write(tmp_path, spoilt("good: oxide,", "good: oxid,"), "bad.yaml")
    result = call("validate", "bad.yaml")
    assert result.exit_code == 2
    assert result.stdout == (
        "bad.yaml:39:11  error  lanes.oxide.good\n"
        "    'oxid' is not one of: concentrate, oxide, metal, magnets, motors, scrap. "
        "Did you mean 'oxide'?\n"
        "    good: What travels.\n"
        "     39 |   oxide: {good: oxid, from: separator, to: smelter, share: 1}\n"
        "1 error in 1 file.\n"
    )


def test_all_files_are_read(call: Call, tmp_path: Path, chain: Path) -> None:
    """A good one between two bad ones does not stop it, nor does a missing one."""
    write(tmp_path, CHAIN + "a: 1\n", "one.yaml")
    write(tmp_path, CHAIN + "b: 1\n", "two.yaml")
    result = call("validate", "one.yaml", chain, "none.yaml", "two.yaml")
    assert result.exit_code == 2
    for words in ("one.yaml:54:1", "none.yaml:1:1", "two.yaml:54:1", "3 errors in 3 files."):
        assert words in result.stdout


def test_a_problem_of_a_common_parent_is_told_once(call: Call, tmp_path: Path) -> None:
    """However many files extend it."""
    write(tmp_path, CHAIN + "a: 1\n", "parent.yaml")
    write(tmp_path, "extends: parent.yaml\n", "one.yaml")
    write(tmp_path, "extends: parent.yaml\n", "two.yaml")
    assert "1 error in 1 file." in call("validate", "one.yaml", "two.yaml").stdout


def test_warnings_fail_only_if_strict(call: Call, tmp_path: Path) -> None:
    """They are shown in either case."""
    write(tmp_path, SLIP, "slip.yaml")
    lax, strict = call("validate", "slip.yaml"), call("validate", "--strict", "slip.yaml")
    assert (lax.exit_code, strict.exit_code) == (0, 2)
    assert "1 warning in 1 file." in lax.stdout


def test_json_has_the_same_problems(call: Call, tmp_path: Path) -> None:
    """A list of mappings."""
    write(tmp_path, CHAIN + "a: 1\n", "one.yaml")
    (problem,) = json.loads(call("validate", "--json", "one.yaml").stdout)
    assert (problem["file"], problem["line"], problem["path"]) == ("one.yaml", 54, "a")


def test_an_unknown_command_is_suggested(call: Call) -> None:
    """And exits with 2."""
    result = call("vaildate")
    assert result.exit_code == 2
    assert "Did you mean 'validate'?" in result.stderr


def test_every_form_shows_the_first(call: Call, tmp_path: Path) -> None:
    """Text, JSON and what stops a run."""
    write(tmp_path, CHAIN + "".join(f"key_{number}: 1\n" for number in range(60)))
    for arguments in (("validate", "case.yaml"), ("run", "case.yaml")):
        result = call(*arguments)
        assert result.exit_code == 2
        assert result.output.count(" is not a key of a scenario") == MOST_SHOWN
        assert "... and 10 more\n60 errors in 1 file." in result.output
    result = call("validate", "case.yaml", "--json")
    assert len(json.loads(result.stdout)) == MOST_SHOWN
    assert result.stderr == "... and 10 more\n"
