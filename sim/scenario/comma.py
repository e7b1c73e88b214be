"""Numbers as people write them and YAML does not read them, as 1,5 or 1,250: what is meant."""

import re

_GROUPED = re.compile(r"[-+]?[1-9][0-9]{0,2}([,_' ][0-9]{3})+(\.[0-9]+)?")
_EITHER = re.compile(r"[-+]?[0-9]+,[0-9]{3}")
_POINTS = re.compile(r"[-+]?[1-9][0-9]{0,2}(\.[0-9]{3})+,[0-9]+")
_DECIMAL = re.compile(r"[-+]?[0-9]*,[0-9]+([eE][-+]?[0-9]+)?")


def as_number(word: str) -> str:
    """Say how to write a number that is grouped, or has a decimal comma; empty if it is neither."""
    if _GROUPED.fullmatch(word):
        less = (
            f", or {word.replace(',', '.')} if it has decimals" if _EITHER.fullmatch(word) else ""
        )
        whole = re.sub("[,_' ]", "", word)
        return f"Write {whole}{less}."
    if _POINTS.fullmatch(word):
        return f"Write {word.replace('.', '').replace(',', '.')}."
    return f"Write {word.replace(',', '.')}." if _DECIMAL.fullmatch(word) else ""
