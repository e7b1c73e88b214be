"""`shortfall bound`: a run against perfect foresight."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Call


def test_the_table_and_how_to_read_it(call: Call) -> None:
    result = call("bound", "two-mines", "--history", "2,0")
    assert result.exit_code == 0, result.stderr
    rows = [line.split() for line in result.stdout.splitlines() if line[:1].isdecimal()]
    assert [row[0] for row in rows] == ["0", "2"]
    for row in rows:
        unmet, least, regret, ahead, release, rest = map(float, row[1:7])
        assert unmet == pytest.approx(least + regret, abs=0.11)
        assert regret == pytest.approx(ahead + release + rest, abs=0.16)
        assert unmet > least > 0
    assert "buying ahead: what consumers could have saved" in result.stdout
    assert "history 0: " in result.stderr
    assert "variables ..." in result.stderr


def test_a_run_is_bounded_as_it_was_run(call: Call, tmp_path: Path) -> None:
    """With its own values and seed; the demand unmet is that of its histories.csv."""
    settings = ("--set", "disruptions.halt.duration_days=100")
    done = call(
        "run", "two-mines", "-n", 2, "--seed", 5, *settings, "-q", "--no-figures", "--workers", 1,
        "--json",
    )  # fmt: skip
    (unmet,) = (
        row for row in json.loads(done.stdout)["rows"]
        if (row["group"], row["measure"]) == ("all", "unmet_t")
    )  # fmt: skip
    (folder,) = tmp_path.glob("results/two-mines-*")
    (one,) = json.loads(call("bound", folder, "-q", "--json").stdout)
    assert one["unmet_t"] == pytest.approx(unmet["mean"], rel=1e-4)
    assert one["regret_t"] == pytest.approx(one["unmet_t"] - one["least_t"], rel=1e-4)
    again = call("bound", "two-mines", "--seed", 5, *settings, "-q", "--json")
    assert json.loads(again.stdout) == [one]
    refused = call("bound", folder, "--seed", 5)
    assert refused.exit_code == 2
    assert "a run has its own seed" in refused.stderr


def test_licences_are_taken_as_granted_and_it_says_so(call: Call) -> None:
    result = call(
        "bound", "two-mines", "-q", "--set", "disruptions.halt.mode=licence", "--set",
        "disruptions.halt.licence={decision_days: 60}",
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    assert "Licences are taken as granted at once" in result.stdout


def test_a_market_is_refused_as_the_bound_would_not_hold(call: Call) -> None:
    market = (
        "market={normal_usd_per_kg: {china: {ndpr: 50, dy: 200}, outside: {ndpr: 60, dy: 300}}}"
    )
    result = call("bound", "two-mines", "--set", market)
    assert result.exit_code == 2
    assert "has a market: a bound would not hold" in result.stderr


def test_users_of_oxide_are_left_out_where_magnets_are_used_and_it_says_so(call: Call) -> None:
    case = Path(__file__).parents[1] / "known_answers" / "oxide_consumer.yaml"
    result = call("bound", case, "-q")
    assert result.exit_code == 0, result.stderr
    assert "Bounded is what users of magnets lack. Tonnes of what coater use do" in result.stdout
    oxide_alone = call(
        "bound", case, "-q", "--set", "consumers.motors=null", "--set", "lanes.magnets=null"
    )
    assert "Bounded is" not in oxide_alone.stdout


def test_too_large_a_programme_is_refused_with_the_remedy(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is run: its variables are known as soon as all is drawn."""
    known = re.search(r"history 0: ([\d,]+) variables", call("bound", "two-mines").stderr)
    with monkeypatch.context() as patch:
        patch.delattr("sim.world.world.World.run")
        result = call("bound", "two-mines", "--at-most", 5000)
    assert known is not None
    assert f"has {known[1]} variables" in result.stderr
    assert result.exit_code == 2
    found = re.search(
        r"variables, more than 5,000. Shorten the run to \d+ of its 365 days: (--set .*?);",
        result.stderr,
    )
    assert found is not None
    asked = ("bound", "two-mines", "--at-most", 5000, *found[1].split(" "))
    assert call(*asked).exit_code == 0


@pytest.mark.parametrize(
    ("start", "first"), [("2026-06-01", "2026-05-25"), ("2026-12-30", None), ("60", None)]
)
def test_the_remedy_begins_before_what_happens_where_dates_do_not_move_with_the_run(
    call: Call, start: str, first: str | None
) -> None:
    """What begins so many days from the start would move; what begins late ends with the run."""
    halt = ("--set", f"disruptions.halt.start={start}")
    result = call("bound", "two-mines", "--at-most", 5000, *halt)
    (settings,) = re.findall(r"(--set .*?);", result.stderr)
    if first is not None:
        assert settings.startswith(f"--set start={first} --set end=")
    elif start == "60":
        assert settings.startswith("--set end=")
    else:
        assert settings.endswith("--set end=2026-12-31")
    assert call("bound", "two-mines", "--at-most", 5000, *halt, *settings.split(" ")).exit_code == 0


@pytest.mark.parametrize("numbers", ["", "a", "0,-1", "1.5"])
def test_numbers_of_histories(call: Call, numbers: str) -> None:
    result = call("bound", "two-mines", "--history", numbers)
    assert result.exit_code == 2
    assert "give numbers of histories below 1,000,000, as 0 or 0,1,2" in result.stderr


def test_demand_is_normal_demand_where_consumers_learn_to_do_without(call: Call) -> None:
    learn = ("--set", "consumers.motors.emergency={after_days: 5, saves: 0.1}")
    said = call("bound", "two-mines", *learn).stdout
    assert "what consumers learned to do without (saved_t) counts as unmet" in said
    assert "saved_t" not in call("bound", "two-mines").stdout
