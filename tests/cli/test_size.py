"""`shortfall size`: known answer A asked the other way round."""

import csv
import json
import math
import shutil
from pathlib import Path

import pytest
from scipy.stats import beta

import sim
from sim.measures import fill_rate
from tests.cli.conftest import Call
from tests.plots.studies import files_of

CASES = Path(__file__).resolve().parents[1] / "known_answers"
QUICK = ("--workers", 1, "-q")
NONE_SHORT = "shortfall_days[motors] <= 0 with 95%"
RANDOM = "disruptions.halt.duration_days={choice: {20: 0.3, 50: 0.2, 80: 0.2, 100: 0.2, 120: 0.1}}"


@pytest.fixture
def holding(tmp_path: Path) -> Path:
    """One lane with a reserve: shortfall = max(0, T - 14 - S)."""
    for name in ("one_lane", "one_lane_with_reserve"):
        shutil.copy(CASES / f"{name}.yaml", tmp_path)
    return tmp_path / "one_lane_with_reserve.yaml"


def forms(result) -> list[dict]:
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)["forms"]


def test_the_answer_is_told_and_written(call: Call, holding: Path, tmp_path: Path) -> None:
    """A halt of 120 days less a buffer of 14."""
    result = call("size", holding, "--target", NONE_SHORT, "--workers", 1)
    assert result.exit_code == 0, result.stderr
    row = next(line for line in result.stdout.splitlines() if line.startswith("magnets  "))
    assert row.split() == ["magnets", "106", "exact", "106", "all", "0.0", "0.00"]
    assert f"106 days of the members' use are the least that meets {NONE_SHORT}." in result.stdout
    assert (
        "magnets  105 days: 0 of 1 histories meet it, shortfall_days 1 d in the mean"
        in result.stderr
    )
    (folder,) = tmp_path.glob("results/size-*")
    assert {f.name for f in folder.iterdir()} == {
        "size.json", "curve.csv", "figures", "points", "extras.json",
    }  # fmt: skip
    assert {f.name for f in (folder / "figures").iterdir()} == set(files_of("size"))
    rows = list(csv.DictReader((folder / "curve.csv").read_text().splitlines()))
    for row in rows:
        assert float(row["mean"]) == pytest.approx(max(106 - float(row["size_days"]), 0), abs=1e-3)
    saved = {float(row["size_days"]): row["saved_per_day"] for row in rows}
    assert float(saved[60]) == pytest.approx(1, abs=1e-4)
    assert float(saved[116]) == pytest.approx(0, abs=1e-4)


def test_a_repeated_search_runs_nothing_and_writes_the_same(
    call: Call, holding: Path, tmp_path: Path
) -> None:
    """What is kept of the sizes is read."""
    arguments = ("size", holding, "--target", "shortfall_days[us] <= 46 with 50%", *QUICK, "--json")
    arguments = tuple(a.replace("[us]", "[US]") if isinstance(a, str) else a for a in arguments)
    first = call(*arguments)
    assert forms(first)[0]["size"] == 60
    (folder,) = tmp_path.glob("results/size-*")
    before = {f: f.read_bytes() for f in folder.rglob("*") if f.is_file()}
    again = call(*arguments)
    assert again.stdout == first.stdout
    assert {f: f.read_bytes() for f in folder.rglob("*") if f.is_file()} == before


def test_a_stock_by_grade_is_sized_in_days_of_all(call: Call, holding: Path) -> None:
    days = "stockpiles.reserve.fill_days={plain: 7}"
    asked = ("--target", NONE_SHORT, "--no-figures", *QUICK, "--json")
    (found,) = forms(call("size", holding, "--set", days, *asked))
    assert found["size"] == 106


