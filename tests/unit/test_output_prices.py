"""A market's prices, floors and lost demand in the files of a run."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.output.store import save
from sim.plots.catalogue import OF_A_RUN
from sim.plots.figures import draw_figures
from tests.plots.legible import assert_told
from tests.two_blocs import MARKET, cut, run

FLOOR = """\
market:
  floors: {reef: {facilities: [kuantan], element: ndpr, strike_usd_per_kg: 110}}
"""


@pytest.fixture(scope="module")
def priced(tmp_path_factory: pytest.TempPathFactory) -> sim.Result:
    folder = tmp_path_factory.mktemp("priced")
    return run(folder, MARKET, cut(0.3, elements="dy"), FLOOR, end="2026-12-31")


@pytest.fixture(scope="module")
def folder(priced: sim.Result, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out")
    save(priced.tables, out, draw=draw_figures)
    return out


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_prices_csv_holds_every_week_element_and_bloc(priced, folder):
    found = rows(folder / "prices.csv")
    record = priced.record.price_usd_per_kg
    assert len(found) == record[..., 0].size
    dearest = max(found, key=lambda row: float(row["mean"]))
    assert (dearest["element"], dearest["bloc"], dearest["unit"]) == ("dy", "outside", "USD/kg")
    assert float(dearest["q50"]) == pytest.approx(float(record.max()), rel=1e-5)
    assert [row["week"] for row in found[:2]] == ["2026-01-01", "2026-01-08"]


def test_floors_csv_and_the_summary_agree(priced, folder):
    total = sum(float(row["mean"]) for row in rows(folder / "floors.csv"))
    (floor,) = json.loads((folder / "summary.json").read_text())["floors"]
    assert floor["floor"] == "reef"
    assert floor["cost_musd"]["mean"] == pytest.approx(total, rel=1e-4)
    assert total == pytest.approx(float(priced.record.floor_musd[..., 0].sum()), rel=1e-4)
    assert total > 0.1


def test_the_summary_tells_the_demand_driven_away(priced, folder):
    listed = json.loads((folder / "summary.json").read_text())["rows"]
    gone = {row["group"]: row["mean"] for row in listed if row["measure"] == "destroyed_t"}
    record = priced.record
    at = record.consumers.index("jp_ev")
    assert gone["jp_ev"] == pytest.approx(float(record.destroyed_t[at, 0]), rel=1e-5)
    assert gone["all"] == pytest.approx(float(record.destroyed_t[:, 0].sum()), rel=1e-5)
    assert gone["all"] > 1


def test_prices_have_a_figure(folder):
    svg = (folder / "figures" / "prices.svg").read_text(encoding="utf-8")
    assert "<svg" in svg
    assert (folder / "figures" / "prices.png").stat().st_size > 10_000


def test_the_figure_says_that_nothing_is_random(priced):
    (figure,) = OF_A_RUN["prices"].pages(priced.tables)
    assert_told(figure)


def test_a_price_has_a_band_of_what_the_event_alone_makes(tmp_path):
    """The quota lasts 100 days at least: until then nothing of what nobody knows is its length."""
    unsure = (
        "disruptions.cut.duration_days={uniform: [100, 250]}",
        "disruptions.cut.quota_share={uniform: [0.2, 0.4]}",
    )
    made = run(tmp_path, MARKET, cut(0.3, elements="dy"), settings=unsure, n=64, end="2026-12-31")
    path = made.tables.prices.of("dy", "outside")
    first = (59 + 100) // 7
    alone, whole = np.ptp(path.event, axis=1), np.ptp(path.quantiles[:, [0, -1]], axis=1)
    assert alone[: first - 1].max() < 0.01 * whole[: first - 1].max()
    assert alone.max() > 0.5 * whole[alone.argmax()] > 0.0
    (figure,) = OF_A_RUN["prices"].pages(made.tables)
    assert "Dark band" in " ".join(text.get_text() for text in figure.texts)


def test_a_run_without_a_market_writes_none_of_it(tmp_path):
    result = run(tmp_path, cut(0.3), end="2026-06-30")
    written = {path.name for path in save(result.tables, tmp_path, draw=draw_figures)}
    assert not written & {"prices.csv", "floors.csv", "prices.svg"}
    summary = (tmp_path / "summary.json").read_text()
    assert "destroyed_t" not in summary
    assert "floors" not in json.loads(summary)


def test_what_is_kept_of_the_prices_is_what_was_recorded(priced):
    np.testing.assert_array_equal(
        priced.tables.prices.of("dy", "outside").mean,
        priced.record.price_usd_per_kg[:, 0, 1, 0].astype(float),
    )
