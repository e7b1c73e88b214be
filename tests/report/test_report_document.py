"""What a report says: the numbers of its runs, in words, with where they come from."""

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest

from sim.compare import compare
from sim.compare.robust import Robust
from sim.compare.robust_sections import reading
from sim.compare.select import select
from sim.report.asked import EPOCH, Asked
from sim.report.checklist import ITEMS
from sim.report.document import Document, Items, Paragraph, Plate, Section, Table
from sim.report.events import events
from sim.report.markdown import files_of, markdown_of
from sim.report.one_run import report_of_run
from sim.report.page import page_of
from sim.report.several import report_of_several
from sim.scenario.load import load
from tests.report.made import HOSTILE, stranger
from tests.unit.compare_runs import two_mines

QUICK = ("shortfall",)


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    out = tmp_path_factory.mktemp("runs")
    return two_mines(out, n=40), two_mines(out, "consumers.motors.stock_days=40", n=40)


@pytest.fixture(scope="module")
def alone(runs):
    return report_of_run(runs[0], Asked(figures=QUICK))


@pytest.fixture(scope="module")
def both(runs):
    comparison = compare(runs, ["as it is", "more stock"])
    return report_of_several(comparison, select(comparison), Asked())


def table(document: Document, name: str) -> Table:
    return next(
        block
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Table) and block.name == name
    )


def test_the_answer_has_the_number_and_its_interval(runs, alone):
    days = next(
        one.values
        for one in runs[0].outcomes
        if (one.group.kind, one.measure) == ("all", "shortfall_days")
    )
    found = runs[0].describe(days)
    low, high = found.quantiles[0], found.quantiles[4]
    assert f"lose {found.mean:.0f} days" in alone.answer
    assert f"({low:.0f} to {high:.0f} in nine of ten simulated histories)" in alone.answer
    assert alone.question == runs[0].scenario.question


def test_every_item_of_the_checklist_is_filled_with_file_and_line(alone):
    found = table(alone, "stress-des")
    assert len(found.rows) == ITEMS
    assert all(cell.text for row in found.rows for cell in row)
    where = {row[0].text: row[3].text for row in found.rows}
    lines = (Path(__file__).parents[2] / "scenarios/two-mines.yaml").read_text().splitlines()
    for item, key in (("1.1", "question:"), ("4.2", "start:"), ("3.1", "sources:")):
        file, line = where[item].split(",")[0].split(":")
        assert file == "two-mines.yaml"
        assert lines[int(line) - 1].startswith(key)


def test_the_sources_are_those_that_numbers_name(alone):
    (row,) = table(alone, "sources").rows
    assert row[0].text == "example"
    assert "Made-up numbers" in row[1].text
    assert row[2].text == "C"


def test_it_says_what_happens_who_when_and_how_long(alone):
    (row,) = table(alone, "events").rows
    assert [cell.text for cell in row[1:]] == [
        "China stops exports of magnets to US.",
        "1 March 2026",
        "60 to 240 days (most likely 120)",
        "certain",
    ]


def test_it_says_why_with_what_held_up_the_goods(alone):
    (why,) = (one for one in alone.sections if one.id == "why")
    first, *_ = why.blocks[0].items
    assert re.fullmatch(
        r"US: \d+ % of what was planned did not come from March 2026 to \w+ 2026: lane closed or "
        r"narrowed \(\d+ %\); .*shelves held \d+ days when it began and \S+ at the least\.",
        first,
    )
    assert table(alone, "dependence").rows[0][1].text == "100 %"


def test_of_a_consumer_why_is_said_to_be_of_its_region(tmp_path):
    document = report_of_run(two_mines(tmp_path, *SMALL), Asked(figures=QUICK))
    (why,) = (one for one in document.sections if one.id == "why")
    (line,) = (one for one in why.blocks[0].items if one.startswith("small: "))
    assert " % of what was planned for its region, all consumers of the US, did not come " in line
    assert "; its own shelves held " in line


def test_new_terms_of_licences_are_told_with_their_values():
    (ahead, *begun) = events(load("october-cliff").scenario)
    told = [row[1].text for table in (ahead, *begun) for row in table.rows]
    general = "general licences on other terms: for 30 % of exports, valid for 365 days, renewed 45"
    assert any(general in one for one in told)
    assert any("licences on other terms: 0 to 0.2 (civil) granted" in one for one in told)


