"""The house keeps its order: imports run one way, files stay small, the top level stays bare."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from sim.scenario.chain import GOODS, STANDING_BLOCKS

ROOT = Path(__file__).resolve().parents[2]

FLOORS = (
    "scenario", "world", "study", "foresight", "output", "upstream", "hindcast", "forecast", "compare",
    "constrain", "design", "sweep", "size", "stress", "attribute", "sensitivity", "decide", "plots",
    "report", "api", "cli", "start",
)  # fmt: skip
"""Parts of the package; each may import those before it, and none after it."""

PURE = {"rules", "measures"}
"""Functions of arrays: they import numpy and nothing of ours but their own neighbours."""

MOST_LINES = 400
MOST_PARAMETERS = 7

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


parsed = cache(ast.parse)
"""What reads the text of a file, each once."""


def path(file: Path) -> str:
    """Give the path of a file within the checkout."""
    return file.relative_to(ROOT).as_posix()


def part(module: str) -> str:
    """Give the part of the package that a module belongs to; nothing for the package itself."""
    return module.split(".")[1] if "." in module else ""


def imports(file: Path) -> Iterator[str]:
    """List the modules that a file imports, within functions and for type checkers too."""
    for node in ast.walk(parsed(file.read_text(encoding="utf-8"))):
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
        name = path(file)
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
        for word in words_written_out(parsed(file.read_text(encoding="utf-8")))
        if word in NAMES
    }
    assert found <= set(OTHERS)


def test_no_file_is_long():
    files = [*(ROOT / "sim").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    lines = {path(file): len(file.read_text(encoding="utf-8").splitlines()) for file in files}
    assert len(lines) == len(files)
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


def loaded_with(statements: list[ast.stmt]) -> Iterator[str]:
    """List the names that are imported when a module is loaded: not in functions, nor for types."""
    for node in statements:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            yield from loaded_with(node.orelse)
        else:
            for field in ("body", "orelse", "finalbody"):
                if not isinstance(node, ast.FunctionDef):
                    yield from loaded_with(getattr(node, field, []))


def needs(files: dict[str, Path]) -> dict[str, set[str]]:
    """Give the modules among *files* that each of them loads."""
    found = {}
    for module, file in files.items():
        names = set(loaded_with(parsed(file.read_text(encoding="utf-8")).body))
        # "from a.b import c" loads the module a.b.c, or takes c from the module a.b.
        found[module] = {
            name if name in files else name.rpartition(".")[0] for name in names
        } & files.keys()
    return found


def circle(files: dict[str, Path]) -> list[str]:
    """Give modules of which each is loaded by the one before; none if there is no circle."""
    try:
        TopologicalSorter(needs(files)).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_imports_go_in_a_circle():
    files = {
        path(file).removesuffix(".py").removesuffix("/__init__").replace("/", "."): file
        for file in (ROOT / "sim").rglob("*.py")
    }
    assert needs(files)["sim.study.run"] >= {"sim.study.job", "sim.world.chance.sampling"}
    assert circle(files) == []


def test_a_circle_would_be_found(tmp_path):
    files = {f"sim.{name}": tmp_path / f"{name}.py" for name in ("one", "two")}
    files["sim.one"].write_text("from sim.two import some\n", encoding="utf-8")
    files["sim.two"].write_text("try:\n    from sim import one\nfinally: pass\n", encoding="utf-8")
    assert set(circle(files)) == {"sim.one", "sim.two"}
    files["sim.two"].write_text("def late():\n    from sim import one\n", encoding="utf-8")
    assert circle(files) == []


def crowded(file: Path) -> Iterator[str]:
    """List the functions of a file with too many parameters, commands of click apart."""
    for node in ast.walk(parsed(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if any("click." in ast.unparse(decorator) for decorator in node.decorator_list):
            continue
        takes = node.args
        named = {arg.arg for arg in (*takes.posonlyargs, *takes.args, *takes.kwonlyargs)}
        if len(named - {"self", "cls"}) + bool(takes.vararg) + bool(takes.kwarg) > MOST_PARAMETERS:
            yield f"{path(file)}: {node.name}"


def test_no_function_has_many_parameters():
    found = {name for file in (ROOT / "sim").rglob("*.py") for name in crowded(file)}
    assert found == set()


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a checkout")
def test_the_top_level_holds_only_what_was_agreed():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert {name.partition("/")[0] for name in listed} - TOP_LEVEL == set()
    results = {name.split("/")[1] for name in listed if name.startswith("results/")}
    assert results <= {"README.md", "gallery", "benchmarks"}


def test_contributing_names_files_that_exist():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:sim|tests|scenarios|results)(?:/[\w.-]+)*)`", text)
    assert len(named) > 25
    assert [name for name in named if not (ROOT / name).exists()] == []
