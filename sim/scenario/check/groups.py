"""Groups of one's own: whom they name, and what they may be called."""

from collections.abc import Iterator

from sim.scenario.errors import did_you_mean, listed, sentences
from sim.scenario.finding import Finding
from sim.scenario.grouping import entries_known, meanings, meant, names_taken
from sim.scenario.origin import Path
from sim.scenario.schema import Scenario


def groups(scenario: Scenario) -> Iterator[Finding]:
    """Check names and members of groups."""
    if not scenario.groups:
        return
    taken = names_taken(scenario)
    for name, members in scenario.groups.items():
        path: Path = ("groups", name)
        if name in taken:
            says = f"'{name}' is also the name of something else: {taken[name].replace('_', ' ')}."
            yield Finding(path, says, "Give it another name: results tell groups by theirs.")
        for number, member in enumerate(members):
            yield from _member(scenario, (*path, number), member)
        yield from _apart(scenario, path, members)


def _member(scenario: Scenario, path: Path, member: str) -> Iterator[Finding]:
    """Find an entry that stands for nobody, or for one or the other."""
    if not meant(scenario, member):
        known = entries_known(scenario)
        says = f"There is no consumer, region, bloc, sector or end use '{member}'."
        says = sentences(says, did_you_mean(member, known))
        yield Finding(path, says, f"Known: {listed(known, 30)}.")
    elif kinds := meanings(scenario, member):
        says = f"'{member}' is the name of {' and '.join(kinds)}, which are not the same consumers."
        yield Finding(path, says, f"Write {' or '.join(f'{kind}.{member}' for kind in kinds)}.")


def _apart(scenario: Scenario, path: Path, members: list[str]) -> Iterator[Finding]:
    """Find those whose tonnes do not add up with the others': they are left out."""
    inside = {one for member in members for one in meant(scenario, member)}
    apart = sorted(one for one in inside if not scenario.consumers[one].by_grade)
    if apart and len(apart) < len(inside):
        says = f"{listed(apart)} use elements by themselves, whose tonnes do not add to magnets'."
        yield Finding(path, says, "They are left out of it: make a group of them alone.", "warning")
