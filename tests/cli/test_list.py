"""`shortfall list`: scenarios with question and tags and, once run, what they answer."""

import json
from pathlib import Path

from sim.output.catalogue import answer_of
from sim.scenario.locate import shipped_folder, shipped_names
from tests.chain import CHAIN, write
from tests.cli.conftest import Call

QUICK = ("--workers", 1, "--no-figures", "-q")


def test_every_shipped_scenario_is_listed_with_its_question_and_tags(call: Call) -> None:
    found = call("list", "--json")
    assert found.exit_code == 0, found.stderr
    listed = json.loads(found.stdout)
    assert [one["name"] for one in listed] == shipped_names()
    assert all(one["question"] and one["tags"] and one["answer"] is None for one in listed)


def test_scenarios_are_found_by_words_and_tags(call: Call) -> None:
    shown = call("list", "--tag", "stockpile", "japan").stdout
    assert shown.startswith(
        "jogmec-180  [stockpile, japan]\n    How many days does a reserve of 180"
    )
    assert "\n1 scenario. To run one: shortfall run jogmec-180" in shown
    wrong = call("list", "--tag", "stockpiles")
    assert wrong.exit_code == 2
    assert "Did you mean 'stockpile'?" in wrong.stderr
    nothing = call("list", "no such thing")
    assert nothing.exit_code == 2
    assert "No scenario has 'no such thing' in its texts." in nothing.stderr


def test_what_was_run_has_its_answer(call: Call, tmp_path: Path) -> None:
    """Of one's own in the folder scenarios, from the newest complete run of the file as it is."""
    (tmp_path / "scenarios").mkdir()
    file = write(
        tmp_path / "scenarios",
        f"{CHAIN}question: Who lacks what?\ntags: [own]\nwarm_up_days: 30\n",
        "chain.yaml",
    )
    (before,) = json.loads(call("list", "--tag", "own", "--json").stdout)
    assert (before["name"], before["answer"]) == ("scenarios/chain.yaml", None)
    assert call("run", file, *QUICK, "--set", "warm_up_days=31").exit_code == 0
    (varied,) = json.loads(call("list", "--tag", "own", "--json").stdout)
    assert (varied["run"], varied["answer"]) == (None, None)
    assert call("run", file, *QUICK).exit_code == 0
    (after,) = json.loads(call("list", "--tag", "own", "--json").stdout)
    assert after["run"].startswith("results/chain-")
    assert after["answer"].startswith("All consumers lose ")
    assert ", DE most: " in after["answer"]
    shown = call("list", "--tag", "own").stdout
    assert shown.startswith(
        "scenarios/chain.yaml  [own]\n    Who lacks what?\n    -> All consumers"
    )
    (tmp_path / after["run"] / "summary.json").write_text("{}")
    (damaged,) = json.loads(call("list", "--tag", "own", "--json").stdout)
    assert damaged["answer"] is None


def test_a_calm_run_answers_that_nobody_loses() -> None:
    row = {"measure": "shortfall_days", "mean": 0.0, "q05": 0.0, "q95": 0.0, "label": "US"}
    rows = [row | {"kind": "region", "group": "US"}, row | {"kind": "all", "group": "all"}]
    assert answer_of({"rows": rows, "histories": 16}) == "Nobody loses a day (16 histories)."


def test_tags_are_words_of_a_few() -> None:
    """A tag that only one scenario has finds nothing that its name would not."""
    texts = [(shipped_folder() / f"{name}.yaml").read_text() for name in shipped_names()]
    assert all(text.count("\ntags: [") == 1 for text in texts)