@pytest.mark.parametrize("name", ["november-branches", "texas-slip-24", "us-listing-2026"])
def test_events_of_every_kind_are_told_in_words(name):
    scenario = load(name).scenario
    found = [row for one in events(scenario) for row in one.rows]
    assert len(found) == len(scenario.disruptions)
    for row in found:
        assert all(cell.text for cell in row)
        assert not re.search(r"[_{}]|Distribution|None", " ".join(cell.text for cell in row))


def test_the_strongest_input_is_how_long_the_halt_lasts(alone):
    first = table(alone, "inputs").rows[0]
    assert first[0].text == "halt: duration days"
    assert first[1].sort > 0.9
    assert first[5].text == "C"


def test_no_path_of_the_machine_is_in_it(runs, alone, both):
    for document in (alone, both):
        text = page_of(document) + markdown_of(document)
        assert str(runs[0].folder.parent) not in text
        assert str(Path(__file__).parents[2]) not in text


def test_the_date_is_given_or_of_the_environment_or_of_the_world(runs, monkeypatch):
    monkeypatch.delenv(EPOCH, raising=False)
    assert "Date" not in Asked().facts(runs)
    monkeypatch.setenv(EPOCH, "1767225600")
    assert Asked().facts(runs)["Date"] == "1 January 2026"
    assert Asked(date=dt.date(2026, 7, 1)).facts(runs)["Date"] == "1 July 2026"


def test_runs_are_compared_with_labels_and_words_and_paths_come_last(both):
    assert "as it is" in both.answer
    assert "more stock 10 fewer" in both.answer
    (row,) = table(both, "differences").rows
    assert [cell.text for cell in row] == ["motors: stock days", "30 days", "40 days"]
    assert [row[0].text for row in table(both, "paths").rows] == ["consumers.motors.stock_days"] * 2
    assert both.sections[-1].id == "appendix"
    assert table(both, "losses").head == ("Who", "as it is", "more stock")


def test_what_cannot_be_compared_is_said_in_the_answer(runs, tmp_path):
    shorter = two_mines(tmp_path, "end=2026-10-31", n=40)
    comparison = compare([*runs, shorter], ["as it is", "more stock", "shorter"])
    document = report_of_several(comparison, select(comparison), Asked(), figured=False)
    assert document.answer.endswith(
        "; shorter cannot be compared: it spans 2026-01-01 to 2026-10-31, "
        "the baseline 2026-01-01 to 2026-12-31."
    )
    assert "10 fewer" in document.answer


def test_a_comparison_by_criteria_says_who_is_best_by_each(runs):
    comparison = compare(runs, ["as it is", "more stock"])
    robust = Robust(comparison)
    asked = Asked(figures=("overlay",))
    document = report_of_several(comparison, select(comparison), asked, robust)
    (part,) = (one for one in document.sections if one.id == "robust")
    assert isinstance(part.blocks[0], Table)
    (read,) = (one for one in document.sections if one.id == "reading")
    assert reading(robust) in read.blocks[0].items


def test_one_run_and_several_have_the_same_structure(alone, both):
    ids = [one.id for one in both.sections]
    shared = [one.id for one in alone.sections if one.id in ids]
    assert shared == [one for one in ids if one in shared]
    assert {"first", "happens", "losses", "rests", "gaps", "sources", "checklist", "again"} <= {
        *shared
    }


def test_the_group_that_is_asked_for_is_in_the_answer(runs):
    document = report_of_run(runs[0], Asked(group="US", figures=QUICK))
    assert document.answer.startswith("The US loses ")
    with pytest.raises(ValueError, match="US"):
        report_of_run(runs[0], Asked(group="UX", figures=QUICK))


def test_the_first_figures_follow_the_group_that_is_asked_for(runs):
    """A group of one's own, too; regions have panels beside it."""
    made = ("storylines", "shortfall", "bottlenecks")
    document = report_of_run(runs[0], Asked(group="consumer.motors", figures=made))
    first, shortfall, broke = plates(document)
    motors = next(one.label for one in runs[0].groups if one.name == "motors")
    assert first.title.startswith(f"{motors} in ")
    assert "by region" not in shortfall.title
    assert f"histories: {motors} " in shortfall.alt
    assert "; US " in shortfall.alt
    assert f"of US, where {motors} is" in broke.title
    comparison = compare(runs, ["as it is", "more stock"])
    asked = Asked(group="consumer.motors", figures=("storylines",))
    (told,) = plates(report_of_several(comparison, select(comparison), asked))
    assert told.title.startswith(f"Storylines of {motors},")


def plates(document: Document) -> list[Plate]:
    return [
        block
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Plate)
    ]


