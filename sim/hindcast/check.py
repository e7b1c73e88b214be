"""What holds between an episode and the scenario that replays it."""

from collections.abc import Iterator

from sim.hindcast.episode import Episode, Series
from sim.hindcast.month import number_of, span, whole_months
from sim.scenario.errors import did_you_mean, listed, sentences
from sim.scenario.finding import Finding
from sim.scenario.origin import Path
from sim.scenario.schema import Scenario


def check(episode: Episode, scenario: Scenario) -> Iterator[Finding]:
    """Check months, names and limits."""
    found = [*_spans(episode)]
    yield from found
    if found:
        return
    inside = whole_months(scenario.start, scenario.end)
    horizon = f"{scenario.start} to {scenario.end}"
    for path, first, last in _months(episode):
        if not set(span(first, last)) <= inside:
            months = first if first == last else f"{first} to {last}"
            says = f"{months} does not lie within whole months of the scenario, {horizon}."
            yield Finding(path, says, "Change start or end of the scenario, or leave it out.")
    yield from _names(episode, scenario)
    for name, series in episode.series.items():
        yield from _series(episode, series, ("series", name))
    yield from _stops(episode, scenario)
    yield from _constrain(episode)


def _spans(episode: Episode) -> Iterator[Finding]:
    """First months come before last ones, normal months before those fitted to."""
    for path, first, last in _months(episode):
        if number_of(first) > number_of(last):
            yield Finding(path, f"{first} comes after {last}.", "Write the earlier month first.")
        elif number_of(first) < number_of(episode.normal[0]):
            says = f"{first} comes before {episode.normal[0]}, the first normal month."
            yield Finding(path, says, "Begin the normal months earlier, or leave it out.")
    fitted = episode.in_sample
    if fitted is not None and number_of(fitted[0]) <= number_of(episode.normal[1]):
        says = f"Months fitted to begin in {fitted[0]}, before normal flow ends."
        yield Finding(("in_sample",), says, f"Begin after {episode.normal[1]}.")


def _months(episode: Episode) -> Iterator[tuple[Path, str, str]]:
    """Go through all months: where they stand, the first and the last."""
    yield ("normal",), episode.normal[0], episode.normal[1]
    if episode.in_sample is not None:
        yield ("in_sample",), episode.in_sample[0], episode.in_sample[1]
    for name, series in episode.series.items():
        for month in series.observed:
            yield ("series", name, "observed", month), month, month
        for number, total in enumerate(series.totals):
            yield ("series", name, "totals", number), total.first, total.last


def _names(episode: Episode, scenario: Scenario) -> Iterator[Finding]:
    """Flows are the scenario's, sources the episode's, grades those of recorded months."""
    flows = scenario.measures.flows
    for name, series in episode.series.items():
        if series.flow not in flows:
            says = f"The scenario measures no flow '{series.flow}'."
            says = sentences(says, did_you_mean(series.flow, flows))
            remedy = f"In measures.flows: {listed(flows)}."
            yield Finding(("series", name, "flow"), says, remedy)
        for month in series.grades.keys() - series.observed.keys():
            says = f"Nothing is recorded of {month}."
            yield Finding(("series", name, "grades", month), says, "Leave the grade out.")
    blocks = [("series", name, block.sources) for name, block in episode.series.items()]
    blocks += [("plant_stops", name, block.sources) for name, block in episode.plant_stops.items()]
    for table, name, sources in blocks:
        for key, given in sources.items():
            for source in [given] if isinstance(given, str) else given:
                if source not in episode.sources:
                    says = f"There is no source '{source}'."
                    says = sentences(says, did_you_mean(source, episode.sources))
                    known = f"Known: {listed(episode.sources)}."
                    yield Finding((table, name, "sources", key), says, known)


