"""The chain: one table of its stages, from the mines to the consumers.

What goods and blocks are called, who may sell and buy which good, what a good is made of and who
orders after whom: all is read from this table. Whoever adds a stage begins here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final, Literal, get_args

Good = Literal["concentrate", "oxide", "metal", "magnets", "motors", "scrap"]
"""The forms in which matter moves between facilities."""
Form = Literal["oxide", "metal", "magnets"]
"""The forms in which a stockpile or a depot may hold matter."""
Used = Literal["oxide", "metal", "magnets", "motors"]
"""The goods that consumers may use."""

CONCENTRATE: Final = "concentrate"
OXIDE: Final = "oxide"
METAL: Final = "metal"
MAGNETS: Final = "magnets"
MOTORS: Final = "motors"
SCRAP: Final = "scrap"

MINES: Final = "mines"
SEPARATION_PLANTS: Final = "separation_plants"
RECYCLERS: Final = "recyclers"
METAL_MAKERS: Final = "metal_makers"
MAGNET_MAKERS: Final = "magnet_makers"
MOTOR_MAKERS: Final = "motor_makers"
CONSUMERS: Final = "consumers"
DEPOTS: Final = "depots"
STOCKPILES: Final = "stockpiles"


class Feed(Enum):
    """How what a stage takes in follows from what it gives."""

    NONE = auto()
    """It takes nothing in."""
    BASKET = auto()
    """Bulk in which elements come together: as much as the element most lacking needs."""
    SENT = auto()
    """Whatever is sent to it; it orders nothing."""
    YIELD = auto()
    """Each element, or grade, by itself, over a yield."""
    RECIPE = auto()
    """The elements that the recipes of its grades hold."""


@dataclass(frozen=True)
class Stage:
    """One stage: the facilities of a block of the scenario, and what they make of what."""

    block: str
    """Key of its block in the scenario."""
    takes: Good | None
    """What it takes in."""
    gives: Good | None
    """What it is there for."""
    feed: Feed
    """How the one follows from the other."""
    leaves: Good | None = None
    """What else it sells: what it cannot use."""
    capacity: str = ""
    """Key of its capacity."""
    yields: str = ""
    """With :attr:`Feed.YIELD`: key of its yield."""

    @property
    def converts(self) -> bool:
        """Whether it makes one good of another."""
        return self.takes is not None and self.gives is not None

    @property
    def ends(self) -> tuple[Good, Good]:
        """The good it takes in, and the good it makes of it.

        Raises
        ------
        ValueError
            If it converts nothing.
        """
        if self.takes is None or self.gives is None:
            raise ValueError(f"{self.block} convert nothing")
        return self.takes, self.gives

    @property
    def by_item(self) -> bool:
        """Whether it makes each element or grade by itself, and states its capacity in these.

        Other stages state theirs in t REO.
        """
        return self.feed in {Feed.YIELD, Feed.RECIPE}

    @property
    def orders(self) -> bool:
        """Whether it orders what it takes in."""
        return self.feed not in {Feed.NONE, Feed.SENT}


STAGES: tuple[Stage, ...] = (
    Stage(MINES, None, CONCENTRATE, Feed.NONE, capacity="capacity_t_reo_per_year"),
    Stage(
        SEPARATION_PLANTS, CONCENTRATE, OXIDE, Feed.BASKET,
        leaves=CONCENTRATE, capacity="capacity_t_reo_per_year",
    ),
    Stage(RECYCLERS, SCRAP, OXIDE, Feed.SENT, capacity="capacity_t_reo_per_year"),
    Stage(
        METAL_MAKERS, OXIDE, METAL, Feed.YIELD,
        capacity="capacity_t_metal_per_year", yields="metal_yield",
    ),
    Stage(
        MAGNET_MAKERS, METAL, MAGNETS, Feed.RECIPE,
        leaves=SCRAP, capacity="capacity_t_blanks_per_year",
    ),
    Stage(
        MOTOR_MAKERS, MAGNETS, MOTORS, Feed.YIELD,
        capacity="capacity_t_magnets_per_year", yields="motor_yield",
    ),
)  # fmt: skip
"""All stages in the order of the chain. The first that gives a good is its main maker. What they
give comes to consumers, who may use several of the goods (:data:`USED`)."""

STAGE: dict[str, Stage] = {stage.block: stage for stage in STAGES}
"""Stages by block."""

GOODS: tuple[Good, ...] = get_args(Good)
"""Goods in the order of the chain."""
FORMS: tuple[Form, ...] = get_args(Form)
"""Forms in the order of the chain."""
USED: tuple[Used, ...] = get_args(Used)
"""Goods that consumers may use, in the order of the chain; the last is its end."""
BY_GRADE: frozenset[Good] = frozenset({MAGNETS, MOTORS})
"""Goods that are counted in t of each grade of magnets."""
TRADED: tuple[Form, ...] = tuple(form for form in FORMS if form not in BY_GRADE)
"""Forms that are counted in t of each element."""

FACILITY_BLOCKS: tuple[str, ...] = (*(stage.block for stage in STAGES), DEPOTS)
"""Blocks of facilities in the order of the chain."""
STANDING_BLOCKS: tuple[str, ...] = (*FACILITY_BLOCKS, CONSUMERS, STOCKPILES)
"""Blocks of all that stands somewhere, and so has an id that a lane may name."""

SELLERS: dict[Good, tuple[str, ...]] = {
    good: (
        *(stage.block for stage in STAGES if good in (stage.gives, stage.leaves)),
        *((DEPOTS,) if good in FORMS else ()),
    )
    for good in GOODS
}
"""Blocks whose facilities may sell a good (a separation plant sells the heavies it cannot part)."""

BUYERS: dict[Good, tuple[str, ...]] = {
    good: (
        *(stage.block for stage in STAGES if stage.takes == good),
        *((CONSUMERS,) if good in USED else ()),
        *((DEPOTS, STOCKPILES) if good in FORMS else ()),
    )
    for good in GOODS
}
"""Blocks whose facilities may buy a good; stockpiles come last."""

MADE_OF: dict[Good, tuple[tuple[str, Good], ...]] = {
    good: tuple(
        (stage.block, stage.takes)
        for stage in STAGES
        if stage.takes is not None and good in (stage.gives, stage.leaves)
    )
    for good in GOODS
}
"""Blocks that make a good, each with the good that it makes it of."""

TAKERS: dict[Form, str] = {
    form: CONSUMERS if form in BY_GRADE else BUYERS[form][0] for form in FORMS
}
"""Block that uses each form of a stockpile."""


def maker_of(good: Good) -> Stage | None:
    """Give the main maker of a good; none of what is only left over."""
    return next((stage for stage in STAGES if stage.gives == good), None)


def upward(good: Good | None = USED[-1]) -> Iterator[tuple[Good, Stage]]:
    """Go up the chain: a good with its main maker, what that makes it of with its maker, ..."""
    while good is not None and (stage := maker_of(good)) is not None:
        yield good, stage
        good = stage.takes


def between(form: Form) -> list[Stage]:
    """Give the stages through which a form comes to be magnets, from its taker on."""
    above = [stage for _, stage in upward(MAGNETS)]
    return [] if form == MAGNETS else above[above.index(STAGE[TAKERS[form]]) :: -1]


def _turns() -> Iterator[tuple[str, Good]]:
    for good, maker in upward():
        if good in FORMS:
            yield DEPOTS, good
        if maker.takes is not None:
            yield maker.block, maker.takes


TURNS: dict[tuple[str, Good], int] = {
    **dict.fromkeys(((CONSUMERS, good) for good in USED), 0),
    **{who: turn for turn, who in enumerate(_turns(), start=1)},
}
"""Turn in which the buyers of a block order a good: from the consumers up, so that an order travels
the whole chain on its day. Those that order nothing have none."""
