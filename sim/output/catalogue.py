"""The scenarios at hand: what each asks, its tags and, where it has been run, what it answers."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.output.errors import OutputError
from sim.output.manifest import MANIFEST, Manifest
from sim.output.soundness import SUMMARY
from sim.scenario.errors import plural
from sim.scenario.locate import shipped_folder, shipped_names
from sim.scenario.node import Node
from sim.scenario.read import parse
from sim.scenario.text import read_text

OWN = Path("scenarios")
"""Folder in the working folder in which one's own scenarios are looked for, too."""
SHOWN = 0.05
"""Days from which on somebody goes short."""


@dataclass(frozen=True)
class Listed:
    """A scenario."""

    name: str
    """What commands take: the name of a shipped one, or the path of a file."""
    title: str
    """Nothing where the file gives none."""
    question: str
    tags: tuple[str, ...]
    answer: str
    """What its newest run without settings says, in a sentence; nothing where there is none."""
    run: str
    """Folder of that run."""

    def has(self, word: str) -> bool:
        """Tell whether a word is in any of its texts, whatever its case."""
        texts = (self.name, self.title, self.question, *self.tags)
        return any(word.lower() in text.lower() for text in texts)

    def as_dict(self) -> dict[str, Any]:
        """Give it for JSON."""
        return {
            "name": self.name,
            "title": self.title or None,
            "question": self.question,
            "tags": list(self.tags),
            "answer": self.answer or None,
            "run": self.run or None,
        }


def scenarios(results: Path) -> list[Listed]:
    """List the shipped scenarios, and those in ``scenarios`` here, with answers from *results*.

    Raises
    ------
    ScenarioError
        If a file is no YAML; all else is for ``validate`` to find.
    """
    runs = newest_runs(results)
    return [_listed(name, file, runs) for name, file in _files()]


def newest_runs(results: Path) -> dict[str, Path]:
    """Give the newest complete run of each scenario in a folder, by the scenario's name.

    Only of scenarios as their files give them: settings may have turned the answer round.
    """
    found: dict[str, tuple[float, Path]] = {}
    for file in sorted(results.glob(f"*/{MANIFEST}")):
        try:
            manifest = Manifest.read(file.parent)
        except OutputError:
            continue
        if manifest is not None and manifest.numbers and not manifest.settings:
            when = file.stat().st_mtime
            if manifest.name not in found or found[manifest.name][0] < when:
                found[manifest.name] = when, file.parent
    return {name: folder for name, (_, folder) in found.items()}


def answer_of(summary: Mapping[str, Any]) -> str:
    """Say what a run answers, in a sentence: days lost, by all and where most."""
    days = {
        (row["kind"], row["group"]): row
        for row in summary["rows"]
        if row["measure"] == "shortfall_days"
    }
    whole = days.get(("all", "all"))
    regions = [row for (kind, _), row in days.items() if kind == "region"]
    if whole is None:
        return ""
    worst = max(regions, key=lambda row: float(row["mean"]), default=whole)
    of = plural(int(summary["histories"]), "history")
    if max(worst["mean"], worst["q95"]) < SHOWN:
        return f"Nobody loses a day ({of})."
    band = "" if whole["q05"] == whole["q95"] else f" ({whole['q05']:.3g} to {whole['q95']:.3g})"
    return (
        f"All consumers lose {whole['mean']:.3g} days{band}, {worst['label']} most: "
        f"{worst['mean']:.3g} (means of {of}, 5 to 95 %)."
    )


def _files() -> Iterator[tuple[str, Path]]:
    for name in shipped_names():
        yield name, shipped_folder() / f"{name}.yaml"
    if OWN.is_dir() and OWN.resolve() != shipped_folder().resolve():
        yield from ((str(file), file) for file in sorted(OWN.glob("*.yaml")))


def _listed(name: str, file: Path, runs: Mapping[str, Path]) -> Listed:
    tree = parse(read_text(file, str(file)), str(file))
    called = _text(tree, "name") or file.stem
    folder = runs.get(called)
    tags = tree.mapping["tags"].value if "tags" in tree.mapping else []
    return Listed(
        name=name,
        title=_text(tree, "title"),
        question=_text(tree, "question"),
        tags=tuple(str(one.value) for one in tags) if isinstance(tags, list) else (),
        answer="" if folder is None else _answer(folder),
        run="" if folder is None else str(folder),
    )


def _text(tree: Node, key: str) -> str:
    return str(tree.mapping[key].value) if key in tree.mapping else ""


def _answer(folder: Path) -> str:
    """Read what a run answers; nothing where its summary cannot be read."""
    try:
        return answer_of(json.loads((folder / SUMMARY).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def matching(every: Iterable[Listed], words: Iterable[str], tags: Iterable[str]) -> list[Listed]:
    """Keep those that have all the words, and all the tags."""
    wanted, marks = list(words), set(tags)
    return [
        one for one in every if marks <= set(one.tags) and all(one.has(word) for word in wanted)
    ]
