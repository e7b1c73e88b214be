"""How tables and figures call something."""

from sim.scenario.visible import one_line


def label_of(label: str | None, name: str) -> str:
    """Give the label that a scenario has for something, else its name, as text on one line."""
    return one_line(label or name)
