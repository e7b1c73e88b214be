"""What came, as users write it down: read, or refused with every mistake and its place."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.forecast.observed import Seen, read_observed, read_past
from sim.scenario.errors import ScenarioError
from tests.forecasts import forecast

HEAD = "month,series,t\n"
STOPS = "series,date\n"


@pytest.fixture
def read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def of(*texts):
        files = []
        for number, text in enumerate(texts):
            files.append(tmp_path / f"{number or ''}came.csv")
            files[-1].write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_observed(files, forecast())

    return of


@pytest.fixture
def problems(read):
    def of(*texts):
        with pytest.raises(ScenarioError) as error:
            read(*texts)
        return [(p.file, p.line, p.column, p.message, p.remedy) for p in error.value.problems]

    return of


def test_months_and_stops(read):
    found = read(
        HEAD + "2026-07,out,104.5\n2026-08,out,0\n2026-07,in,3\n",
        STOPS + "first_stop_1pct[cars],2026-08-01\nfirst_stop_50pct[US],none by 2026-09-01\n",
    )
    assert found.months == {"out": {"2026-07": 104.5, "2026-08": 0.0}, "in": {"2026-07": 3.0}}
    assert found.stops == {
        "first_stop_1pct[cars]": Seen(dt.date(2026, 8, 1), dt.date(2026, 8, 1)),
        "first_stop_50pct[US]": Seen(None, dt.date(2026, 9, 1)),
    }
    assert found.warnings == []


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffmonth,series,t\n2026-07,out,104.5\n",
        "Month, Series ,T\r\n2026-07 , out, 104.5\r\n\r\n",
        'series,t,month,source,note\nout,104.5,"2026-07",customs,"a, b"\n',
        '"month","series","t"\n2026-07,"out","104.5"',
        "month,series,t\n,,\n2026-07,out,1.045e2\n",
    ],
)
def test_what_spreadsheets_make_of_it(read, text):
    assert read(text).months == {"out": {"2026-07": 104.5}}


def test_every_mistake_is_told_with_its_place(problems):
    text = HEAD + "2026-7,out,1\n2026-07,outt,1\n2026-07,out,1e999\n2026-10,out,-1\n2026-08,in,\n"
    assert problems(text) == [
        ("came.csv", 2, 1, "'2026-7' is no month.", "Write year and month, as 2026-07."),
        ("came.csv", 3, 9, "There is no series 'outt'. Did you mean 'out'?", "Known: in, out."),
        (
            "came.csv", 4, 13, "'1e999' is no number.",
            "Write digits and a decimal point, no thousands separator and no unit, as 5238.5.",
        ),
        (
            "came.csv", 5, 1, "2026-10 is not forecast: 2026-07 to 2026-09 are.",
            "Leave the row out.",
        ),
        ("came.csv", 5, 13, "-1 is below 0.", "Write what was shipped, t."),
        (
            "came.csv", 6, 12, "Nothing stands here.",
            "Leave the row out until the month is known; write 0 if nothing was shipped.",
        ),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "number", ["nan", "inf", "1_000", "5 238", "5238 t", "'5238", "--5", "5.2.3"]
)
def test_what_is_no_number(problems, number):
    ((_, line, column, says, _),) = problems(HEAD + f"2026-07,out,{number}\n")
    assert (line, column, says) == (2, 13, f"'{number}' is no number.")


def test_a_decimal_comma_is_told(problems):
    ((_, line, column, says, remedy),) = problems(HEAD + "2026-07,out,5238,5\n")
    assert (line, column, says) == (2, 18, "The row has 4 cells, and the first row 3.")
    assert "decimal point" in remedy
    ((_, _, column, says, remedy),) = problems(HEAD + '2026-07,out,"5238,5"\n')
    assert (column, says) == (13, "'5238,5' is no number.")
    assert "decimal point" in remedy


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("month;series;t\n2026-07;out;1,5\n", "Its cells are set apart by semicolons."),
        ("month\tseries\tt\n", "Its cells are set apart by tabs."),
        (
            "",
            "It is empty; it begins with the names of its columns: month,series,t or series,date.",
        ),
        (
            " \n\n",
            "It is empty; it begins with the names of its columns: month,series,t or series,date.",
        ),
        ("2026-07,out,1\n", "There is no column '2026-07'."),
        ("month,series\n", "Its columns are month,series."),
        ("month,serie,t\n", "There is no column 'serie'. Did you mean 'series'?"),
        ("month,series,t,t\n", "There are two columns 't'."),
        ("month,series,t,date\n", "Its columns are month,series,t,date."),
        (b"\xff\xfem\x00", "The byte 0xff is not UTF-8."),
        (HEAD.encode() + b"2026-07,o\xfct,1\n", "The byte 0xfc is not UTF-8."),
    ],
)
def test_a_file_of_another_form_is_refused(problems, text, says):
    assert says in [says for _, _, _, says, _ in problems(text)]


def test_what_is_there_twice_is_told_with_both_places(problems):
    """Also in two files."""
    twice = HEAD + "2026-07,out,1\n2026-07,out,1\n"
    ((_, line, _, says, _),) = problems(twice)
    assert (line, says) == (3, "2026-07 of out is there twice, first at came.csv:2.")
    ((file, line, _, says, _),) = problems(HEAD + "2026-07,out,1\n", HEAD + "2026-07,out,2\n")
    assert (file, line, says) == (
        "1came.csv",
        2,
        "2026-07 of out is there twice, first at came.csv:2.",
    )
    stop = "first_stop_1pct[cars],2026-08-01\n"
    ((_, line, _, says, _),) = problems(STOPS + stop + stop)
    assert (line, says) == (3, "first_stop_1pct[cars] is there twice, first at came.csv:2.")


@pytest.mark.parametrize(
    ("date", "says"),
    [
        ("", "'' is no date."),
        ("none so far", "'none so far' is no date."),
        ("none by August", "'none by August' is no date."),
        ("20260801", "'20260801' is no date."),
        ("2026-W31-6", "'2026-W31-6' is no date."),
        ("2026-02-30", "'2026-02-30' is no date."),
        ("2026-06-30", "2026-06-30 is not forecast: 2026-07-01 to 2026-09-30 are."),
        ("2026-10-01", "2026-10-01 is not forecast: 2026-07-01 to 2026-09-30 are."),
        ("none by 2026-06-30", "2026-06-30 is not forecast: 2026-07-01 to 2026-09-30 are."),
    ],
)
def test_what_is_no_date_of_a_stop(problems, date, says):
    ((_, line, column, found, remedy),) = problems(STOPS + f"first_stop_1pct[cars],{date}\n")
    assert (line, column, found) == (2, 23, says)
    assert "none by" in remedy


def test_a_stop_of_nobody(problems):
    ((_, _, _, says, _),) = problems(STOPS + "first_stop_1pct[car],2026-08-01\n")
    assert says.endswith("Did you mean 'first_stop_1pct[cars]'?")


def test_after_its_end_a_forecast_is_over(read):
    """Who knows of no stop years later knows of none within the forecast."""
    found = read(STOPS + "first_stop_1pct[cars],None by 2031-01-01\n")
    assert found.stops["first_stop_1pct[cars]"] == Seen(None, dt.date(2026, 9, 30))


def test_kilograms_are_suspected(read):
    (warning,) = read(HEAD + "2026-07,out,104500\n").warnings
    assert warning.level == "warning"
    assert warning.message == "104500 t is 871 times the most that was expected, or recorded."
    assert read(HEAD + "2026-07,out,2400\n").warnings == []


def test_recorded_months_lie_before_the_forecast(tmp_path):
    file = tmp_path / "past.csv"
    file.write_text(HEAD + "2026-05,out,3\n2026-06,out,4.5\n")
    assert read_past(file, {"out"}, "2026-07") == {"out": {"2026-05": 3.0, "2026-06": 4.5}}
    file.write_text(HEAD + "2026-07,out,3\n2026-06,on,4.5\n")
    with pytest.raises(ScenarioError) as error:
        read_past(file, {"out"}, "2026-07")
    assert [problem.message for problem in error.value.problems] == [
        "2026-07 is not before the forecast, which begins in 2026-07.",
        "There is no series 'on'.",
    ]


def test_a_record_holds_no_stops(tmp_path):
    file = tmp_path / "past.csv"
    file.write_text(STOPS)
    with pytest.raises(ScenarioError, match="There is no column 'date'"):
        read_past(file, {"out"}, "2026-07")


ROWS = st.lists(
    st.lists(st.sampled_from(["2026-07", "2026-08", "out", "in", "5", "0.1", "", '"', '"2"', "x"])),
    max_size=6,
)


@given(st.one_of(st.binary(max_size=80), ROWS))
def test_whatever_a_file_holds_it_is_read_or_refused_with_a_reason(tmp_path_factory, content):
    file = tmp_path_factory.mktemp("odd") / "came.csv"
    rows = [",".join(row) for row in content] if isinstance(content, list) else []
    text = content if isinstance(content, bytes) else (HEAD + "\n".join(rows)).encode()
    file.write_bytes(text)
    found, problems = None, []
    try:
        found = read_observed([file], forecast())
    except ScenarioError as error:
        problems = error.problems
    if found is None:
        assert problems
        assert all(problem.message for problem in problems)
    else:
        kept = sum(map(len, found.months.values()))
        assert kept == sum(any(cell.strip() for cell in row) for row in content)


def test_a_very_long_cell_is_no_fault_of_ours(problems):
    ((_, _, column, says, _),) = problems(HEAD + '2026-07,out,"' + "9" * 200_000 + '"\n')
    assert (column, says[:4]) == (13, "'999")


@given(st.permutations(["2026-07,out,5", "2026-08,out,6", "2026-07,in,2", "2026-09,in,1"]))
def test_the_order_of_rows_does_not_matter(tmp_path_factory, rows):
    file = tmp_path_factory.mktemp("rows") / "came.csv"
    file.write_text(HEAD + "\n".join(rows))
    assert read_observed([file], forecast()).months == {
        "out": {"2026-07": 5.0, "2026-08": 6.0},
        "in": {"2026-07": 2.0, "2026-09": 1.0},
    }
