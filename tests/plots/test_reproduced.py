"""Figures carry what made them: they are sealed, and remade to the byte from the run or scenario."""

import hashlib
import json
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, unescape

import pytest
from click.testing import CliRunner
from PIL import Image

from sim.cli import main
from sim.plots.sealed import AlteredError, record_of
from sim.plots.view import Look, View

SETTINGS = ("--set", "disruptions.halt.duration_days=30", "--set", "end=2026-06-30")


def call(*arguments, fails=0):
    done = CliRunner().invoke(main, [*map(str, arguments)])
    assert done.exit_code == fails, done.output
    return done.output


def runs(out):
    """The folders of the runs, that with the short halt first."""
    every = [one for one in out.iterdir() if (one / "manifest.json").exists()]
    return sorted(every, key=lambda one: "days=30" not in (one / "manifest.json").read_text())


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    """Two runs of the smallest chain, and figures of them in all formats."""
    out = tmp_path_factory.mktemp("runs")
    given = ("-n", 3, "--workers", 1, "--out", out, "-q")
    call("run", "two-mines", *SETTINGS, *given, "--no-figures")
    call("run", "two-mines", *SETTINGS[2:], *given, "--no-figures")
    halted, other = runs(out)
    call("plot", halted, "--kind", "shortfall,cover", "--format", "svg,png,pdf", "--out",
         out / "one", "--width", 90, "--window", "all")  # fmt: skip
    call("plot", halted, other, "--kind", "overlay,totals", "--out", out / "both",
         "--label", "a", "--label", "b & c")  # fmt: skip
    return out


@pytest.mark.parametrize(
    "name",
    ["one/cover.svg", "one/cover.png", "one/cover.pdf", "both/overlay.svg", "both/totals.png"],
)
def test_a_figure_is_made_again_to_the_byte_from_the_folder_of_its_run(out, name):
    assert "the same to the byte" in call("reproduce", out / name)


def test_it_says_what_it_is_of_and_how_it_is_made(out):
    record = record_of((out / "one/cover.svg").read_bytes())
    assert record == record_of((out / "one/cover.svg").read_bytes())
    (run,) = record.runs
    assert (run.scenario, run.seed, run.histories, run.named) == ("two-mines", 1, 1, "two-mines")
    assert run.settings == SETTINGS[1::2]
    assert record.title.endswith(": Two mines (halt.duration_days=30, end=2026-06-30)")
    assert run.command == f"shortfall run two-mines --seed 1 -n 1 {' '.join(SETTINGS)}"
    assert record.command.endswith("--kind cover --width 90 --window all")
    assert View.of(record.asked) == View(width=90 / 25.4, window="all")


def test_readers_of_screens_find_title_and_words(out):
    root = ET.parse(out / "one/cover.svg").getroot()
    space = "{http://www.w3.org/2000/svg}"
    words = (out / "one/cover.txt").read_text()
    for tag in ("title", "desc"):
        assert root.findtext(f"{space}{tag}") in words
    image = Image.open(out / "one/cover.png")
    assert image.text["Title"] == root.findtext(f"{space}title")
    assert json.loads(image.text["shortfall"])["kind"] == "cover"
    assert "shortfall reproduce cover.svg" in words
    assert re.search(r"source \w{10}, drawing \w{10}", words)


@pytest.mark.parametrize("form", ["svg", "png", "pdf"])
def test_an_altered_figure_is_refused(out, tmp_path, form):
    content = bytearray((out / f"one/cover.{form}").read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / f"cover.{form}").write_bytes(content)
    assert "altered since it was drawn; draw it anew" in call(
        "reproduce", tmp_path / f"cover.{form}", fails=2
    )
    with pytest.raises(AlteredError, match="no record"):
        record_of(b"<svg></svg>")


def test_a_figure_of_other_drawing_code_is_refused_and_says_how(out, tmp_path, monkeypatch):
    monkeypatch.setattr("sim.output.manifest.drawing_hash", lambda: "0123456789ab")
    said = " ".join(call("reproduce", out / "one/cover.svg", fails=2).split())
    assert "(drawing 0123456789): the same bytes come of that program alone" in said
    assert "shortfall plot two-mines-" in said


def test_without_its_folder_its_scenario_is_run(out, tmp_path, monkeypatch):
    shutil.copy(out / "one/cover.svg", tmp_path)
    monkeypatch.chdir(tmp_path)
    given = ("--workers", 1, "-q", "--out", tmp_path / "again")
    assert "the same to the byte" in call("reproduce", "cover.svg", *given)
    assert [run.name for run in (tmp_path / "again").iterdir()] == [record_of(
        Path("cover.svg").read_bytes()).runs[0].folder]  # fmt: skip


