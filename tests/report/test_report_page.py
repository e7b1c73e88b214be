"""The page of a report in a real browser: it works, and anybody can use it."""

import datetime as dt
import io
from dataclasses import replace
from pathlib import Path

import pytest

from sim.report.asked import Asked
from sim.report.document import Document, Section
from sim.report.one_run import report_of_run
from sim.report.page import page_of
from sim.report.pdf import pdf_of
from tests.report.browser import Opened, browser
from tests.report.made import placed, stranger


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    run = placed(tmp_path_factory.mktemp("runs"), 40)
    return report_of_run(run, Asked(author="A. Author"))


@pytest.fixture(scope="module")
def file(document: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(page_of(document), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def chromium():
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def opened(chromium, file):
    return Opened(chromium, file, viewport={"width": 1200, "height": 900})


def test_it_opens_from_a_file_without_a_fault_or_a_request(opened, file):
    assert opened.page.title() == "Two mines"
    assert opened.faults == []
    assert [url for url in opened.requests if not url.startswith("data:")] == [file.as_uri()]
    pictures = opened.page.locator("img").evaluate_all("all => all.map(one => one.naturalWidth)")
    assert len(pictures) > 3
    assert all(pictures)


def test_the_policy_of_the_page_keeps_what_is_slipped_in_from_running(opened):
    opened.page.evaluate(
        "const one = document.createElement('script'); one.textContent = 'window.slipped = 1';"
        "document.body.append(one); document.body.setAttribute('onclick', 'window.slipped = 2');"
        "document.body.click()"
    )
    assert opened.page.evaluate("window.slipped") is None
    assert all("Content Security Policy" in fault for fault in opened.faults)
    opened.faults.clear()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(chromium, file, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    seen = Opened(chromium, file, color_scheme=scheme)
    found = axe.run(seen.page)
    assert found.violations_count == 0, found.generate_report()


def test_a_click_on_a_heading_sorts_and_another_turns_it_round(opened):
    before = opened.column("sources", 0) + opened.column("stress-des", 0)
    assert before[1:3] == ["1.1", "1.2"]
    head = opened.page.locator("#table-stress-des thead button").first
    head.click()
    head.click()
    assert opened.column("stress-des", 0)[:2] == ["6.1", "5.4"]
    assert opened.page.locator("#table-stress-des th[aria-sort]").get_attribute("aria-sort") == (
        "descending"
    )
    head.click()
    assert opened.column("stress-des", 0)[0] == "1.1"


def test_the_filter_keeps_rows_with_all_words_and_the_file_has_only_those(opened):
    box = opened.page.locator("#table-stress-des")
    box.locator("input").fill("random sampl")
    assert opened.column("stress-des", 0) == ["5.2"]
    assert box.locator("[role=status]").inner_text() == "1 of 20 rows"
    with opened.page.expect_download() as download:
        box.locator(".tools button").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert download.value.suggested_filename == "stress-des.csv"
    assert [line.split(",")[0] for line in text.splitlines()] == ["Item", "5.2"]
    box.locator("input").fill("")
    assert len(opened.column("stress-des", 0)) == 20


def date(panel, place):
    return str(dt.date.fromisoformat(panel["start"]) + dt.timedelta(days=panel["at"][place]))


def test_a_row_tells_its_values_to_mouse_and_keyboard(opened, document):
    plate = next(one for one in document.plates if one.name == "fill")
    (panel,) = plate.panels
    picture = opened.page.locator("#figure-fill .picture")
    picture.focus()
    opened.page.keyboard.press("ArrowRight")
    (row,) = panel["curves"]
    told = picture.locator(".tip").inner_text().splitlines()
    assert told == [panel["said"][1], f"{row['name']}: {row['values'][1]}"]
    opened.page.keyboard.press("Escape")
    assert opened.faults == []


def test_curves_tell_their_values_to_mouse_and_keyboard(opened, document):
    plate = next(one for one in document.plates if one.panels)
    panel = plate.panels[0]
    picture = opened.page.locator(f"#figure-{plate.name} .picture")
    tip = picture.locator(".tip")
    box, (left, top, width, height) = picture.locator("img").bounding_box(), panel["box"]
    picture.locator("img").scroll_into_view_if_needed()
    box = picture.locator("img").bounding_box()
    opened.page.mouse.move(
        box["x"] + box["width"] * (left + width * 0.999),
        box["y"] + box["height"] * (top + height / 2),
    )
    last = panel["curves"][0]["values"][-1]
    assert tip.inner_text().splitlines()[0] == f"{panel['title']}, {date(panel, -1)}"
    assert last in tip.inner_text()
    picture.focus()
    opened.page.keyboard.press("ArrowLeft")
    assert date(panel, -2) in tip.inner_text()
    opened.page.keyboard.press("Escape")
    assert not tip.is_visible()
    assert opened.faults == []


def test_a_slider_moves_the_map_and_on_paper_stands_one_month_of_each_good(opened, document):
    plate = next(one for one in document.plates if one.moving)
    moving, figure = plate.moving, opened.page.locator(f"#figure-{plate.name}")
    slider, picture = figure.locator("input[type=range]"), figure.locator(".moving .sheet")
    first, later = moving.pages["magnets"][moving.first : moving.first + 2]
    assert slider.get_attribute("aria-valuetext") == first["said"]
    assert not any(one.is_visible() for one in figure.locator(".still").all())
    slider.press("ArrowRight")
    assert figure.locator("output").inner_text() == later["said"]
    drawn = picture.locator("svg > path").evaluate_all(
        "all => all.map(one => one.getAttribute('d'))"
    )
    assert drawn == [lane[0] for lane in later["lanes"]]
    assert picture.locator("title").first.text_content() == later["lanes"][0][3]
    opened.page.emulate_media(media="print")
    assert [one.is_visible() for one in figure.locator(".still").all()] == [True, True]
    assert not picture.is_visible()
    opened.page.emulate_media(media="screen")
    assert opened.faults == []


def test_a_good_is_chosen_and_marks_tell_what_they_make(opened, document):
    plate = next(one for one in document.plates if one.moving)
    figure = opened.page.locator(f"#figure-{plate.name}")
    chosen, marks = figure.locator("select"), figure.locator(".moving svg > g")
    assert chosen.locator("option").all_inner_texts() == [*plate.moving.pages]
    chosen.select_option("concentrate")
    at = int(figure.locator("input[type=range]").input_value())
    moment = plate.moving.pages["concentrate"][at]
    assert figure.locator("output").inner_text() == moment["said"]
    assert marks.locator("title").all_text_contents() == [mark[5] for mark in moment["marks"]]
    x, *_ = moment["marks"][0]
    drawn = marks.first.locator("path").bounding_box()
    land = figure.locator(".moving .sheet > svg").bounding_box()
    scale = land["width"] / plate.moving.size[0]
    assert drawn["x"] + drawn["width"] / 2 == pytest.approx(land["x"] + scale * x, abs=1)
    outline = "one => [one.getBBox().width, one.getBBox().height]"
    assert marks.first.locator("path").evaluate(outline) == pytest.approx([1.0, 1.0])
    chosen.select_option("magnets")


def test_how_to_read_a_figure_is_on_paper_too(opened, document):
    opened.page.emulate_media(media="print")
    captions = opened.page.locator("figcaption").all()
    assert len(captions) == len(document.plates)
    for caption, plate in zip(captions, document.plates, strict=True):
        assert caption.is_visible()
        assert " ".join(plate.caption.split()) in " ".join(caption.inner_text().split())
    assert not opened.page.locator(".download").first.is_visible()
    opened.page.emulate_media(media="screen")


@pytest.mark.parametrize("width", [390, 1200])
def test_nothing_is_wider_than_the_window(chromium, file, width):
    seen = Opened(chromium, file, viewport={"width": width, "height": 800})
    assert seen.page.evaluate("document.documentElement.scrollWidth") == width


def test_what_a_stranger_wrote_is_shown_and_does_nothing(chromium, tmp_path):
    page = page_of(report_of_run(stranger(tmp_path), Asked(figures=("shortfall",))))
    file = tmp_path / "report.html"
    file.write_text(page, encoding="utf-8")
    seen = Opened(chromium, file, viewport={"width": 390, "height": 800})
    assert seen.faults == []
    assert "<script>alert(1)</script>" in seen.page.locator(".question").inner_text()
    assert seen.page.locator("main img[src=x], a[href^=javascript]").count() == 0
    assert seen.page.locator("script").count() == 1 + seen.page.locator("script[type]").count()
    assert seen.page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.fixture(scope="module")
def paper(document):
    """The parts of the page that print in a moment: all tables but that of sources, two figures."""
    kept = [part for part in document.sections if part.id not in {"sources", "figures"}]
    tall = next(part for part in document.sections if part.id == "figures").blocks[:1]
    found = replace(document, sections=(*kept, Section("tall", "Figures", tall)))
    return page_of(found, with_letters=True)


def test_the_pdf_has_text_to_select_and_tags_and_repeats_to_the_byte(document, paper):
    pytest.importorskip("weasyprint", exc_type=(ImportError, OSError))
    pypdf = pytest.importorskip("pypdf")
    content = pdf_of(paper)
    read = pypdf.PdfReader(io.BytesIO(content))
    text = " ".join("\n".join(page.extract_text() for page in read.pages).split())
    assert document.answer in text
    assert "STRESS-DES: 20 of 20 items" in text
    assert " ".join(document.plates[0].caption.split()) in text
    assert "date (ticks at the first day)" in text, "letters of a figure"
    assert "date (ticks at the first day)" not in document.plates[0].alt
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert read.metadata.title == "Two mines"
    short = page_of(replace(document, sections=document.sections[-1:]))
    assert pdf_of(short) == pdf_of(short)


def test_no_figure_is_cut_on_paper(paper):
    weasyprint = pytest.importorskip("weasyprint", exc_type=(ImportError, OSError))
    found = []
    for page in weasyprint.HTML(string=paper).render().pages:
        inside = page._page_box
        bottom = inside.content_box_y() + inside.height
        right = inside.content_box_x() + inside.width
        for box in inside.descendants():
            if box.element_tag == "img":
                found.append(box)
                assert box.position_y + box.height <= bottom + 1
                assert box.position_x + box.width <= right + 1
                assert box.width > 0.5 * inside.width or box.height > 0.8 * inside.height
    assert len(found) == 2
