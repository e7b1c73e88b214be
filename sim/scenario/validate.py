"""Hold a merged tree against the file format."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import ValidationError

from sim.scenario.chain import CONSUMERS
from sim.scenario.finding import Finding
from sim.scenario.messages import message
from sim.scenario.misfit import Misfit, one_each
from sim.scenario.node import Node, plain
from sim.scenario.origin import Key
from sim.scenario.schema import Scenario

_NETWORK = ("grades", CONSUMERS, "lanes")
"""Keys without which there is no network."""

_PART = Finding(
    (),
    "It is a part of a scenario: it has no network.",
    "It can be extended, but not run. A scenario of your own begins with  extends: baseline",
    "warning",
)


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
        misfits = one_each(tree, error.errors(include_url=False, include_input=False))
    findings = [message(tree, misfit) for misfit in misfits]
    if not any(key in tree.mapping for key in _NETWORK):
        lacking = {(key,) for key in ("schema", *_NETWORK) if key not in tree.mapping}
        told = [finding for finding in findings if finding.path not in lacking]
        return Validated(None, [*told, _PART], whole=False)
    try:
        rest = Scenario.model_validate(plain(_pruned(tree, misfits)))
    except ValidationError:
        return Validated(None, findings, whole=False)
    return Validated(rest, findings, all(misfit.kind == "extra_forbidden" for misfit in misfits))


def _pruned(tree: Node, misfits: Sequence[Misfit]) -> Node:
    """Leave out unknown keys, and the entries in which anything else is wrong."""
    left_out: dict[Key, Any] = {}
    for misfit in misfits:
        depth = len(misfit.path) if misfit.kind == "extra_forbidden" else 2
        *above, last = misfit.path[:depth]
        below: dict[Key, Any] | None = left_out
        for key in above:
            below = below.setdefault(key, {}) if below is not None else None
        if below is not None:
            below[last] = None
    return _without(tree, left_out)


def _without(node: Node, left_out: Mapping[Key, Any]) -> Node:
    """Leave out the keys that lead to None, and go on below the others."""
    entries = dict(node.mapping)
    for key, below in left_out.items():
        if below is None:
            entries.pop(key, None)
        elif key in entries and entries[key].mapping:
            entries[key] = _without(entries[key], below)
    return Node(entries, node.at)
