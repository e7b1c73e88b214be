"""The house keeps its order: imports run one way, files stay small, the top level stays bare."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.scenario.chain import GOODS, STANDING_BLOCKS

ROOT = Path(__file__).resolve().parents[2]

FLOORS = (
    "scenario", "world", "study", "foresight", "output", "hindcast", "compare", "sweep", "size",
    "plots", "report", "api", "cli",
)  # fmt: skip
"""Parts of the package; each may import those before it, and none after it."""

PURE = {"rules", "measures"}
"""Functions of arrays: they import numpy and nothing of ours but their own neighbours."""

MOST_LINES = 400

NAMES = {*GOODS, *STANDING_BLOCKS}
"""Names of goods and blocks."""
OTHERS = {
    ("measures", "consumers"): "a module: measures of consumers",
    ("measures", "stockpiles"): "a module: measures of stockpiles",
    ("output", "consumers"): "an axis of results",
    ("output", "stockpiles"): "an axis of results",
    ("plots", "consumers"): "an axis of results, and the name of a figure",
    ("plots", "stockpiles"): "an axis of results",
    ("scenario", "consumers"): "a key of disruptions and their triggers: whom they hit, or watch",
}
"""Words written out that happen to be the name of a good or block, by part of the package."""

TOP_LEVEL = {
    ".ci",
    ".gitignore",
    ".pre-commit-config.yaml",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "README.md",
    "pyproject.toml",
    "results",
    "scenarios",
    "sim",
    "tests",
}


def part(module: str) -> str:
    """Give the part of the package that a module belongs to; nothing for the package itself."""
    return module.split(".")[1] if "." in module else ""


def imports(file: Path) -> Iterator[str]:
    """List the modules that a file imports, within functions and for type checkers too."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} imports relatively"
            yield str(node.module)
            if node.module == "sim":
                yield from (f"sim.{alias.name}" for alias in node.names)


def crossings() -> Iterator[tuple[str, str, str]]:
    """List each file with its part and a part of ours, or a package of others, that it imports."""
    for file in sorted((ROOT / "sim").rglob("*.py")):
        name = file.relative_to(ROOT).as_posix()
        own = part(name.removesuffix(".py").replace("/", "."))
        for module in imports(file):
            top = module.partition(".")[0]
            yield name, own, part(module) if top == "sim" else f"{top} (not ours)"


def test_every_part_of_the_package_has_its_floor():
    found = {entry.stem for entry in (ROOT / "sim").iterdir() if entry.suffix in {"", ".py"}}
    assert found - {"__init__", "__main__", "__pycache__"} <= {*FLOORS, *PURE}


def test_imports_run_one_way():
    assert ("sim/study/run.py", "study", "world") in set(crossings())
    upward = [
        f"{file} imports {other}"
        for file, own, other in crossings()
        if own in FLOORS and other in FLOORS and FLOORS.index(other) > FLOORS.index(own)
    ]
    assert upward == []


@pytest.mark.parametrize("own", sorted(PURE))
def test_rules_and_measures_know_nothing_but_arrays(own):
    allowed = {own, "numpy (not ours)", *(f"{name} (not ours)" for name in sys.stdlib_module_names)}
    found = {(file, other) for file, whose, other in crossings() if whose == own}
    assert found
    assert {(file, other) for file, other in found if other not in allowed} == set()


def words_written_out(tree: ast.Module) -> Iterator[str]:
    """List the words of a file's strings, parts of f-strings too, docstrings left out.

    What stands between dots and colons counts: paths and labels are made of names.
    """
    docstrings = {
        id(statement.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        for statement in node.body
        if isinstance(statement, ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in docstrings:
            yield from re.split("[.:]", node.value if isinstance(node.value, str) else "")


def test_the_words_written_out_are_found_wherever_they_stand():
    text = 'a = "oxide"\nb = f"mines.{a}.basket"\n"""metal"""\nc = "of metal"\nd = {"x": "scrap"}'
    assert [w for w in words_written_out(ast.parse(text)) if w in NAMES] == [
        "oxide", "mines", "scrap",
    ]  # fmt: skip


def test_goods_and_blocks_are_named_in_the_table_of_the_chain_only():
    found = {
        (file.relative_to(ROOT / "sim").parts[0], word)
        for file in sorted((ROOT / "sim").rglob("*.py"))
        if file != ROOT / "sim" / "scenario" / "chain.py"
        for word in words_written_out(ast.parse(file.read_text(encoding="utf-8")))
        if word in NAMES
    }
    assert found <= set(OTHERS)


def test_no_file_is_long():
    files = [*(ROOT / "sim").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    lines = {file.name: len(file.read_text(encoding="utf-8").splitlines()) for file in files}
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a checkout")
def test_the_top_level_holds_only_what_was_agreed():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert {name.partition("/")[0] for name in listed} - TOP_LEVEL == set()
    results = {name.split("/")[1] for name in listed if name.startswith("results/")}
    assert results <= {"README.md", "gallery", "benchmarks"}
