"""`shortfall reproduce FIGURE` on figures of sweeps, stress tests, sizes and attributions."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from sim.cli import main
from sim.output.extras import EXTRAS, Extras
from tests.cli.conftest import Call

CASES = Path(__file__).resolve().parents[1] / "known_answers"
QUICK = ("--workers", 1, "-q", "--set", "warm_up_days=30", "--set", "end=2026-07-31")
SWEEP = ("sweep", "./chain.yaml", *QUICK, "--vary", "disruptions.halt.duration_days=50,100")


def made(call: Call, *words: object) -> Path:
    """Give the command of a study, and its folder."""
    found = call(*words)
    assert found.exit_code == 0, found.output
    (folder,) = Path("results").glob(f"{words[0]}-*")
    return folder


def listed(folder: Path) -> dict[str, str]:
    """Give the commands of the figures of a study."""
    found = Extras.read(folder)
    assert found is not None
    return {name: one.command for name, one in found.files.items()}


@pytest.mark.parametrize(
    "words",
    [
        (*SWEEP, "--measure", "unmet_t"),
        ("stress", "./chain.yaml", *QUICK, "--days", 30),
        (
            "size",
            "./one_lane_with_reserve.yaml",
            "--workers",
            1,
            "-q",
            "--target",
            "shortfall_days[motors] <= 0 with 95%",
        ),
        ("attribute", "./chain.yaml", *QUICK),
    ],
)
def test_figures_of_studies_are_made_again(
    call: Call, chain: Path, words: tuple[object, ...]
) -> None:
    """To the byte, from the points that are kept; the study itself stays as it is."""
    for name in ("one_lane", "one_lane_with_reserve"):
        shutil.copy(CASES / f"{name}.yaml", chain.parent)
    folder = made(call, *words)
    commands = listed(folder)
    assert commands
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    for name, command in commands.items():
        assert command.startswith(f"shortfall {words[0]} {Path(str(words[1])).name} ")
        assert command.endswith(" --out .")
        assert "--workers" not in command
        told = call("reproduce", folder / name, "-q", "--workers", 1)
        assert told.exit_code == 0, told.output
        assert told.stdout == f"{folder / name}: the same to the byte\n"
    assert {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()} == before
    assert call("verify", folder).exit_code == 0


def test_a_figure_of_a_study_that_was_altered_is_told(call: Call, chain: Path) -> None:
    """By verify, too, with the command that makes it again."""
    folder = made(call, *SWEEP)
    figure = folder / "figures/shortfall_days.svg"
    figure.write_bytes(figure.read_bytes() + b" ")
    told = call("reproduce", figure)
    assert told.exit_code == 2
    assert "it was altered since it was drawn" in " ".join(told.stderr.split())
    told = call("verify", folder)
    assert told.exit_code == 2
    assert f"{figure}: changed; made by: shortfall sweep chain.yaml" in told.stdout


def test_a_study_whose_scenario_is_another_now_is_told(call: Call, chain: Path) -> None:
    """With the command that made it."""
    folder = made(call, *SWEEP)
    chain.write_text(chain.read_text().replace("duration_days: 90", "duration_days: 91"))
    told = call("reproduce", folder / "figures/shortfall_days.svg", "-q")
    assert told.exit_code == 2
    said = " ".join(told.stderr.split())
    assert "its command makes another study now" in said
    assert "It was made by: shortfall sweep chain.yaml" in said


def test_a_study_whose_scenario_is_not_here_is_told(call: Call, chain: Path) -> None:
    """It is taken from beside the study."""
    folder = made(call, *SWEEP)
    figure = folder / "figures/shortfall_days.svg"
    (chain.parent / "away").mkdir()
    kept = chain.rename(chain.parent / "away/chain.yaml")
    told = call("reproduce", figure, "-q")
    assert told.exit_code == 2
    assert "its scenario 'chain.yaml' is neither here nor beside it" in " ".join(
        told.stderr.split()
    )
    kept.rename(folder / "chain.yaml")
    assert call("reproduce", figure, "-q").exit_code == 0


def test_a_figure_in_no_list_is_told(call: Call, chain: Path) -> None:
    """With the command that is to be given again, as its folder says."""
    folder = made(call, *SWEEP)
    (folder / EXTRAS).unlink()
    told = call("reproduce", folder / "figures/shortfall_days.png")
    assert told.exit_code == 2
    said = " ".join(told.stderr.split())
    assert f"give the 'shortfall sweep' again that made {folder.resolve()}" in said
    assert call(*SWEEP).exit_code == 0
    assert call("reproduce", folder / "figures/shortfall_days.png", "-q").exit_code == 0


def test_what_came_through_standard_input_is_to_be_piped_again(
    chain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = [str(word) for word in ("sweep", "-", *SWEEP[2:])]
    made = CliRunner().invoke(main, words, input=chain.read_text())
    assert made.exit_code == 0, made.output
    (figure,) = Path("results").glob("sweep-*/figures/*.svg")
    told = CliRunner().invoke(main, ["reproduce", str(figure)])
    assert told.exit_code == 2
    assert "Pipe it into the command that made it: shortfall sweep -" in " ".join(
        told.stderr.split()
    )
