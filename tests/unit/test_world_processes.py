"""The processes of a world: each has a name, its phases and its rhythm; their order is defined."""

import datetime as dt
import re
from collections.abc import Generator
from dataclasses import replace

import pytest
from simpy.events import Event

import sim
import sim.world
from sim.scenario.schema import Scenario
from sim.world.chance.chance import Chance
from sim.world.time.clock import Clock, Phase, Process, Turn, by_name
from sim.world.world import World, prepare
from tests.unit.effects import KNOWN_ANSWERS

SCENARIOS = ("floor-and-stock", "vault-bought-high", "licences-2025", "military-denial")
"""Together they have every process."""

Log = list[tuple[str, int, str]]


DAY_8 = [
    *((f"trade in {good}", "ARRIVALS") for good in ("concentrate", "oxide", "metal", "magnets")),
    *((plant, "COMPLETION") for plant in ("separation_plants", "metal_makers", "magnet_makers")),
    ("consumers", "DEMAND"),
    ("consumers", "ORDERS_CONSUMERS"),
    ("magnet_makers", "ORDERS_MAGNET_MAKERS"),
    ("metal_makers", "ORDERS_METAL_MAKERS"),
    ("separation_plants", "ORDERS_SEPARATION"),
    *((f"trade in {good}", "SHIPPING") for good in ("concentrate", "oxide", "metal", "magnets")),
    ("consumers", "CONSUMPTION"),
    ("record", "RECORDING"),
]


def clock(first_day: int = 0) -> Clock:
    return Clock(dt.date(2026, 1, 1), first_day)


def logged(process: Process, log: Log) -> Process:
    """Note in a log when a process acts: its name, the day, the phase."""

    def run(turn: Turn) -> Generator[Event, None, None]:
        for event in process.run(turn):
            name = turn.phase.name
            yield event
            log.append((process.name, turn.day, name))

    return replace(process, run=run)


def on(name: str, *waits: tuple[int, Phase]) -> Process:
    """A process that waits for some phases of some days, one after the other."""

    def run(turn: Turn) -> Generator[Event, None, None]:
        for day, phase in waits:
            yield turn.on(day, phase)

    return Process(name, tuple({phase for _, phase in waits}), "as a test wants it", run)


def log_of(*processes: Process, days: int = 9) -> Log:
    log: Log = []
    one = clock()
    one.begin(logged(process, log) for process in processes)
    one.run(days)
    return log


# The clock


def test_a_day_has_its_phases_in_their_order_whoever_was_first_to_wait():
    late, early = on("late", (0, Phase.SHIPPING), (1, Phase.POLICY)), on("early", (0, Phase.POLICY))
    assert log_of(late, early) == [
        ("early", 0, "POLICY"),
        ("late", 0, "SHIPPING"),
        ("late", 1, "POLICY"),
    ]


def test_within_a_phase_turns_follow_the_places_of_the_processes_not_when_they_queued():
    """The first process asks for its turn on day 3 only on day 2, the second on day 0."""
    first = on("first", (2, Phase.DEMAND), (3, Phase.RELIEF))
    second = on("second", (3, Phase.RELIEF))
    assert log_of(first, second)[1:] == [("first", 3, "RELIEF"), ("second", 3, "RELIEF")]
    assert log_of(second, first)[1:] == [("second", 3, "RELIEF"), ("first", 3, "RELIEF")]


@pytest.mark.parametrize(
    ("waits", "says"),
    [
        (
            [(2, Phase.SHIPPING), (2, Phase.POLICY)],
            "POLICY of day 2 is past: it is day 2, SHIPPING",
        ),
        ([(2, Phase.SHIPPING), (2, Phase.SHIPPING)], "SHIPPING of day 2 is past"),
        (
            [(2, Phase.POLICY), (1, Phase.RECORDING)],
            "RECORDING of day 1 is past: it is day 2, POLICY",
        ),
    ],
)
def test_the_clock_refuses_a_phase_that_is_past(waits, says):
    with pytest.raises(ValueError, match=says):
        log_of(on("hasty", *waits))


def test_no_process_waits_for_a_day_before_the_calendar_begins():
    one = clock(first_day=5)
    one.begin([on("hasty", (4, Phase.POLICY))])
    with pytest.raises(ValueError, match="POLICY of day 4 is past: it is day 5, the start"):
        one.run(9)


def test_two_processes_of_one_name_are_refused():
    with pytest.raises(ValueError, match="two processes are called mines"):
        by_name([on("mines"), on("mines")])


# A world


def happens(scenario: Scenario) -> Log:
    """Run a world, and give what happens there."""
    world, log = World(scenario, Chance(1, 0, 64)), []
    found = {name: logged(process, log) for name, process in world.processes().items()}
    world.processes = lambda: found
    world.run(prepare(scenario))
    return log


