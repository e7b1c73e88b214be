"""How a map tells what a lane carries, or a facility makes, from what it was before."""

from dataclasses import dataclass, replace

from sim.plots.sheet import Swatch

CUT, LESS, MORE = 0.25, 0.75, 1.25
"""Parts of what was before, under which it is cut or less, and from which it is more."""
STRESS = {
    "as before": Swatch("lane as before", "#4D4D4D", dash="-"),
    "more": Swatch(f"over {100 * MORE:.0f} % of before", "#0072B2", dash=(0, (6, 1, 1, 1))),
    "less": Swatch(f"under {100 * LESS:.0f} % of it", "#E69F00", dash=(0, (3, 1))),
    "cut": Swatch(f"under {100 * CUT:.0f} %, as wide as before", "#D55E00", dash=(0, (1, 1.2))),
}
"""How lanes are drawn by what is left of their flow, told apart by dashes alone, too."""


@dataclass(frozen=True)
class Look:
    """How the mark of a facility is filled, told apart without colour, too."""

    fill: str
    edge: str
    line: float
    """Width of its edge, points."""
    dot: bool = False
    """Whether a white dot stands in it."""


LOOK = {
    "as before": Look(STRESS["as before"].colour, "white", 0.8),
    "more": Look(STRESS["more"].colour, "white", 0.8, dot=True),
    "less": Look(STRESS["less"].colour, "#6B4A00", 0.7),
    "cut": Look("white", "#B24700", 1.3),
}
"""How marks are drawn by what is left of what they make: dark, with a dot, lighter, hollow."""


def key_of_stress(*, lanes: bool, marks: bool) -> list[Swatch]:
    """Give the entries of the key: how lanes are drawn, or marks, or both."""
    if not marks:
        return [*STRESS.values()]
    said = {"as before": "as before", "cut": f"under {100 * CUT:.0f} %, as large as before"}
    return [
        replace(
            one, name=said.get(name, one.name), dash=one.dash if lanes else None, marker="o",
            face="" if LOOK[name].edge == "white" else LOOK[name].fill, dot=LOOK[name].dot,
        )
        for name, one in STRESS.items()
    ]  # fmt: skip


def stress_of(now: float, before: float) -> str:
    """Tell how what is in a month stands to before: a key of :data:`STRESS`."""
    if before <= 0.0:
        return "more" if now > 0.0 else "as before"
    part = now / before
    if part < LESS:
        return "cut" if part < CUT else "less"
    return "more" if part > MORE else "as before"
