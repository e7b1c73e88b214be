"""No function takes more than a reader can hold in mind."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MOST = 7
WAITING = {"sim/world/stockpile/purchase.py", "sim/world/record/recorder.py"}
"""Files whose constructors are still to be taken apart."""


def signatures(text: str) -> Iterator[tuple[str, int]]:
    """Give each function with the number of its parameters; click calls commands by options."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and not any(map(is_command, node.decorator_list)):
            of = node.args
            names = [arg.arg for arg in (*of.posonlyargs, *of.args, *of.kwonlyargs)]
            yield node.name, len([name for name in names if name not in {"self", "cls"}])


def is_command(decorator: ast.expr) -> bool:
    return ast.unparse(decorator).startswith("click.command(")


def test_parameters_are_counted():
    text = "@click.command('a')\ndef a(b, c): ...\nclass D:\n def e(self, f, *, g=1): ...\n"
    assert list(signatures(text)) == [("e", 2)]


def test_no_function_has_many_parameters():
    found = {
        (file.relative_to(ROOT).as_posix(), name): count
        for file in (ROOT / "sim").rglob("*.py")
        for name, count in signatures(file.read_text(encoding="utf-8"))
    }
    assert ("sim/api.py", "run") in found
    many = {file for (file, _), count in found.items() if count > MOST}
    assert many - WAITING == set()
