"""Help comes at once: nothing heavy is imported for it."""

import os
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


@pytest.mark.parametrize(("asked", "found"), [({}, "1"), ({"OPENBLAS_NUM_THREADS": "3"}, "3")])
def test_linear_algebra_takes_one_thread_unless_told_otherwise(asked, found) -> None:
    """It is said before numpy is imported, which would not hear it later."""
    code = (
        "import os, sys\n"
        "from sim.start import start\n"
        "assert 'numpy' not in sys.modules\n"
        "sys.argv[1:] = ['--version']\n"
        "try:\n    start()\n"
        "except SystemExit:\n    print(os.environ['OPENBLAS_NUM_THREADS'])\n"
    )
    kept = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=kept | asked
    )
    assert done.stdout.split()[-1] == found
