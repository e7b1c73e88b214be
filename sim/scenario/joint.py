"""Origins that hold together: where matter has been that is of several of them at once."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sim.scenario.provenance import DONE_BY, Origin, gives
from sim.scenario.schema import Scenario

Joint = frozenset[Origin]
"""Matter that is of all these origins."""
EVERYTHING: Final[Joint] = frozenset()


class Joints:
    """The joint origins that tell where matter has been, each written as short as can be.

    What is of one origin may be of another in any case, as what was mined in a country has been in
    it: then the other is left out.

    Parameters
    ----------
    scenario : Scenario
    asked : sequence of Origin
        Those that are asked for one by one.
    apart : sequence of Origin
        Those of which matter is kept apart, so that each has to be known together with all others.

    Attributes
    ----------
    all : tuple of Joint
        Everything, then those asked for, then others; each after those that it may be made of.
    """

    def __init__(
        self, scenario: Scenario, asked: Sequence[Origin], apart: Sequence[Origin] = ()
    ) -> None:
        places = [(block, name) for block in DONE_BY for name in getattr(scenario, block)]
        origins = list(dict.fromkeys([*asked, *apart]))
        self._gives = {
            one: {(block, name) for block, name in places if gives(scenario, block, name, one)}
            for one in origins
        }
        self._loses = {
            one: {at for at in places if one.forgets(at[0])} - self._gives[one] for one in origins
        }
        self._first = {
            one: next(o for o in origins if self._implies(one, o) and self._implies(o, one))
            for one in origins
        }
        self.all = self._closed(places, asked, apart)

    def _implies(self, one: Origin, other: Origin) -> bool:
        """Tell whether all that is of one origin is of another, too, wherever it has been."""
        return self._gives[one] <= self._gives[other] and self._loses[other] <= self._loses[one]

    def of(self, origins: Iterable[Origin]) -> Joint:
        """Give what is of several origins at once."""
        some = {self._first[one] for one in origins}
        return frozenset(
            one for one in some if not any(o != one and self._implies(o, one) for o in some)
        )

    def before(self, block: str, name: str, joint: Joint) -> Joint | None:
        """Give what a facility must have made something of for it to be of a joint origin.

        None if nothing that it makes is.
        """
        at = block, name
        if any(at in self._loses[one] for one in joint):
            return None
        return self.of(one for one in joint if at not in self._gives[one])

    def _closed(
        self, places: list[tuple[str, str]], asked: Sequence[Origin], apart: Sequence[Origin]
    ) -> tuple[Joint, ...]:
        found: dict[Joint, None] = {}
        todo = [EVERYTHING, *(self.of([one]) for one in asked)]

        def next_to(joint: Joint) -> Iterator[Joint]:
            yield from (self.of([*joint, one]) for one in apart)
            yield from (o for at in places if (o := self.before(*at, joint)) is not None)

        for joint in todo:  # grows as it goes
            if joint not in found:
                found[joint] = None
                todo += next_to(joint)
        return tuple(sorted(found, key=len))
