"""Do the tests notice? Changes one operator at a time, and runs the quick tests against each change.

``python -m tests.mutants --changes 200`` works in a copy of the tree. Which tests run which line
is found once, with coverage, and kept as long as neither the program nor the tests change. Only
those tests are run, the fastest first, until one fails. What no test notices is printed: a change
of nothing that matters, or a test that is missing.
"""

import argparse
import ast
import copy
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COPIED = (
    "sim", "tests", "scenarios", "results", "README.md", "CONTRIBUTING.md", "pyproject.toml", ".ci",
)  # fmt: skip
CHANGED = ("sim/world", "sim/rules", "sim/measures")
QUICK = ("tests/unit", "tests/known_answers", "tests/properties")
PYTEST = (sys.executable, "-m", "pytest", "-q", "--hypothesis-seed=0", "-p", "no:cacheprovider")

INSTEAD: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Add: (ast.Sub,), ast.Sub: (ast.Add,), ast.Mult: (ast.Div,), ast.Div: (ast.Mult,),
    ast.Lt: (ast.LtE, ast.Gt), ast.LtE: (ast.Lt, ast.GtE), ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE), ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,),
    ast.And: (ast.Or,), ast.Or: (ast.And,),
}  # fmt: skip
NAMES = {"minimum": "maximum", "maximum": "minimum", "min": "max", "max": "min"}
NUMBERS = {0.0: 1.0, 1.0: 0.0}


@dataclass(frozen=True)
class Mutant:
    """A file with one change."""

    file: str
    lines: range
    """From the beginning of the statement to the end of what is changed."""
    before: str
    after: str
    text: str
    """The whole file, changed."""

    def __str__(self) -> str:
        return f"{self.file}:{self.lines[-1]}: {self.before}  ->  {self.after}"


def others(node: ast.AST) -> Iterator[ast.AST]:
    """Give what may stand in the place of a node."""
    twin = copy.deepcopy(node)
    match twin:
        case ast.BinOp() | ast.AugAssign() | ast.BoolOp():
            for kind in INSTEAD.get(type(twin.op), ()):
                twin.op = kind()  # type: ignore[assignment]
                yield copy.deepcopy(twin)
        case ast.Compare(ops=[op]):
            for kind in INSTEAD.get(type(op), ()):
                twin.ops = [kind()]  # type: ignore[list-item]
                yield copy.deepcopy(twin)
        case ast.Attribute(attr=name) if name in NAMES:
            twin.attr = NAMES[name]
            yield twin
        case ast.Constant(value=float(value)) if value in NUMBERS:
            twin.value = NUMBERS[value]
            yield twin


def mutants(file: str) -> Iterator[Mutant]:
    """Give every change of a file."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    begins: dict[ast.AST, int] = {}
    for parent in ast.walk(tree):  # parents come before their children
        for child in ast.iter_child_nodes(parent):
            begins[child] = begins.get(parent, 1)
            if isinstance(child, ast.stmt | ast.ExceptHandler):
                begins[child] = child.lineno
    for parent in list(ast.walk(tree)):
        for field, value in ast.iter_fields(parent):
            for place, node in enumerate(value if isinstance(value, list) else [value]):
                for other in others(node) if isinstance(node, ast.expr | ast.stmt) else ():
                    put(parent, field, place, other)
                    span = range(begins[node], getattr(node, "end_lineno", 0) + 1)
                    yield Mutant(
                        file, span, ast.unparse(node), ast.unparse(other), ast.unparse(tree)
                    )
                    put(parent, field, place, node)


def put(parent: ast.AST, field: str, place: int, node: ast.AST) -> None:
    """Put a node where its parent holds another."""
    held = getattr(parent, field)
    if isinstance(held, list):
        held[place] = node
    else:
        setattr(parent, field, node)


def copied(folder: Path) -> Path:
    """Copy what the tests need of the tree."""
    for name in COPIED:
        one = ROOT / name
        (shutil.copytree if one.is_dir() else shutil.copy)(one, folder / name)
    return folder


def run(folder: Path, *arguments: str, seconds: float | None = None) -> bool:
    """Run tests in a copy; tell whether they pass in time. Without a time they must pass."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run([*PYTEST, *arguments], cwd=folder, env=environment, timeout=seconds,
                              capture_output=True, text=True, check=False)  # fmt: skip
    except subprocess.TimeoutExpired:
        return False
    if done.returncode and seconds is None:
        raise SystemExit(f"the tests fail as they are\n{done.stdout}{done.stderr}")
    return done.returncode == 0


def pytest_runtest_logreport(report: object) -> None:
    """Note how long a test takes (this file is a plugin of pytest while the map is made)."""
    note = {report.nodeid: report.duration}  # type: ignore[attr-defined]
    if "MUTANTS_TIMES" in os.environ and "PYTEST_XDIST_WORKER" not in os.environ:
        with Path(os.environ["MUTANTS_TIMES"]).open("a", encoding="utf-8") as file:
            file.write(json.dumps(note) + "\n")


