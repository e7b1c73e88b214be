"""Read the text of one YAML file into a tree of nodes, and refuse what no scenario needs.

The tree is built from the parser's events rather than by a loader: every key and value keeps
its place, nesting is limited before it can exhaust the stack, and words mean what
:mod:`sim.scenario.scalar` says.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from sim.scenario.comma import as_number
from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.node import Node, Scalar
from sim.scenario.origin import Key, Origin, Path, dotted
from sim.scenario.scalar import scalar

MOST_LEVELS = 16
"""Deepest nesting; the format itself needs six levels."""

_UNPRINTABLE = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What the text of a YAML file may not hold."""
_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_DIGITS = re.compile(r"[-+]?(\.[0-9]+|[0-9][0-9.]*)([eE][-+]?[0-9]+)?")
_COMMENT = re.compile(r"\s#.*")


@lru_cache(maxsize=16)
def parse(text: str, shown: str) -> Node:
    """Turn YAML text into a tree, which is not to be changed.

    Trees are kept for a while: scenarios that are read together have their baseline in common.

    Raises
    ------
    ScenarioError
        The text is not YAML, is empty or nested too deeply, or uses what scenarios do not
        allow; the problems after which reading can go on are reported together.
    """
    builder = _Builder(text, shown)
    if unprintable := _UNPRINTABLE.search(text):
        place = Origin(shown, *_line_and_column(text, unprintable.start()))
        says = f"This is not YAML: the character U+{ord(unprintable[0]):04X} does not print."
        builder.report(place, (), says, "Take it out, or save the file as UTF-8 text.")
        raise ScenarioError(builder.problems)
    try:
        tree = builder.document()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Origin(shown, mark.line + 1, mark.column + 1) if mark else Origin(shown)
        says = f"This is not YAML: {error.problem or error.context or 'it cannot be read'}."
        remedy = "Look at the indentation, the colons, the quotes and brackets before this place."
        builder.report(place, (), says, remedy)
    except (YAMLError, ValueError, OverflowError, IndexError, AttributeError) as error:
        # The parser fails on some broken escapes and control characters with bare errors.
        says = f"This is not YAML: {str(error).splitlines()[0] if str(error) else 'unreadable'}."
        builder.report(Origin(shown), (), says, "Look for characters that do not print.")
    except _TooDeepError:
        pass
    if builder.problems:
        raise ScenarioError(builder.problems)
    return tree


def _line_and_column(text: str, position: int) -> tuple[int, int]:
    """Give the place of a character, as the parser counts."""
    ends = [end.end() for end in _LINE_END.finditer(text, 0, position)]
    return len(ends) + 1, position - (ends[-1] if ends else 0) + 1


def _number(event: Event) -> str:
    """Give a plain number as it is written; empty if an event is none."""
    if not isinstance(event, ScalarEvent) or event.style is not None:
        return ""
    return str(event.value) if _DIGITS.fullmatch(event.value) else ""


class _TooDeepError(Exception):
    """Nesting beyond the limit: the problem is on the list, reading stops."""


