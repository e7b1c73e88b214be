"""What the format says of a key: the text beneath its field, read when it is asked for.

Pydantic would read it as each class is made: half of the time that the format takes to import.
"""

import ast
import inspect
import sys
from functools import cache
from itertools import pairwise

from pydantic import BaseModel


@cache
def descriptions(block: type[BaseModel]) -> dict[str, str]:
    """Give what is said of the fields of a block, by their names; of some nothing is."""
    found: dict[str, str | None] = {}
    for one in reversed(block.__mro__):
        if issubclass(one, BaseModel) and one is not BaseModel:
            beneath = _beneath(one)
            found |= {name: beneath.get(name) for name in inspect.get_annotations(one)}
    return {name: text for name, text in found.items() if text and name in block.model_fields}


def _beneath(block: type[BaseModel]) -> dict[str, str]:
    """Give the texts beneath the fields that a class itself declares."""
    return {
        field.target.id: inspect.cleandoc(text.value.value)
        for field, text in pairwise(_classes(block.__module__)[block.__name__].body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }


@cache
def _classes(module: str) -> dict[str, ast.ClassDef]:
    """Give the classes of a module, by name."""
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
