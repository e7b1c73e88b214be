"""What reports say of the money of stockpiles: file, summary, screen, figure, comparison."""

import csv
import io
import json
from shutil import copy

import numpy as np
import pytest
from click.testing import CliRunner
from matplotlib import rc_context

import sim
from sim import measures
from sim.cli import main
from sim.cli.screen import screen
from sim.output.groups import financed
from sim.output.spread_rows import header, spread_csv
from sim.output.store import save
from sim.output.summary import summary_json
from sim.plots.finance import finance_figure
from sim.plots.style import RC
from sim.rules.finance import FLOWS
from sim.scenario.measured import known_group
from sim.world.stockpile.finance_recorder import FINANCE
from tests.plots.legible import assert_told
from tests.unit.effects import KNOWN_ANSWERS

VAULT = """
stockpiles:
  vault:
    country: US
    label: The vault
    members: {motors: {fee_musd_per_year: 0.5}}
    fill: {target_days: 60, start: 2026-01-11, finish: 2026-03-11, price_usd_per_kg: {plain: 100}}
    release: {trigger: {first_shortage: true}}
    finance: {loan_musd: 6, equity_musd: {uniform: [1, 2]}, sale_price: {fixed: 90}}
lanes:
  to_vault: {good: magnets, from: source, to: vault, share: 1, transit_days: 10}
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    file = tmp_path_factory.mktemp("finance") / "case.yaml"
    copy(KNOWN_ANSWERS / "one_lane.yaml", file.parent)
    file.write_text(f"schema: 1\nextends: one_lane\nname: case\n{VAULT}", encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def result(case):
    return sim.run(sim.load(case), n=8, seed=1, workers=1)


@pytest.fixture(scope="module")
def summary(result):
    return json.loads(summary_json(result.tables))


def test_the_file_has_a_row_for_each_month_and_entry(result):
    rows = list(csv.DictReader(io.StringIO(spread_csv(result.tables, FINANCE))))
    assert list(rows[0]) == header(FINANCE)
    assert len(rows) == 22 * len(FINANCE.entries)
    assert {(row["stockpile"], row["unit"]) for row in rows} == {("vault", "MUSD")}
    table = {(row["month"], row["entry"]): row for row in rows}
    equity = table["2026-05", "equity"]
    assert 1 < float(equity["q05"]) < float(equity["mean"]) < float(equity["q95"]) < 2
    assert float(table["2026-04", "inventory_at_cost"]["mean"]) == pytest.approx(6, rel=1e-4)
    # Means add up as each history does.
    for month in ("2026-03", "2026-08", "2027-10"):
        value = {entry: float(table[month, entry]["mean"]) for entry in FINANCE.at}
        assets = value["cash"] + value["inventory_at_market"]
        paid_in = value["loan"] + value["interest_due"] + value["equity"]
        assert assets == pytest.approx(paid_in + value["result"], abs=1e-4)


def test_the_summary_says_what_it_comes_to(result, summary):
    found = summary["finance"]["vault"]
    books = result.record.finance_musd[:, 0, :, :8]
    at = FINANCE.at
    assert found["label"] == "The vault"
    for key in ("interest_paid", "storage", "handling", "fees"):
        mean = books[:, at[key]].sum(axis=0).mean()
        assert found[f"{key}_musd"]["mean"] == pytest.approx(mean, rel=1e-5), key
    assert found["fees_musd"]["mean"] == pytest.approx(0.5 * 640 / 365.25, rel=1e-5)
    assert found["result_musd"]["q05"] < found["result_musd"]["q95"]
    assert found["result_musd"]["mean"] == pytest.approx(books[-1, at["result"]].mean(), rel=1e-5)
    assert found["peak_loan_musd"]["mean"] == pytest.approx(
        result.record.owed_musd[:, 0, :8].max(axis=0).mean(), rel=1e-5
    )
    assert (found["payback_date"], found["share_never_paid_back"]) == ("never", 1)
    # The price never moves: nothing was bought dear.
    assert found["loss_on_dear_musd"]["mean"] == 0


def test_the_screen_has_a_line_for_it(summary):
    vault = summary["finance"]["vault"] | {"largest_paper_loss_month": "2026-09"}
    line = screen(summary | {"finance": {"vault": vault}}).splitlines()[-1]
    assert line.startswith("Money of The vault, million USD: loan at most 4.")
    assert "largest paper loss" in line
    assert "(2026-09, median)" in line
    assert line.endswith("loan repaid never (median)")


def test_measures_of_a_stockpile_are_outcomes_that_comparisons_know(result, summary):
    rows = {row["measure"]: row for row in summary["rows"] if row["kind"] == "stockpile"}
    assert set(rows) == {
        "peak_loan_musd", "interest_paid_musd", "storage_musd", "handling_musd", "fees_musd",
        "result_musd", "largest_paper_loss_musd", "largest_paper_loss_day", "loss_on_dear_musd",
        "payback_day",
    }  # fmt: skip
    assert rows["result_musd"]["unit"] == "MUSD"
    assert rows["payback_day"]["share_never"] == 1
    (group,) = financed(result.job.scenario)
    known_group("vault", [(group.kind, group.name)])


def test_runs_are_compared_by_it(case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    dear = case.with_name("dear.yaml")
    text = "schema: 1\nextends: case.yaml\nname: dear\n"
    dear.write_text(text + "stockpiles: {vault: {finance: {interest_per_year: 0.12}}}\n")
    rule = ["--fail-on", "vault.interest_paid_musd>0"]
    keys = ["--group", "vault", "--measure", "interest_paid_musd", "--no-figures", "-n", "8"]
    found = CliRunner().invoke(main, ["compare", str(case), str(dear), *keys, *rule])
    assert found.exit_code == 3, found.output
    assert "The vault" in found.output
    assert "worse" in found.output


def test_a_run_without_money_writes_nothing_of_it(case, tmp_path):
    scenario = sim.load(KNOWN_ANSWERS / "one_lane_with_reserve.yaml")
    plain = sim.run(scenario, n=1, seed=1, workers=1).tables
    save(plain, tmp_path)
    assert plain.finance == ()
    assert not (tmp_path / "finance.csv").exists()
    assert "finance" not in json.loads((tmp_path / "summary.json").read_text())


def test_the_figure_has_four_panels_with_units_and_named_lines(result):
    with rc_context(RC):
        figure = finance_figure(result.tables)
    assert_told(figure)
    panels = [ax for ax in figure.axes if ax.get_title(loc="left")]
    titles = [ax.get_title(loc="left") for ax in panels]
    assert len(titles) == 4
    assert all("million USD" in title or "USD/kg" in title for title in titles)
    texts = [{text.get_text() for text in ax.texts} for ax in panels]
    assert {"cash", "inventory", "loan", "loan + equity"} <= texts[0]
    assert {"result", "realised"} <= texts[1]
    assert texts[2] == {"market", "mean cost"}
    worth = panels[2].lines[0].get_ydata()
    assert np.nanmax(worth) == pytest.approx(100, rel=1e-4)


def test_flows_and_balances_have_names_of_their_own():
    assert len(FINANCE.at) == len(FINANCE.entries)
    assert tuple(e.name for e in FINANCE.entries if e.when == "over") == FLOWS


def test_what_was_bought_dear_counts_as_far_as_it_is_held():
    """100 t at 900 and 100 t at 200, a price of 250 at the end: 65 are lost on the first."""
    bought, paid = np.full((2, 1, 1), 100.0), np.array([90.0, 20.0])[:, None, None]
    for held, loss in ((200, 65), (100, 32.5), (0, 0), (500, 65)):
        found = measures.loss_on_dear(bought, paid, [[held]], [[250.0]])
        assert found.item() == pytest.approx(loss)


def test_a_loan_is_paid_back_on_the_first_day_from_which_nothing_is_owed_again():
    """Repaid on day 2; again after a second loan, on day 4; on the last day; never; never lent."""
    owed = np.array([
        [1.0, 1.0, 1.0, 0.0, 0.0],
        [1.0, 0.0, 2.0, 0.0, 0.0],
        [0.0, 0.0, 3.0, 0.0, 0.0],
        [0.0, 4.0, 2.0, 0.0, 0.0],
        [0.0, 0.0, 1.0, 0.0, 0.0],
        [0.0, 0.0, 0.0, 5.0, 0.0],
    ])  # fmt: skip
    assert measures.payback_day(owed).tolist() == [2.0, 4.0, 5.0, np.inf, 0.0]
