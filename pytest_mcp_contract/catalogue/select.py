"""Which checks run: by code, prefix or name."""

import difflib
import re
from collections.abc import Iterable, Sequence

from pytest_mcp_contract.catalogue.check import AnyCheck, Status
from pytest_mcp_contract.errors import ConfigError

_CODE = re.compile(r"[A-Z]{2,8}\d{0,3}")
"""A code, or the beginning of one."""


def names(check: AnyCheck, word: str) -> bool:
    """Whether `word` means this check: its code, a prefix of the code, or its name."""
    return check.name == word or (bool(_CODE.fullmatch(word)) and check.code.startswith(word))


def select(
    checks: Iterable[AnyCheck], *, selected: Sequence[str], ignored: Sequence[str], at: str
) -> tuple[AnyCheck, ...]:
    """The checks that `selected` names (all stable ones where it is empty) without those of `ignored`.

    A preview runs only where its whole code or its name is selected.

    Raises:
        ConfigError: a word names no check.
    """
    pool = tuple(checks)
    for word in (*selected, *ignored):
        if not any(names(check, word) for check in pool):
            raise ConfigError(at=at, what=f"`{word}` names no check", fix=_nearest(pool, word))

    def wanted(check: AnyCheck) -> bool:
        if check.status is Status.PREVIEW:
            return check.code in selected or check.name in selected
        return not selected or any(names(check, word) for word in selected)

    return tuple(check for check in pool if wanted(check) and not any(names(check, word) for word in ignored))


def _nearest(pool: Sequence[AnyCheck], word: str) -> str:
    if re.fullmatch(r"[A-Z]+\d{0,2}", word):
        return "see `pytest-mcp-contract checks` for all codes"
    known = [name for check in pool for name in (check.code, check.name)]
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return f"write `{close[0]}`" if close else "give a code (`MCP203`), a prefix (`MCP2`) or a name"
