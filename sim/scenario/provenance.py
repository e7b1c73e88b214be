"""Where matter has been: the stages of the chain that it passed, and where these stand."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

from sim.scenario.chain import MAGNET_MAKERS, METAL_MAKERS, MINES, RECYCLERS, SEPARATION_PLANTS
from sim.scenario.schema import Scenario

Stage = Literal["mined", "separated", "reduced", "made"]
"""What is done to matter: mined, separated into oxides, made into metal, made into magnets."""

STAGES: Final[tuple[Stage, ...]] = get_args(Stage)
"""Down the chain."""
ANY: Final[frozenset[Stage]] = frozenset(STAGES)
"""At least one of them."""

DONE_BY: Final[dict[str, Stage]] = {
    MINES: "mined",
    SEPARATION_PLANTS: "separated",
    RECYCLERS: "separated",
    METAL_MAKERS: "reduced",
    MAGNET_MAKERS: "made",
}
"""What the facilities of each block do to matter. What a recycler makes is separated where the
recycler stands; where it was mined it keeps."""


@dataclass(frozen=True)
class Origin:
    """Matter that passed one of some stages in a place.

    Of a single stage that place counts where matter passed it last; of several stages, matter
    that ever passed one of them there stays of that origin.
    """

    place: str
    """Country or bloc."""
    stages: frozenset[Stage] = ANY

    def forgets(self, block: str) -> bool:
        """Tell whether a block elsewhere makes matter of another origin."""
        return self.stages == {DONE_BY.get(block)}


def origins(scenario: Scenario) -> tuple[Origin, ...]:
    """List the origins that a scenario asks for: places by each stage, and by any of them."""
    each: tuple[frozenset[Stage], ...] = (*(frozenset({stage}) for stage in STAGES), ANY)
    found = [Origin(place, stages) for place in scenario.measures.exposure for stages in each]
    return tuple(dict.fromkeys(found))
