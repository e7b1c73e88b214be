"""`shortfall reproduce FIGURE` on figures of studies: they carry the command that makes them."""

import csv
import io
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from sim.cli import main
from sim.output.extras import EXTRAS, Extras
from sim.plots.sealed import record_of
from sim.plots.study_record import StudyRecord, read_record
from tests.cli.conftest import Call
from tests.episode import written

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


def assert_made_again(call: Call, file: Path) -> None:
    """Make an image again; what lies beside it says how to."""
    if file.suffix not in {".svg", ".png"}:
        said, data = (file.with_suffix(end).read_text() for end in (".txt", ".csv"))
        assert f"reproduce {file.stem}.svg" in said
        columns = next(csv.reader(io.StringIO(data)))
        explained = said.partition("Data (")[2].partition("\n\n")[0]
        assert columns == re.findall(r"^  (\w\S*): ", explained, re.MULTILINE)
        assert len(data.splitlines()) > 1
        assert re.search(r"Alternative text:\n  .*\d", said)
        return
    told = call("reproduce", file, "-q", "--workers", 1)
    assert told.exit_code == 0, told.output
    assert told.stdout == f"{file}: the same to the byte\n"


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
        assert_made_again(call, folder / name)
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


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("shortfall schema --write {away}", "no command of a study"),
        ("rm -r {away}", "no command of a study"),
        ("shortfall sweep 'chain.yaml", "no command of a study"),
        ("shortfall stress chain.yaml --out .", "no command of a study"),
        ("shortfall sweep chain.yaml --no-such-option --out .", "none of this program"),
        ("shortfall sweep chain.yaml --cluster tcp://10.0.0.1:8786 --out .", "--cluster is not"),
        ("shortfall sweep chain.yaml --runs --out .", "--runs is not"),
        ("shortfall sweep chain.yaml --root / --out .", "--root is not"),
        ("shortfall sweep {away} --out .", "leads to another folder"),
        ("shortfall sweep ../chain.yaml --out .", "leads to another folder"),
    ],
)
def test_what_a_figure_of_a_stranger_carries_is_not_run(
    call: Call, chain: Path, monkeypatch: pytest.MonkeyPatch, command: str, says: str
) -> None:
    """A seal is no signature: whoever writes a command into a figure can seal it, too."""
    folder = made(call, *SWEEP)
    figure = folder / "figures/shortfall_days.svg"
    record = record_of(figure.read_bytes())
    assert isinstance(record, StudyRecord)
    away = chain.parent / "away.json"
    forged = replace(record, command=command.format(away=away))
    monkeypatch.setattr("sim.plots.sealed.record_of", lambda content: forged)
    before = figure.read_bytes()
    told = call("reproduce", figure, "-q")
    assert told.exit_code == 2
    assert says in " ".join(told.stderr.split())
    assert not away.exists()
    assert figure.read_bytes() == before


@pytest.mark.parametrize("name", ["study", "kind"])
def test_names_in_a_figure_lead_nowhere(call: Call, chain: Path, name: str) -> None:
    """They are names of files and folders."""
    record = record_of((made(call, *SWEEP) / "figures/shortfall_days.svg").read_bytes())
    assert isinstance(record, StudyRecord)
    with pytest.raises(ValueError, match="names or form"):
        read_record(replace(record, **{name: "../sweep-away"}).text())


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


def test_a_figure_in_no_list_is_made_again_all_the_same(call: Call, chain: Path) -> None:
    """And where it was taken elsewhere: it carries its command."""
    folder = made(call, *SWEEP)
    (folder / EXTRAS).unlink()
    kept = shutil.copy(folder / "figures/shortfall_days.png", chain.parent)
    shutil.rmtree("results")
    assert call("reproduce", kept, "-q", "--workers", 1).exit_code == 0


