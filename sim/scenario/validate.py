"""Hold a merged tree against the file format, and say in plain words what does not fit."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, get_args

from pydantic import ValidationError

from sim.scenario.errors import clipped, did_you_mean, listed, plural, sentences
from sim.scenario.finding import Finding
from sim.scenario.misfit import Misfit, one_each
from sim.scenario.node import Node, find, plain
from sim.scenario.origin import Path, dotted
from sim.scenario.outline import keys_at, rule_at
from sim.scenario.schema import Disruption, Scenario

_NOUNS = {
    "bool": "true or false",
    "date": "a date, as 2026-11-10",
    "dict": "a mapping",
    "finite_number": "a finite number",
    "float": "a number",
    "int": "a whole number",
    "list": "a list",
    "model": "a mapping",
    "string": "text",
}
_NAMES = {
    "^[a-z]": "a name (lower-case letters, digits, underscores)",
    "^[A-Z]": "a place (a country code as US, or a bloc)",
    "^[a-z0-9]": "a name (lower-case letters, digits, hyphens)",
    "^(0[1-9]": "a day of the year, as 06-01",
}
_LIMITS = {
    "greater_than_equal": ("ge", "at least"),
    "greater_than": ("gt", "above"),
    "less_than_equal": ("le", "at most"),
    "less_than": ("lt", "below"),
}


class Validated(NamedTuple):
    """What the format says of a tree."""

    scenario: Scenario | None
    """The scenario; where something was wrong, what is left of it without that, if it holds."""
    findings: list[Finding]
    """What is wrong."""
    whole: bool = True
    """Whether nothing but unknown keys was left out."""


def validate(tree: Node) -> Validated:
    """Make a scenario of a tree.

    What does not fit is left out for a second try, so that the names in the rest can still be
    checked and all problems come at once.
    """
    try:
        return Validated(Scenario.model_validate(plain(tree)), [])
    except ValidationError as error:
        misfits = one_each(tree, error.errors(include_url=False, include_context=True))
    findings = [finding for misfit in misfits for finding in _findings(tree, misfit)]
    try:
        rest = Scenario.model_validate(plain(_pruned(tree, misfits)))
    except ValidationError:
        return Validated(None, findings, whole=False)
    return Validated(rest, findings, all(misfit.kind == "extra_forbidden" for misfit in misfits))


def _pruned(tree: Node, misfits: Sequence[Misfit]) -> Node:
    """Leave out unknown keys, and the entries in which anything else is wrong."""
    for misfit in misfits:
        depth = len(misfit.path) if misfit.kind == "extra_forbidden" else 2
        tree = _without(tree, misfit.path[:depth])
    return tree


def _without(node: Node, path: Path) -> Node:
    if not path or path[0] not in node.mapping:
        return node
    entries = dict(node.mapping)
    child = entries.pop(path[0])
    if len(path) > 1 and child.mapping:
        entries[path[0]] = _without(child, path[1:])
    return Node(entries, node.at)


def _findings(tree: Node, misfit: Misfit) -> Iterator[Finding]:
    """Say what is wrong and what the key takes."""
    path, context = misfit.path, misfit.context
    value = plain(find(tree, path)[1])
    shown = clipped(repr(value) if isinstance(value, str) else _flow(value))
    key = str(path[-1]) if path else ""
    rule = rule_at(tree, path)
    if misfit.kind == "missing":
        yield Finding(path, f"The key '{key}' is missing.", rule)
    elif misfit.kind == "extra_forbidden":
        known = list(keys_at(tree, path[:-1]))
        hint = did_you_mean(key, known)
        place = f"in {dotted(path[:-1])}" if path[:-1] else "of a scenario"
        yield Finding(path, sentences(f"'{key}' is not a key {place}.", hint), _keys(known))
    elif misfit.kind in {"union_tag_invalid", "union_tag_not_found"}:
        kinds = [tag.strip(" '") for tag in context.get("expected_tags", "").split(",")]
        kinds = [kind for kind in kinds if kind] or _KINDS
        said = str(context.get("tag", ""))
        says = f"'{said}' is not a kind of disruption." if said else "The key 'kind' is missing."
        hint = did_you_mean(said, kinds)
        yield Finding((*path, "kind"), sentences(says, hint), f"Kinds: {', '.join(kinds)}.")
    elif misfit.kind == "literal_error":
        words = context["expected"].replace(" or ", ", ").replace("'", "")
        hint = did_you_mean(value if not misfit.is_key else key, words.split(", "))
        shown = f"'{key}'" if misfit.is_key else shown
        yield Finding(path, sentences(f"{shown} is not one of: {words}.", hint), rule)
    elif misfit.kind == "string_pattern_mismatch":
        pattern = context["pattern"]
        name = next(
            (
                _NAMES[start]
                for start in sorted(_NAMES, key=len, reverse=True)
                if pattern.startswith(start)
            ),
            f"of the form {pattern}",
        )
        shown = f"'{key}'" if misfit.is_key else shown
        yield Finding(path, f"{shown} is not {name}.", rule)
    elif misfit.kind == "value_error":
        yield Finding(path, f"{_capital(str(context['error']))}.", rule)
    elif misfit.kind in _LIMITS:
        name, words = _LIMITS[misfit.kind]
        yield Finding(path, f"{shown} must be {words} {context[name]:g}.", rule)
    elif misfit.kind == "too_short":
        yield Finding(path, f"It needs at least {_entries(context['min_length'])}.", rule)
    elif misfit.kind == "too_long":
        yield Finding(path, f"{shown} has more than {_entries(context['max_length'])}.", rule)
    elif misfit.kind == "union":
        yield Finding(path, f"{shown} is not {' or '.join(misfit.takes)}.", rule)
    else:
        noun = _NOUNS.get(misfit.kind.removesuffix("_type"), "")
        shown = f"'{key}'" if misfit.is_key else shown
        yield Finding(path, f"{shown} is not {noun}." if noun else f"{shown}: {misfit.says}.", rule)


_KINDS = [
    get_args(kind.model_fields["kind"].annotation)[0] for kind in get_args(get_args(Disruption)[0])
]


def _entries(number: int) -> str:
    return plural(number, "entry")


def _keys(known: Sequence[str]) -> str:
    return f"Keys: {listed(known, most=40)}." if known else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _flow(value: Any) -> str:
    """Show a value as YAML would."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return "null" if value is None else str(value)
