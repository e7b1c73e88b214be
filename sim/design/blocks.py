"""Cuts a design into blocks: points side by side, with some of their replications."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sim.world.chance.columns import Columns
from sim.world.state.state import BATCH


@dataclass(frozen=True)
class PointsBlock:
    """Some replications of some points of a world, the same of each unless they are named.

    Attributes
    ----------
    world : int
        Place of the world in the study.
    points : tuple of int
        Places of the points in the world.
    first, count : int
        The replications of each; the first of those that are named, and none.
    named : tuple of tuple of int
        Those of each point, where they are not the same.
    """

    world: int
    points: tuple[int, ...]
    first: int
    count: int
    named: tuple[tuple[int, ...], ...] = ()

    @property
    def numbers(self) -> Sequence[Sequence[int]]:
        """The replications of each point."""
        return self.named or [range(self.first, self.first + self.count)] * len(self.points)

    @property
    def columns(self) -> Columns:
        """Point and replication of each column, point by point."""
        return Columns.of_each(self.points, self.numbers)

    @property
    def filled(self) -> int:
        """Number of columns, those apart that only make a batch whole."""
        return sum(map(len, self.numbers))

    @property
    def width(self) -> int:
        """Number of columns, whole batches."""
        return -(-self.filled // BATCH) * BATCH

    def of_points(self) -> Iterator[tuple[int, range]]:
        """Give each point with its columns."""
        start = 0
        for point, numbers in zip(self.points, self.numbers, strict=True):
            yield point, range(start, start + len(numbers))
            start += len(numbers)


@dataclass(frozen=True)
class Cut:
    """How the points of a world are cut into blocks.

    Attributes
    ----------
    histories : int
        How many each point has.
    count : int
        How many of them a block has of each of its points, at most.
    together : int
        Most points of a block.
    """

    histories: int
    count: int
    together: int

    @classmethod
    def of(cls, points: int, histories: int, widest: int) -> "Cut":
        """Choose the way with the fewest blocks.

        A day costs as much as some 250 histories before the first (measured): blocks are to be as
        wide as can be. It does not depend on the workers, so what is stored fits any number.
        """
        fewest = -(-histories // widest)
        ways = [_way(points, histories, widest, parts) for parts in range(fewest, fewest + 4)]
        return min(ways, key=lambda way: way.blocks(points))

    def blocks(self, points: int) -> int:
        """Give the number of blocks of so many points."""
        return -(-points // self.together) * len(self.firsts)

    @property
    def firsts(self) -> range:
        """The first replications of the parts of a point."""
        return range(0, self.histories, self.count)

    def count_from(self, first: int) -> int:
        """Give how many replications the part has that begins with one."""
        return min(self.count, self.histories - first)

    def cut(
        self, world: int, points: Mapping[int, Sequence[int]], workers: int
    ) -> list[PointsBlock]:
        """Make blocks, about as many for each worker.

        Parameters
        ----------
        world : int
        points : mapping of int to sequence of int
            Places in the world of the points that are to be run, by the first replication.
        workers : int
            Blocks that run at once.
        """
        number = sum(-(-len(some) // self.together) for some in points.values())
        rounds = max(-(-number // workers), 1)
        each = -(-sum(map(len, points.values())) // (rounds * workers))
        return [
            PointsBlock(world, tuple(some), first, self.count_from(first))
            for first, of_first in points.items()
            for some in _parts(of_first, max(min(each, self.together), 1))
        ]


def cut_named(
    world: int, named: Mapping[int, tuple[int, ...]], widest: int, workers: int
) -> list[PointsBlock]:
    """Make blocks of points of which some replications each are to be run.

    Parameters
    ----------
    world : int
    named : mapping of int to tuple of int
        The replications, by the point's place in the world.
    widest : int
        Most columns of a block, where no point alone has more.
    workers : int
        Blocks that run at once: a batch is one block at least.
    """
    total = sum(map(len, named.values()))
    rounds = -(-total // (widest * workers))
    most = max(-(-total // max(rounds * workers, 1)), BATCH)
    parts: list[dict[int, tuple[int, ...]]] = []
    left = 0
    for point, numbers in named.items():
        if len(numbers) > left:
            parts.append({})
            left = most
        parts[-1][point] = numbers
        left -= len(numbers)
    return [PointsBlock(world, tuple(some), 0, 0, tuple(some.values())) for some in parts]


def _parts(points: Sequence[int], most: int) -> Iterator[Sequence[int]]:
    """Part points as evenly as can be."""
    number = -(-len(points) // most)
    for part in range(number):
        yield points[part * len(points) // number : (part + 1) * len(points) // number]


def _way(points: int, histories: int, widest: int, parts: int) -> Cut:
    count = -(-histories // parts)
    if parts > 1:
        count = min(-(-count // BATCH) * BATCH, widest)
    return Cut(histories, count, min(max(widest // count, 1), points))
