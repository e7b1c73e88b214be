"""Files of worlds for tests: a few worlds of a small scenario."""

from pathlib import Path

import pytest

import sim
from sim.scenario.schema import Scenario, Uncertainty
from sim.scenario.uncertainty import world_file
from sim.scenario.uncertainty.inputs import of_block
from sim.scenario.uncertainty.widths import WIDTHS
from sim.scenario.uncertainty.world_file import EDITION, FOLDER, FORMAT, SHIPPED, WorldFile
from sim.world.chance.worlds import first_scores

SMALL = Path(__file__).parent / "known_answers" / "uncertain.yaml"
"""A scenario of four numbers that may be off."""


def small(*settings: str) -> Scenario:
    """Load it, with widths by default."""
    return sim.load(SMALL, ["uncertainty=null", "uncertainty=from_grades", *settings])


def file_of(scenario: Scenario, worlds: dict[int, float], **changed: object) -> WorldFile:
    """Give a file of some worlds of a scenario, by their numbers, with weights."""
    factors = list(of_block(scenario, Uncertainty()).factors)
    first = next(iter(worlds))
    content = {
        "format": FORMAT,
        "edition": EDITION,
        "name": "episode",
        "scenario": scenario.name,
        "digest": "0123456789",
        "version": "1",
        "seed": 7,
        "prior": 1000,
        "common": Uncertainty().common,
        "widths": WIDTHS,
        "cutoff": 3.0,
        "agreed": len(worlds),
        "tempered": 1.0,
        "effective": float(len(worlds)),
        "observations": {},
        "factors": factors,
        "check": first_scores(7, factors, first).tolist(),
        "worlds": [(number, weight, 1.0) for number, weight in worlds.items()],
    }
    return WorldFile.model_validate(content | changed)


def ship(monkeypatch: pytest.MonkeyPatch, folder: Path, file: WorldFile | None) -> None:
    """Put a file in the place of the shipped one; none takes it away."""
    (folder / FOLDER).mkdir(exist_ok=True)
    path = folder / FOLDER / f"{SHIPPED}.json"
    if file is None:
        path.unlink(missing_ok=True)
    else:
        path.write_text(file.text(), encoding="utf-8")
    world_file._read.cache_clear()
    monkeypatch.setattr(world_file, "shipped_folder", lambda: folder)
