"""A stockpile in another form: what changes in the scenario, and who then draws on it.

All that depends on how the format writes a stockpile stands here.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, get_args

from sim.scenario.errors import did_you_mean, listed, sentences
from sim.scenario.network import BUYERS, buyers_named, place_of, within
from sim.scenario.schema import Scenario

Form = Literal["magnets", "metal", "oxide"]
FORMS: tuple[Form, ...] = get_args(Form)

NOUNS: Mapping[Form, str] = {
    "magnets": "consumer", "metal": "magnet maker", "oxide": "metal maker",
}  # fmt: skip
"""Who draws on a stockpile of a form."""


class FormError(ValueError):
    """A stockpile cannot be held so; the message says why and what to do."""


def chosen_stockpile(scenario: Scenario, name: str | None) -> str:
    """Give the stockpile to size: the one named, or the only one.

    Raises
    ------
    FormError
        If there is no such stockpile, or it is not clear which.
    """
    known = scenario.stockpiles
    if name is None and len(known) == 1:
        return next(iter(known))
    if not known:
        raise FormError(
            f"{scenario.name} has no stockpile to size. Add one to the file, or with "
            "--set 'stockpiles.reserve={country: US, members: [US], fill_days: 0}'."
        )
    if name is None:
        raise FormError(f"Which stockpile? Add --stockpile with one of: {listed(known)}.")
    if name not in known:
        says = f"There is no stockpile '{name}'."
        raise FormError(sentences(says, did_you_mean(name, known), f"Stockpiles: {listed(known)}."))
    return name


def own_form(scenario: Scenario, stockpile: str) -> Form:
    """Give the form that the scenario holds a stockpile in.

    Raises
    ------
    FormError
        If it holds several.
    """
    held = scenario.stockpiles[stockpile].forms
    if len(held) > 1:
        raise FormError(
            f"{stockpile} holds {' and '.join(held)}, and one form is sized at a time. Add --form "
            f"with one or several of them; the others are then left out."
        )
    return next(iter(held))


def members_in(
    scenario: Scenario, stockpile: str, form: Form, named: Sequence[str] = ()
) -> list[str]:
    """Name those who draw on a stockpile held in a form.

    Parameters
    ----------
    scenario : Scenario
    stockpile : str
    form : str
    named : sequence of str
        Members to take instead of the usual ones, ids or places.

    Returns
    -------
    list of str
        The scenario's own members in its own form; else all buyers of the form in the country of
        the stockpile and where its own members are.

    Raises
    ------
    FormError
        If there is nobody.
    """
    block = scenario.stockpiles[stockpile]
    if not named and [form] == list(block.forms):
        return list(block.members)
    buyers = _buyers(scenario, form)
    if named:
        unknown = [n for n in named if not n[:1].isupper() and n not in buyers]
        if unknown:
            says = f"There is no {NOUNS[form]} '{unknown[0]}' to draw on {form}."
            raise FormError(sentences(says, did_you_mean(unknown[0], buyers)))
        found = [n for n in named if buyers_named(scenario, form, [n])]
    else:
        own = [m for m in block.members if not m[0].isupper()]
        places = {block.country, *(m for m in block.members if m[0].isupper())}
        places |= {place_of(scenario, member) for member in own}
        found = [
            b for b in buyers if any(within(scenario, place_of(scenario, b), p) for p in places)
        ]
    if not found:
        where = block.country if not named else listed(named)
        raise FormError(
            f"{stockpile} cannot be held as {form}: there is no {NOUNS[form]} in {where} to draw "
            f"on it. Name some with --members {form}=ID,ID; there are: {listed(buyers)}."
        )
    return found


def settings_of(
    scenario: Scenario, stockpile: str, form: Form, members: Sequence[str], days: float
) -> list[str]:
    """Give what ``--set`` changes for a stockpile of a size in a form.

    Parameters
    ----------
    scenario : Scenario
    stockpile : str
    form : str
    members : sequence of str
    days : float
        Stock at the start, days of the members' planned use on that date.
    """
    key, block = f"stockpiles.{stockpile}", scenario.stockpiles[stockpile]
    changed = [] if block.holds is None else [f"{key}.holds=null"]
    changed += [f"{key}.good={form}", f"{key}.fill_days={days:.12g}", f"{key}.fill_t=null"]
    if list(members) != list(block.members):
        changed.append(f"{key}.members=[{', '.join(members)}]")
    return changed


def freed(scenario: Scenario, stockpile: str) -> list[str]:
    """Give what ``--set`` changes so that nothing but form and members holds a release back."""
    key = f"stockpiles.{stockpile}"
    free = [f"{key}.lag_days=0", f"{key}.lag_from=trigger", f"{key}.release_t_per_day=null"]
    return (
        free if scenario.stockpiles[stockpile].release is None else [f"{key}.release=null", *free]
    )


def _buyers(scenario: Scenario, form: Form) -> list[str]:
    """Name who may draw on a form: those who use it, rather than store it."""
    blocks = [block for block in BUYERS[form] if block not in {"depots", "stockpiles"}]
    return sorted(name for block in blocks for name in getattr(scenario, block))


def read_forms(text: str) -> list[Form]:
    """Read forms as ``magnets,oxide``.

    Raises
    ------
    FormError
        If one is none.

    Examples
    --------
    >>> read_forms("magnets, oxide")
    ['magnets', 'oxide']
    """
    found = dict.fromkeys(_form(word.strip(), "--form") for word in text.split(","))
    return list(found)


def read_members(texts: Sequence[str]) -> dict[Form, tuple[str, ...]]:
    """Read members as ``oxide=us_metal,jp_metal``, a form each.

    Raises
    ------
    FormError
        If one names no form or nobody.
    """
    found: dict[Form, tuple[str, ...]] = {}
    for text in texts:
        name, _, rest = text.partition("=")
        names = tuple(word.strip() for word in rest.split(",") if word.strip())
        if not names:
            raise FormError(f"--members {text}: write --members oxide=ID,ID.")
        found[_form(name.strip(), f"--members {text}")] = names
    return found


def _form(word: str, option: str) -> Form:
    for form in FORMS:
        if word == form:
            return form
    says = f"{option}: there is no form '{word}'."
    raise FormError(sentences(says, did_you_mean(word, FORMS), f"Forms: {', '.join(FORMS)}."))
