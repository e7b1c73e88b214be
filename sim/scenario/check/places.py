"""Places in which somebody stands, and that nothing else in the scenario knows."""

from collections import Counter
from collections.abc import Iterator

from sim.scenario.chain import STANDING_BLOCKS
from sim.scenario.check.names import uses_of
from sim.scenario.country import CODES, code_of, place_meant
from sim.scenario.errors import listed, sentences
from sim.scenario.finding import Finding
from sim.scenario.origin import Path
from sim.scenario.schema import Scenario
from sim.scenario.use import Use

_CODE = 2
"""Letters of the code of a country."""


def places(scenario: Scenario) -> Iterator[Finding]:
    """Find places that are written otherwise everywhere else: controls and blocs pass them by.

    The code of a country in which one firm alone stands is no mistake.
    """
    standing = list(_standing(scenario))
    stand = Counter(place for _, place in standing)
    blocs = {place for bloc, members in scenario.blocs.items() for place in (bloc, *members)}
    named = blocs | {use.name for use in uses_of(scenario) if _is_place(use)}
    for path, place in standing:
        code = code_of(place)
        others = {*stand, *named} - {place}
        known = place in named or stand[place] > 1
        if place in scenario.blocs or (known and code not in others):
            continue
        if not code and (place in CODES or len(place) <= _CODE):
            continue
        says = f"Nothing else in the scenario names the place '{place}'."
        if known:
            says = f"'{place}' is another place than '{code}', which the scenario names, too."
        hint = place_meant(place, others) or (f"Did you mean '{code}'?" if code else "")
        remedy = "Write the code of a country, or list it in a bloc."
        remedy = sentences(remedy, f"Known: {listed(others)}." if others else "")
        yield Finding(path, sentences(says, hint), remedy, "warning")


def _is_place(use: Use) -> bool:
    """Tell whether a name that is used is that of a place: ids begin with small letters."""
    return "place" in use.noun and use.name[0].isupper()


def _standing(scenario: Scenario) -> Iterator[tuple[Path, str]]:
    """Go through all facilities, consumers and stockpiles, and where they stand."""
    for block in STANDING_BLOCKS:
        for name, entry in getattr(scenario, block).items():
            key = "region" if hasattr(entry, "region") else "country"
            yield (block, name, key), getattr(entry, key)
