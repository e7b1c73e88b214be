"""`shortfall explain RUN --licences`: tables, peaks and the check of the books."""

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.world.licence.licence_recorder import LICENCES
from tests import factories
from tests.chain import CHAIN, write
from tests.cli.conftest import Call

SETTINGS = [
    "end=2027-06-30",
    "warm_up_days=30",
    "disruptions.halt.start=2026-07-20",
    "disruptions.halt.duration_days=200",
]


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """A run that asks for no licences."""
    return sim.run(sim.load(write(tmp_path_factory.mktemp("case"), CHAIN), SETTINGS), n=3)


@pytest.fixture(scope="module")
def folder(plain, tmp_path_factory) -> Path:
    """The same run with books of licences made up."""
    folder = tmp_path_factory.mktemp("runs") / "licensed"
    factories.licensed(plain).save(folder, figures=False)
    return folder


def test_there_is_a_table_for_each_good_and_kind(call: Call, folder: Path) -> None:
    """From the month in which the control starts, whose books are empty yet."""
    result = call("explain", folder, "--licences")
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    titles = [line for line in lines if line.startswith("halt: ")]
    assert titles == [
        "halt: licences for magnets, all destinations, t of finished magnets",
        "halt: inspections for magnets, all destinations, t of finished magnets",
        "halt: licences for oxide, all destinations, t of contained element",
    ]
    months = [line.split()[0] for line in lines if line.startswith("202")]
    assert months[0] == "2026-07"
    assert months.count("2026-07") == 3


def test_the_table_has_the_means_of_the_file(call: Call, folder: Path) -> None:
    """Filed, pending with its range, the age, and the share granted of what is decided."""
    table = call("explain", folder, "--licences", "--good", "magnets").stdout
    line = next(line for line in table.splitlines() if line.startswith("2026-12"))
    (folder_rows,) = [
        {
            row.split(",")[6]: row.split(",")[8:]
            for row in (folder / "licences.csv").read_text().splitlines()
            if row.startswith("2026-12,halt,magnets,all,all,licence,")
        }
    ]

    def cell(entry: str, column: int = 0) -> str:
        return f"{float(folder_rows[entry][column]):,.1f}"

    shown = [
        cell(e) for e in ("filed", "passed", "granted", "refused", "withdrawn", "used", "expired")
    ]
    shown += [cell("pending"), cell("pending", 1), "to", cell("pending", 5)]
    assert line.split()[1:] == [*shown, cell("valid"), cell("age_days"), "80.0"]


def test_each_destination_has_its_peak(call: Call, folder: Path) -> None:
    """With date, tonnes and age."""
    out = call("explain", folder, "--licences", "--good", "magnets").stdout
    block = out.split("Most pending\n")[1].splitlines()[:2]
    assert [line.split()[0] for line in block] == ["EU", "US"]
    assert all(line.endswith(" d old") and line.split()[1].startswith("202") for line in block)


def test_the_books_are_checked(call: Call, folder: Path) -> None:
    """The last lines say so."""
    *_, filed, granted = call("explain", folder, "--licences").stdout.splitlines()
    assert filed.startswith(
        "filed = granted + refused + withdrawn + pending: holds to 1e-6 relative, off by at most "
    )
    assert granted.startswith("granted = shipped + expired + valid: holds to 1e-6 relative")


def test_books_that_do_not_close_are_a_failure(call: Call, plain, tmp_path: Path) -> None:
    """Of the model: exit 1, after the tables."""
    licensed = factories.licensed(plain)
    lost = licensed.whole.licences_t.copy()
    lost[:, 0, LICENCES.at["filed"]] *= np.float32(1.01)
    whole = licensed.whole.including(LICENCES.of(lost, licence_flows=licensed.whole.licence_flows))
    dataclasses.replace(licensed, whole=whole).save(tmp_path / "wrong", figures=False)
    result = call("explain", tmp_path / "wrong", "--licences")
    assert result.exit_code == 1
    assert (
        "withdrawn + pending: DOES NOT HOLD to 1e-6 relative, off by 0.01 in "
        "halt:magnets:EU:civil:licence\n"
    ) in result.stdout
    found = call("explain", tmp_path / "wrong", "--licences", "--json")
    assert (found.exit_code, json.loads(found.stdout)["checks"][0]["holds"]) == (1, False)


