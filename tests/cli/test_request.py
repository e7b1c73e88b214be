"""What commands are asked for is one object: the scenario's own values where none are given."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from sim.cli.options import running
from sim.cli.request import Request
from sim.output.until import Until
from sim.scenario.errors import ScenarioError
from tests.cli.conftest import Call

STOCK = "consumers.motors.stock_days"


def asked(*arguments: str, **changed: dict[str, object] | None) -> Request:
    """Give the request that a command with such options gets."""
    found: list[Request] = []

    @click.command()
    @running(**changed)
    def command(request: Request) -> None:
        found.append(request)

    result = CliRunner().invoke(command, arguments)
    assert result.exit_code == 0, result.stderr
    return found[0]


def test_options_come_as_one_object() -> None:
    """Each in its field."""
    found = asked("-n", "7", "--seed", "0", "--sampling", "sobol", "--set", "a=1", "--set", "b=2",
                  "--workers", "3", "--cluster", "tcp://here:1", "--out", "there")  # fmt: skip
    assert found == Request(7, 0, "sobol", ("a=1", "b=2"), 3, "tcp://here:1", Path("there"))


def test_without_options_nothing_is_asked() -> None:
    """Also where a command lacks some of the options."""
    assert asked() == asked(cluster=None, out=None, sampling=None) == Request()


def test_without_workers_every_core_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or so many as are asked for."""
    monkeypatch.setattr("os.cpu_count", lambda: 7)
    assert (asked().processes, asked("--workers", "3").processes) == (7, 3)


def test_a_command_may_lack_an_option() -> None:
    """Then it is no option of its."""
    with pytest.raises(AssertionError, match="No such option"):
        asked("--cluster", "tcp://here:1", cluster=None)


def test_what_is_not_given_is_the_scenarios(chain: Path) -> None:
    """Histories and seed; what is given wins, also a seed of 0."""
    loaded = Request().load(str(chain))
    own = Request().run_request(loaded)
    assert (own.histories, own.seed) == (loaded.scenario.histories, loaded.scenario.seed)
    assert (own.sampling, own.out) == ("random", Path("results"))
    given = Request(histories=5, seed=0, sampling="latin", out=Path("there")).run_request(loaded)
    assert (given.histories, given.seed) == (5, 0)
    assert (given.sampling, given.out) == ("latin", Path("there"))


def test_a_target_begins_with_no_more_histories_than_it_may_have(chain: Path) -> None:
    """Whatever is asked for with -n."""
    until = Until.parse("ci=1%", 64)
    random = "disruptions.halt.duration_days={uniform: [80, 100]}"
    request = Request(histories=100, settings=(random,))
    found = request.run_request(request.load(str(chain)), until)
    assert (found.histories, found.until) == (64, until)


def test_a_loaded_scenario_is_read_again_with_more_changes(call: Call) -> None:
    """After its own, which stay."""
    loaded = Request(settings=(f"{STOCK}=10", "warm_up_days=30")).load("two-mines")
    changed = loaded.changed([f"{STOCK}=20"])
    assert changed.settings == (f"{STOCK}=10", "warm_up_days=30", f"{STOCK}=20")
    assert changed.scenario.consumers["motors"].stock_days == 20
    assert changed.scenario.warm_up_days == 30
    with pytest.raises(ScenarioError, match="stock_day"):
        loaded.changed([f"{STOCK}=many"])


def test_processes_are_of_this_machine(call: Call) -> None:
    """A cluster has its own."""
    assert Request(workers=3).processes == 3
    assert Request().processes >= 1
    with pytest.raises(click.UsageError, match="--workers is for this machine"):
        Request(workers=2, cluster="tcp://here:1").pool()
