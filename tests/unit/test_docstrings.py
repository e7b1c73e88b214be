"""Docstrings name the parameters that there are."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

SIM = Path(__file__).resolve().parents[2] / "sim"
SECTION = re.compile(r"^Parameters\n-+\n(.*?)(?=^\w[\w ]*\n-+\n|\Z)", re.DOTALL | re.MULTILINE)
Function = ast.FunctionDef | ast.AsyncFunctionDef


def named(docstring: str) -> list[str]:
    """Give the names in the section of parameters, in numpy style."""
    section = SECTION.search(docstring)
    heads = re.findall(r"^(\*{0,2}\w[\w, *]*?) ?(?::|$)", section[1], re.M) if section else []
    return [name.strip(" *") for head in heads for name in head.split(",")]


def taken(node: Function | ast.ClassDef) -> set[str]:
    """Give the names of what a function, or a class when it is made, takes."""
    if isinstance(node, ast.ClassDef):
        made = [one for one in node.body if isinstance(one, Function) and one.name == "__init__"]
        if not made:
            fields = [one.target for one in node.body if isinstance(one, ast.AnnAssign)]
            return {ast.unparse(field) for field in fields}
        node = made[0]
    of = node.args
    every = [*of.posonlyargs, *of.args, *of.kwonlyargs, of.vararg, of.kwarg]
    return {one.arg for one in every if one is not None}


def astray(text: str) -> Iterator[str]:
    """List the parameters that docstrings of a module name and that there are not."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, Function | ast.ClassDef):
            for name in named(ast.get_docstring(node) or ""):
                if name not in taken(node):
                    yield f"{node.name}: {name}"


def test_a_parameter_that_is_not_there_is_found():
    text = '''
def one(a, *b, c=1):
    """Do.

    Parameters
    ----------
    a, b : int
        Two.
    d : int
        Gone.

    Returns
    -------
    e : int
    """
'''
    assert list(astray(text)) == ["one: d"]


def test_docstrings_name_parameters_that_there_are():
    files = sorted(SIM.rglob("*.py"))
    found = [
        f"{file.relative_to(SIM)} {name}"
        for file in files
        for name in astray(file.read_text(encoding="utf-8"))
    ]
    assert len(files) > 300
    assert found == []
