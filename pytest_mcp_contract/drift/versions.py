"""What the version of a server has to say of its changes, by https://semver.org."""

import re
from collections.abc import Iterable

from pytest_mcp_contract.model import Impact

_VERSION = re.compile(r"v?(\d+)\.(\d+)\.(\d+)(?:[-+].*)?")


def needed(version: str | None, impacts: Iterable[Impact]) -> str | None:
    """The least version after `version` that says what has changed; None where nothing has, or it is none.

    Before 1.0.0 a minor version says what a major one says later.
    """
    found = _VERSION.fullmatch(version or "")
    kinds = set(impacts)
    if found is None or not kinds:
        return None
    major, minor, patch = map(int, found.groups())
    if any(kind.has_to_be_accepted for kind in kinds):
        return f"{major + 1}.0.0" if major else f"0.{minor + 1}.0"
    if Impact.ADDITIVE in kinds and major:
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1}"


def says_less(stated: str | None, least: str | None) -> bool:
    """Whether a version is below the one that is needed; one that is no version says nothing."""
    if least is None:
        return False
    found, wanted = _VERSION.fullmatch(stated or ""), _VERSION.fullmatch(least)
    assert wanted is not None, "`needed` gives versions"
    return found is None or tuple(map(int, found.groups())) < tuple(map(int, wanted.groups()))
