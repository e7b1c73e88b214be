"""Parts of Markdown files that are written by the program, between two marks."""


def replaced(text: str, name: str, block: str) -> str:
    """Put a block between ``<!-- name:begin -->`` and ``<!-- name:end -->``."""
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    before, _, rest = text.partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise ValueError(f"there is no {begin} ... {end}")
    return f"{before}{begin}\n{block}\n{end}{after}"