def _series(episode: Episode, series: Series, path: Path) -> Iterator[Finding]:
    """A series needs something to be compared, and a normal flow if it is a monthly one."""
    if not series.observed and not series.totals:
        yield Finding(path, "Nothing is recorded.", "Give observed or totals.")
        return
    normal = set(span(*episode.normal))
    later = [month for month in series.observed if number_of(month) > number_of(episode.normal[1])]
    usual = [value for month, value in series.observed.items() if month in normal]
    if series.normal_t is None and (later or series.compared_as != "t") and not sum(usual):
        says = "Its normal flow is not known: no normal month is recorded, or only noughts."
        yield Finding((*path, "observed"), says, "Give normal_t.")
    limits = series.limits
    if limits.lost_days is not None and limits.lost_days.month not in known_ends(episode, series):
        says = f"The days lost by the end of {limits.lost_days.month} are not known."
        remedy = "Take a month up to which every month since the normal ones is recorded."
        yield Finding((*path, "limits", "lost_days"), says, remedy)
    for key, there in (
        ("wape_in_sample", bool(later) and episode.in_sample is not None),
        ("totals", bool(series.totals)),
        *((key, bool(later)) for key in ("trough_points", "rebound_points", "coverage_90")),
    ):
        if getattr(limits, key) is not None and not there:
            yield Finding((*path, "limits", key), "Nothing is recorded to judge by it.", "")


def known_ends(episode: Episode, series: Series) -> set[str]:
    """Give the months at whose end the days lost since the normal months are known."""
    found, at = set(), number_of(episode.normal[1]) + 1
    known = {number_of(month): month for month in series.observed}
    spans = {number_of(total.first): number_of(total.last) for total in series.totals}
    ends = {number: total.last for total in series.totals for number in [number_of(total.last)]}
    while True:
        if at in known:
            found.add(known[at])
            at += 1
        elif at in spans and not any(n in known for n in range(at, spans[at] + 1)):
            found.add(ends[spans[at]])
            at = spans[at] + 1
        else:
            return found


def _stops(episode: Episode, scenario: Scenario) -> Iterator[Finding]:
    """Plants are those of a consumer or of a region."""
    known = {*scenario.consumers, *(block.region for block in scenario.consumers.values())}
    for name, stop in episode.plant_stops.items():
        path = ("plant_stops", name)
        if stop.who not in known:
            says = sentences(
                f"There is no consumer or region '{stop.who}'.", did_you_mean(stop.who, known)
            )
            yield Finding((*path, "who"), says, f"Known: {listed(known, most=40)}.")
        reference = scenario.measures.reference
        if stop.measure != "time_to_survive" and reference not in scenario.disruptions:
            says = "The scenario has no disruption in measures.reference that days count from."
            yield Finding((*path, "measure"), says, "Name one there, or leave measure out.")
        if stop.days[0] > stop.days[1]:
            says = f"Day {stop.days[0]:g} comes after day {stop.days[1]:g}."
            yield Finding((*path, "days"), says, "Write the earlier day first.")


def _constrain(episode: Episode) -> Iterator[Finding]:
    """What worlds are told apart by is recorded, in months that were fitted to, or of a stop."""
    block = episode.constrain
    if block is None:
        return
    if episode.in_sample is None:
        says = "No month was fitted to: worlds are told apart by those alone."
        yield Finding(("constrain",), says, "Write in_sample.")
        return
    fitted = {*span(*episode.in_sample)}
    used = set()
    for name in block.discrepancy:
        path, series = ("constrain", "discrepancy", name), episode.series.get(name)
        if series is None:
            says = sentences(f"There is no series '{name}'.", did_you_mean(name, episode.series))
            yield Finding(path, says, f"Known: {listed(episode.series)}.")
        elif not fitted & series.observed.keys():
            yield Finding(path, "None of its months fitted to is recorded.", "Leave it out.")
        else:
            used |= {series.grades.get(m, "recorded") for m in fitted & series.observed.keys()}
    for name in block.stops:
        if name not in episode.plant_stops:
            says = f"There is no stop '{name}'."
            says = sentences(says, did_you_mean(name, episode.plant_stops))
            known = f"Known: {listed(episode.plant_stops)}."
            yield Finding(("constrain", "stops", name), says, known)
    if not block.discrepancy and not block.stops:
        yield Finding(("constrain",), "Nothing tells worlds apart.", "Give discrepancy, or stops.")
    if lacking := used - block.observation_error.keys():
        says = f"No error is stated of months of grade {listed(sorted(lacking))}."
        yield Finding(("constrain", "observation_error"), says, "Write it.")
