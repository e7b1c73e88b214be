"""Lost production on the screen of a run: in units that are read at once, without rows of nought."""

from sim.cli.screen_output import RARE, READ, lost_production
from sim.scenario.load import load


def row(label, item, mean, low=0.0, high=None, kind="region"):
    measure = "lost_output_musd" if item is None else "lost_products"
    high = mean if high is None else high
    found = {"kind": kind, "label": label, "measure": measure, "item": item}
    return {**found, "mean": mean, "q05": low, "q95": high}


def shown(*rows):
    return "\n".join(lost_production({"rows": list(rows)})).splitlines()


def test_a_line_for_each_region_and_product_and_one_for_what_more_than_one_builds():
    lines = shown(
        row("EU", "cars", 1_234_567, 400_000, 2_600_000),
        row("EU", "MW of wind turbines", 2155.3, 632.6, 4298.9),
        row("EU", None, 31_400, 9_870, 64_321),
        row("JP", "cars", 1_234, 0.001, 4_321),
        row("JP", None, 45.6, 0, 160),
        row("All consumers", "cars", 1_235_801, 410_000, 2_601_000, kind="all"),
        row("All consumers", "MW of wind turbines", 2155.3, 632.6, 4298.9, kind="all"),
        row("Wind", "MW of wind turbines", 2155.3, kind="sector"),
    )
    assert [" ".join(line.split()) for line in lines] == [
        "Lost production mean 5 to 95 %",
        "EU cars 1.2 M 0.40 to 2.6 M",
        "MW of wind turbines 2,160 633 to 4,300",
        "worth, bn USD 31 9.9 to 64",
        "JP cars 1,230 0 to 4,320",
        "worth, bn USD 0.05 0 to 0.16",
        "All consumers cars 1.2 M 0.41 to 2.6 M",
        *READ.splitlines(),
    ]


def test_what_is_not_lost_is_named_in_a_line():
    lines = shown(row("EU", "cars", 900), row("US", "cars", 0.1), row("US", None, 0.0))
    assert lines[2:] == ["None lost: US cars", *READ.splitlines()]
    assert shown(row("EU", "cars", 0.1), row("EU", None, 0.0)) == ["Lost production: none of cars"]
    assert shown(row("EU", None, 0.0)) == ["Lost production: none"]


def test_a_rare_loss_is_shown_though_the_mean_is_small():
    assert "0.40" in shown(row("EU", "turbines", 0.4, 0, 2))[1]


def test_a_mean_beyond_its_band_is_said_to_be_rare():
    assert RARE in shown(row("US", "sets", 23.0, 0.0, 0.0))
    assert RARE not in shown(row("US", "sets", 23.0, 0.0, 40.0))


def test_who_says_nothing_of_what_is_built_has_no_such_table():
    assert shown() == []
    assert shown({"kind": "region", "label": "EU", "measure": "unmet_t", "mean": 9.0}) == []


OUTPUT = "consumers.motors.output={product: cars, products_per_t: 400, musd_per_t: 10}"


def test_a_run_shows_it_below_its_summary_and_a_comparison_by_name(call):
    run = ("run", "two-mines", "-n", "2", "-q", "--no-figures")
    assert "Lost production" not in call(*run).output
    assert "cars" in call(*run, "--set", OUTPUT).output.partition("Lost production")[2]
    both = ("two-mines", "two-mines", "-n", "2", "-q", "--no-figures", "--set", OUTPUT)
    compared = call("compare", *both, "--measure", "lost_products[cars]").output
    assert "lost_products[cars]" in compared


def test_who_goes_short_and_says_nothing_of_what_it_builds_is_named_by_sector():
    loaded = load("export-halt")
    short = {"kind": "consumer", "measure": "shortfall_days", "mean": 3.0}
    rows = [
        row("EU", "cars", 900),
        {**short, "group": "eu_ev"},
        {**short, "group": "eu_defence"},
        {**short, "group": "jp_defence"},
        {**short, "group": "in_all", "mean": 0.0},
    ]
    (text,) = lost_production({"rows": rows}, loaded)
    says = "Not counted, as they state no output: 2 consumers that go short (defence)"
    assert says in text.splitlines()
    (none,) = lost_production({"rows": [row("EU", "cars", 0.1), *rows[2:]]}, loaded)
    assert none.splitlines() == ["Lost production: none of cars", says]
