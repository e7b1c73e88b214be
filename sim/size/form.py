"""A stockpile in another form: what changes in the scenario, and who then draws on it.

All that depends on how the format writes a stockpile stands here.
"""

from collections.abc import Mapping, Sequence

from sim.scenario import chain
from sim.scenario.chain import MAGNETS, STOCKPILES, TAKERS
from sim.scenario.errors import did_you_mean, listed, sentences
from sim.scenario.membership import member_consumers, reached, receivers
from sim.scenario.schema import Form, Scenario

FORMS: tuple[Form, ...] = tuple(reversed(chain.FORMS))

NOUNS: Mapping[Form, str] = {
    form: TAKERS[form].removesuffix("s").replace("_", " ") for form in FORMS
}
"""Who uses a form."""


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


def settings_of(
    scenario: Scenario, stockpile: str, form: Form, through: Sequence[str], days: float
) -> list[str]:
    """Give what ``--set`` changes for a stockpile of a size in a form.

    In its own form only its size changes. In another its members stay, if they are consumers, and
    the facilities named (else those of the stockpile's country) convert it for them. Where plants
    are the members, what they make has its buyers, who are members instead.

    Parameters
    ----------
    scenario : Scenario
    stockpile : str
    form : str
    through : sequence of str
        Facilities that convert it; none for the usual ones.
    days : float
        Stock at the start, days of the members' planned use on that date.

    Raises
    ------
    FormError
        If nobody can draw on it in that form.
    """
    key, block = f"{STOCKPILES}.{stockpile}", scenario.stockpiles[stockpile]
    if list(block.forms) == [form] and not through:
        if block.holds is not None:
            return [f"{key}.holds.{form}.fill_days={days:.12g}", f"{key}.holds.{form}.fill_t=null"]
        return [f"{key}.fill_days={days:.12g}", f"{key}.fill_t=null"]
    return settings_of_mix(scenario, stockpile, {form: days}, {form: through})


def settings_of_mix(
    scenario: Scenario,
    stockpile: str,
    days: Mapping[Form, float],
    through: Mapping[Form, Sequence[str]],
) -> list[str]:
    """Give what ``--set`` changes for a stockpile that holds several forms, for consumers.

    Parameters
    ----------
    scenario : Scenario
    stockpile : str
    days : mapping of form to float
        Stock at the start, days of the members' planned use on that date.
    through : mapping of form to sequence of str
        Facilities that convert it; none for the usual ones.

    Raises
    ------
    FormError
        If no consumer can draw on it.
    """
    key = f"{STOCKPILES}.{stockpile}"
    # A mapping is merged into what the scenario has: what is not to be held is taken out.
    others = scenario.stockpiles[stockpile].holds or {}
    held = [f"{form}: null" for form in others if form not in days]
    for form, size in days.items():
        fill = f"fill_days: {size:.12g}, fill_t: null"
        if names := through.get(form):
            fill += f", through: [{', '.join(names)}]"
        held.append(f"{form}: {{{fill}}}")
    changed = [f"{key}.{name}=null" for name in ("good", "fill_days", "fill_t")]
    changed.append(f"{key}.holds={{{', '.join(held)}}}")
    if not member_consumers(scenario, stockpile):
        own = own_form(scenario, stockpile)
        makers = receivers(scenario, stockpile, own)
        if not (buyers := reached(scenario, own, makers)):
            raise FormError(
                f"{stockpile} cannot be held as {' or '.join(days)}: what {listed(makers)} make "
                "reaches no consumer. Give it members that are consumers."
            )
        changed.append(f"{key}.members=[{', '.join(sorted(buyers))}]")
    return changed


def check_through(scenario: Scenario, through: Mapping[Form, Sequence[str]]) -> None:
    """Make sure that facilities named to convert a form do so.

    Raises
    ------
    FormError
        If one does not.
    """
    for form, names in through.items():
        if form == MAGNETS:
            raise FormError("--through magnets: members use magnets as they are; leave it out.")
        known = getattr(scenario, TAKERS[form])
        for name in names:
            if name not in known:
                says = f"--through {form}: there is no {NOUNS[form]} '{name}'."
                hint = did_you_mean(name, known)
                raise FormError(sentences(says, hint, f"There are: {listed(known)}."))


def freed(scenario: Scenario, stockpile: str) -> list[str]:
    """Give what ``--set`` changes so that nothing but form and members holds a release back."""
    key = f"{STOCKPILES}.{stockpile}"
    free = [f"{key}.lag_days=0", f"{key}.lag_from=trigger", f"{key}.release_t_per_day=null"]
    if scenario.stockpiles[stockpile].release is not None:
        free.insert(0, f"{key}.release=null")
    return free


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


def read_through(texts: Sequence[str]) -> dict[Form, tuple[str, ...]]:
    """Read who converts a form, as ``oxide=us_metal,jp_metal``, a form each.

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
            raise FormError(f"--through {text}: write --through oxide=ID,ID.")
        found[_form(name.strip(), f"--through {text}")] = names
    return found


def _form(word: str, option: str) -> Form:
    for form in FORMS:
        if word == form:
            return form
    says = f"{option}: there is no form '{word}'."
    raise FormError(sentences(says, did_you_mean(word, FORMS), f"Forms: {', '.join(FORMS)}."))
