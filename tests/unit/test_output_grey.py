"""What reports say of grey lanes: their file, the summary and the screen."""

import csv
import dataclasses
import datetime as dt
import io
import json

import numpy as np
import pytest

from sim.cli.screen import screen
from sim.cli.screen_notes import MEANS
from sim.output.spread_rows import header, spread_csv
from sim.output.store import save
from sim.output.summary import summary_json
from sim.world.trade.grey_recorder import GREY
from tests import factories

SMALL = {"regions": {"CN": ("ev",), "US": ("ev",)}, "end": dt.date(2026, 12, 31)}
LANE = {"good": "magnets", "from": "maker", "to": "US", "standby": 1.0}
LANES = {
    "any": LANE | {"share": 1.0, "standby": None},
    "idle": LANE | {"grey": {"via": "TH", "intercepted": 0.5}},
    "side": LANE | {"good": "oxide", "grey": {"via": "VN", "premium": {"uniform": [0.3, 0.5]}}},
}


def run(**changes):
    """Two histories: in March one ships 30 t and loses 10, the other ships 70 and loses none."""
    result = factories.run(histories=2, **SMALL, **changes)
    books = np.zeros((12, 2, 2, 2), np.float32)
    books[2, 1] = [[30.0, 70.0], [10.0, 0.0]]
    books[3, 1, 0] = 50.0
    whole = result.whole.including(GREY.of(books, grey_lanes=("idle", "side")))
    return dataclasses.replace(result, whole=whole)


@pytest.fixture(scope="module")
def tables():
    return run(lanes=LANES).tables


@pytest.fixture(scope="module")
def summary(tables):
    return json.loads(summary_json(tables))


def test_the_file_has_a_row_for_each_lane_month_and_entry(tables):
    rows = list(csv.DictReader(io.StringIO(spread_csv(tables, GREY))))
    assert list(rows[0]) == header(GREY)
    assert list(rows[0])[-5:] == ["q05", "q25", "q50", "q75", "q95"]
    assert len(rows) == 12 * 2 * 2
    assert {(r["lane"], r["good"], r["via"], r["unit"]) for r in rows} == {
        ("idle", "magnets", "TH", "t"),
        ("side", "oxide", "VN", "t"),
    }
    march = {r["entry"]: r for r in rows if (r["lane"], r["month"]) == ("side", "2026-03")}
    assert (march["shipped"]["mean"], march["seized"]["mean"]) == ("50", "5")
    assert (march["shipped"]["q05"], march["shipped"]["q95"]) == ("32", "68")


def test_the_summary_has_the_totals_of_each_lane(summary):
    assert summary["grey"]["side"] == {
        "via": "VN",
        "shipped_t": 100.0,
        "seized_t": 5.0,
        "share_seized": 0.05,
        "premium": 0.4,
        "premium_paid_t": 40.0,
    }
    idle = summary["grey"]["idle"]
    assert (idle["shipped_t"], idle["share_seized"], idle["premium"]) == (0.0, None, 0.0)


def test_the_screen_has_a_line_for_each_lane(summary):
    above, _, below = screen(summary).split("\n\n")
    assert above.splitlines()[-1] == "Nobody loses a day: CN; US; All consumers."
    assert below.splitlines() == [
        MEANS,
        "Grey lane idle via TH: nothing shipped",
        "Grey lane side via VN: 100 t shipped, 5.0 t seized (5 %), 40 % above the normal price",
    ]


def test_a_lane_without_a_premium_sells_at_the_normal_price(summary):
    side = summary["grey"]["side"] | {"premium": 0.0, "shipped_t": 1234.6, "seized_t": 0.0}
    (line,) = screen(summary | {"grey": {"side": side}}).splitlines()[-1:]
    assert line.endswith("1,235 t shipped, 0 t seized (5 %), at the normal price")


def test_the_screen_has_a_line_for_each_queue_of_licences():
    result = factories.licensed(factories.run(histories=4, **SMALL))
    summary = json.loads(summary_json(result.tables))
    peak = summary["licences"][0]["peak_pending_t"]["mean"]
    lines = screen(summary).split("\n\n")[-1].splitlines()[1:]
    assert lines[0] == (
        f"Licences for magnets (halt): peak of {peak:,.0f} t pending at the end of "
        f"{summary['licences'][0]['peak_pending_month']}, 80 % granted"
    )
    assert [line.split(":")[0] for line in lines[1:]] == [
        "Inspections for magnets (halt)",
        "Licences for oxide (halt)",
    ]
    undecided = dict(summary["licences"][0], share_granted=None)
    last = screen(summary | {"licences": [undecided]}).splitlines()[-1]
    assert last.endswith(", none decided")


def test_a_run_with_grey_lanes_writes_their_file_and_the_rest_as_before(tables, tmp_path):
    """The same run without grey lanes has none of it, and otherwise the same bytes."""
    plain = factories.run(histories=2, **SMALL, lanes=LANES)
    folders = [tmp_path / "grey", tmp_path / "plain"]
    for folder, made in zip(folders, (tables, plain.tables), strict=True):
        folder.mkdir()
        save(made, folder)
    with_grey, without = ({path.name: path for path in folder.iterdir()} for folder in folders)
    assert with_grey["grey.csv"].read_text() == spread_csv(tables, GREY)
    assert with_grey.keys() - without.keys() == {"grey.csv"}
    for name in without.keys() - {"summary.json", "manifest.json"}:
        assert without[name].read_bytes() == with_grey[name].read_bytes()
    lines = with_grey["summary.json"].read_text().splitlines()
    rest = [line for line in lines if not line.startswith(' "grey": ')]
    assert without["summary.json"].read_text().splitlines() == rest
    assert len(rest) == len(lines) - 1


def test_a_run_without_grey_lanes_keeps_nothing_of_them():
    histories = factories.run(histories=2, **SMALL).condensed
    assert "grey_lanes" not in histories.axes
    assert not histories.has("grey.side")
    assert run(lanes=LANES).condensed.read("grey.side").shape == (12, 2, 2)
