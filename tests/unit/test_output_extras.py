"""The list of what commands have written into the folder of a run since."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sim.output.errors import DamagedError, OutputError
from sim.output.extras import EXTRAS, Extras, fault_of_extra, recorded
from sim.output.manifest import Manifest
from sim.scenario.load import load
from sim.study.job import Job
from tests.chain import CHAIN, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in which a run has begun."""
    job = Job(load(write(tmp_path, CHAIN, "chain.yaml")).scenario, 1, "random", 64)
    Manifest.of(job).save(tmp_path)
    return tmp_path


def add(folder: Path, name: str, text: str = "new") -> None:
    with recorded(folder, f"make {name}") as written:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
        written.append(folder / name)


def extras(folder: Path) -> Extras:
    found = Extras.read(folder)
    assert found is not None
    return found


def test_files_are_listed_by_name_with_what_makes_them(folder: Path) -> None:
    """In the same bytes, in whatever order they came."""
    for name in ("daily/b.csv", "a.xlsx"):
        add(folder, name)
    first = (folder / EXTRAS).read_bytes()
    assert list(extras(folder).files) == ["a.xlsx", "daily/b.csv"]
    assert extras(folder).files["a.xlsx"].command == "make a.xlsx"
    (folder / EXTRAS).unlink()
    for name in ("a.xlsx", "daily/b.csv"):
        add(folder, name)
    assert (folder / EXTRAS).read_bytes() == first


def test_commands_at_once_lose_no_entry(folder: Path) -> None:
    """Each waits for the others."""
    names = [f"daily/{number}.csv" for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda name: add(folder, name), names))
    assert sorted(extras(folder).files) == sorted(names)


def test_what_is_not_finished_is_not_listed(folder: Path) -> None:
    """And the next command need not wait for it."""

    def broken_off() -> None:
        with recorded(folder, "make") as written:
            written.append(write(folder, "half", "half"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert Extras.read(folder) is None
    add(folder, "whole")
    assert list(extras(folder).files) == ["whole"]


def test_what_another_run_has_left_is_no_longer_listed(folder: Path, tmp_path: Path) -> None:
    add(folder, "old")
    job = Job(load(tmp_path / "chain.yaml").scenario, 2, "random", 64)
    Manifest.of(job).save(folder)
    add(folder, "new")
    assert list(extras(folder).files) == ["new"]


def test_what_the_manifest_lists_stays_its_own(folder: Path) -> None:
    add(folder, "figures")
    found = Manifest.read(folder)
    assert found is not None
    found.with_changes(files={"fill.svg": extras(folder).files["figures"]}).save(folder)
    add(folder, "fill.svg")
    assert list(extras(folder).files) == ["figures"]


@pytest.mark.parametrize("spoil", ["", "[]", "{}", "edit", "leave"])
def test_a_list_that_was_altered_is_refused(folder: Path, spoil: str) -> None:
    """Nothing is written over it; nor is a path read that leads out of the folder."""
    add(folder, "a")
    path = folder / EXTRAS
    content = json.loads(path.read_text())
    if spoil == "edit":
        content["files"]["a"]["bytes"] = 4
        spoil = json.dumps(content, indent=1) + "\n"
    elif spoil == "leave":
        from sim.output.manifest import with_seal

        del content["seal"]
        content["files"] = {"../a": content["files"]["a"]}
        spoil = with_seal(content)
    path.write_text(spoil)
    with pytest.raises(DamagedError, match="move it away"):
        add(folder, "b")
    assert path.read_text() == spoil
    assert not (folder / "b").exists()


def test_a_folder_without_a_run_has_no_list(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no run"), recorded(tmp_path, "make"):
        pass


def test_faults_name_what_makes_a_file_again(folder: Path) -> None:
    """Nothing is read through a link."""
    add(folder, "daily/a.csv")
    (extra,) = extras(folder).files.values()
    assert fault_of_extra(folder, "daily/a.csv", extra) is None
    (folder / "daily/a.csv").write_text("old")
    fault = fault_of_extra(folder, "daily/a.csv", extra)
    assert fault is not None
    assert fault.says == "changed; made by: make daily/a.csv"
    (folder / "daily").rename(folder / "away")
    fault = fault_of_extra(folder, "daily/a.csv", extra)
    assert fault is not None
    assert fault.says == "missing; made by: make daily/a.csv"
    (folder / "daily").symlink_to(folder / "away")
    fault = fault_of_extra(folder, "daily/a.csv", extra)
    assert fault is not None
    assert "a link stands where" in fault.says