@dataclass(frozen=True)
class Map:
    """Which tests run which line of which file, and the seconds each of them takes."""

    tests: dict[str, dict[str, list[str]]]
    seconds: dict[str, float]

    def of(self, mutant: Mutant) -> list[str]:
        """List the tests that run what a mutant changes, the fastest first."""
        lines = self.tests.get(mutant.file, {})
        found = {test for line in mutant.lines for test in lines.get(str(line), ())}
        if not found:  # run as the module is loaded, or never
            found = {test for tests in lines.values() for test in tests}
        return sorted(found, key=lambda test: (self.seconds.get(test, 0.0), test))


def make_map(folder: Path, tests: list[str]) -> Map:
    """Run all tests once, each line noting for whom it runs."""
    from coverage import CoverageData

    os.environ["MUTANTS_TIMES"] = str(folder / "times")
    options = ["--cov=sim", "--cov-context=test", "--cov-report=", "-p", "tests.mutants"]
    run(folder, *options, *tests)
    del os.environ["MUTANTS_TIMES"]
    seconds: dict[str, float] = {}
    for line in (folder / "times").read_text(encoding="utf-8").splitlines():
        for test, taken in json.loads(line).items():
            seconds[test] = seconds.get(test, 0.0) + taken
    data = CoverageData(str(folder / ".coverage"))
    data.read()
    found: dict[str, dict[str, list[str]]] = {}
    for file in data.measured_files():
        lines = data.contexts_by_lineno(file)
        found[Path(file).relative_to(folder).as_posix()] = {
            str(line): sorted({c.rpartition("|")[0] for c in contexts if c})
            for line, contexts in lines.items()
        }
    return Map(found, seconds)


def kept_map(file: Path, tests: list[str]) -> Map:
    """Read the map from a file if it is of this tree, else make it and keep it there."""
    sources = sorted(f for name in ("sim", "tests", "scenarios") for f in (ROOT / name).rglob("*")
                     if f.suffix in {".py", ".yaml"})  # fmt: skip
    state = hashlib.sha256(b"".join(f.read_bytes() for f in sources)).hexdigest()
    key = f"{state} {' '.join(tests)}"
    kept = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    if kept.get("key") != key:
        print("finding which tests run which lines ...", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            made = make_map(copied(Path(folder).resolve()), tests)
        kept = {"key": key, "tests": made.tests, "seconds": made.seconds}
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(kept), encoding="utf-8")
    return Map(kept["tests"], kept["seconds"])


def survives(mutant: Mutant, folder: Path, lines: Map) -> bool:
    """Tell whether no test notices a change, made in a copy and taken back."""
    tests = lines.of(mutant)
    place = folder / mutant.file
    place.write_text(mutant.text, encoding="utf-8")
    seconds = 120 + 5 * sum(lines.seconds.get(test, 0.0) for test in tests)
    try:
        return not tests or run(folder, *only(tests, folder), seconds=seconds)
    finally:
        shutil.copy(ROOT / mutant.file, place)


def only(tests: list[str], folder: Path) -> list[str]:
    """Give the arguments that run some tests in this order, until one fails."""
    asked = folder / "asked"
    asked.write_text("\n".join(tests), encoding="utf-8")
    return ["-n", "0", "-x", f"@{asked}"]


def main() -> None:
    """Draw changes, try them, print what survives."""
    first, _, rest = str(__doc__).partition("\n\n")
    asked = argparse.ArgumentParser(description=first, epilog=rest)
    asked.add_argument("--changes", type=int, default=50, help="how many (default 50)")
    asked.add_argument("--seed", type=int, default=1, help="of the choice of changes")
    asked.add_argument("--of", nargs="+", default=CHANGED, help="folders or files to change")
    asked.add_argument("--tests", nargs="+", default=QUICK, help="tests to run")
    asked.add_argument("--map", type=Path, default=ROOT / ".pytest_cache" / "mutants.json",
                       help="where the map of lines and tests is kept")  # fmt: skip
    options = asked.parse_args()
    files = sorted(f for name in options.of
                   for f in [*(ROOT / name).rglob("*.py"), ROOT / name] if f.suffix == ".py")  # fmt: skip
    every = [m for file in files for m in mutants(file.relative_to(ROOT).as_posix())]
    lines = kept_map(options.map, list(options.tests))
    chosen = random.Random(options.seed).sample(every, min(options.changes, len(every)))
    survivors = []
    with tempfile.TemporaryDirectory() as folder:
        place = copied(Path(folder).resolve())
        run(place, *only(sorted(lines.seconds, key=lines.seconds.__getitem__)[:9], place))
        for number, mutant in enumerate(chosen, start=1):
            if survives(mutant, place, lines):
                survivors.append(mutant)
                print(f"[{number}] survives: {mutant}", flush=True)
    share = 1 - len(survivors) / len(chosen)
    print(f"found {share:.1%}: {len(chosen) - len(survivors)} of {len(chosen)} changes, "
          f"of {len(every)} that there are")  # fmt: skip


if __name__ == "__main__":
    main()
