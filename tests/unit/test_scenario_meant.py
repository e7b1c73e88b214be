"""What is meant by a text where a date, a number or a list is wanted."""

from pathlib import Path

import pytest

from sim.scenario.meant import as_date, as_plain
from tests.chain import CHAIN, problems, spoilt, write


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("01.06.2026", "Write 2026-06-01."), ("1. 6. 2026", "Write 2026-06-01."),
        ("2026-6-1", "Write 2026-06-01."), ("2026/06/01", "Write 2026-06-01."),
        ("2026-06-31", "There is no date 2026-06-31."),
        ("31.6.2026", "There is no date 2026-06-31."),
        ("06/01/2026", "Write year, month and day, as 2026-11-10."),
        ("10.11.26", "Write year, month and day, as 2026-11-10."),
        ("June 2026", "Write year, month and day, as 2026-11-10."),
        ("soon", ""), ("90", ""), ("1.5", ""), ("90 days", ""), ("", ""),
    ],
)  # fmt: skip
def test_what_is_meant_by_a_date_in_another_order(word: str, says: str) -> None:
    """Nothing is guessed where day and month could be either."""
    assert as_date(word) == says


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("5 %", "Write 0.05."), ("5,5%", "Write 0.055."), ("-80 percent", "Write -0.8."),
        ("40 days", "Write the number alone, in this unit."),
        ("1,250 kg", "Write the number alone, in this unit."),
        ("40", ""), ("1,5", ""), ("many", ""), ("", ""),
    ],
)  # fmt: skip
def test_what_is_meant_by_a_number_with_a_unit(word: str, says: str) -> None:
    """A share in percent is one in a hundred; other units are the key's."""
    assert as_plain(word) == says


HALT = "duration_days: 90"


@pytest.mark.parametrize(
    ("old", "new", "key", "says"),
    [
        (HALT, "end: 31.12.2026", "end", "Write 2026-12-31."),
        (HALT, 'end: "2026-06-31"', "end", "There is no date 2026-06-31."),
        (HALT, "duration_days: 90 days", "duration_days", "Write the number alone"),
        (HALT, "duration_days: 90\n    probability: 80 %", "probability", "Write 0.8."),
        (HALT, "duration_days: 01.06.2026", "duration_days", "duration_days: Days in force"),
        (HALT, "duration_days: 90\n    end_uses: defense", "end_uses", "as [defence]."),
        (HALT, "duration_days: 90\n    announced: 10/11/2026", "announced", "Write year, month"),
    ],
)
def test_a_text_that_does_not_fit_says_how_to_write_it(
    old: str, new: str, key: str, says: str, tmp_path: Path
) -> None:
    """In the remedy, before the rule; a number's key gets no advice on dates."""
    (problem,) = problems(write(tmp_path, spoilt(old, new)))
    assert problem.path == f"disruptions.halt.{key}"
    assert problem.remedy.startswith(says) or says in problem.remedy.partition(f"{key}:")[0]


@pytest.mark.parametrize(
    ("word", "says", "remedy"),
    [
        ("defense", "'defense' is not one of: all, a list.", "A list stands in brackets, as [defence]."),
        ("[defense]", "Did you mean 'defence'?", "end_uses: "),
    ],
)  # fmt: skip
def test_one_word_where_a_list_may_stand(word: str, says: str, remedy: str, tmp_path: Path) -> None:
    """It is told of the list, with the word that comes near."""
    text = spoilt(HALT, f"{HALT}\n    end_uses: {word}")
    (problem,) = problems(write(tmp_path, text))
    assert says in problem.message
    assert problem.remedy.startswith(remedy)


def test_an_entry_that_lacks_keys_may_be_another_one_misspelt(tmp_path: Path) -> None:
    """All that is missing is told with the name that comes near; of a name of its own nothing."""
    for name, hint in {
        "de_winds": "'de_winds' is a new entry. Did you mean 'de_wind'?",
        "trucks": "",
    }.items():
        found = problems(write(tmp_path, CHAIN), [f"consumers={{{name}: {{stock_days: 9}}}}"])
        missing = [one for one in found if "is missing" in one.message]
        assert len(missing) > 1
        for one in missing:
            assert one.remedy.startswith(hint or f"{one.path.rpartition('.')[2]}: ")


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("80", "80 must be at most 1; 80 % is 0.8."),
        ("{uniform: [0, 12.5]}", "12.5 must be at most 1; 12.5 % is 0.125."),
        ("8000", "8000 must be at most 1."),
        ("1.05", "1.05 must be at most 1."),
    ],
)
def test_a_share_in_percent_is_told_what_it_is(value: str, says: str, tmp_path: Path) -> None:
    """From two to a hundred of them: 1.05 is too large a share."""
    (problem,) = problems(write(tmp_path, CHAIN), [f"disruptions.halt.probability={value}"])
    assert problem.message == says