def test_a_figure_without_a_record_is_told(call: Call, chain: Path) -> None:
    """With the command that is to be given again, as its folder says."""
    folder = made(call, *SWEEP)
    figure = folder / "figures/shortfall_days.svg"
    figure.write_text("<svg />")
    said = " ".join(call("reproduce", figure).stderr.split())
    assert "it carries no record of how it was made" in said
    assert f"give the 'shortfall sweep' again that made {folder.resolve()}" in said


@pytest.mark.parametrize("of", ["file", "run"])
def test_what_drives_a_measure_is_drawn_again_from_its_run(
    call: Call, tmp_path: Path, of: str
) -> None:
    """Which is looked for near the figure, and run again where it is nowhere."""
    file = shutil.copy(CASES / "uncertain.yaml", tmp_path)
    if of == "run":
        assert call("run", file, "-n", 64, "-q", "--no-figures").exit_code == 0
        file, *_ = Path("results").glob("uncertain-*")
    given = () if of == "run" else ("-n", 64, "--workers", 1)
    folder = made(call, "sensitivity", file, "--group", "US", "-q", *given)
    (run,) = Path("results").glob("uncertain-*")
    command = f"shortfall sensitivity {run.name} --group US --out ."
    assert {*listed(folder).values()} == {command}
    said = (folder / "figures/tornado.txt").read_text()
    assert "of the spread of shortfall days" in said
    assert f"or by:\n  shortfall run uncertain.yaml --seed 1 -n 64\n  {command}\n" in said
    for form in ("svg", "png"):
        assert_made_again(call, folder / f"figures/tornado.{form}")
    shutil.rmtree(run)
    assert_made_again(call, folder / "figures/tornado.svg")


def test_what_to_measure_first_is_drawn_again(call: Call, tmp_path: Path) -> None:
    """Runs are called as they were; what is not chosen is not in the command."""
    shutil.copy(CASES / "uncertain.yaml", tmp_path)
    short = "./uncertain.yaml@disruptions.halt.duration_days=60"
    none = "./uncertain.yaml@disruptions.halt.duration_days=1"
    folder = made(
        call, "measure-first", "./uncertain.yaml", short, none, "-n", 64, "--workers", 1, "-q",
        "--label", "as it is", "--label", "short", "--label", "none", "--choose", "as it is,short",
    )  # fmt: skip
    (command,) = {*listed(folder).values()}
    assert command.count(" uncertain-") == 2
    assert command.endswith("--label 'as it is' --label short --out .")
    for form in ("svg", "png"):
        assert_made_again(call, folder / f"figures/measure-first.{form}")


def test_a_replay_and_a_forecast_are_drawn_again(call: Call, tmp_path: Path) -> None:
    """From the run beside them, which is run again where it is not; the seed was another."""
    episode = written(tmp_path)
    folder = made(call, "hindcast", episode, "--seed", 5, "--workers", 1, "-q", "--figures-in", "f")
    assert {*listed(folder).values()} == {"shortfall hindcast strait.yaml --seed 5 --out ."}
    assert_made_again(call, folder / "figures/hindcast.svg")
    assert "4 files" in call("verify", folder).stdout
    assert f"{folder}: 4 files" in call("verify", "results").stdout
    assert_made_again(call, Path("f/strait.png"))
    past = tmp_path / "past.csv"
    past.write_text("month,series,t\n2026-01,out,8.5\n2026-02,out,7.7\n2026-03,out,8\n")
    folder = made(
        call, "forecast", "./strait.yaml", "--from", "2026-04", "--past", past, "--workers", 1, "-q"
    )
    command = "shortfall forecast strait.yaml --from 2026-04 --past past.csv --out ."
    assert {*listed(folder).values()} == {command}
    (folder / "figures/forecast.csv").write_text("")
    told = call("verify", folder)
    assert told.exit_code == 2
    assert f"figures/forecast.csv: changed; made by: {command}" in told.stdout
    assert "its command makes it again" in told.stdout
    for run in Path("results").glob("strait-*"):
        shutil.rmtree(run)
    assert_made_again(call, folder / "figures/forecast.svg")


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