class _Builder:
    """Builds nodes from the events of one text, and keeps a list of what is wrong."""

    def __init__(self, text: str, shown: str) -> None:
        self.shown = shown
        self.text = text
        self.rows = text.splitlines()
        self.problems: list[Problem] = []
        self.events: Iterator[Event] = iter(YAML(typ="safe", pure=True).parse(text))

    def report(self, place: Origin, path: Path, says: str, remedy: str) -> None:
        """Put a problem on the list, with its line."""
        row = self.rows[place.line - 1] if 0 < place.line <= len(self.rows) else ""
        self.problems.append(Problem(place, dotted(path), says, remedy, text=row))

    def document(self) -> Node:
        """Build the one document of the text."""
        place = Origin(self.shown)
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                tree = self.node(next(self.events), place, ())
                next(self.events)
                if not isinstance(after := next(self.events), StreamEndEvent):
                    says = "A second document begins here."
                    self.report(self.place(after), (), says, "Keep one scenario to a file.")
                return tree
        return Node(None, place)

    def place(self, event: Event) -> Origin:
        """Give the place of an event."""
        mark = event.start_mark
        return Origin(self.shown, mark.line + 1, mark.column + 1)

    def node(self, event: Event, at: Origin, path: Path) -> Node:
        """Build the node that an event begins."""
        if getattr(event, "anchor", None) or getattr(event, "tag", None):
            says = "Anchors (&), aliases (*) and tags (!) have no meaning in a scenario."
            self.report(self.place(event), path, says, "Write the value out, or use extends.")
        if isinstance(event, ScalarEvent):
            return Node(self.word(event, path), at, event.style is None and not event.value)
        if len(path) > MOST_LEVELS:
            says = f"This is nested more than {MOST_LEVELS} levels deep."
            self.report(self.place(event), (), says, "Look for a bracket that is never closed.")
            raise _TooDeepError
        if isinstance(event, MappingStartEvent):
            return Node(self.entries(path), at)
        if isinstance(event, SequenceStartEvent):
            return Node(self.list_items(path), at)
        return Node(None, at)

    def entries(self, path: Path) -> dict[Key, Node]:
        """Build the entries of a mapping."""
        found: dict[Key, Node] = {}
        words: list[str] = []
        named = Origin(self.shown), path
        while not isinstance(event := next(self.events), MappingEndEvent):
            place = self.place(event)
            key = self.key(event, path)
            value = next(self.events)
            child = self.node(value, place, (*path, key))
            if words and (rest := self.bare_number(event, value)):
                words.append(rest)
                continue
            self.one_number(words, *named)
            words = [word] if (word := _number(value)) else []
            named = place, (*path, key)
            if key in found:
                says = f"The key '{key}' stands here twice, first on line {found[key].at.line}."
                self.report(place, (*path, key), says, "Keep one of the two.")
            found[key] = child
        self.one_number(words, *named)
        return found

    def bare_number(self, key: Event, value: Event) -> str:
        """Give a number that stands as a key without a colon, as the 5 of ``{stock_days: 1,5}``."""
        start, end = value.start_mark.index, value.end_mark.index
        between = self.text[key.end_mark.index : start]
        colon = start < end or ":" in _COMMENT.sub("", between)
        return "" if colon else _number(key)

    def one_number(self, words: list[str], place: Origin, path: Path) -> None:
        """Refuse a value that is cut by commas: what follows would be keys without a value."""
        if len(words) > 1:
            whole = ",".join(words)
            says = f"'{whole}' is not one number: the value ends at the comma, as {words[0]}."
            remedy = as_number(whole) or "Write numbers with a point, and lists in brackets."
            self.report(place, path, says, remedy)

    def key(self, event: Event, path: Path) -> Key:
        """Read a key: a word, a number or a date."""
        if not isinstance(event, ScalarEvent):
            self.node(event, self.place(event), path)
            key = None
        else:
            key = self.word(event, path)
        if key is None or isinstance(key, bool):
            says = "A key must be a name, a number or a date."
            self.report(self.place(event), path, says, "Put the name before the colon in quotes.")
            return str(key)
        return key

    def list_items(self, path: Path) -> list[Node]:
        """Build the items of a list."""
        found: list[Node] = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            found.append(self.node(event, self.place(event), (*path, len(found))))
        return found

    def whole(self, text: str, event: Event, path: Path) -> str:
        """Join the halves in which JSON escapes some characters."""
        try:
            return text.encode("utf-16", "surrogatepass").decode("utf-16")
        except UnicodeDecodeError:
            says = "This holds half of a character."
            self.report(self.place(event), path, says, "Write the character itself.")
            return ""

    def word(self, event: ScalarEvent, path: Path) -> Scalar:
        """Resolve a plain word; what is quoted is text."""
        text = str(event.value)
        if event.style is not None:
            return self.whole(text, event, path)
        try:
            return scalar(text)
        except ValueError:  # no date of the calendar: who wants one refuses it, with all else
            return text
