"""Help comes at once: nothing heavy is imported for it."""

import subprocess
import sys

import pytest

from sim.cli import main

HEAVY = ("numpy", "matplotlib", "pydantic", "rich", "ruamel", "simpy")

ASK = """
import sys
from sim.cli import main
try:
    main({arguments!r}, prog_name="shortfall")
except SystemExit as stop:
    code = stop.code
loaded = {{name.partition(".")[0] for name in sys.modules}} & set({heavy!r})
print("LOADED", sorted(loaded), code)
"""


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], *([name, "--help"] for name in main.list_commands(None))],
    ids=" ".join,
)
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    """Neither for the group nor for any command."""
    code = ASK.format(arguments=arguments, heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "LOADED [] 0"


def test_the_package_itself_imports_nothing_heavy() -> None:
    """Neither does `import sim`."""
    code = f"import sys, sim; print(sorted(set(sys.modules) & set({HEAVY!r})))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_module_is_the_command() -> None:
    """`python -m sim` is `shortfall`."""
    done = subprocess.run(
        [sys.executable, "-m", "sim", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("shortfall, version ")
