"""Secrets in a registry and in recordings: found by their shape, and never shown."""

import base64
import json
from dataclasses import replace
from random import Random
from typing import Any
from uuid import UUID

import pytest

from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.model import (
    SECRET_SHAPES,
    Entry,
    Example,
    Exchange,
    Finding,
    Registry,
    Replay,
    Request,
    Response,
    ToolConfig,
    Waiver,
    secrets_in,
)

CHECKS = {check.code: check for check in all_checks()}
CHECK = CHECKS["MCP604"]
RANDOM = "kR7vQ2mZ9tLb4XcW8sJd3NfH6yPg5uKe1oVaTqBiUwMzYx0Gh"
"""Put together here, so that scanners of this repository do not take them for real ones."""

SECRETS = [
    "ghp" + "_" + RANDOM[:36],
    "glpat" + "-" + RANDOM[:20],
    "xoxb" + "-" + RANDOM[:24],
    "sk" + "-" + "ant-api03-" + RANDOM[:40],
    "sk" + "-" + RANDOM[:48],
    "AKIA" + RANDOM.upper()[:16],
    "AIza" + RANDOM[:35],
    "pat" + "-na1-" + "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
    "eyJ" + RANDOM[:20] + ".eyJ" + RANDOM[:30] + "." + RANDOM[:43],
    "-----BEGIN " + "RSA PRIVATE KEY-----\n" + RANDOM * 2 + "\n-----END RSA PRIVATE KEY-----",
]


def found(**row: Any) -> list[Finding]:
    return [item for item in CHECK(Entry(name="x", **row)) if isinstance(item, Finding)]


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_is_told_by_its_kind_and_length(secret: str) -> None:
    """Provenance: ours. A report is read by more people than the registry."""
    (finding,) = found(env={"TOKEN": f"Bearer {secret}"})

    assert finding.at == "servers.x.env.TOKEN"
    assert " characters" in finding.saw
    assert secret[:8] not in repr(finding)
    assert RANDOM[:6] not in repr(finding)


@pytest.mark.parametrize("secret", SECRETS)
def test_whatever_is_found_is_hidden_too(secret: str) -> None:
    """Provenance: ours. Reports hide by the list that the checks find by."""
    assert list(secrets_in(secret))
    assert RANDOM[:6] not in SECRET_SHAPES.sub("REDACTED", secret)


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
            token_env=secret,
            values={"v": [secret]},
            tools={"t": tool},
        )
    ]

    assert places == [
        "servers.x.command.1",
        "servers.x.url",
        "servers.x.headers.H",
        "servers.x.token_env",
        "servers.x.values.v.0",
        "servers.x.tools.t.values.a.0",
        "servers.x.tools.t.examples.0.arguments.b.c.0",
    ]


def test_a_secret_beside_the_rows_is_told_at_its_place() -> None:
    """Provenance: ours. People explain a waiver with what they have just pasted."""
    waiver = Waiver(code="MCP202", server="x", reason=f"only with {SECRETS[0]}")
    registry = Registry(waivers=[Waiver(code="MCP202", server="x", reason="later"), waiver])

    (finding,) = CHECKS["MCP605"](registry)

    assert isinstance(finding, Finding)
    assert finding.at == "waivers.1.reason"
    assert RANDOM[:6] not in repr(finding)


def recorded(request: Request, response: Response) -> list[Finding]:
    sound: Replay = CHECKS["MCP606"].good[0]
    replay = replace(sound, exchanges=(Exchange(request, response),))
    return [item for item in CHECKS["MCP606"](replay) if isinstance(item, Finding)]


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_in_an_answer_is_told_without_its_value(secret: str) -> None:
    """Provenance: ours."""
    body = json.dumps({"items": [{"key": secret, secret: 1}]}).encode()

    told = recorded(Request("GET", "https://api.example.com/items"), Response(200, body=body))

    assert [finding.at for finding in told] == [
        "normal: GET /items answer body /items/0",
        "normal: GET /items answer body /items/0/key",
    ]
    assert RANDOM[:6] not in repr(told)


def test_a_secret_in_the_path_is_not_told_by_the_place() -> None:
    """Provenance: ours."""
    told = recorded(Request("POST", f"https://api.example.com/hooks/{SECRETS[0]}"), Response(204))

    assert [finding.at for finding in told] == ["normal: POST /hooks/REDACTED path"]


@pytest.mark.parametrize("uri", ["https://api.example.com/[a", "/relative?a=%zz", ""])
def test_an_address_that_is_none_is_left_alone(uri: str) -> None:
    """Provenance: ours. Recordings hold whatever a tool asked for."""
    assert recorded(Request("GET", uri), Response(200, body=b"\xff\xfe")) == []


def test_a_body_that_is_nested_deeply_is_searched_to_its_end() -> None:
    """Provenance: ours."""
    body = b"[" * 900 + json.dumps(SECRETS[0]).encode() + b"]" * 900

    assert len(recorded(Request("GET", "https://api.example.com/"), Response(200, body=body))) == 1


def test_random_texts_that_are_no_secrets_are_left_alone() -> None:
    """Provenance: ours. Base64 of every length, hashes and UUIDs, of a fixed seed."""
    random = Random(17)
    for size in range(1, 400):
        data = random.randbytes(size)
        texts = [base64.b64encode(data).decode(), data.hex(), str(UUID(bytes=random.randbytes(16)))]
        assert [text for text in texts if any(secrets_in(text))] == []
