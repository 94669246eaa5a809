"""A long text shown in parts, each with the call that gets the next one."""

from collections.abc import Callable

from pytest_mcp_contract.reference.budget import length_within
from pytest_mcp_contract.reference.markdown import blocks, fenced, one_line


def line_from(text: str, start: int, *, most: int, more: Callable[[int], str]) -> tuple[str, str]:
    """One line of `text` from character number `start` (from 1), at `most` tokens; and what shows the rest.

    `more` words the call that shows it from a number on; "" stands where nothing is left.
    """
    line = one_line(text, len(text) + 1)
    here = line[start - 1 :]
    if not here:
        return (f"(it has {len(line)} characters)" if start > 1 else ""), ""
    shown = here[: length_within(here, most)]
    following = start + len(shown)
    return shown, more(following) if following <= len(line) else ""


def excerpt(
    text: str,
    start: int,
    *,
    fits: Callable[[str], int],
    more: Callable[[int], str],
    language: str = "markdown",
) -> str:
    """`text` from character number `start` (from 1) in a fence, as much as fits; "" for blank text.

    `fits` tells how many characters of a text do, `more` words the call that shows it from a number on.
    """
    whole = text.rstrip()
    if not whole:
        return ""
    here = whole[start - 1 :]
    if not here:
        return f"The text has {len(whole)} characters; there is no number {start}."
    shown = here[: max(1, fits(here))]
    last = start - 1 + len(shown)
    block = fenced(shown, limit=len(shown), rest_at="", language=language)
    if start == 1 and last == len(whole):
        return block
    part = f"These are the characters {start} to {last} of {len(whole)}."
    return blocks(block, f"{part} {more(last + 1)}" if last < len(whole) else part)
