"""Whatever a file holds, loading it gives a scenario that runs, or a ScenarioError."""

from hypothesis import given
from hypothesis import strategies as st

from tests.chain import CHAIN
from tests.examples import examples
from tests.fuzz import attempt, tried

LINES = CHAIN.splitlines()
WORDS = st.sampled_from(
    ["{", "}", "[", "]", ": ", "- ", "\n", "  ", "#", "'", '"', "&a", "*a", "!!x", "|", ">", "?", ",",
     "null", "NO", "1e9", "-1", "2026-13-01", "halt", "kind", "extends", "sources", "us_ev", "~",
     "{triangular: [1, 2]}", "{choice: {}}", "{2024-01-01: 1}", "CN", "magnets", "\t", "%", "@", "`", "é"]
)  # fmt: skip


@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))
)
@examples(100)
def test_any_bytes(content: bytes) -> None:
    """Bytes and text of all kinds."""
    attempt(content)


@given(st.lists(WORDS, max_size=30).map("".join))
@examples(100)
def test_any_words_of_the_format(text: str) -> None:
    """Words and brackets that scenarios are made of."""
    attempt(text.encode())


@given(st.integers(0, len(LINES) - 1), st.lists(WORDS, max_size=4).map("".join), st.booleans())
@examples(100)
def test_any_line_spoilt(number: int, words: str, keep: bool) -> None:
    """One line of a good file replaced, or lengthened."""
    lines = list(LINES)
    lines[number] = (lines[number] + words) if keep else words
    attempt("\n".join(lines).encode())


@given(st.data())
@examples(100)
def test_any_value_replaced(data: st.DataObject) -> None:
    """One value of a good file replaced by one of another type."""
    number = data.draw(st.sampled_from([i for i, line in enumerate(LINES) if ": " in line]))
    key, _, _ = LINES[number].partition(": ")
    value = data.draw(
        st.sampled_from(["3", "-1", "text", "[a]", "{}", "[]", "{a: 1}", "null", "true", "2026-05-05",
                         "{uniform: [0, 1]}", "{normal: [5, 1]}", "1.5", "CN", "us_ev", "maker"])
    )  # fmt: skip
    attempt("\n".join([*LINES[:number], f"{key}: {value}", *LINES[number + 1 :]]).encode())


@given(st.text(max_size=60))
@examples(70)
def test_any_setting(setting: str) -> None:
    """Text of all kinds after --set."""
    attempt(CHAIN.encode(), setting)


@given(st.integers(0))
@examples(130)
def test_any_small_world_with_things_done_to_it(number: int) -> None:
    """One to three things of a good scenario replaced, scaled, left out, renamed or doubled."""
    what, trace = tried(number, runs=number % 8 == 0)
    assert what != "failed", trace
