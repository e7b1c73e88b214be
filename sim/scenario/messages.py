"""Say in plain words what does not fit the file format: the value, the rule, the remedy."""

import re
from typing import Any, get_args, get_origin

from sim.scenario.comma import as_number
from sim.scenario.dump import flow
from sim.scenario.errors import clipped, did_you_mean, listed, plural, sentences
from sim.scenario.finding import Finding
from sim.scenario.meant import as_date, as_plain
from sim.scenario.misfit import Misfit
from sim.scenario.node import Node, find, plain
from sim.scenario.origin import dotted
from sim.scenario.outline import annotations_at, is_entry, keys_at, rule_at
from sim.scenario.schema import Block, Scenario
from sim.scenario.schema.disruption.kinds import KINDS
from sim.scenario.undated import why_undated

_NOUNS = {
    "bool_type": "true or false",
    "date_type": "a date, as 2026-11-10",
    "dict_type": "a mapping",
    "finite_number": "a finite number",
    "float_type": "a number",
    "int_type": "a whole number",
    "list_type": "a list",
    "model_type": "a mapping",
    "string_type": "text",
}
"""Pydantic's words for a wrong type, and what is wanted."""

_NAMES = {
    "^[a-z][a-z0-9_]*$": "a name (lower-case letters, digits, underscores)",
    "^[a-z0-9][a-z0-9-]*$": "a name (lower-case letters, digits, hyphens)",
    "^[A-Z][A-Za-z_]*$": "a place (a country code as US, or a bloc)",
    r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$": "a branch, as november.lapsed",
    r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$": "a project or a milestone, as new_plant.permit",
    "^[0-9]{4}-(0[1-9]|1[0-2])$": "a month, as 2025-04",
    r"\S|^$": "a word that can be seen",
}
"""Patterns of the format, and what they are called; the rest is days of the year."""

_NO_TEXT = frozenset({"date_type", "float_type", "int_type", "union"})
"""Words of pydantic for a text where something else is wanted."""
_NO_LIST = frozenset({"list_type", "literal_error", "union"})
"""Words of pydantic for a text where a list is wanted, or may stand."""
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ]")

_OF = {"Scenario": "of a scenario", "Episode": "of an episode"}
"""What the key of a file is a key of."""

_LIMITS = {
    "greater_than_equal": ("ge", "at least"),
    "greater_than": ("gt", "above"),
    "less_than_equal": ("le", "at most"),
    "less_than": ("lt", "below"),
}


def message(tree: Node, misfit: Misfit, root: type[Block] = Scenario) -> Finding:
    """Turn a misfit of a file that holds a scenario (or another block) into a finding."""
    if misfit.kind == "extra_forbidden":
        return _unknown_key(tree, misfit, root)
    if misfit.kind.startswith("union_tag"):
        return _unknown_kind(misfit)
    if not misfit.is_key and (reason := why_undated(tree, misfit.path, root)) is not None:
        says = f"{misfit.path[-1]} takes no values by date: {reason.says}."
        return Finding(misfit.path, says, reason.remedy)
    in_brackets = _in_brackets(tree, misfit, root)
    written = in_brackets or _rewritten(tree, misfit) or _named(tree, misfit, root)
    remedy = sentences(written, rule_at(tree, misfit.path, root))
    return Finding(misfit.path, _sentence(tree, misfit, or_list=bool(in_brackets)), remedy)


def _in_brackets(tree: Node, misfit: Misfit, root: type[Block]) -> str:
    """Say how to write a single word where a list may stand; empty if none may."""
    lists = [form for form in annotations_at(tree, misfit.path, root) if get_origin(form) is list]
    word = "" if misfit.is_key else find(tree, misfit.path)[1].value
    if misfit.kind not in _NO_LIST or not lists or not isinstance(word, str) or not word:
        return ""
    items = [name for form in lists for part in get_args(form) for name in get_args(part)]
    near = [str(name) for name in items if f"'{name}'" in did_you_mean(word, map(str, items))]
    return f"A list stands in brackets, as [{clipped((near or [word])[0])}]."


