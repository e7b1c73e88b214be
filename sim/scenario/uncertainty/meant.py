"""Which worlds the histories of a scenario are in."""

from dataclasses import dataclass
from typing import Any

from sim.scenario.schema import Scenario, Uncertainty
from sim.scenario.schema.uncertainty import WorldsKind
from sim.scenario.uncertainty.inputs import of_block
from sim.scenario.uncertainty.widths import WIDTHS
from sim.scenario.uncertainty.world_file import EDITION, Read, shipped_worlds


@dataclass(frozen=True)
class EachItsOwn:
    """Every history is in the world of its own number, or in one of a list by its number.

    No file can write it; worlds are tried so.
    """

    seed: int
    """Of the worlds."""
    numbers: tuple[int, ...] = ()
    """The list; none takes all there are."""


@dataclass(frozen=True)
class Meant:
    """What a scenario comes to."""

    kind: WorldsKind
    worlds: Read | None = None
    """What is drawn from, if they are constrained."""
    because: str = ""
    """Why they are not, where nothing else was asked for."""

    def as_dict(self) -> dict[str, Any]:
        """Give it for JSON."""
        found: dict[str, Any] = {"kind": self.kind}
        if self.because:
            found["because"] = self.because
        if self.worlds is not None:
            file = self.worlds.file
            found |= {"name": file.name, "count": len(file.worlds), "sha256": self.worlds.sha256}
        return found


def meant(scenario: Scenario) -> Meant | None:
    """Tell which worlds histories are in; none where no number is uncertain.

    Raises
    ------
    WorldsError
        If the shipped file of worlds cannot be read.
    """
    if scenario.uncertainty is None:
        return None
    asked: Any = scenario.worlds
    if isinstance(asked, EachItsOwn):
        return Meant("prior")
    block = scenario.uncertainty
    if isinstance(block, Uncertainty) and _are_all_0(scenario, block):
        return Meant("central", because="all widths are 0, so that no number is off")
    if asked in {"prior", "central"}:
        return Meant(asked)
    read = shipped_worlds()
    reason = _unfit(scenario, read)
    return Meant("constrained", read) if not reason else Meant("prior", because=reason)


def _are_all_0(scenario: Scenario, block: Uncertainty) -> bool:
    """Tell whether a block takes the width of all that could be off."""
    return not of_block(scenario, block).drawn and bool(of_block(scenario, Uncertainty()).drawn)


def _unfit(scenario: Scenario, read: Read | None) -> str:
    """Say why the shipped worlds are not of a scenario; nothing if they are."""
    if read is None:
        return "no file of worlds is there"
    if read.file.edition != EDITION:
        return f"the worlds of {read.said} were made when other numbers were drawn"
    block = scenario.uncertainty
    if isinstance(block, Uncertainty) and block != Uncertainty():
        return "uncertainty has widths of its own, and the shipped worlds are of others"
    known = {kind: dict(grades) for kind, grades in WIDTHS.items()}
    if read.file.widths != known or read.file.common != Uncertainty().common:
        return f"the worlds of {read.said} were made with other widths"
    if not {*of_block(scenario, Uncertainty()).factors}.intersection(read.file.factors):
        return f"no number of its sources is in the worlds of {read.file.name}"
    return ""
