"""Measured flows: what is counted, on which day."""

import numpy as np
import pytest

import sim
from sim.output.flow import monthly_flows
from tests.chain import CHAIN, write

TRANSIT = 35
HALT = (59, 149)
"""First day of the halt, and of what comes after it."""

FLOWS = """\
measures:
  flows:
    all_out: {good: magnets, from: CN}
    all_in: {good: magnets, from: CN, at: arrival}
    de_out: {good: magnets, from: CN, to: DE}
    us_out: {good: magnets, from: CN, to: US}
"""


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    file = write(tmp_path_factory.mktemp("flows"), CHAIN + FLOWS)
    return sim.run(sim.load(file), n=3)


def flow(result, name):
    return result.record.flow_t[:, result.record.flows.index(name)].astype(np.float64)


def test_a_halt_stops_a_flow_at_departure_on_its_first_day(result):
    out = flow(result, "all_out")
    first, after = HALT
    assert (out[first - 7 : first].sum(axis=0) > 0).all()
    assert not out[first:after].any()
    assert (out[after : after + 7].sum(axis=0) > 0).all()


def test_at_arrival_it_stops_when_the_last_ship_is_in(result):
    arriving, leaving = flow(result, "all_in"), flow(result, "all_out")
    first, after = (day + TRANSIT for day in HALT)
    assert (arriving[first - 7 : first].sum(axis=0) > 0).all()
    assert not arriving[first:after].any()
    assert arriving[TRANSIT:].tolist() == leaving[:-TRANSIT].tolist()


def test_what_was_on_the_way_at_the_start_arrives_as_planned(result):
    arriving = flow(result, "all_in")[:TRANSIT]
    assert arriving == pytest.approx(np.full(arriving.shape, 150 / 365.25), rel=0.05)
    plan = result.record.flow_plan_t[:TRANSIT, result.record.flows.index("all_in")]
    assert arriving[:, :1].tolist() == plan.astype(np.float64).tolist()


def test_destinations_add_up_to_all(result):
    parts = flow(result, "us_out") + flow(result, "de_out")
    assert parts == pytest.approx(flow(result, "all_out"), rel=1e-6)
    assert flow(result, "us_out").sum() > flow(result, "de_out").sum() > 0


def test_flows_of_magnets_are_the_supply_of_the_regions(result):
    record = result.record
    assert record.origins == ("CN",)
    for name, region in (("us_out", "US"), ("de_out", "DE")):
        supply = record.supply_t[:, 0, record.regions.index(region)].sum(axis=0, dtype=np.float64)
        assert flow(result, name).sum(axis=0) == pytest.approx(supply, rel=1e-5)


def test_concentrate_counts_in_bulk_and_metal_in_elements(tmp_path):
    """Two plants are moved abroad, so that what they buy leaves the country."""
    text = CHAIN.replace("  separator:\n    country: CN", "  separator:\n    country: JP")
    text += (
        "measures: {flows: {ore: {good: concentrate, from: CN, to: JP}, "
        "oxide: {good: oxide, from: JP}}}\n"
    )
    text = text.replace("    goods: [magnets]\n    destinations: [ALLIES]", "    goods: [magnets]")
    record = sim.run(sim.load(write(tmp_path, text), ["disruptions.halt.start=2026-12-01"]), n=1)
    ore, oxide = record.record.flow_t[:200, :, 0].sum(axis=0)
    # A tonne of concentrate holds 0.2 t NdPr oxide and 0.02 t Dy oxide; it is bought for its Dy,
    # or its NdPr, whichever is scarcer, so at most these elements leave again.
    most = 0.2 / 1.17 * 0.9 + 0.02 / 1.15 * 0.8
    assert 0 < oxide <= most * ore * 1.05


def test_the_bits_do_not_depend_on_how_many_histories_run(result, tmp_path):
    alone = sim.run(result.scenario, n=1)
    assert alone.record.flow_t.tobytes() == result.record.flow_t[..., :1].tobytes()
    one, three = (monthly_flows(r.condensed)["all_out"] for r in (alone, result))
    assert one.flow_t.tobytes() == three.flow_t[:, :1].tobytes()


def test_measuring_changes_nothing_else(result, tmp_path):
    plain = sim.run(sim.load(write(tmp_path, CHAIN)), n=3)
    assert plain.record.get("flow_t") is None
    assert plain.record.served_t.tobytes() == result.record.served_t.tobytes()
    assert "flows.csv" not in {file.name for file in plain.save(tmp_path / "run", figures=False)}


def test_a_run_writes_its_flows_by_month(result, tmp_path):
    result.save(tmp_path, figures=False)
    rows = [line.split(",") for line in (tmp_path / "flows.csv").read_text().splitlines()]
    assert rows[0] == [
        "month", "flow", "days", "mean_t", "q05_t", "q25_t", "q50_t", "q75_t", "q95_t",
        "normal_t", "share_of_normal", "net_lost_days",
    ]  # fmt: skip
    table = {(row[0], row[1]): [float(cell) for cell in row[2:]] for row in rows[1:]}
    assert len(table) == 12 * 4
    april = table["2026-04", "all_out"]
    assert april[:2] == [30.0, 0.0]
    assert april[-2] == 0.0
    # From 1 March to 30 April nothing left: 61 days, give or take the lots of the months before.
    assert april[-1] - table["2026-02", "all_out"][-1] == pytest.approx(61.0, abs=1e-3)
    february = table["2026-02", "all_out"]
    assert february[-3] == pytest.approx(28 * 150 / 365.25, rel=0.02)
    assert february[-2] == pytest.approx(february[1] / february[-3], rel=1e-4)
