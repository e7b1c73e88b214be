"""Figures of a stored run: drawn anew by other drawing code, without a history being run."""

import json
from pathlib import Path

import pytest

import sim.output.manifest
from sim.output.store import list_also
from tests.cli.conftest import Call

RUN = ("-n", 2, "--workers", 1, "--set", "warm_up_days=30")
RANDOM = ("--set", "disruptions.halt.duration_days={uniform: [80, 100]}")
DRAWING = "Drawing its figures from the stored histories"


@pytest.fixture
def nothing_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """No block of histories may be run, no plan made."""

    def fails(*_: object) -> None:
        raise AssertionError("a history is run")

    monkeypatch.setattr("sim.output.ensure_run.replicate", fails)
    monkeypatch.setattr("sim.study.job.Job.study", fails)


def other_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the drawing code be another than a moment ago."""
    monkeypatch.setattr(sim.output.manifest, "drawing_hash", lambda: "another drawing code")


def files(folder: Path) -> dict[str, bytes]:
    """Read all that a run has written, by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def drawing(folder: Path) -> str | None:
    """Read what the manifest says of the figures."""
    found: str | None = json.loads((folder / "manifest.json").read_text())["drawing"]
    return found


def only(tmp_path: Path) -> Path:
    """Give the folder of the only run."""
    (folder,) = (tmp_path / "results").iterdir()
    return folder


def test_figures_by_other_drawing_code_are_drawn_again(
    call: Call,
    chain: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    """All else stays as it was, and figures that are drawn no longer are gone."""
    assert call("run", chain, *RUN).exit_code == 0
    folder = only(tmp_path)
    before, first = files(folder), drawing(folder)
    assert first is not None
    (folder / "figures/shortfall.svg").write_text("as it was drawn before")
    (folder / "figures/of-old.svg").write_text("what is drawn no longer")
    list_also(folder, [folder / "figures/of-old.svg"])
    (folder / "figures/mine.svg").write_text("what its user has put there")
    other_code(monkeypatch)
    request.getfixturevalue("nothing_is_run")
    result = call("run", chain, *RUN)
    assert result.exit_code == 0, result.stderr
    assert DRAWING in result.stderr
    assert "complete already" in result.stderr
    assert drawing(folder) == "another dr"
    after = files(folder)
    # Figures say by which code they were drawn; their data do not.
    drawn = {name for name in before if name.startswith("figures/") and name[-4:] != ".csv"}
    changed = {name for name in before if after.get(name) != before[name]}
    assert changed == {"manifest.json", *drawn}
    assert after.keys() == {*before, "figures/mine.svg"}
    assert DRAWING not in call("run", chain, *RUN).stderr


def test_figures_are_left_alone_where_none_are_asked_for(
    call: Call, chain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With --no-figures a run by other drawing code is complete as it is."""
    call("run", chain, *RUN, "-q")
    before = files(only(tmp_path))
    other_code(monkeypatch)
    assert DRAWING not in call("run", chain, *RUN, "--no-figures").stderr
    assert files(only(tmp_path)) == before


def test_figures_that_were_left_out_come_later_from_what_is_stored(
    call: Call, chain: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """And they are the same as those drawn at once."""
    call("run", chain, *RUN, "--out", "at-once")
    call("run", chain, *RUN, "--no-figures")
    folder = only(tmp_path)
    assert drawing(folder) is None
    request.getfixturevalue("nothing_is_run")
    assert DRAWING in call("run", chain, *RUN).stderr
    (at_once,) = (tmp_path / "at-once").iterdir()
    found, expected = files(folder), files(at_once)
    assert found.pop("run.log")
    assert expected.pop("run.log")
    assert found == expected


def test_figures_of_fewer_histories_do_not_pass_for_those_of_more(
    call: Call, chain: Path, tmp_path: Path
) -> None:
    """Though their drawing code is the same."""
    call("run", chain, *RUN, *RANDOM)
    assert drawing(only(tmp_path)) is not None
    call("run", chain, *RUN, *RANDOM, "-n", 3, "--no-figures")
    assert drawing(only(tmp_path)) is None
    assert DRAWING in call("run", chain, *RUN, *RANDOM, "-n", 3).stderr