def test_json_has_the_same(call: Call, folder: Path) -> None:
    """With nothing else on stdout."""
    found = json.loads(call("explain", folder, "--licences", "--json").stdout)
    assert (found["name"], found["histories"]) == ("chain", 1)
    assert [(t["good"], t["kind"]) for t in found["tables"]] == [
        ("magnets", "licence"), ("magnets", "inspection"), ("oxide", "licence"),
    ]  # fmt: skip
    first = found["tables"][0]
    assert (first["destination"], first["tonnes_of"]) == ("all", "finished magnets")
    assert first["periods"][0]["period"] == "2026-07"
    assert first["periods"][3]["share_granted"] == 0.8
    assert [peak["destination"] for peak in first["peaks"]] == ["EU", "US"]
    assert [check["holds"] for check in found["checks"]] == [True, True]
    assert found["checks"][1]["sum"] == "granted = shipped + expired + valid"


def test_a_choice_narrows_every_table(call: Call, folder: Path) -> None:
    """By good, control and destination."""
    found = json.loads(
        call(
            "explain", folder, "--licences", "--json", "--to", "US", "--control", "halt",
        ).stdout
    )  # fmt: skip
    assert {table["destination"] for table in found["tables"]} == {"US"}
    assert {table["good"] for table in found["tables"]} == {"magnets"}
    whole = json.loads(call("explain", folder, "--licences", "--json").stdout)["tables"][0]
    mine = found["tables"][0]
    assert 0 < mine["periods"][2]["filed_t"] < whole["periods"][2]["filed_t"]
    text = call("explain", folder, "--licences", "--to", "US").stdout
    assert "halt: licences for magnets, to US, t of finished magnets" in text


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--good", "magnet", "no licence of this run is for good 'magnet'. Did you mean 'magnets'?"),
        ("--control", "hal", "Did you mean 'halt'?"),
        ("--to", "Mars", "There are: EU, JP, US."),
    ],
)  # fmt: skip
def test_an_unknown_choice_is_wrong_use(
    call: Call, folder: Path, option: str, value: str, says: str
) -> None:
    """With what there is."""
    result = call("explain", folder, "--licences", option, value)
    assert result.exit_code == 2
    assert says in result.stderr


def test_a_good_that_no_destination_gets_is_refused_too(call: Call, folder: Path) -> None:
    """Each choice is among what the ones before it leave."""
    result = call("explain", folder, "--licences", "--good", "oxide", "--to", "US")
    assert result.exit_code == 2
    assert "no licence of this run is for destination 'US'. There are: JP." in result.stderr


@pytest.mark.parametrize("named", ["file", "shipped"])
def test_a_scenario_is_told_from_a_run(call: Call, chain: Path, named: str) -> None:
    """And what to do is said."""
    scenario = str(chain) if named == "file" else "export-halt"
    result = call("explain", scenario, "--licences")
    assert result.exit_code == 2
    assert f"{scenario} is a scenario" in result.stderr
    assert f"'shortfall run {scenario}'" in result.stderr


def test_what_is_no_run_is_refused(call: Call, tmp_path: Path) -> None:
    """A folder without a run, and nothing at all."""
    nothing = call("explain", "results/none", "--licences")
    assert nothing.exit_code == 2
    assert "there is no folder results/none; give that of a run" in nothing.stderr
    (tmp_path / "empty").mkdir()
    empty = call("explain", "empty", "--licences")
    assert empty.exit_code == 2
    assert "empty: no complete run" in empty.stderr


def test_a_run_without_licences_says_what_needs_one(call: Call, plain, tmp_path: Path) -> None:
    """A control with mode licence."""
    plain.save(tmp_path / "plain", figures=False)
    result = call("explain", tmp_path / "plain", "--licences")
    assert result.exit_code == 2
    assert "no order of this run needs a licence" in result.stderr
    assert "mode: licence" in result.stderr


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--licences", "--closure"), "--closure is for scenarios"),
        (("--licences", "--set", "seed=3"), "--set is for scenarios"),
        (("--licences", "--field", "seed"), "--field is for scenarios"),
        (("--good", "magnets"), "--good chooses among licences; add --licences"),
        (("--to", "US"), "--to chooses among licences"),
    ],
)  # fmt: skip
def test_options_that_do_not_go_together_are_refused(
    call: Call, chain: Path, options: tuple[str, ...], says: str
) -> None:
    """Rather than ignored."""
    result = call("explain", chain, *options)
    assert result.exit_code == 2
    assert says in result.stderr
