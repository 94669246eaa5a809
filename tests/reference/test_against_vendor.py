"""The response schemas of the reference servers, held against what the vendors describe.

Salesforce publishes no description of its REST API.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import yaml
from pydantic import RootModel

from pytest_mcp_contract.model import (
    CassetteHeader,
    Entry,
    Exchange,
    Replay,
    Request,
    Response,
    VendorVerdict,
    brief,
)
from pytest_mcp_contract.observe.upstream.bench import Bench
from pytest_mcp_contract.observe.upstream.cassette import read
from pytest_mcp_contract.observe.upstream.responses import judge
from pytest_mcp_contract.observe.upstream.vendor import NOT_PROVED, OPEN, conduct
from pytest_mcp_contract.reference.entries import github, hubspot, jira, notion, zendesk
from pytest_mcp_contract.reference.servers.github import schemas

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
ENTRIES = {
    "github": github.ENTRY,
    "hubspot": hubspot.ENTRY,
    "jira": jira.ENTRY,
    "notion": notion.ENTRY,
    "zendesk": zendesk.ENTRY,
}
each_platform = pytest.mark.parametrize("platform", sorted(ENTRIES))
pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"no descriptions and recordings in {DATA}"),
]


def entry_of(platform: str, **responses: str) -> Entry:
    """The row of a reference server that names the vendor's description."""
    row = {**ENTRIES[platform], "name": platform, "openapi": str(DATA / "openapi" / f"{platform}.json")}
    return Entry.model_validate({**row, "responses": responses} if responses else row)


def held(entry: Entry, tool: str, exchanges: list[Exchange]) -> Iterator[VendorVerdict]:
    """What the description says of recorded answers."""
    said = (judge(one, entry, tool, ROOT) for one in exchanges)
    header = CassetteHeader(entry.name, tool, "recorded")
    schemas_say = tuple(one for one in said if one)
    played = Replay(header, ROOT, exchanges=tuple(exchanges), schemas=schemas_say)
    bench = SimpleNamespace(entry=entry, tool=SimpleNamespace(name=tool), folder=ROOT)
    for one in conduct(cast("Bench", bench), [played]):
        assert isinstance(one.vendor, tuple), one.vendor
        yield from one.vendor


def demonstrated(platform: str) -> Iterator[tuple[str, list[Exchange]]]:
    """Tool and exchanges, from the cassettes of the reference servers."""
    for folder in sorted((ROOT / "cassettes" / platform).iterdir()):
        yield folder.name, [one for path in sorted(folder.glob("*.yaml")) for one in read(path).exchanges]


@cache
def recorded(platform: str) -> list[Exchange]:
    """The real recordings."""
    index = (DATA / "cassettes" / "index.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in index.splitlines()]
    return [
        one
        for file in sorted({row["file"] for row in rows if row["platform"] == platform})
        for one in _exchanges(DATA / "cassettes" / file)
    ]


def _exchanges(path: Path) -> Iterator[Exchange]:
    cassette: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    for one in cassette["interactions"]:
        body = one["response"]["body"].get("string") or ""
        sent = body if isinstance(body, bytes) else body.encode()
        yield Exchange(
            Request(one["request"]["method"], one["request"]["uri"]),
            Response(one["response"]["status"]["code"], body=sent),
        )


class NamedIssue(schemas.Issue):
    """An issue as one would write it who has not met a deleted account."""

    user: schemas.User


class NamedComment(schemas.Comment):
    """A comment of somebody who is still there."""

    user: schemas.User
    body: str


class NamedComments(RootModel[list[NamedComment]]):
    """Comments of such."""


@each_platform
def test_no_schema_refuses_what_the_vendor_describes(platform: str) -> None:
    """Provenance: the vendors' descriptions, from our cassettes and from real recordings."""
    entry = entry_of(platform)
    found = [one for tool, exchanges in demonstrated(platform) for one in held(entry, tool, exchanges)]
    found += held(entry, "any", recorded(platform))

    compared = [one for one in found if one.operation and one.key]
    assert compared
    assert [(one.operation, one.schema, one.narrower) for one in compared if one.narrower] == []
    assert {one.not_proved for one in compared} <= {"", NOT_PROVED, OPEN}


@each_platform
def test_no_demonstrated_answer_contradicts_the_vendor(platform: str) -> None:
    """Provenance: the vendors' descriptions. The emulators answer as the real APIs do."""
    entry = entry_of(platform)

    wrong = [
        (one.operation, one.contradictions)
        for tool, exchanges in demonstrated(platform)
        for one in held(entry, tool, exchanges)
        if one.contradictions
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("key", "schema", "told"),
    [
        (
            "GET /repos/{owner}/{repo}/issues/{number}",
            "NamedIssue",
            [("/user", "`user: null`", "NamedIssue.user")],
        ),
        (
            "GET /repos/{owner}/{repo}/issues/{number}/comments",
            "NamedComments",
            [("/0/body", "no `body`", "NamedComment.body"), ("/0/user", "`user: null`", "NamedComment.user")],
        ),
    ],
)
def test_a_deleted_account_is_foreseen(key: str, schema: str, told: list[tuple[str, ...]]) -> None:
    """Provenance: GitHub's description; `user` of an issue is null where the account was deleted."""
    entry = entry_of("github", **{key: f"{__name__}:{schema}"})

    found = {
        (one.at, one.sends, one.place)
        for tool, exchanges in demonstrated("github")
        if tool == "get_issue"
        for verdict in held(entry, tool, exchanges)
        for one in verdict.narrower
    }

    assert sorted(found) == told


def test_a_recording_of_years_ago_is_told_from_the_description_of_today() -> None:
    """Provenance: real recordings of GitHub, most of them older than `node_id`."""
    found = [one for one in held(entry_of("github"), "any", recorded("github")) if one.contradictions]

    places = {(one.operation, said.at, said.recorded) for one in found for said in one.contradictions}
    assert ("GET /users/{username}", "/node_id", "absent") in places
    assert ("GET /orgs/{org}", "/company", "null") in places
    assert not [said for one in found for said in one.contradictions if len(brief(said.described)) > 100]
