"""The wheel works on its own: in a new environment, from another folder.

The sources are packed first and the wheel is built from the pack, so both are whole. To save the
download, the new environment borrows the dependencies of the one that runs the tests.
"""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def call(*command: object, cwd: Path) -> str:
    """Run a command without this checkout in its path; give what it prints."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, env=kept, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build, make an environment, install; give the folder of its commands."""
    folder = tmp_path_factory.mktemp("wheel")
    call(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (wheel,) = folder.glob("*.whl")
    call(sys.executable, "-m", "venv", "--without-pip", "env", cwd=folder)
    python = folder / "env" / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python)
    call(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=folder)
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(call(python, "-c", ask, cwd=folder).strip())
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python.parent


def test_the_installed_package_is_the_one_that_runs(scripts, tmp_path):
    found = Path(call(scripts / "python", "-c", "import sim; print(sim.__file__)", cwd=tmp_path))
    assert found.is_relative_to(scripts.parent)


def test_every_scenario_travels_inside(scripts, tmp_path):
    ask = "from sim.scenario.locate import shipped_folder; print(shipped_folder())"
    shipped = Path(call(scripts / "python", "-c", ask, cwd=tmp_path).strip())
    assert shipped.is_relative_to(scripts.parent)
    names = [
        {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*.*")
         if file.is_file()}
        for folder in (shipped, ROOT / "scenarios")
    ]  # fmt: skip
    assert names[0] == names[1]


def test_the_command_works_from_another_folder(scripts, tmp_path):
    for name in ("sim", "numpy", "types"):  # as a user may call his own
        (tmp_path / f"{name}.py").write_text("raise SystemExit('the wrong file')")
    shortfall = scripts / "shortfall"
    said = call(shortfall, "validate", "export-halt", cwd=tmp_path)
    assert said == "No problem in 1 file.\n"
    call(shortfall, "run", "two-mines", "-n", 64, "--workers", 2, "--out", "mine", cwd=tmp_path)
    (folder,) = (tmp_path / "mine").iterdir()
    written = {file.relative_to(folder).as_posix() for file in folder.rglob("*")}
    assert {"summary.json", "series.csv", "figures/shortfall.svg", "run.log"} <= written


def test_the_schema_of_the_wheel_is_that_of_the_checkout(scripts, tmp_path):
    text = call(scripts / "shortfall", "schema", cwd=tmp_path)
    assert text == (ROOT / "scenarios" / "schema.json").read_text(encoding="utf-8")
