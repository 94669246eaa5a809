"""What a version has to say of a change."""

import pytest

from pytest_mcp_contract.drift.versions import needed, says_less
from pytest_mcp_contract.model import Impact


@pytest.mark.parametrize(
    ("version", "impacts", "least"),
    [
        ("1.2.3", [Impact.BREAKING, Impact.ADDITIVE], "2.0.0"),
        ("1.2.3", [Impact.SECURITY], "2.0.0"),
        ("1.2.3", [Impact.IDENTITY], "2.0.0"),
        ("1.2.3", [Impact.ADDITIVE, Impact.BEHAVIOUR], "1.3.0"),
        ("1.2.3", [Impact.BEHAVIOUR], "1.2.4"),
        # Before 1.0.0 everything is one step lower.
        ("0.2.3", [Impact.BREAKING], "0.3.0"),
        ("0.2.3", [Impact.ADDITIVE], "0.2.4"),
        ("1.2.3", [], None),
        ("latest", [Impact.BREAKING], None),
        (None, [Impact.BREAKING], None),
    ],
)
def test_the_least_version_that_says_it(
    version: str | None, impacts: list[Impact], least: str | None
) -> None:
    """Provenance: https://semver.org."""
    assert needed(version, impacts) == least


@pytest.mark.parametrize(
    ("stated", "least", "less"),
    [
        ("1.2.3", "1.3.0", True),
        ("1.3.0", "1.3.0", False),
        ("1.10.0", "1.9.0", False),
        ("2.0.0-rc.1", "2.0.0", False),
        (None, "1.3.0", True),
        ("latest", "1.3.0", True),
        (None, None, False),
    ],
)
def test_whether_a_version_says_less(stated: str | None, least: str | None, less: bool) -> None:
    """Provenance: ours."""
    assert says_less(stated, least) is less
