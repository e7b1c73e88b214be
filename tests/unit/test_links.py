"""Links and pictures of the documents lead to what a clone holds."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "scenarios/README.md", "results/README.md")
FENCED = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
TARGET = re.compile(r"\]\(([^)\s]+)\)")


def listed() -> set[str]:
    """List the files of a clone, and their folders."""
    files = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    return {*files, *(str(folder) for file in files for folder in Path(file).parents)}


def anchors(document: Path) -> set[str]:
    """Name the headings of a document as links do."""
    heads = re.findall(r"^#+ (.+)$", FENCED.sub("", document.read_text(encoding="utf-8")), re.M)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a checkout")
@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_and_pictures_are_in_a_clone(name: str) -> None:
    """What git leaves out, as results of one's own, is there for who wrote it alone."""
    document, kept = ROOT / name, listed()
    text = FENCED.sub("", document.read_text(encoding="utf-8"))
    targets = {one for one in TARGET.findall(text) if "://" not in one}
    lost = set()
    for target in targets:
        file, _, anchor = target.partition("#")
        there = (document.parent / file).resolve() if file else document
        known = str(there.relative_to(ROOT)) in kept
        if not known or (anchor and anchor not in anchors(there)):
            lost.add(target)
    assert lost == set()
