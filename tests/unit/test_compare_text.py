"""A comparison as CSV, JSON, Markdown, HTML and on the screen."""

import csv
import io
import json
import re
from dataclasses import replace

import pytest

from sim.cli.compare_screen import screen
from sim.compare import compare
from sim.compare.files import csv_of, json_of
from sim.compare.markdown import markdown_of
from sim.compare.row import Contrast, Value
from sim.compare.sections import sections
from sim.compare.select import select
from sim.compare.tidy import HEADER
from sim.compare.words import amount, difference_text, interval_text, mean_text, share_text
from sim.scenario.measured import UnknownNameError, known_group, known_measure
from tests.unit.compare_runs import SHORT, Synthetic, dependent, several


@pytest.fixture(scope="module")
def two():
    return compare(several(2))


@pytest.fixture(scope="module")
def three():
    return compare(several(3))


def test_csv_has_a_row_for_each_group_measure_and_run(three):
    found = list(csv.DictReader(io.StringIO(csv_of(three, three.table))))
    assert list(found[0]) == HEADER
    assert len(found) == 3 * len(three.table)
    us = [row for row in found if (row["kind"], row["group"]) == ("region", "US")]
    assert [row["run"] for row in us] == list(three.labels)
    assert (us[0]["difference"], us[0]["mark"]) == ("", "")
    assert us[1]["mark"] == "better"
    low, mid, high = (float(us[1][f"difference{end}"]) for end in ("_low", "", "_high"))
    assert low < mid < high < 0
    assert mid == pytest.approx(float(us[1]["mean"]) - float(us[0]["mean"]), rel=1e-4)
    assert us[1]["difference_percent"] == "-20"
    assert us[1]["pairs"] == "16"


def test_tidy_rows_are_the_csv_at_full_precision(two):
    rows = two.rows()
    found = list(csv.DictReader(io.StringIO(csv_of(two, two.table))))
    assert [row["mark"] or "" for row in rows] == [row["mark"] for row in found]
    assert float(found[1]["difference"]) == pytest.approx(rows[1]["difference"], rel=1e-5, abs=1e-9)


def test_json_says_all_that_the_csv_says_and_how_to_read_it(three):
    found = json.loads(json_of(three, three.table))
    assert found["baseline"] == "no-stockpile"
    assert [run["paired"] for run in found["runs"]] == [True, True, True]
    assert len(found["rows"]) == 3 * len(three.table)
    assert list(found["rows"][0]) == HEADER
    assert any("by chance" in note for note in found["notes"])
    assert found["scenarios"] == []


def test_json_has_no_infinity_and_tells_the_reason():
    base = Synthetic(changes=SHORT)
    gone = {k: v for k, v in base.scenario.consumers.items() if k != "vn_all"}
    text = json_of(*(lambda c: (c, c.table))(
        compare([base, replace(base, name="b", changes=(*SHORT, ("consumers", gone)))])
    ))  # fmt: skip
    assert "Infinity" not in text
    assert "NaN" not in text
    found = json.loads(text)
    vn = [row for row in found["rows"] if row["group"] == "VN"][1]
    assert (vn["mean"], vn["mark"], vn["reason"]) == (None, "not comparable", "no such group here")
    (change,) = found["scenarios"]
    assert change["path"] == "consumers.vn_all"
    assert change["runs"][1] == {"run": "b", "value": "absent", "place": ""}


@pytest.mark.parametrize("count", [2, 3])
def test_markdown_tables_are_well_formed(count):
    found = compare(several(count))
    text = markdown_of(found, select(found))
    blocks = re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)
    assert blocks
    for block in blocks:
        head, rule, *lines = block.splitlines()
        assert re.fullmatch(r"\|( -{3}:? \|)+", rule)
        width = head.replace("\\|", "").count("|")
        assert lines
        assert {line.replace("\\|", "").count("|") for line in [rule, *lines]} == {width}


def test_a_bar_in_a_cell_does_not_end_it():
    base = Synthetic(changes=SHORT)
    found = compare([base, replace(base, name="b", pace=0.5)], ["a|b", "c"])
    assert "a\\|b" in markdown_of(found, select(found))
    assert not re.search(r"[^\\]a\|b", markdown_of(found, select(found)))


def test_the_screen_shows_runs_differences_and_who_is_the_same(two, three):
    text = screen(two, select(two))
    assert "no-stockpile (baseline): 16 histories" in text
    assert "nothing" in text.splitlines()[4]
    assert re.search(r"US +\S+ ± \S+ +\S+ ± \S+ +-\S+ +-\S+ to -\S+ +-20.0 % +better", text)
    assert "The same in every run: CN 0; IN 0." in text
    assert "paired with the baseline by number" in text
    more = screen(three, select(three))
    assert re.search(
        r"US +no-stockpile .*\n +vault-60-days .*better\n +halt-and-texas .*better", more
    )


def test_a_long_list_of_changes_is_cut():
    base = Synthetic(changes=SHORT)
    consumers = {
        name: block.model_copy(update={"stock_days": 99.0})
        for name, block in base.scenario.consumers.items()
    }
    found = compare([base, replace(base, name="b", changes=(*SHORT, ("consumers", consumers)))])
    assert len(found.changes) == 27
    assert "... and 7 more; --json shows all" in screen(found, [])


