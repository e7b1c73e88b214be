"""Do the tests notice? Changes one operator at a time, and runs the quick tests against each change.

``python -m tests.mutants --changes 200`` needs Python 3.12. Which tests run which line is found once,
and kept as long as neither the program nor the tests change. Only those tests are run, the fastest
first, until one fails: at first in a process that has all loaded, and what survives there once more
from the start. What no test notices is printed: a change of nothing that matters, or a test that is
missing.
"""

import argparse
import ast
import copy
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from tests.live import Change, quickly, thoroughly

ROOT = Path(__file__).resolve().parents[1]
CHANGED = ("sim/world", "sim/rules", "sim/measures")
QUICK = ("tests/unit", "tests/known_answers", "tests/properties")

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


@dataclass(frozen=True)
class Map:
    """Which tests run which line of which file, and the CPU seconds each of them takes."""

    tests: dict[str, dict[str, list[str]]]
    seconds: dict[str, float]

    def of(self, mutant: Mutant, most: float) -> list[str]:
        """List the tests that may notice a change, in so many seconds, the fastest first.

        Those that run what is changed come before the others of their files, which may look at what
        a test before them has made.
        """
        lines = self.tests.get(mutant.file, {})
        found = {test for line in mutant.lines for test in lines.get(str(line), ())}
        if not found:  # run as the module is loaded, or never
            found = {test for tests in lines.values() for test in tests}
        files = {test.partition("::")[0] for test in found}
        beside = {test for test in self.seconds if test.partition("::")[0] in files} - found
        order = [*sorted(found, key=self.seconds.__getitem__),
                 *sorted(beside, key=self.seconds.__getitem__)]  # fmt: skip
        spent = accumulate(map(self.seconds.__getitem__, order))
        return [test for test, after in zip(order, spent, strict=True) if after <= most]


def make_map(folder: Path, tests: list[str]) -> Map:
    """Run all tests once, each line noting for whom it runs."""
    notes = folder / "notes"
    notes.mkdir()
    of = os.pathsep.join(str(ROOT / name) for name in CHANGED)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LINES_OF": of, "LINES_TO": str(notes)}
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", "-p", "tests.lines", *tests], cwd=ROOT, env=environment,
                          capture_output=True, text=True, check=False)  # fmt: skip
    if done.returncode:
        raise SystemExit(f"the tests fail as they are\n{done.stdout}{done.stderr}")
    return read_map(notes)


def read_map(notes: Path) -> Map:
    """Put together what was noted in several processes."""
    found: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    seconds: dict[str, float] = {}
    for file in sorted(notes.glob("*.json")):
        for test, taken, lines in json.loads(file.read_text(encoding="utf-8")):
            seconds[test] = taken
            for path, line in lines:
                found[path][str(line)].append(test)
    named = {Path(path).relative_to(ROOT).as_posix(): dict(by) for path, by in found.items()}
    return Map(named, seconds)


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
            made = make_map(Path(folder), tests)
        kept = {"key": key, "tests": made.tests, "seconds": made.seconds}
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(kept), encoding="utf-8")
    return Map(kept["tests"], kept["seconds"])


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
    asked.add_argument("--seconds", type=float, default=60.0,
                       help="CPU seconds of tests that are tried against a change (default 60)")  # fmt: skip
    asked.add_argument("--quick", action="store_true", help="try none a second time, from a start")
    options = asked.parse_args()
    if sys.version_info < (3, 12):
        asked.error("Python 3.12 or newer is needed, which tells what lines run without much delay")
    files = sorted(f for name in options.of
                   for f in [*(ROOT / name).rglob("*.py"), ROOT / name] if f.suffix == ".py")  # fmt: skip
    every = [m for file in files for m in mutants(file.relative_to(ROOT).as_posix())]
    lines = kept_map(options.map, list(options.tests))
    chosen = random.Random(options.seed).sample(every, min(options.changes, len(every)))
    changes = []
    for mutant in chosen:
        tests = lines.of(mutant, options.seconds)
        most = 120 + 5 * sum(map(lines.seconds.__getitem__, tests))
        changes.append(Change(ROOT / mutant.file, mutant.text, tests, most))
    survivors = 0
    for place in quickly(options.tests, changes):
        if options.quick or thoroughly(changes[place]):
            survivors += 1
            print(f"survives: {chosen[place]}", flush=True)
    print(f"found {1 - survivors / len(chosen):.1%}: {len(chosen) - survivors} of {len(chosen)} "
          f"changes, of {len(every)} that there are")  # fmt: skip


if __name__ == "__main__":
    main()