def _rewritten(tree: Node, misfit: Misfit) -> str:
    """Say how to write a text that is meant as a number, or as a date; empty if neither is."""
    word = str(misfit.path[-1]) if misfit.is_key else find(tree, misfit.path)[1].value
    if misfit.kind not in _NO_TEXT or not isinstance(word, str):
        return ""
    if _TIME.match(word):
        return f"A date has no time of day: write {word[:10]}."
    if _NUMBER.fullmatch(word):
        return "Take the quotes away."
    takes_date = misfit.kind == "date_type" or any("date" in form.split() for form in misfit.takes)
    return (as_date(word) if takes_date else "") or as_number(word) or as_plain(word)


def _named(tree: Node, misfit: Misfit, root: type[Block]) -> str:
    """Ask whether an entry that lacks keys is one of the others, with its name misspelt."""
    *table, name = misfit.path[:-1] or ("",)
    if misfit.kind != "missing" or not table or not is_entry(tree, (*table, name), root):
        return ""
    others = find(tree, tuple(table))[1].mapping.keys() - {name}
    hint = did_you_mean(name, map(str, others))
    return sentences(f"'{name}' is a new entry.", hint) if hint else ""


def _unknown_key(tree: Node, misfit: Misfit, root: type[Block]) -> Finding:
    *above, key = misfit.path
    known = list(keys_at(tree, tuple(above), root))
    place = f"in {dotted(tuple(above))}" if above else _OF[root.__name__]
    says = sentences(f"'{key}' is not a key {place}.", did_you_mean(key, known))
    return Finding(misfit.path, says, f"Keys: {listed(known, most=40)}." if known else "")


def _unknown_kind(misfit: Misfit) -> Finding:
    kind = misfit.context.get("tag")
    says = f"'{kind}' is not a kind of disruption." if kind else "The key 'kind' is missing."
    kinds = [known.kind_name() for known in KINDS]
    hint = did_you_mean(kind, kinds) if kind else ""
    return Finding((*misfit.path, "kind"), sentences(says, hint), f"Kinds: {', '.join(kinds)}.")


def _sentence(tree: Node, misfit: Misfit, *, or_list: bool) -> str:
    """Say what is wrong with a value, or with a key that is itself a value.

    *or_list* where not only one of some words may stand, but a list as well.
    """
    context: Any = misfit.context
    key = str(misfit.path[-1]) if misfit.path else ""
    value = key if misfit.is_key else plain(find(tree, misfit.path)[1])
    shown = f"'{clipped(value)}'" if isinstance(value, str) else clipped(flow(value))
    match misfit.kind:
        case "missing":
            return f"The key '{key}' is missing."
        case "literal_error":
            words = context["expected"].replace(" or ", ", ").replace("'", "")
            hint = did_you_mean(value, words.split(", "))
            words += ", a list" if or_list else ""
            return sentences(f"{shown} is not one of: {words}.", hint)
        case "string_pattern_mismatch":
            return (
                f"{shown} is not {_NAMES.get(context['pattern'], 'a day of the year, as 06-01')}."
            )
        case "value_error":
            text = str(context["error"])
            return f"{text[:1].upper()}{text[1:]}."
        case "too_short":
            return f"It needs at least {plural(context['min_length'], 'entry')}."
        case "too_long":
            return f"{shown} has more than {plural(context['max_length'], 'entry')}."
        case "string_too_long":
            return f"{shown} has {len(value):,} letters; at most {context['max_length']:,} fit."
        case "union":
            keys = listed(sorted(keys_at(tree, misfit.path)), most=8)
            takes = [f"{one} of {keys}" if one == "a mapping" else one for one in misfit.takes]
            return f"{shown} is not {' or '.join(takes if keys else misfit.takes)}."
        case limit if limit in _LIMITS:
            name, words = _LIMITS[limit]
            if isinstance(bound := context[name], str):  # a date
                return f"{shown} must be no {'earlier' if name == 'ge' else 'later'} than {bound}."
            return f"{shown} must be {words} {bound:g}."
        case "string_type" if misfit.is_key:
            return f"{shown} is not a name."
        case wrong if wrong in _NOUNS:
            return f"{shown} is not {_NOUNS[wrong]}."
        case _:
            return f"{shown}: {misfit.says}."