def test_with_a_random_halt_the_size_is_a_quantile(call: Call, holding: Path) -> None:
    """Of the halt's length less the buffer; its interval is one of order statistics."""
    n, share = 64, 0.8
    record = sim.run(sim.load(CASES / "one_lane.yaml", [RANDOM]), n=n, seed=1, workers=1).record
    needed = sorted((1 - fill_rate(record.demand_t, record.served_t)[:, 0]).sum(axis=0).round())
    result = call(
        "size", holding, "--target", f"shortfall_days[motors] <= 0 with {100 * share:g}%",
        "-n", n, "--seed", 1, "--set", RANDOM, "--no-figures", *QUICK, "--json",
    )  # fmt: skip
    (found,) = forms(result)
    counts = range(1, n + 1)
    sure = next(k for k in counts if beta.ppf(0.025, k, n - k + 1) >= share)
    possible = next(k for k in counts if k == n or beta.ppf(0.975, k + 1, n - k) >= share)
    assert found["size"] == needed[math.ceil(share * n) - 1]
    assert found["size_low95"] == needed[possible - 1]
    assert found["size_high95"] == needed[sure - 1]
    assert found["size_low95"] < found["size_high95"]
    another = found["another_day"]["shortfall_days"]
    step = max(int(found["size"]) // 10, 1)
    left = [
        sum(max(x - size, 0) for x in needed) / n for size in (found["size"], found["size"] + step)
    ]
    assert another == pytest.approx((left[1] - left[0]) / step, abs=1e-4)


def test_of_several_forms_one_is_sized_and_the_others_are_left_out(call: Call) -> None:
    """What the other form holds changes nothing."""
    holds = "{metal: {fill_days: METAL, through: [maker]}, magnets: {fill_t: {traction: 9}}}"
    found = [
        forms(call(
            "size", "two-mines", "--target", "shortfall_days[US] <= 1 with 90%", *QUICK, "--json",
            "-n", 8, "--step", 30, "--form", "magnets", "--no-figures", "--set",
            f"stockpiles.reserve={{country: CN, members: [motors], holds: {text}}}",
        ))
        for text in ("{magnets: {fill_days: 30}}", holds.replace("METAL", "90"))
    ]  # fmt: skip
    assert found[0] == found[1]
    assert found[0][0]["size_days"] >= 120


def test_no_size_helps_where_the_release_is_too_slow(call: Call, holding: Path) -> None:
    """A tenth of the use a day: 106 days cost 106 - 0.1 x 106, however much there is."""
    result = call(
        "size", holding, "--target", NONE_SHORT, *QUICK, "--json", "--no-figures",
        "--set", "stockpiles.reserve.release_t_per_day=0.1",
    )  # fmt: skip
    (found,) = forms(result)
    assert (found["size"], found["reason"]["cause"]) == (None, "terms")
    assert found["reason"]["relieved"] == pytest.approx(0.1, abs=0.02)
    assert "at any size the target is missed in 100 % of histories" in found["says"]


def test_oxide_does_not_help_where_magnets_would(call: Call) -> None:
    """The halt keeps magnets at home, whatever oxide there is."""
    result = call(
        "size", "two-mines", "--target", "shortfall_days[US] <= 1 with 90%", *QUICK, "--json",
        "-n", 8, "--step", 30, "--form", "magnets,oxide", "--no-figures", "--in", "musd",
        "--price", "magnets=50,oxide=60", "--set",
        "stockpiles.reserve={country: CN, good: oxide, members: [smelter], fill_days: 0}",
    )  # fmt: skip
    magnets, oxide = forms(result)
    assert (oxide["size"], oxide["reason"]["cause"]) == (None, "form")
    assert oxide["reason"]["relieved"] == pytest.approx(0, abs=1e-6)
    assert "Hold magnets, not oxide." in oxide["says"]
    assert magnets["size_days"] % 30 == 0
    assert magnets["size_days"] >= 120
    # 100 t a year at 50 USD a kg.
    assert magnets["size"] == pytest.approx(magnets["size_days"] * 100 / 365.25 * 0.05, rel=1e-4)


def test_a_budget_goes_into_what_helps(call: Call, tmp_path: Path) -> None:
    """All of it into magnets, as oxide cannot leave; 2 M USD at 50 USD a kg are 40 t."""
    result = call(
        "size", "two-mines", "--target", "shortfall_days[US] <= 1 with 90%", *QUICK, "-n", 4,
        "--budget-musd", 2, "--price", "magnets=50,oxide=60", "--set",
        "stockpiles.reserve={country: CN, good: oxide, members: [smelter], fill_days: 0}", "--json",
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)["mixes"]
    assert [mix["musd"].get("magnets", 0) for mix in found] == [2, 1.5, 1, 0.5, 0]
    assert all(sum(mix["musd"].values()) == pytest.approx(2) for mix in found)
    assert found[0]["t"] == {"magnets": 40}
    assert found[0]["days"]["magnets"] == pytest.approx(40 / (100 / 365.25), rel=1e-4)
    means = [mix["mean"] for mix in found]
    assert means == sorted(means)
    assert means[0] < means[-1]
    (file,) = tmp_path.glob("results/size-*/mixes.csv")
    assert len(file.read_text().splitlines()) == 6


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--target", "x"), "Write MEASURE[GROUP] <= NUMBER with P%"),
        (
            ("--target", "shortfall_days[UK] <= 0 with 95%"),
            "There is no group 'UK'. Groups: all; region US",
        ),
        (("--target", NONE_SHORT, "--stockpile", "reserves"), "Did you mean 'reserve'?"),
        (("--target", NONE_SHORT, "--form", "magnet"), "Did you mean 'magnets'?"),
        (
            ("--target", NONE_SHORT, "--form", "oxide"),
            "Nobody takes its oxide: US has no metal makers",
        ),
        (("--target", NONE_SHORT, "--through", "magnets=motors"), "leave it out"),
        (
            ("--target", NONE_SHORT, "--through", "oxide=smelter"),
            "there is no metal maker 'smelter'",
        ),
        (("--target", NONE_SHORT, "--in", "musd"), "need a price of magnets"),
        (("--target", NONE_SHORT, "--price", "magnets=-1"), "'magnets=-1' is no price of"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_anything_is_run(
    call: Call, holding: Path, tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    """With the value, the rule and the remedy."""
    result = call("size", holding, *arguments)
    assert result.exit_code == 2
    assert says in result.stderr
    assert not (tmp_path / "results").exists()


def test_a_scenario_without_a_stockpile(call: Call) -> None:
    result = call("size", "two-mines", "--target", "shortfall_days[US] <= 1 with 90%")
    assert result.exit_code == 2
    assert "two-mines has no stockpile to size. Add one" in result.stderr