def test_rows_are_chosen_by_group_and_measure(two):
    assert {r.kind for r in select(two)} == {"region", "end_use", "all"}
    assert {r.group for r in select(two) if r.kind == "end_use"} == {"defence"}
    assert select(two, everything=True) == list(two.table)
    assert [r.group for r in select(two, ["us_ev"])] == ["us_ev"]
    assert [r.group for r in select(two, ["region.US"])] == ["US"]
    assert select(two, measures=["lost_t"]) == []


def test_consumers_that_the_runs_change_are_shown_below_the_others_if_they_are_few():
    base = Synthetic(changes=SHORT)

    def changed(*names):
        blocks = {
            name: block.model_copy(update={"stock_days": 99.0} if name in names else {})
            for name, block in base.scenario.consumers.items()
        }
        found = compare([base, replace(base, name="b", changes=(*SHORT, ("consumers", blocks)))])
        return found, [r.group for r in select(found) if r.measure == "shortfall_days"]

    assert "us_ev" not in changed()[1]
    found, shown = changed("us_ev", "jp_ev")
    assert sorted(shown[-2:]) == ["jp_ev", "us_ev"]
    assert screen(found, select(found)).endswith("--group NAME, --measure NAME, or --all.")
    many = list(base.scenario.consumers)[:9]
    assert not set(many) & set(changed(*many)[1])


def test_a_difference_that_is_nothing_is_written_as_none():
    small = Contrast("within noise", difference=2.8e-5, low=-0.5, high=0.5, share=1e-9)
    assert (difference_text(small, "d"), share_text(small, "d")) == ("0", "0 %")
    assert interval_text(small, "d") == "-0.5 to +0.5"


def test_dependence_is_shown_where_it_is_followed_of_defence_consumers_too():
    """Those that do not differ stand below in a line, whatever is shown of them."""
    followed = compare(dependent(2, "CN", "JP"))
    rows = [row for row in select(followed) if row.measure == "dependence"]
    assert {row.name for row in rows} == {"dependence[CN]", "dependence[JP]"}
    assert ("consumer", "us_defence") in {(row.kind, row.group) for row in rows}
    assert {row.kind for row in rows} == {"region", "end_use", "all", "consumer"}
    (of_us,) = select(followed, ["us_defence"], ["dependence[JP]"])
    assert (of_us.group, of_us.item) == ("us_defence", "JP")
    assert len(select(followed, ["us_defence"], ["dependence"])) == 2
    assert "The same in every run: US defence" in screen(followed, [of_us])


def test_unknown_names_are_refused_with_a_hint():
    with pytest.raises(UnknownNameError, match="Did you mean 'defence'"):
        known_group("defense", [("end_use", "defence")])
    with pytest.raises(UnknownNameError, match=r"Measures: .*, lost_t, "):
        known_measure("xyz")


def test_a_group_is_known_with_its_kind_and_without():
    groups = [("consumer", "us_ev"), ("region", "US")]
    assert known_group("US", groups) == known_group("region.US", groups) == "US"
    with pytest.raises(UnknownNameError, match=r"no group 'sector\.US'"):
        known_group("sector.US", groups)


def test_numbers_are_written_for_people():
    assert [amount(v, "d") for v in (0.0, 0.004, 12.34, 999.9, 12345.6)] == [
        "0", "0.004", "12.3", "999.9", "12,346",
    ]  # fmt: skip
    assert interval_text(Contrast("better", "", -0.6, -0.62, -0.58), "d") == "-0.62 to -0.58"
    assert interval_text(Contrast("better", "", -1.0, -1.0, -1.0), "d") == "exact"
    assert interval_text(Contrast("not comparable"), "d") == "-"
    assert share_text(Contrast("worse", "", 1.0, share=float("inf")), "d") == "from 0"
    assert share_text(Contrast("worse", "", 1.0, share=0.0004), "d") == "+0.04 %"
    start = Synthetic().scenario.start
    assert mean_text(Value(8, 31.2, 1.0, 31.0, 0.0), "day", start) == "2026-02-01"
    assert mean_text(Value(8, 3.0, 0.0, 3.0, 0.25), "d", start) == "3.0 (never in 25 %)"
    assert mean_text(Value(8, float("nan"), 0.0, 3.0, 1.0), "d", start) == "never"


def test_what_is_caused_is_shown_only_where_it_is_not_all():
    """Of groups in which it is, one line says so; alone it is shown as any other measure."""
    base = compare(several(2))
    days = [
        r for r in base.table if r.measure == "shortfall_days" and r.group in {"US", "EU", "JP"}
    ]
    caused = [replace(row, measure="shortfall_days_caused") for row in days]
    part = replace(caused[0], values=caused[0].values[::-1])
    first, second = sections(base, [*days, *caused])
    assert len(first.lines) + len(first.below) > 0
    assert (second.lines, second.below) == (
        (),
        ("All of shortfall_days, as above: every group.",),
    )
    _, second = sections(base, [*days, part, *caused[1:]])
    labels = "; ".join(row.label for row in caused[1:])
    assert second.below[-1] == f"All of shortfall_days, as above: {labels}."
    assert part.label in " ".join([*second.below[:-1], *map(str, second.lines)])
    (alone,) = sections(base, caused)
    assert alone.lines == first.lines
