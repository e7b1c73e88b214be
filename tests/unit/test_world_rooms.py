"""The rooms of the world have one doorway: what stands in one is changed by its own methods."""

import ast
from collections.abc import Iterator
from pathlib import Path

WORLD = Path(__file__).resolve().parents[2] / "sim" / "world"


ROOMS = [
    "state", "time", "record", "chance", "timing", "network", "trade", "facility", "control",
    "licence", "market", "stockpile", "provenance",
]  # fmt: skip
"""Each imports only those before it."""

WITHIN_A_ROOM = {
    "network/planned_day.py": {"flows.lane", "flows.sold", "flows.used", "flows.content"},
    "trade/withdrawal.py": {"book.backorders", "book.on_order"},
}
"""The planner fills in the tables that it makes; orders taken back are the trade's own, in a file
of their own."""


def assigned(node: ast.AST) -> Iterator[ast.expr]:
    """Give what a statement assigns to, deletes or adds to, item by item."""
    found: list[ast.expr] = []
    if isinstance(node, ast.Assign | ast.Delete):
        found = list(node.targets)
    elif isinstance(node, ast.AugAssign | ast.AnnAssign):
        found = [node.target]
    while found:
        one = found.pop()
        if isinstance(one, ast.Tuple | ast.List):
            found.extend(one.elts)
        else:
            yield one.value if isinstance(one, ast.Starred) else one


def of_others(text: str) -> Iterator[str]:
    """List attributes of others that a module sets, themselves or in part: all but ``self.x``."""
    for node in ast.walk(ast.parse(text)):
        for target in assigned(node):
            whole = target
            while isinstance(whole, ast.Subscript):
                whole = whole.value
            if isinstance(whole, ast.Attribute) and ast.unparse(whole.value) != "self":
                yield ast.unparse(whole)
        calls = isinstance(node, ast.Call) and ast.unparse(node.func) in {"setattr", "delattr"}
        if isinstance(node, ast.Call) and calls and ast.unparse(node.args[0]) != "self":
            yield ast.unparse(node)


def test_what_is_set_elsewhere_is_found():
    text = "a.b = 1\nself.c.d[0] += 2\n(x, e.f[1]) = 3, 4\nself.g = h = 5\nself.i[0] = 6\n"
    assert sorted(of_others(text)) == ["a.b", "e.f", "self.c.d"]
    assert list(of_others("def set(self): setattr(other, 'a', 1); setattr(self, 'a', 1)")) == [
        "setattr(other, 'a', 1)"
    ]


def test_nobody_sets_the_attributes_of_another():
    """Nor writes into its arrays."""
    found = {
        file.relative_to(WORLD).as_posix(): set(of_others(file.read_text(encoding="utf-8")))
        for file in WORLD.rglob("*.py")
    }
    assert {file: names for file, names in found.items() if names} == WITHIN_A_ROOM


def rooms_used(text: str) -> Iterator[str]:
    """List the rooms of which a module imports something, for types only or not."""
    for node in ast.walk(ast.parse(text)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        yield from (name.split(".")[2] for name in names if name.startswith("sim.world."))


def test_rooms_import_those_before_them_only():
    assert {folder.name for folder in WORLD.iterdir() if (folder / "__init__.py").exists()} == set(
        ROOMS
    )
    found = {
        (room, other)
        for room in ROOMS
        for file in (WORLD / room).rglob("*.py")
        for other in rooms_used(file.read_text(encoding="utf-8"))
    }
    assert ("trade", "state") in found
    wrong = {(one, other) for one, other in found if ROOMS.index(other) > ROOMS.index(one)}
    assert wrong == set()


def test_the_order_of_rooms_is_told_as_it_is():
    told = ast.get_docstring(ast.parse((WORLD / "__init__.py").read_text(encoding="utf-8"))) or ""
    told = told.partition("puts them together")[0]
    assert [word for word in told.split("``") if word in ROOMS] == ROOMS
    guide = (WORLD.parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    told = guide.partition("`sim/world` is a house of rooms")[2].partition("`supply_chain.py` and")[
        0
    ]
    assert [word for word in told.split("`") if word in ROOMS] == ROOMS
