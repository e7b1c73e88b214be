"""A scenario reads no file but those below its root, and the shipped ones."""

import os
from pathlib import Path

import pytest

import sim
from sim.output.errors import OutputError
from sim.output.stored import StoredRun
from sim.scenario.errors import ScenarioError
from sim.scenario.layer import MOST_DEEP, MOST_FILES
from sim.scenario.load import load
from sim.scenario.locate import shipped_folder
from tests.chain import CHAIN, problems, write

SECRET = "the password is 1234\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, beside a secret, with a folder of scenarios."""
    (tmp_path / "project" / "cases").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "project")
    write(tmp_path, SECRET, "secret.yaml")
    write(tmp_path / "project", CHAIN, "chain.yaml")
    return tmp_path / "project"


@pytest.mark.parametrize(
    "name",
    ["/etc/passwd", "../secret.yaml", "../secret", "cases/../../secret.yaml", "~/secret.yaml",
     "~", "~root/secret", "out.yaml", "up/secret.yaml", "dangling.yaml", "..", "/dev/zero", "/nowhere"],
)  # fmt: skip
def test_what_leads_out_is_refused_and_not_read(name: str, project: Path) -> None:
    """By a path or by a link, whether there is such a file or not."""
    (project / "out.yaml").symlink_to(project.parent / "secret.yaml")
    (project / "up").symlink_to(project.parent)
    (project / "dangling.yaml").symlink_to(project.parent / "none.yaml")
    (problem,) = problems(write(project, f"seed: 1\nextends: '{name}'\n"))
    assert f"It extends '{name}', which leads out of {project}" in problem.message
    assert "--root" in problem.remedy
    assert (problem.line, problem.text) == (2, f"extends: '{name}'")
    assert "password" not in str(problem)


@pytest.mark.parametrize("name", ["https://example.org/x.yaml", "file:///etc/passwd", "s3:/a/b"])
def test_nothing_is_fetched(name: str, project: Path) -> None:
    """A URL is no file, in a scenario or on the command line."""
    (problem,) = problems(write(project, f"extends: {name}\n"))
    assert "nothing is fetched" in problem.message
    with pytest.raises(ScenarioError, match="nothing is fetched"):
        load(name)


@pytest.mark.parametrize("name", ["a" * 300, '"a\\0b"', "cases", "cases/none.yaml", "chian"])
def test_what_is_not_there_is_told_with_the_folder(name: str, project: Path) -> None:
    """Where it was looked for; whatever the name."""
    (problem,) = problems(write(project, f"extends: {name}\n"))
    assert f"but there is no such file in {project}" in problem.message


def test_a_pipe_within_reach_is_refused(project: Path) -> None:
    """At once, under its own name."""
    os.mkfifo(project / "pipe.yaml")
    (problem,) = problems(write(project, "extends: pipe.yaml\n"))
    assert (problem.file, problem.message) == ("pipe.yaml", "It is a pipe.")


def test_the_working_folder_is_the_root_of_what_lies_in_it(project: Path) -> None:
    """So a scenario in a folder of a project extends what stands above it."""
    file = write(project / "cases", "extends: ../chain.yaml\n")
    assert load(file).scenario.consumers.keys() == {"us_ev", "de_wind"}


def test_elsewhere_the_folder_of_the_scenario_is_the_root(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless another is named."""
    file = write(project / "cases", "extends: ../chain.yaml\n")
    monkeypatch.chdir("/")
    monkeypatch.chdir(project.parent / "project" / "cases")
    assert "leads out of" in problems(Path("case.yaml"))[0].message
    assert load("case.yaml", root=project).scenario.name == "case"
    assert load(file, root="..").changed(["seed=3"]).scenario.seed == 3


def test_shipped_scenarios_are_always_within_reach(project: Path) -> None:
    """By name, and by their paths."""
    for name in ("two-mines", str(shipped_folder() / "two-mines.yaml")):
        assert "motors" in load(write(project, f"extends: {name}\n")).scenario.consumers


def test_the_scenario_of_a_run_reads_nothing_outside_its_folder(project: Path) -> None:
    """Not even from the working folder: it was written whole."""
    settings = ["disruptions=null", "end=2026-01-31", "warm_up_days=9"]
    sim.run(sim.load("two-mines", settings), n=1).save("run", figures=False)
    stored = project / "run" / "scenario.yaml"
    stored.write_text(f"extends: ../chain.yaml\n{stored.read_text()}")
    with pytest.raises((ScenarioError, OutputError)) as refused:
        StoredRun.open(project / "run")
    assert "us_ev" not in str(refused.value)


def test_the_parents_of_a_linked_scenario_lie_beside_its_target(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And this is the folder that messages name."""
    elsewhere = project.parent / "elsewhere"
    elsewhere.mkdir()
    write(elsewhere, CHAIN, "base.yaml")
    (project / "link.yaml").symlink_to(write(elsewhere, "extends: base.yaml\n"))
    assert load("link.yaml").scenario.seed == 1
    (elsewhere / "base.yaml").unlink()
    assert f"no such file in {elsewhere}" in problems(Path("link.yaml"))[0].message


def test_a_long_chain_of_files_is_refused(project: Path) -> None:
    """At the file in which it is too long; one just as long as may be is read."""
    write(project, CHAIN, "0.yaml")
    for number in range(1, 3000):
        write(project, f"extends: {number - 1}.yaml\n", f"{number}.yaml")
    assert load(f"{MOST_DEEP - 1}.yaml").scenario.seed == 1
    (problem,) = problems(Path("2999.yaml"))
    assert f"more than {MOST_DEEP} deep" in problem.message
    assert problem.file == f"{2999 - MOST_DEEP + 1}.yaml"


def test_very_many_files_are_refused(project: Path) -> None:
    """Side by side."""
    for number in range(MOST_FILES):
        write(project / "cases", "seed: 1\n", f"{number}.yaml")
    names = [f"cases/{number}.yaml" for number in range(MOST_FILES - 2)]
    assert load(write(project, f"extends: [chain.yaml, {', '.join(names)}]\n")).scenario.seed == 1
    names += ["cases/98.yaml", "cases/99.yaml"]
    (problem,) = problems(write(project, f"extends: [chain.yaml, {', '.join(names)}]\n"))
    assert f"more than {MOST_FILES} files" in problem.message


def test_very_much_text_is_refused(project: Path) -> None:
    """In all files together."""
    for name in "abc":
        write(project, "seed: 1\n" + "#" * 1_999_000, f"{name}.yaml")
    assert load(write(project, "extends: [chain.yaml, a, b]\n")).scenario.seed == 1
    write(project, "seed: 1\n" + "#" * 1_999_990, "b.yaml")
    write(project, "extends: [a, b]\nseed: 1\n" + "#" * 5000, "ab.yaml")
    (problem,) = problems(write(project, "extends: [ab, c, chain.yaml]\n"))
    assert "hold more than 4 MB" in problem.message
