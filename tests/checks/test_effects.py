"""MCP460 and MCP461: what a tool sends, against its stake and its hints."""

from dataclasses import replace

import pytest

from pytest_mcp_contract.checks.upstream._replays import example
from pytest_mcp_contract.checks.upstream.mcp460_asking_tool_only_reads import asking_tool_only_reads
from pytest_mcp_contract.checks.upstream.mcp461_idempotent_tool_posts import idempotent_tool_posts
from pytest_mcp_contract.model import Finding, Request, Terms

HOST = "https://api.example.com"


def posts(path: str, *, method: str = "POST", hint: bool | None = True) -> bool:
    """Whether a tool that says it may be repeated is told not to send this."""
    hints = {} if hint is None else {"idempotentHint": hint}
    replay = replace(example(), changing=(Request(method, HOST + path),), terms=Terms(hints=hints))
    return bool(list(idempotent_tool_posts(replay)))


@pytest.mark.parametrize(
    "path",
    [
        "/repos/o/r/issues",
        "/repos/o/r/issues/1/comments",
        "/repos/o/r/pulls/3/reviews/",
        "/rest/api/3/issue",
        "/v1/pages",
        "/crm/v3/objects/notes",
        "/crm/v3/objects/contacts/batch/create",
        "/services/data/v62.0/sobjects/Opportunity",
        "/api/v2/tickets.json",
        "/api/chat.postMessage",
        "/v1/payment_intents?expand=x",
    ],
)
def test_a_post_that_adds_is_found_where_the_tool_may_be_repeated(path: str) -> None:
    """Provenance: the six platforms, Slack, Stripe."""
    assert posts(path)
    assert not posts(path, hint=False)
    assert not posts(path, hint=None)
    assert not posts(path, method="PUT")


@pytest.mark.parametrize(
    "path",
    [
        "/repos/o/r/issues/1",
        "/v1/customers/cus_NffrFeUfNV2Hib",
        "/crm/v3/objects/contacts/search",
        "/crm/v3/objects/contacts/batch/upsert",
        "/crm/v4/associations/contacts/companies/batch/create",
        "/api/v2/tickets/3/tags",
        "/repos/o/r/issues/1/labels",
        "/repos/o/r/issues/1/assignees",
        "/rest/api/3/issue/EX-5/transitions",
        "/v1/charges/ch_1/capture/cancel",
        "/api/conversations.setTopic",
        "/v1/projects/p/topics/t:publish",
        "/graphql",
        "/",
    ],
)
def test_a_post_that_adds_nothing_is_left_alone(path: str) -> None:
    """Provenance: the six platforms, Slack, Stripe, Google."""
    assert not posts(path)


def test_a_tool_that_only_reads_is_told_once_however_many_recordings_it_has() -> None:
    """Provenance: ours."""
    terms = Terms(stake="high", shown_by="b.yaml", cassettes=3)
    replays = [
        replace(example(), path=example().path.with_name(f"{name}.yaml"), terms=terms) for name in "abc"
    ]

    found = [one for replay in replays for one in asking_tool_only_reads(replay) if isinstance(one, Finding)]

    assert [finding.saw for finding in found] == [
        "stake `high`, and nothing that changes data in 3 recordings: `GET /repos/o/r/issues/1`"
    ]