@pytest.fixture(scope="module")
def two_mines() -> Log:
    """What happens in a world of two mines in the first days of a halt."""
    halt = ["disruptions.halt.start=2026-01-10", "end=2026-01-20"]
    return happens(sim.load("two-mines", halt))


def test_a_day_of_a_world(two_mines):
    """Day 8 is an ordinary one: plants plan weekly, and nothing changes on the lanes."""
    assert [(name, phase) for name, day, phase in two_mines if day == 8] == DAY_8


def test_restrictions_sleep_until_a_day_on_which_something_changes(two_mines):
    acts = [(day, phase) for name, day, phase in two_mines if name == "restrictions"]
    assert acts == [(9, "POLICY")]
    assert not any(name == "triggers" for name, _, _ in two_mines)  # there is nothing to watch


def test_mines_wake_when_they_plan(two_mines):
    assert {day for name, day, _ in two_mines if name == "mines"} == {0, 7, 14}


def days(scenario: Scenario, name: str) -> list[int]:
    """List the days of a run on which a process is woken."""
    return [day for who, day, _ in happens(scenario) if who == name]


def test_triggers_are_looked_at_until_nothing_more_can_be_set_off():
    """A halt from day 100 on is felt on day 135; on day 140 there are nine of fourteen days left."""
    low = "trigger: {consumers: [motors], cover_days_below: 10}"
    second = f"disruptions.second={{kind: lane_closure, lanes: [sea], duration_days: 9, {low}}}"
    scenario = sim.load(KNOWN_ANSWERS / "one_lane.yaml", [second])
    assert days(scenario, "triggers") == list(range(142))


def test_an_authority_sleeps_until_the_first_day_of_a_control():
    scenario = sim.load("licences-2025").model_copy(update={"end": dt.date(2025, 4, 30)})
    first = min(days(scenario, "licences for magnets"))
    assert scenario.start + dt.timedelta(days=first) == dt.date(2025, 4, 4)


DEPOT = """\
schema: 1
extends: two-mines
name: with-a-depot
disruptions: {flood: {kind: outage, facilities: [store], start: 9, duration_days: 1, stock_lost: 1}}
measures: {exposure: [CN]}
consumers: {others: {region: US, sector: motors, demand_t_per_year: 1, grades: {traction: 1}, origin_rule: {not_from: CN}}}
depots: {store: {country: CN}}
lanes:
  in: {good: magnets, from: maker, to: store, share: 1}
  out: {good: magnets, from: store, to: others, share: 1}
"""


def test_the_map_of_the_world_is_that_of_the_running_world(tmp_path):
    """The table in the docstring of ``sim.world`` against the processes of rich worlds."""
    depot = tmp_path / "with-a-depot.yaml"
    depot.write_text(DEPOT, encoding="utf-8")
    running = {
        name: process
        for scenario in (*SCENARIOS, depot, KNOWN_ANSWERS / "motor_stage.yaml")
        for name, process in World(sim.load(scenario), Chance(1, 0, 64)).processes().items()
    }
    table = rows()
    found = {pattern(name): process for name, process in running.items()}
    assert set(found) == set(table)
    for name, process in found.items():
        _, phases, rhythm = table[name]
        acts = ", ".join(phase.name for phase in process.phases)
        if name.startswith("depots"):
            acts = acts.replace("ORDERS_MAGNETS_", "ORDERS_<GOOD>_")
        assert (phases, rhythm) == (acts, process.rhythm), name


def test_every_process_stands_in_the_map_with_its_room():
    rooms = {room for room, _, _ in rows().values()}
    assert rooms == {
        *("market", "trade", "facility", "control", "stockpile", "licence", "provenance", "record")
    }


def pattern(name: str) -> str:
    """Give the row of the table that a process belongs to."""
    for start, what in (
        ("trade in ", "good"),
        ("licences for ", "good"),
        ("account of ", "stockpile"),
        ("stockpile ", "holding"),
        ("depots of ", "good"),
        ("consumers of ", "good"),
    ):
        if name.startswith(start):
            return f"{start}<{what}>"
    return name


def rows() -> dict[str, tuple[str, str, str]]:
    """Read the table: room, phases and rhythm of each process."""
    _, head, body, _ = re.split(r"^=[= ]+$", sim.world.__doc__, flags=re.MULTILINE)
    assert head.split() == ["process", "room", "phases", "rhythm"]
    found = [re.split(r"\s{2,}", line) for line in body.strip().splitlines()]
    return {name: (room, phases, rhythm) for name, room, phases, rhythm in found}