def test_a_scenario_that_is_not_there_any_more_is_asked_for(out, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run = runs(out)[0]
    shutil.copy(run / "scenario.yaml", "own.yaml")
    call("run", "own.yaml", "-n", 3, "--workers", 1, "-q", "--window", "all", "--out", "kept")
    (made,) = Path("kept").iterdir()
    shutil.copy(made / "figures/cover.svg", "cover.svg")
    shutil.rmtree("kept")
    Path("own.yaml").unlink()
    said = " ".join(call("reproduce", "cover.svg", fails=2).split())
    assert "no scenario 'own.yaml' that comes to it" in said


def test_the_look_of_figures_is_kept_with_the_run_and_reproduced(out, tmp_path):
    given = ("-n", 3, "--workers", 1, "--out", tmp_path, "-q", "--no-figures")
    call("run", "two-mines", *SETTINGS, *given)
    look = ("--title", "In my words", "--format", "svg", "--width", 100)
    call("run", "two-mines", *SETTINGS, *given[:-1], *look)
    (run,) = tmp_path.iterdir()
    names = {path.name for path in (run / "figures").iterdir()}
    assert {"cover.svg", "cover.csv", "cover.txt"} <= names
    assert not [name for name in names if name.endswith(".png")]
    assert "In my words" in (run / "figures/cover.txt").read_text()
    assert "all as written" in call("verify", run)
    assert "the same to the byte" in call("reproduce", run, "--workers", 1, "-q")
    assert "the same to the byte" in call("reproduce", run / "figures/cover.svg")


def test_a_look_is_written_and_read():
    assert Look().text == ""
    look = Look(View(width=4.0, groups=("US",), title="a"), ("pdf",))
    assert Look.of(look.text) == look


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (("--kind", "covr"), "no kind 'covr'. Did you mean"),
        (("--kind", "overlay"), "no kind 'overlay' of a single run"),
        (("--kind", "prices"), "these runs have nothing of what it shows"),
        (("--kind", "cover", "--window", "2026"), "give event, all, or dates"),
        (("--kind", "cover", "--window", "2031-01-01:"), "has no two days of two-mines"),
        (("--kind", "cover", "--groups", "Atlantis"), "Atlantis"),
        (("--kind", "cover", "--consumers", "moters"), "no run has a consumer 'moters'"),
        (("--kind", "cover", "--groups", "all"), "it changes nothing in cover"),
        (("--kind", "cover", "--format", "gif"), "'gif' is not one of svg, pdf, png"),
    ],
)
def test_what_cannot_be_drawn_is_refused(out, given, says):
    run = runs(out)[0]
    assert says in " ".join(call("plot", run, *given, fails=2).split())


def test_without_a_kind_those_that_the_runs_have_are_listed(out):
    run = runs(out)[0]
    said = call("plot", run)
    assert "cover  " in said
    assert "prices" not in said
    assert "--kind all draws them all." in said
    both = call("plot", *runs(out))
    together, _, each = both.partition("\nOf each run by itself:\n")
    assert together.startswith("Of all runs together:\noverlay ")
    assert "cover " not in together
    assert "cover " in each
    assert "--kind all draws those of all runs together." in each


def test_a_run_is_found_by_the_name_of_its_scenario(out, tmp_path, monkeypatch):
    """If there is one; of several one is to be chosen."""
    shutil.copytree(runs(out)[0], tmp_path / "results" / "one")
    monkeypatch.chdir(tmp_path)
    said = call("plot", "two-mines", "--kind", "cover", "--format", "svg")
    assert said.splitlines()[0] == f"Taking {Path('results/one')}"
    assert (tmp_path / "plots/cover.svg").exists()
    shutil.copytree(runs(out)[1], tmp_path / "results" / "two")
    assert "there are several runs of two-mines" in call("plot", "two-mines", fails=2)
    assert "there is no folder nosuch" in call("plot", "nosuch", fails=2)


