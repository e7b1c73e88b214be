"""Prior worlds that are tried on an episode."""

from dataclasses import dataclass
from functools import cached_property

from sim.constrain.observation import Observation, observations, outside
from sim.constrain.run_worlds import Runs
from sim.constrain.simulated import last_day
from sim.hindcast.episode import Constrain, Episode
from sim.hindcast.load import LoadedEpisode
from sim.scenario.digest import digest
from sim.scenario.schema import Scenario
from sim.scenario.uncertainty.inputs import Inputs, inputs_of
from sim.scenario.uncertainty.meant import EachItsOwn


@dataclass(frozen=True)
class Trial:
    """Worlds that are tried.

    Attributes
    ----------
    loaded : LoadedEpisode
        Of an episode that says how worlds are told apart; its scenario has uncertain numbers.
    seed : int
        Of the worlds, and of what happens in each.
    count : int
        How many are tried.
    """

    loaded: LoadedEpisode
    seed: int
    count: int

    @property
    def episode(self) -> Episode:
        """What is recorded."""
        return self.loaded.episode

    @property
    def scenario(self) -> Scenario:
        """What is run."""
        return self.loaded.loaded.scenario

    @property
    def block(self) -> Constrain:
        """How far off a world may be."""
        assert self.episode.constrain is not None
        return self.episode.constrain

    @cached_property
    def inputs(self) -> Inputs:
        """Which numbers are uncertain."""
        found = inputs_of(self.scenario)
        assert found is not None
        return found

    @cached_property
    def wanted(self) -> tuple[Observation, ...]:
        """What worlds are told apart by."""
        return observations(self.episode)

    @cached_property
    def outside(self) -> tuple[Observation, ...]:
        """What they are judged by: months after those fitted to, and stops left out."""
        return outside(self.episode)

    @property
    def digest(self) -> str:
        """Of the scenario in any world, with seed and program."""
        return digest(self.scenario.model_copy(update={"worlds": "prior"}), self.seed)

    @property
    def runs(self) -> Runs:
        """All worlds, each up to the end of what they are told apart by."""
        until = last_day(self.episode, self.scenario)
        return self._runs(EachItsOwn(self.seed), self.count, self.wanted, until)

    def judged(self, count: int) -> Runs:
        """The first worlds, with what happened in each, to the end."""
        return self._runs(EachItsOwn(self.seed), count, self.outside)

    def in_worlds(self, numbers: tuple[int, ...]) -> Runs:
        """Histories in some worlds, whatever happens in each, to the end."""
        return self._runs(EachItsOwn(self.seed, numbers), len(numbers), self.outside)

    def _runs(
        self,
        worlds: EachItsOwn,
        count: int,
        wanted: tuple[Observation, ...],
        until: int | None = None,
    ) -> Runs:
        return Runs(self.episode, self.scenario, worlds, self.seed, count, wanted, until)
