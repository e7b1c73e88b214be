"""``python -m tests.oldest``: the oldest allowed dependencies, as constraints for pip.

Tools of developers are left out: what they check does not depend on them.
"""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OF_USERS = ("analysis", "cluster", "frames", "pdf", "sobol", "traces", "xlsx")
"""Extras that users install."""


def oldest() -> list[str]:
    """Write each lower bound of ``pyproject.toml`` as a version, sorted by name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [project["optional-dependencies"][name] for name in OF_USERS]
    found = set()
    for needed in (*project["dependencies"], *(one for extra in extras for one in extra)):
        bound = re.fullmatch(r"([\w.-]+)>=([\d.]+)", needed)
        assert bound, f"{needed}: write the oldest version that works, as name>=1.2"
        found.add(f"{bound[1]}=={bound[2]}")
    return sorted(found)


if __name__ == "__main__":
    print("\n".join(oldest()))
