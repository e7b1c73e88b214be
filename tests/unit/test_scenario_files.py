"""Reading files: YAML 1.2 with places, and files that are no scenarios at all."""

import datetime as dt
import hashlib
import io
import sys
import time
from pathlib import Path

import pytest

from sim.scenario.load import load
from sim.scenario.node import plain
from sim.scenario.origin import Origin
from sim.scenario.read import parse
from sim.scenario.text import MOST_BYTES
from tests.chain import CHAIN, place, problems, spoilt, write


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("NO", "NO"), ("yes", "yes"), ("on", "on"), ("010", 10), ("12:30", "12:30"),
        ("1e6", 1e6), (".5", 0.5), ("-3", -3), ("+.5e1", 5.0), ("1_000", "1_000"),
        ("true", True), ("False", False), ("~", None), ("null", None), ("", None),
        ("2026-11-10", dt.date(2026, 11, 10)), ("'2026-11-10'", "2026-11-10"), ('"7"', "7"),
        (".inf", float("inf")), ("9" * 30, 1e30), ("1.2.3", "1.2.3"), ("0x10", "0x10"),
    ],
)  # fmt: skip
def test_a_word_means_what_yaml_1_2_says(word: str, value: object) -> None:
    """NO is Norway, 010 is ten, and a quoted date is text."""
    found = plain(parse(f"key: {word}\n", "f"))["key"]
    assert found == value
    assert type(found) is type(value)


def test_norway_is_a_country(tmp_path: Path) -> None:
    """The whole way through, NO stays the string NO."""
    text = CHAIN.replace("region: DE", "region: NO").replace("[US, DE]", "[US, NO]")
    scenario = load(write(tmp_path, text)).scenario
    assert scenario.consumers["de_wind"].region == "NO"


def test_dates_are_keys(tmp_path: Path) -> None:
    """A schedule is a mapping of dates."""
    text = spoilt(
        "capacity_t_blanks_per_year: 300", "capacity_t_blanks_per_year: {2024-01-01: 300}"
    )
    maker = load(write(tmp_path, text)).scenario.magnet_makers["maker"]
    assert maker.capacity_t_blanks_per_year == {dt.date(2024, 1, 1): 300.0}


def test_every_value_knows_its_place(tmp_path: Path) -> None:
    """Origins are those of the keys, in block and in flow style, and of list items."""
    file = write(tmp_path, CHAIN)
    origins = load(file).origins
    for path, passage in {
        ("consumers", "us_ev", "sector"): "sector: EV",
        ("elements", "dy", "heavy"): "heavy: true",
        ("disruptions", "halt", "destinations", 0): "ALLIES]\n    start",
    }.items():
        assert origins[path] == Origin(str(file), *place(CHAIN, passage))
    assert str(origins["name",]) == f"{file}:2:1"


def test_a_scenario_without_a_name_is_named_after_its_file(tmp_path: Path) -> None:
    """Spaces and capitals become what a folder of results may have."""
    text = CHAIN.replace("name: chain\n", "")
    assert load(write(tmp_path, text, "My Case_2.yaml")).scenario.name == "my-case-2"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "It is empty"),
        (b"# only a remark\n", "It is empty"),
        (b"just words\n", "A scenario is a mapping"),
        (b"- a\n- b\n", "A scenario is a mapping"),
        (b"schema: 1\nname: caf\xe9\n", "The byte 0xe9 is not UTF-8"),
        (b"schema: [1\n", "This is not YAML"),
        (b"schema: 1\n  name: x\n", "This is not YAML"),
        (b"a: 1\n---\nb: 2\n", "A second document"),
        (b"a: !!python/object:os.system x\n", "tags (!) have no meaning"),
        (b"a: *b\n", "aliases"),
        (b"? [a, b]\n: 1\n", "A key must be a name"),
        (b"~: 1\n", "A key must be a name"),
        (b"a: \x00\n", "This is not YAML"),
        (b'a: "\\UFFFFFFFF"\n', "This is not YAML"),
        (b"a: " + b"[" * 100_000, "nested more than"),
        (b"a: " + b"{a: " * 100_000, "nested more than"),
        (b"".join(b" " * i + b"a:\n" for i in range(1000)), "nested more than"),
        (b"- " * 100_000, "nested more than"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_scenario_is_refused(content: bytes, says: str, tmp_path: Path) -> None:
    """The reason is given in a sentence, and quickly."""
    file = tmp_path / "bad.yaml"
    file.write_bytes(content)
    began = time.perf_counter()
    (problem, *_) = problems(file)
    assert says in problem.message
    assert time.perf_counter() - began < 5


def test_bytes_that_are_not_utf_8_have_a_place(tmp_path: Path) -> None:
    """The line and column are those of the byte."""
    file = tmp_path / "bad.yaml"
    file.write_bytes(b"schema: 1\nname: caf\xe9\n")
    (problem,) = problems(file)
    assert (problem.line, problem.column, problem.remedy) == (2, 10, "Save the file as UTF-8.")


def test_a_missing_file_a_directory_and_fifty_megabytes_are_refused(tmp_path: Path) -> None:
    """None of them is read."""
    huge = tmp_path / "huge.yaml"
    with huge.open("wb") as stream:
        stream.truncate(50_000_000)
    assert "no such file" in problems(tmp_path / "none.yaml")[0].message
    assert "directory" in problems(tmp_path)[0].message
    assert f"at most {MOST_BYTES // 1_000_000}" in problems(huge)[0].message


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    """Some editors write one."""
    file = tmp_path / "bom.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + CHAIN.encode())
    assert load(file).scenario.name == "chain"


def test_a_part_of_a_scenario_is_told_apart_from_a_broken_one(tmp_path: Path) -> None:
    """A file of sources can be extended; to validate it is no error, to run it is."""
    file = write(tmp_path, "sources: {x: {title: t, publisher: p, year: 2024, grade: A}}\n")
    (problem,) = problems(file)
    assert (problem.level, problem.message) == (
        "warning",
        "It is a part of a scenario: it has no network.",
    )
    wrong = problems(
        write(tmp_path, "sources: {x: {title: t, publisher: p, year: 2024, grade: D}}\n")
    )
    assert [(p.level, p.path) for p in wrong] == [("warning", ""), ("error", "sources.x.grade")]


def test_inputs_are_hashed_as_they_were_read(tmp_path: Path) -> None:
    """Though they are edited, or gone, before the run begins."""
    file = write(tmp_path, "\ufeff" + CHAIN)
    content = file.read_bytes()
    loaded = load(file)
    file.unlink()
    assert loaded.inputs == {file.name: hashlib.sha256(content).hexdigest()}
    assert loaded.changed(["histories=3"]).inputs == loaded.inputs


def test_inputs_of_the_same_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    """None stands for another."""
    (tmp_path / "below").mkdir()
    parent = write(tmp_path / "below", CHAIN, "case.yaml")
    child = write(tmp_path, "extends: below/case.yaml\nhistories: 7\n", "case.yaml")
    one, other = (hashlib.sha256(file.read_bytes()).hexdigest() for file in (parent, child))
    assert load(child).inputs == {"case.yaml": one, f"{tmp_path.name}/case.yaml": other}


def test_standard_input_is_an_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named as on the command line."""
    content = CHAIN.encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert load("-").inputs == {"-": hashlib.sha256(content).hexdigest()}