def test_of_which_figures_an_option_changes_nothing_is_told(out, tmp_path):
    """Only where some heed it: else it is refused."""
    given = ("--format", "svg", "-q", "--out", tmp_path)
    kinds = ("--kind", "shortfall,cover", "--groups", "US", "--window", "all")
    assert call("plot", runs(out)[0], *kinds, *given) == "--groups: it changes nothing in cover\n"
    kinds = ("--kind", "overlay,totals,fill", "--align", "onset", "--consumers", "motors")
    assert call("plot", *runs(out), *kinds, *given).splitlines() == [
        "--align: it changes nothing in totals, fill",
        "--consumers: it changes nothing in overlay, totals",
    ]


def test_words_that_steer_are_written_out_in_an_image_that_can_be_read(out, tmp_path):
    given = (
        "--kind",
        "cover",
        "--format",
        "svg,png",
        "--out",
        tmp_path,
        "--title",
        "a\x01\x1b]]>&",
    )
    call("plot", runs(out)[0], *given)
    space = "{http://www.w3.org/2000/svg}"
    assert "a\\u0001\\u001b]]>&" in (
        ET.parse(tmp_path / "cover.svg").getroot().findtext(f"{space}title") or ""
    )
    for form in ("svg", "png"):
        assert "the same to the byte" in call("reproduce", tmp_path / f"cover.{form}", "--out", out)


def test_runs_with_labels_that_make_one_name_have_files_of_their_own(out, tmp_path):
    labels = ("--label", "a/b", "--label", "A b")
    call("plot", *runs(out), "--kind", "cover", "--format", "svg", "--out", tmp_path, *labels)
    names = sorted(path.name for path in tmp_path.glob("*.svg"))
    assert names == ["A-b-2-cover.svg", "a-b-cover.svg"]
    call("plot", *runs(out), "--kind", "cover", "--format", "svg", "--out", tmp_path,
         "--label", "\u4e2d" * 300, "--label", "\u4e2d" * 301)  # fmt: skip
    assert len([*tmp_path.glob("\u4e2d*.svg")]) == 2


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"kind": "nothing"}, "there is no kind of figure 'nothing'"),
        ({"page": 9}, "it is page 9 of 1"),
        ({"page": "x"}, "no record of a figure"),
        ({"form": "exe"}, "no record of a figure"),
        ({"runs": []}, "no record of a figure"),
        ({"labels": ["a", "b"]}, "no record of a figure"),
        ({"asked": {"nonsense": 1}}, "no record of a figure"),
        ({"asked": {"width": "wide"}}, "no record of a figure"),
        ({"asked": {"window": "2031-01-01:"}}, "has no two days of the run"),
        ({"asked": {"window": "some"}}, "some"),
    ],
)
def test_a_record_that_no_program_of_ours_writes_is_refused(out, tmp_path, changes, says):
    """However well it is sealed: the seal tells of accidents, not of strangers."""
    svg = (out / "one/cover.svg").read_bytes()
    start = svg.index(b">", svg.index(b"<metadata id=")) + 1
    end = svg.index(b"</metadata>", start)
    record = json.loads(unescape(svg[start:end].decode())) | changes
    changed = svg[:start] + escape(json.dumps(record)).encode() + svg[end : svg.rindex(b"<!-- ")]
    seal = hashlib.sha256(changed).hexdigest().encode()
    (tmp_path / "cover.svg").write_bytes(changed + b"<!-- sha256 %s -->\n" % seal)
    said = call("reproduce", tmp_path / "cover.svg", "--out", out, fails=2)
    assert says in " ".join(said.split())


def test_a_record_that_is_no_text_is_an_alteration(out):
    svg = (out / "one/cover.svg").read_bytes()
    at = svg.index(b"<metadata id=") + 40
    with pytest.raises(AlteredError, match="altered"):
        record_of(svg[:at] + b"\xff" + svg[at:])


def test_texts_of_a_scenario_that_steer_leave_every_image_whole(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("odd.yaml").write_text(
        'extends: two-mines\nschema: 1\nname: odd\ntitle: "a\\x01\\x1b[31m\\u202eb"\n'
        'consumers: {motors: {label: "c\\x02"}}\n'
    )
    given = ("-n", 3, "--workers", 1, "-q", "--set", "question=-->\\x01", "--format", "svg")
    call("run", "odd.yaml", *given)
    (run,) = Path("results").iterdir()
    call(
        "plot", run, run, "--kind", "overlay", "--label", "d\x01", "--label", "e", "--format", "svg"
    )
    images = [*run.glob("figures/*.svg"), *Path("plots").glob("*.svg")]
    assert len(images) > 5
    for image in images:
        ET.parse(image)
        assert "\\u0001" in image.read_text()
