"""What every study of a design is asked: a scenario, and the histories that its points meet."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sim.design.design import Design
from sim.output.run_request import RunRequest
from sim.scenario.schema import Scenario
from sim.study.job import is_random
from sim.world.chance.sampling import Scheme


@dataclass(frozen=True)
class Inquiry:
    """A question of a scenario that is answered at many points."""

    request: RunRequest
    """Scenario, histories, seed and sampling of every point."""

    @property
    def scenario(self) -> Scenario:
        """The scenario as the file and the settings give it."""
        return self.request.loaded.scenario

    @cached_property
    def is_random(self) -> bool:
        """Whether histories differ."""
        return is_random(self.scenario)

    @property
    def histories(self) -> int:
        """Histories at each point; one where nothing is random."""
        return self.request.settled[1]

    @property
    def scheme(self) -> Scheme:
        """How random inputs are drawn, if there are any."""
        return self.request.settled[0].scheme

    def design(self, points: Sequence[Scenario]) -> Design:
        """Have points meet these histories."""
        return Design(points, self.histories, self.request.seed, self.scheme)
