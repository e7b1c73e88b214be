"""Which disruptions act on a lane or a facility in one history, on some days."""

from collections.abc import Iterator
from functools import cached_property

from sim.output.stored import StoredRun
from sim.scenario.network import Network, Route
from sim.upstream.branch import Branch


class Causes:
    """The disruptions of a run, as one history met them.

    Parameters
    ----------
    run : StoredRun
    at : int
        Place of the history among those of the run.
    """

    def __init__(self, run: StoredRun, at: int) -> None:
        self._run, self._at = run, at
        self._network = Network(run.scenario)

    def of(self, branch: Branch) -> list[str]:
        """Name those that may have held up what is missing, as far as they tell which."""
        return [
            name for name in self._acting(branch) if self._in_force(name, branch.first, branch.last)
        ]

    def _acting(self, branch: Branch) -> Iterator[str]:
        if branch.constraint == "capacity":
            for name, one in self._run.scenario.disruptions.items():
                if one.idles is not None and branch.seller in one.idles.facilities:
                    yield name
        elif branch.constraint in {"lane", "licence"}:
            route = self._routes[branch.good, branch.lane, branch.seller, branch.buyer]
            for name, hit, licensed in self._narrowing:
                if licensed == (branch.constraint == "licence") and route in hit:
                    yield name

    @cached_property
    def _routes(self) -> dict[tuple[str, str, str, str], Route]:
        return {
            (route.good, route.lane, route.seller, route.buyer): route
            for route in self._network.routes
        }

    @cached_property
    def _narrowing(self) -> list[tuple[str, list[Route], bool]]:
        """Give the routes that each disruption narrows, and whether licences decide there."""
        found = []
        for name, one in self._run.scenario.disruptions.items():
            narrowing = one.narrows(self._network)
            if narrowing is None:
                continue
            abroad = narrowing.abroad
            hit = [
                route
                for route in self._network.routes
                if narrowing.items(route) or (abroad is not None and abroad.hits(route))
            ]
            found.append((name, hit, narrowing.licensed))
        return found

    def _in_force(self, name: str, first: int, last: int) -> bool:
        """Tell whether one is in force on any of some days."""
        if name in self._run.ids("recurring"):
            return bool(self._run.in_force(name)[first : last + 1, self._at].any())
        row = self._run.axes["disruptions"].index(name)
        onset, end = (days[row, self._at] for days in (self._run.onset_day, self._run.end_day))
        return bool(onset <= last and not end <= first)  # nan: it does not happen
