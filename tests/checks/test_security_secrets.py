"""Secrets in a row of the registry: found by their shape, and never shown."""

from typing import Any

import pytest

from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.model import Entry, Example, Finding, ToolConfig

CHECK = {check.code: check for check in all_checks()}["MCP604"]
RANDOM = "kR7vQ2mZ9tLb4XcW8sJd3NfH6yPg5uKe1oVaTqBiUwMzYx0Gh"
"""Put together here, so that scanners of this repository do not take them for real ones."""


def found(**row: Any) -> list[Finding]:
    return [item for item in CHECK(Entry(name="x", **row)) if isinstance(item, Finding)]


@pytest.mark.parametrize(
    "secret",
    [
        "ghp" + "_" + RANDOM[:36],
        "glpat" + "-" + RANDOM[:20],
        "xoxb" + "-" + RANDOM[:24],
        "sk" + "-" + "ant-api03-" + RANDOM[:40],
        "sk" + "-" + RANDOM[:48],
        "AKIA" + RANDOM.upper()[:16],
        "AIza" + RANDOM[:35],
        "-----BEGIN " + "RSA PRIVATE KEY-----\n" + RANDOM * 2 + "\n-----END RSA PRIVATE KEY-----",
    ],
)
def test_a_secret_is_told_by_four_characters_and_its_length(secret: str) -> None:
    """Provenance: ours. A report is read by more people than the registry."""
    (finding,) = found(env={"TOKEN": f"Bearer {secret}"})

    assert finding.at == "servers.x.env.TOKEN"
    assert secret[:4] in finding.saw
    assert secret[:8] not in repr(finding)
    assert RANDOM[:6] not in repr(finding)


@pytest.mark.parametrize(
    "value",
    [
        "${GITHUB_TOKEN}",
        "ghp" + "_" + "x" * 36,
        "ghp" + "_your_token_here",
        "AKIA" + "IOSFODNN7EXAMPLE",
        "sk" + "-1234567890" * 4,
        "mask-" + RANDOM[:10],
        "9fceb02d0ae598e95dc970b74767f19372d61af8",
        "mcp-contract-token",
        "-----BEGIN PUBLIC KEY-----" + RANDOM * 2,
    ],
)
def test_placeholders_and_plain_values_are_left_alone(value: str) -> None:
    """Provenance: ours; the AWS one is of Amazon's documentation."""
    assert found(env={"A": value}, headers={"B": value}, command=["x", value], url=f"https://x/{value}") == []


def test_every_literal_of_a_row_is_looked_at() -> None:
    """Provenance: ours."""
    secret = "ghp" + "_" + RANDOM[:36]
    tool = ToolConfig(values={"a": [secret]}, examples=[Example(name="e", arguments={"b": {"c": [secret]}})])

    places = [
        item.at
        for item in found(
            headers={"H": secret},
            command=["run", secret],
            url=f"https://api.example.com/?key={secret}",
            values={"v": [secret]},
            tools={"t": tool},
        )
    ]

    assert places == [
        "servers.x.headers.H",
        "servers.x.command",
        "servers.x.url",
        "servers.x.values.v",
        "servers.x.tools.t.values.a",
        "servers.x.tools.t.examples.b.c",
    ]