def test_markdown_says_the_same_and_has_its_figures_beside_it(alone):
    text = markdown_of(alone)
    assert alone.answer in text
    for path, content in files_of(alone).items():
        assert f"({path})" in text
        assert content
    assert all(f"## {section.title}" in text for section in alone.sections)


def test_markup_of_strangers_is_text(tmp_path):
    document = report_of_run(
        stranger(tmp_path), Asked(title=HOSTILE, author=HOSTILE, figures=QUICK)
    )
    page, text = page_of(document), markdown_of(document)
    assert "<script>alert" not in page + text
    assert "<img src=x" not in page + text
    assert "{{ 7*7 }}" in page
    assert 'href="javascript' not in page
    assert "](<javascript" not in text


def test_the_same_runs_and_options_give_the_same_bytes(runs, alone):
    again = report_of_run(runs[0], Asked(figures=QUICK))
    assert page_of(again) == page_of(alone)
    assert again == alone


SMALL = (
    "consumers.motors.stock_days=400",
    "consumers.small={region: US, sector: pumps, demand_t_per_year: 0.01, grades: {traction: 1}, "
    "stock_days: 5}",
    "lanes.small={good: magnets, from: maker, to: small, share: 1, transit_days: 35}",
)
"""A region that is served, but for a consumer that is too small to move its mean."""


def test_who_is_too_small_to_move_a_region_is_not_said_to_be_served(tmp_path):
    run = two_mines(tmp_path, *SMALL)
    document = report_of_run(run, Asked(figures=QUICK))
    assert document.answer.startswith("All consumers together lose nothing, in 95 % of")
    assert "; small is hit hardest, with " in document.answer
    assert "days lost by small, hit hardest" in document.figures
    assert [row[0].text for row in table(document, "losses").rows] == ["small"]
    text = markdown_of(document)
    assert "Nobody l" not in text
    assert "Why nobody goes short" not in text
    assert "Who uses oxide or metal" not in text


def test_the_days_of_each_run_are_of_the_very_group_that_is_asked_for(tmp_path):
    """And not of another kind of group with its name; nor none if results hide it at first."""
    renamed = (
        "consumers={motors: null, defence: {region: US, sector: pumps, demand_t_per_year: 50, "
        "grades: {traction: 1}, stock_days: 5}, other: {region: EU, sector: pumps, end_use: "
        "defence, demand_t_per_year: 50, grades: {traction: 1}, stock_days: 90}}",
        "lanes.sea=null",
        "lanes.one={good: magnets, from: maker, to: defence, share: 1, transit_days: 35}",
        "lanes.two={good: magnets, from: maker, to: other, share: 1, transit_days: 35}",
        "disruptions.halt.destinations=[US, EU]",
        "expect=null",
    )
    runs = [
        two_mines(tmp_path, *renamed, n=4),
        two_mines(tmp_path, *renamed, "consumers.defence.stock_days=20", n=4),
    ]
    comparison = compare(runs, ["one", "two"])

    def days(group):
        asked = Asked(group=group, figures=("totals",))
        found = report_of_several(comparison, select(comparison), asked, figured=False)
        return [*found.figures.values()]

    def alone(group):
        return [report_of_run(run, Asked(group=group, figures=QUICK)).figures for run in runs]

    for group in ("consumer.defence", "end_use.defence"):
        of_each = [next(iter(figures.values())) for figures in alone(group)]
        assert days(group) == of_each
    assert days("defence") == days("end_use.defence") != days("consumer.defence")


def test_a_region_keeps_its_letters_where_runs_are_compared(runs, tmp_path):
    comparison = compare(runs, ["as it is", "more stock"])
    found = report_of_several(comparison, select(comparison), Asked(group="US"), figured=False)
    assert found.answer.startswith("With as it is the US loses ")
    shorter = two_mines(tmp_path, "end=2026-10-31", n=40)
    apart = compare([runs[0], shorter], ["as it is", "shorter"])
    found = report_of_several(apart, select(apart), Asked(group="US"), figured=False)
    assert found.answer.startswith("The runs cannot be compared in the days that the US loses: ")


def test_a_text_that_begins_like_a_heading_is_none_in_markdown(alone):
    first = Section("one", "One", (Paragraph("# not a heading"), Items(("- not a list", "a - b"))))
    text = markdown_of(replace(alone, sections=(first,)))
    assert "\n\\# not a heading\n" in text
    assert "\n- \\- not a list\n- a - b\n" in text
