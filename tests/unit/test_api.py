"""The Python face: `sim.load`, `sim.run` and what a result can do."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.output.audit import audit
from sim.output.stored import StoredRun

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def result() -> sim.Result:
    return sim.run(sim.load("two-mines"), n=3)


def test_the_package_names_what_it_offers():
    assert set(sim.__all__) <= set(dir(sim))
    assert all(getattr(sim, name) is not None for name in sim.__all__)
    with pytest.raises(AttributeError, match="'sim' has no attribute 'simulate'"):
        sim.simulate  # noqa: B018


def test_settings_change_the_scenario():
    assert sim.load("two-mines", ["seed=7"]).seed == 7


def test_the_scenario_decides_where_the_caller_does_not():
    scenario = sim.load("two-mines", ["histories=5", "seed=7"])
    result = sim.run(scenario)
    assert (result.record.histories, result.seed) == (5, 7)
    assert sim.run(scenario, seed=8).digest != result.digest


@pytest.mark.parametrize(
    ("arguments", "error", "says"),
    [
        ({"n": 0}, ValueError, r"n\(=0\) must be a whole number from 1 to 1,000,000"),
        ({"n": 10**9}, ValueError, r"n\(=1000000000\) must be a whole number"),
        ({"n": 2.5}, TypeError, r"n\(=2.5\) must be a whole number"),
        ({"n": True}, TypeError, r"n\(=True\) must be a whole number"),
        ({"n": "64"}, TypeError, r"n\(='64'\) must be a whole number"),
        ({"n": float("nan")}, TypeError, r"n\(=nan\) must be a whole number"),
        ({"seed": -1}, ValueError, r"seed\(=-1\) must be a whole number from 0 to 9,223,"),
        ({"seed": 2**64}, ValueError, r"seed\(=18446744073709551616\) must be"),
        ({"seed": np.True_}, TypeError, r"seed\(=.*True.*\) must be a whole number"),
        ({"workers": 0}, ValueError, r"workers\(=0\) must be a whole number from 1 to 256"),
        ({"workers": 1.0}, TypeError, r"workers\(=1.0\) must be a whole number"),
        ({"workers": None}, TypeError, r"workers\(=None\) must be a whole number"),
        ({"progress": 1}, TypeError, r"progress\(=1\) must be a function of two numbers"),
        ({"sampling": "halton"}, ValueError, r"sampling\(='halton'\) must be one of random, sobol"),
        ({"sampling": []}, ValueError, r"sampling\(=\[\]\) must be one of"),
    ],
)
def test_an_argument_is_refused_by_name_value_and_rule(arguments, error, says):
    with pytest.raises(error, match=says):
        sim.run(sim.load("two-mines"), **arguments)


def test_a_name_is_no_scenario_and_says_what_makes_one():
    with pytest.raises(
        TypeError, match=r"scenario\(='two-mines'\) must be .* as sim.load gives it"
    ):
        sim.run("two-mines")


@pytest.mark.parametrize("path", [None, 3, b"two-mines"])
def test_what_is_no_path_is_refused(path):
    with pytest.raises(TypeError, match=r"path\(=.*\) must be a path or the name of a scenario"):
        sim.load(path)


@pytest.mark.parametrize("settings", ["seed=7", None, [7], {"seed": 7}])
def test_settings_are_a_list_of_texts(settings):
    with pytest.raises(TypeError, match=r"settings\(=.*\) must be a list of texts"):
        sim.load("two-mines", settings)


def test_numbers_of_numpy_are_numbers():
    assert sim.run(sim.load("two-mines"), n=np.int64(2), seed=np.uint8(3)).histories == 2


@pytest.mark.parametrize("folder", [None, 3])
def test_a_result_is_saved_to_a_path(result, folder):
    with pytest.raises(TypeError, match=r"folder\(=.*\) must be a path"):
        result.save(folder)


UNGUARDED = """
import sim
print(sim.run(sim.load("two-mines"), n=128, workers=2).histories)
"""


def test_a_script_without_a_guard_is_told_so_once(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(UNGUARDED)
    done = ran(script)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("Traceback") == 1  # the script's own
    last = done.stderr.splitlines()[-1]
    assert last.startswith("sim.study.pool.UnguardedError: each worker process imports the script")
    assert 'if __name__ == "__main__":' in last


def test_a_guarded_script_runs(tmp_path):
    script = tmp_path / "script.py"
    body = UNGUARDED.strip().splitlines()
    script.write_text(f'{body[0]}\nif __name__ == "__main__":\n    {body[1]}\n')
    done = ran(script)
    assert (done.returncode, done.stdout, done.stderr) == (0, "128\n", "")


def ran(script: Path) -> subprocess.CompletedProcess[str]:
    """Run a script."""
    return subprocess.run(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_progress_is_told_to_the_end():
    told = []
    sim.run(sim.load("two-mines"), n=3, progress=lambda *news: told.append(news))
    assert told[-1] == (3, 3)


def test_tables_are_computed_once(result):
    assert result.tables is result.tables


def test_the_summary_says_what_the_files_say(result, tmp_path):
    result.save(tmp_path, figures=False)
    stored = json.loads((tmp_path / "summary.json").read_text())["rows"]
    medians = {(row["kind"], row["group"], row["measure"]): row["q50"] for row in stored}
    rows = [row for row in result.summary() if row["unit"] != "date"]
    assert rows
    for row in rows:
        assert row["median"] == medians[row["kind"], row["group"], row["measure"]]


def test_saving_gives_the_files_written_and_figures_only_if_wanted(result, tmp_path):
    bare = result.save(str(tmp_path / "bare"), figures=False)
    drawn = result.save(tmp_path / "drawn")
    assert all(isinstance(path, Path) and path.is_file() for path in bare + drawn)
    assert {path.suffix for path in drawn} - {path.suffix for path in bare} == {
        ".svg",
        ".png",
        ".txt",
    }


def test_a_result_takes_the_place_of_another_and_leaves_nothing_of_it(tmp_path):
    """All files are of the one, also where the other had more histories, or series more."""
    other = sim.run(sim.load("two-mines", ["measures.stocks=[motors]"]), n=65, seed=2)
    other.save(tmp_path)
    (tmp_path / "notes.txt").write_text("of the user's own")
    result = sim.run(sim.load("two-mines"), n=2)
    result.save(tmp_path, figures=False)
    found = audit(tmp_path)
    assert found.faults == ()
    there = {
        path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()
    }
    assert there == {*found.manifest.files, "manifest.json", "notes.txt"}
    assert StoredRun.open(tmp_path).seed == result.seed
